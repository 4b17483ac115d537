//! The report's tables as CSV files, in one archive.

use std::borrow::Cow;

use zip::result::ZipResult;

use super::model::{Cell, Report, Table};
use crate::{
    content::{exchange::archive, files::Files},
    sheet,
    web::lang::Lang,
};

/// A file a table, by its number in the report and its [`Table::id`].
///
/// # Errors
/// When the archive can't be made.
pub fn archive(report: &Report) -> ZipResult<Vec<u8>> {
    let named = |(number, table)| (name(number, table), file(table, report.lang));
    let files: Files = (1..).zip(report.tables()).map(named).collect();
    archive::write(&files)
}

/// `02-methods.csv`
fn name(number: usize, table: &Table) -> String {
    format!("{number:02}-{}.csv", table.id)
}

/// The table as spreadsheets take it in Bulgaria, where a comma parts the tenths.
#[must_use]
pub fn file(table: &Table, lang: Lang) -> Vec<u8> {
    let head = table.columns.iter().map(|column| Cow::Borrowed(column.name.as_str()));
    let rows = table.rows.iter();
    let rows = rows.map(|row| row.iter().map(|cell| Cow::Owned(written(cell, lang))).collect());
    sheet::write(std::iter::once(head.collect()).chain(rows))
}

/// So that a number is taken for one.
fn written(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Count(count) => count.to_string(),
        Cell::Share(share) => format!("{:.2}%", share * 100.0).replace('.', ","),
        Cell::Decimal(number) => format!("{number:.2}").replace('.', ","),
        Cell::Quote(words) => words.clone(),
        Cell::Nothing => String::new(),
        Cell::Text(_) | Cell::Withheld => cell.shown(lang),
    }
}
