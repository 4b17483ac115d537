//! The report's tables, found by their ids.

use parter::server::report::{
    Report,
    model::{Block, Cell, Chapter, Table},
};

pub fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    report.tables().find(|table| table.id == id).expect(id)
}

/// The row that begins so.
pub fn row<'r>(report: &'r Report, id: &str, begins: &str) -> &'r [Cell] {
    let rows = &table(report, id).rows;
    let found = rows
        .iter()
        .find(|row| matches!(&row[0], Cell::Text(name) if name.starts_with(begins)));
    found.unwrap_or_else(|| panic!("no “{begins}” in {rows:?}"))
}

pub fn chapter<'r>(report: &'r Report, id: &str) -> &'r Chapter {
    report.chapters.iter().find(|chapter| chapter.id == id).expect(id)
}

/// All that a chapter says beside its tables.
pub fn said(chapter: &Chapter) -> String {
    let texts = chapter.blocks.iter().map(|block| match block {
        Block::Text(text) | Block::Notice(text) => text.clone(),
        Block::List(items) => items.join("\n"),
        Block::Table(_) | Block::Figure(..) => String::new(),
    });
    texts.collect::<Vec<_>>().join("\n")
}
