//! The pages as a file, with what every page has, the order of reading, bookmarks and who made it.

use std::collections::HashMap;

use chrono::{Datelike, Timelike};
use krilla::{
    Data, Document, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, TagGroup, TagTree},
    text::Font,
};

use super::{
    PdfError,
    paper::{BOTTOM, Bookmark, Branch, Ink, Mark, PAGE, Paper, Role, SIDE, TOP, WIDTH},
    text::{Colour, Face, SOFT, rgb},
};
use crate::{
    print::typeface::{BOLD, REGULAR},
    server::report::model::Report,
};

struct Fonts {
    regular: Font,
    bold: Font,
}

pub fn file(mut paper: Paper, report: &Report) -> Result<Vec<u8>, PdfError> {
    paper.number(report);
    let font = |file: &'static [u8]| Font::new(Data::from(file), 0).ok_or(PdfError::Typeface);
    let fonts = Fonts {
        regular: font(REGULAR)?,
        bold: font(BOLD)?,
    };
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish();
    let configuration = configuration.map_err(|error| PdfError::Refused(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut leaves = HashMap::new();
    for marks in &paper.pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| PdfError::Refused("no page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            let identifier = draw(&mut surface, mark, &fonts);
            if let Role::Leaf(leaf) = mark.role {
                leaves.insert(leaf, identifier);
            }
        }
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(report.lang.code().to_owned()));
    paper
        .branches
        .iter()
        .filter_map(|branch| node(branch, &leaves))
        .for_each(|node| tree.push(node));
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    paper
        .bookmarks
        .iter()
        .for_each(|bookmark| outline.push_child(bookmarked(bookmark)));
    document.set_outline(outline);
    document.set_metadata(metadata(report));
    Ok(document.finish()?)
}

impl Paper {
    /// What every page has: whose report it is, whose figures, and its number.
    fn number(&mut self, report: &Report) {
        let many = self.pages.len();
        let face = Face::SMALL.in_colour(SOFT);
        for at in 0..many {
            let number = match report.lang.code() {
                "en" => format!("Page {} of {many}", at + 1),
                _ => format!("Страница {} от {many}", at + 1),
            };
            let number = self.setter.line(&number, face);
            let reminder = self.setter.lines(&report.reminder, face, WIDTH - number.width - 12.0);
            let foot = BOTTOM + 16.0;
            let mut ink = vec![Ink::stroke((0.0, foot - 5.0), (WIDTH, foot - 5.0), 0.5, SOFT)];
            let mut y = foot;
            for line in reminder {
                let height = line.height;
                ink.extend(line.ink(0.0, y));
                y += height;
            }
            let x = WIDTH - number.width;
            ink.extend(number.ink(x, foot));
            self.on(at, ArtifactType::Footer, ink);
            // The first page has it in large letters.
            if at > 0 {
                let head = format!("{} – {}", report.municipality, report.title);
                let lines = self.setter.lines(&head, face.tight(), WIDTH);
                let mut y = TOP - 14.0 - lines.iter().map(|line| line.height).sum::<f32>();
                let mut ink = Vec::new();
                for line in lines {
                    let height = line.height;
                    ink.extend(line.ink(0.0, y));
                    y += height;
                }
                self.on(at, ArtifactType::Header, ink);
            }
        }
    }

    fn on(&mut self, page: usize, kind: ArtifactType, ink: Vec<Ink>) {
        if let Some(page) = self.pages.get_mut(page) {
            page.push(Mark {
                role: Role::Aside(kind),
                ink,
            });
        }
    }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) -> Identifier {
    let tag = match mark.role {
        Role::Leaf(_) => ContentTag::Other,
        Role::Aside(kind) => ContentTag::Artifact(Artifact::with_kind(kind)),
    };
    let identifier = surface.start_tagged(tag);
    for ink in &mark.ink {
        spread(surface, ink, fonts);
    }
    surface.end_tagged();
    identifier
}

fn spread(surface: &mut Surface<'_>, ink: &Ink, fonts: &Fonts) {
    match ink {
        Ink::Letters { x, y, run, face } => {
            fill(surface, face.colour);
            let font = if face.is_bold { &fonts.bold } else { &fonts.regular };
            let at = Point::from_xy(SIDE + x, *y);
            surface.draw_glyphs(at, &run.glyphs, font.clone(), &run.text, face.size, false);
        }
        Ink::Area {
            x,
            y,
            width,
            height,
            colour,
        } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(SIDE + x, *y, *width, *height) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                fill(surface, *colour);
                surface.draw_path(&path);
            }
        }
        Ink::Stroke {
            from,
            to,
            width,
            colour,
        } => {
            let mut path = PathBuilder::new();
            path.move_to(SIDE + from.0, from.1);
            path.line_to(SIDE + to.0, to.1);
            if let Some(path) = path.finish() {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    paint: rgb(*colour).into(),
                    width: *width,
                    ..Stroke::default()
                }));
                surface.draw_path(&path);
                surface.set_stroke(None);
            }
        }
    }
}

fn fill(surface: &mut Surface<'_>, colour: Colour) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: rgb(colour).into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }));
}

/// None of a leaf that was not drawn.
fn node(branch: &Branch, leaves: &HashMap<usize, Identifier>) -> Option<Node> {
    match branch {
        Branch::Leaf(leaf) => leaves.get(leaf).copied().map(Node::Leaf),
        Branch::Group(tag, parts) => {
            let parts = parts.iter().filter_map(|part| node(part, leaves));
            Some(Node::Group(TagGroup::with_children(tag.clone(), parts.collect())))
        }
    }
}

fn bookmarked(bookmark: &Bookmark) -> OutlineNode {
    let at = Point::from_xy(SIDE, bookmark.y);
    let mut node = OutlineNode::new(bookmark.title.clone(), XyzDestination::new(bookmark.page, at));
    bookmark.parts.iter().for_each(|part| node.push_child(bookmarked(part)));
    node
}

fn metadata(report: &Report) -> Metadata {
    let made = report.made;
    // Numbers of a calendar are no larger than these types hold.
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(small(made.month()))
        .day(small(made.day()))
        .hour(small(made.hour()))
        .minute(small(made.minute()))
        .second(small(made.second()))
        .utc_offset_hour(0);
    Metadata::new()
        .title(format!("{} – {}", report.municipality, report.title))
        .description(report.reminder.clone())
        .authors(vec![report.municipality.clone()])
        .creator(concat!("Parter ", env!("CARGO_PKG_VERSION")).to_owned())
        .language(report.lang.code().to_owned())
        .creation_date(date)
}
