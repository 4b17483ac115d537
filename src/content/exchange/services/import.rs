//! A table of services against a pack: which services are new, which change, and what was not understood.

use std::collections::HashMap;

use csv::StringRecord;

use super::{
    Cause, Fault, cells,
    column::{Column, Field},
    row::{Row, blank},
};
use crate::{
    content::{
        edit::{self, Edited},
        files::Files,
        pack::Pack,
        search::latin::transliterate,
        service::Service,
        text::BULGARIAN,
    },
    sheet,
};

/// A table has no more bytes.
pub const LONGEST: usize = 4 << 20;
/// And no more services.
pub const MOST: usize = 2_000;
/// No cell has more characters.
pub const LONGEST_CELL: usize = 4_000;
/// An id made of a name has no more letters.
const LONGEST_ID: usize = 40;

/// What a table says of a pack's services.
#[derive(Debug, Default)]
pub struct Import {
    /// New and changed services, in the order of the rows.
    pub changes: Vec<Change>,
    /// How many rows say what is there already.
    pub same: usize,
    /// How many of the pack's services have no row; they stay.
    pub without_row: usize,
    /// All that was not understood and so not taken, in the order of the lines.
    pub faults: Vec<Fault>,
}

/// A service that becomes other than it is, or that there was not.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// Where its row begins, from 1.
    pub line: usize,
    pub service: Service,
    pub is_new: bool,
}

impl Import {
    /// The files of the pack with all that was understood. `pack` is that of `files`.
    ///
    /// # Errors
    /// When `services.toml` can't be read.
    pub fn apply(&self, files: &Files, pack: &Pack) -> Edited {
        edit::service_record::put(files, pack, self.changes.iter().map(|change| &change.service))
    }
}

/// Compares a table with a pack. `origin` is what new services name as their source unless the table does: the file's name.
#[must_use]
pub fn read(text: &str, pack: &Pack, origin: &str) -> Import {
    let whole = |cause| Import {
        without_row: pack.services.len(),
        faults: vec![Fault::whole(cause)],
        ..Import::default()
    };
    if text.len() > LONGEST {
        return whole(Cause::TooLong);
    }
    let mut rows = sheet::rows(text);
    let Some((head, headings)) = rows.next() else {
        return whole(Cause::Nothing);
    };
    let (columns, faults) = columns(&headings, pack);
    let is_key = |field| columns.iter().flatten().any(|column: &Column| column.field == field);
    if ![Field::Id, Field::RegisterNumber, Field::Name].into_iter().any(is_key) {
        return whole(Cause::NoKey);
    }
    let mut table = Table {
        pack,
        columns,
        origin,
        first: HashMap::new(),
        named: HashMap::new(),
        import: Import {
            faults: faults.into_iter().map(|cause| Fault::of(head, None, cause)).collect(),
            ..Import::default()
        },
    };
    for (at, (line, row)) in rows.enumerate() {
        if at == MOST {
            table.import.faults.push(Fault::of(line, None, Cause::TooMany));
            break;
        }
        table.take(line, &row);
    }
    table.done()
}

/// What each field of a row is; none where it is not known.
fn columns(headings: &StringRecord, pack: &Pack) -> (Vec<Option<Column>>, Vec<Cause>) {
    let mut columns = Vec::new();
    let mut faults = Vec::new();
    for heading in headings {
        let column = Column::of(sheet::plain(heading), &pack.info.languages);
        let is_known = column
            .as_ref()
            .is_some_and(|column| !columns.contains(&Some(column.clone())));
        if heading.is_empty() || is_known {
            columns.push(column);
            continue;
        }
        columns.push(None);
        faults.push(match column {
            Some(twice) => Cause::ColumnTwice(twice),
            None => Cause::UnknownColumn(heading.to_owned()),
        });
    }
    (columns, faults)
}

struct Table<'a> {
    pack: &'a Pack,
    columns: Vec<Option<Column>>,
    origin: &'a str,
    /// The line on which each service was first.
    first: HashMap<String, usize>,
    /// The line on which each new name was first, in small letters, of those that have nothing but their name.
    named: HashMap<String, usize>,
    import: Import,
}

impl<'a> Table<'a> {
    fn take(&mut self, line: usize, row: &StringRecord) {
        match self.understand(line, row) {
            Ok(Some(change)) => self.import.changes.push(change),
            Ok(None) => self.import.same += 1,
            Err(faults) => {
                let faults = faults.into_iter().map(|(column, cause)| Fault::of(line, column, cause));
                self.import.faults.extend(faults);
            }
        }
    }

    /// What the row changes, if anything.
    fn understand(
        &mut self,
        line: usize,
        record: &StringRecord,
    ) -> Result<Option<Change>, Vec<(Option<Column>, Cause)>> {
        let fields: Vec<String> = record.iter().map(|field| cells::plain(sheet::plain(field))).collect();
        let is_beyond =
            |(at, field): (usize, &String)| !field.is_empty() && self.columns.get(at).is_none_or(Option::is_none);
        let beyond = fields.iter().enumerate().skip(self.columns.len()).any(is_beyond);
        if beyond {
            return Err(vec![(None, Cause::TooManyFields)]);
        }
        let columns = self.columns.clone();
        let known = columns.iter().enumerate();
        // A row may end before the last column: that is an empty cell.
        let cells: Vec<(&Column, &str)> = known
            .filter_map(|(at, column)| Some((column.as_ref()?, fields.get(at).map_or("", String::as_str))))
            .collect();
        if let Some((column, _)) = cells.iter().find(|(_, cell)| cell.chars().count() > LONGEST_CELL) {
            return Err(vec![(Some((*column).clone()), Cause::CellTooLong)]);
        }
        let (before, is_new) = match self
            .meant(line, &cells)
            .map_err(|(column, cause)| vec![(Some(column), cause)])?
        {
            Meant::Known(service) => (service.clone(), false),
            Meant::New(id) => (blank(&id, self.origin), true),
        };
        if let Some(first) = self.first.get(&before.id) {
            return Err(vec![(None, Cause::Twice { first: *first })]);
        }
        self.first.insert(before.id.clone(), line);
        let row = Row {
            pack: self.pack,
            cells,
            origin: self.origin,
        };
        let with_column = |(column, cause)| (Some(column), cause);
        let service = row
            .read(&before)
            .map_err(|faults| faults.into_iter().map(with_column).collect::<Vec<_>>())?;
        if !service.name.has(BULGARIAN) {
            return Err(vec![(Some(name()), Cause::Missing)]);
        }
        let change = Change { line, service, is_new };
        Ok(Some(change).filter(|change| is_new || change.service != before))
    }

    /// Whose row it is: by the id, else by the number in the register, else by the name.
    fn meant(&mut self, line: usize, cells: &[(&Column, &str)]) -> Result<Meant<'a>, (Column, Cause)> {
        let said = |field| {
            let mut cells = cells
                .iter()
                .filter(|(column, cell)| column.field == field && !cell.is_empty());
            cells
                .find(|(column, _)| column.lang == BULGARIAN)
                .map(|(_, cell)| *cell)
        };
        let services = &self.pack.services;
        if let Some(id) = said(Field::Id) {
            let known = services.iter().find(|service| service.id == id);
            return match known {
                Some(service) => Ok(Meant::Known(service)),
                None if is_id(id) => Ok(Meant::New(id.to_owned())),
                None => Err((column(Field::Id), Cause::Id(id.to_owned()))),
            };
        }
        if let Some(number) = said(Field::RegisterNumber) {
            let id = if is_id(number) { number.to_owned() } else { slug(number) };
            let is_numbered =
                |service: &&Service| service.register_number.as_deref() == Some(number) || service.id == id;
            return match services.iter().filter(is_numbered).collect::<Vec<_>>()[..] {
                [service] => Ok(Meant::Known(service)),
                [] => Ok(Meant::New(id)),
                _ => Err((column(Field::RegisterNumber), Cause::Ambiguous)),
            };
        }
        let called = said(Field::Name).ok_or_else(|| (name(), Cause::Missing))?;
        let small = called.to_lowercase();
        let is_called = |service: &&Service| service.name.get(BULGARIAN).trim().to_lowercase() == small;
        match services.iter().filter(is_called).collect::<Vec<_>>()[..] {
            [service] => Ok(Meant::Known(service)),
            [] => match self.named.insert(small, line) {
                Some(first) => Err((name(), Cause::Twice { first })),
                None => Ok(Meant::New(self.free(&slug(called)))),
            },
            _ => Err((name(), Cause::Ambiguous)),
        }
    }

    /// The id, or with a number after it where another service of the pack or of the table has it.
    fn free(&self, id: &str) -> String {
        let is_taken = |id: &str| self.first.contains_key(id) || self.pack.service(id).is_some();
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let mut ids = std::iter::once(id.to_owned()).chain(numbered);
        ids.find(|id| !is_taken(id)).unwrap_or_default()
    }

    fn done(self) -> Import {
        let has_row = |service: &&Service| self.first.contains_key(&service.id);
        let without_row = self.pack.services.iter().filter(|service| !has_row(service)).count();
        Import {
            without_row,
            ..self.import
        }
    }
}

enum Meant<'a> {
    Known(&'a Service),
    New(String),
}

fn column(field: Field) -> Column {
    Column {
        field,
        lang: BULGARIAN.to_owned(),
    }
}

fn name() -> Column {
    column(Field::Name)
}

fn is_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    id.len() <= 2 * LONGEST_ID && id.bytes().all(is_plain)
}

/// «Издаване на скица» as `izdavane-na-skitsa`.
fn slug(name: &str) -> String {
    let small = name.to_lowercase();
    let words = small.split(|letter: char| !letter.is_alphanumeric());
    let latin = words.map(transliterate).map(|word| {
        let plain = word.chars().filter(char::is_ascii_alphanumeric);
        plain.collect::<String>()
    });
    let mut slug = String::new();
    for word in latin.filter(|word| !word.is_empty()) {
        if !slug.is_empty() && slug.len() + word.len() >= LONGEST_ID {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST_ID));
    }
    if slug.is_empty() { "usluga".to_owned() } else { slug }
}
