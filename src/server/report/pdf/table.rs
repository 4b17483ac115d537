//! Tables: a head that comes again on every page, and rows that stay whole where a page has room for them.

use krilla::tagging::{ArtifactType, TableHeaderScope, Tag, TagKind};

use super::{
    paper::{BOTTOM, Branch, Ink, Paper, Role, TOP, WIDTH},
    text::{Face, HAIR, LINE, Line, SURFACE},
};
use crate::{
    server::report::model::{Cell, Table},
    web::lang::Lang,
};

/// Beside the words of a cell, and above and below them.
const SIDES: f32 = 4.0;
const ABOVE: f32 = 3.0;
const HEAD: Face = Face::CELL.bold().tight();
/// Of a row that is longer than a page, so much at least stands on one.
const LEAST_PART: f32 = 60.0;
/// A table up to this high stands on one page.
const KEPT: f32 = (BOTTOM - TOP) * 0.55;
/// Rounding never breaks a line that fits.
const A_HAIR: f32 = 0.3;

/// A row that waits to be drawn: the lines of each of its cells.
type Row = Vec<Vec<Line>>;

/// Where the columns are.
struct Columns<'t> {
    table: &'t Table,
    /// Of the words, without the room beside them.
    widths: Vec<f32>,
}

impl Columns<'_> {
    /// Each with the x of its words, its width, and whether its words stand at its right.
    fn places(&self) -> impl Iterator<Item = (f32, f32, bool)> {
        let mut left = 0.0;
        self.table.columns.iter().zip(&self.widths).map(move |(column, width)| {
            let x = left + SIDES;
            left += width + 2.0 * SIDES;
            (x, *width, column.is_number)
        })
    }
}

impl Paper {
    /// With its title above it, or without where that stands above a chart already.
    pub fn table(&mut self, table: &Table, is_titled: bool, lang: Lang) -> Branch {
        let columns = Columns {
            table,
            widths: self.widths(table, lang),
        };
        let head = self.row(&columns, table.columns.iter().map(|column| column.name.clone()), HEAD);
        let rows: Vec<Row> = table
            .rows
            .iter()
            .map(|row| self.row(&columns, row.iter().map(|cell| cell.shown(lang)), Face::CELL))
            .collect();
        let title = if is_titled {
            self.setter.lines(&table.title, Face::TEXT.bold().tight(), WIDTH)
        } else {
            Vec::new()
        };
        self.need(lines_height(&title) + 3.0 + kept(&head, &rows));
        let mut parts = Vec::new();
        if is_titled {
            self.mark_part(&table.title);
            let leaves = self.put(title, 0.0);
            parts.push(Branch::group(Tag::Caption, leaves));
            self.skip(3.0);
        }
        let cells = self.head(&columns, &head);
        parts.push(Branch::Group(
            Tag::THead.into(),
            vec![group(
                Tag::TR,
                cells
                    .into_iter()
                    .map(|leaf| Branch::group(Tag::TH(TableHeaderScope::Column), vec![leaf])),
            )],
        ));
        let body = table
            .rows
            .iter()
            .zip(rows)
            .map(|(cells, row)| self.body(&columns, &head, cells, row));
        parts.push(Branch::Group(Tag::TBody.into(), body.collect()));
        self.skip(16.0);
        Branch::Group(Tag::Table.with_summary(Some(table.title.clone())).into(), parts)
    }

    /// How wide the columns are: what they need, and of the rest as much as they could use.
    fn widths(&mut self, table: &Table, lang: Lang) -> Vec<f32> {
        let mut wanted = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            let mut wide = self.setter.widths(&column.name, HEAD);
            for cell in table.rows.iter().filter_map(|row| row.get(at)) {
                let of_cell = self.setter.widths(&cell.shown(lang), Face::CELL);
                wide.min = wide.min.max(of_cell.min);
                wide.max = wide.max.max(of_cell.max);
            }
            wanted.push((wide.min + A_HAIR, wide.max + A_HAIR));
        }
        shared(&wanted, WIDTH - 2.0 * SIDES * wanted.len() as f32)
    }

    fn row(&mut self, columns: &Columns<'_>, words: impl Iterator<Item = String>, face: Face) -> Row {
        let set = words
            .zip(&columns.widths)
            .map(|(words, width)| self.setter.lines(&words, face, *width + A_HAIR));
        set.collect()
    }

    /// The head, read once.
    fn head(&mut self, columns: &Columns<'_>, head: &Row) -> Vec<usize> {
        self.behind_head(head);
        let ink = placed(columns, head.clone(), self.y);
        let leaves = ink.into_iter().map(|ink| self.inked(ink)).collect();
        self.y += height(head);
        leaves
    }

    /// The head again on a further page, where nobody needs to hear it.
    fn head_again(&mut self, columns: &Columns<'_>, head: &Row) {
        self.behind_head(head);
        let ink = placed(columns, head.clone(), self.y).into_iter().flatten().collect();
        self.mark(Role::Aside(ArtifactType::PaginationOther), ink);
        self.y += height(head);
    }

    fn behind_head(&mut self, head: &Row) {
        let (top, below) = (self.y, self.y + height(head));
        self.aside(vec![
            Ink::area((0.0, top, WIDTH, height(head)), SURFACE),
            Ink::stroke((0.0, below), (WIDTH, below), 0.8, LINE),
        ]);
    }

    /// A row, whole where a page has room for it.
    fn body(&mut self, columns: &Columns<'_>, head: &Row, cells: &[Cell], mut row: Row) -> Branch {
        let mut leaves = vec![Vec::new(); row.len()];
        loop {
            let room = BOTTOM - self.y;
            let whole = height(&row);
            let fits_a_page = whole <= BOTTOM - TOP - height(head);
            if whole > room && (fits_a_page || room < LEAST_PART) {
                self.need(BOTTOM);
                self.head_again(columns, head);
                continue;
            }
            let rest = if whole > room {
                split(&mut row, room)
            } else {
                Vec::new()
            };
            for (leaves, ink) in leaves.iter_mut().zip(placed(columns, row.clone(), self.y)) {
                if !ink.is_empty() {
                    leaves.push(self.inked(ink));
                }
            }
            self.y += height(&row);
            self.aside(vec![Ink::stroke((0.0, self.y), (WIDTH, self.y), 0.5, HAIR)]);
            if rest.iter().all(Vec::is_empty) {
                break;
            }
            row = rest;
        }
        let cells = cells
            .iter()
            .zip(leaves)
            .enumerate()
            .map(|(at, (cell, leaves))| Branch::group(tag(at, cell), leaves));
        group(Tag::TR, cells)
    }
}

/// How much of a table stays together: all of a short one, or the head and the first row.
fn kept(head: &Row, rows: &[Row]) -> f32 {
    let whole = rows.iter().map(height).sum::<f32>();
    let first = rows.first().map_or(0.0, height).min(LEAST_PART);
    height(head) + if whole <= KEPT { whole } else { first }
}

fn tag(at: usize, cell: &Cell) -> TagKind {
    let lang = matches!(cell, Cell::Quote(_)).then(|| "bg".to_owned());
    match at {
        0 => Tag::TH(TableHeaderScope::Row).into(),
        _ => Tag::TD.with_lang(lang).into(),
    }
}

fn group(tag: impl Into<TagKind>, parts: impl Iterator<Item = Branch>) -> Branch {
    Branch::Group(tag.into(), parts.collect())
}

fn lines_height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// Of the row, with the room above and below its words.
fn height(row: &Row) -> f32 {
    row.iter().map(|lines| lines_height(lines)).fold(0.0, f32::max) + 2.0 * ABOVE
}

/// Keeps as many lines in `row` as `room` has place for, and gives the others back.
fn split(row: &mut Row, room: f32) -> Row {
    let parts = row.iter_mut().map(|lines| {
        let mut left = room - 2.0 * ABOVE;
        let fits = lines.iter().take_while(|line| {
            left -= line.height;
            left >= 0.0
        });
        let fits = fits.count().max(1).min(lines.len());
        lines.split_off(fits)
    });
    parts.collect()
}

/// The letters of each cell of a row whose top is there.
fn placed(columns: &Columns<'_>, row: Row, top: f32) -> Vec<Vec<Ink>> {
    let cells = columns.places().zip(row).map(|((x, width, is_number), lines)| {
        let mut y = top + ABOVE;
        let ink = lines.into_iter().flat_map(|line| {
            let at = if is_number { x + width - line.width } else { x };
            let line_top = y;
            y += line.height;
            line.ink(at, line_top)
        });
        ink.collect()
    });
    cells.collect()
}

/// Shares `room` among columns that need the first and could use the second of their widths. Where there is too little even
/// for what they need, the widest give way.
fn shared(wanted: &[(f32, f32)], room: f32) -> Vec<f32> {
    let least: f32 = wanted.iter().map(|(least, _)| least).sum();
    let most: f32 = wanted.iter().map(|(_, most)| most).sum();
    let cap = cap(wanted.iter().map(|(least, _)| *least).collect(), room);
    let share = |(least_one, most_one): &(f32, f32)| {
        if least > room {
            least_one.min(cap)
        } else if most > room {
            least_one + (most_one - least_one) * (room - least) / (most - least)
        } else {
            most_one + (room - most) * most_one / most
        }
    };
    wanted.iter().map(share).collect()
}

/// The width at which columns are cut so that they fill `room`.
fn cap(mut widths: Vec<f32>, room: f32) -> f32 {
    widths.sort_by(f32::total_cmp);
    let mut left = room;
    let many = widths.len();
    for (at, width) in widths.into_iter().enumerate() {
        let fair = left / (many - at) as f32;
        if width > fair {
            return fair;
        }
        left -= width;
    }
    f32::MAX
}
