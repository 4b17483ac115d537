//! The report's tables as a workbook: a sheet each, after one that says what they are.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::model::{Cell, Column, Report, Table};
use crate::{content::l10n, web::lang::Lang};

/// A sheet's name is no longer.
const LONGEST_NAME: usize = 31;
/// A4, by its number in the format.
const A4: u8 = 9;
/// In characters.
const TEXT_WIDTH: f64 = 42.0;
const NUMBER_WIDTH: f64 = 16.0;

struct Formats {
    title: Format,
    head: Format,
    text: Format,
    count: Format,
    share: Format,
    decimal: Format,
    aside: Format,
}

/// # Errors
/// When the workbook can't be made.
pub fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    cover(workbook.add_worksheet(), report, &formats)?;
    for (number, table) in (1..).zip(report.tables()) {
        sheet(workbook.add_worksheet(), number, table, report.lang, &formats)?;
    }
    workbook.save_to_buffer()
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top),
            text: cell.clone().set_text_wrap(),
            count: cell.clone().set_num_format("#,##0"),
            share: cell.clone().set_num_format("0.0%"),
            decimal: cell.clone().set_num_format("0.0"),
            aside: cell.set_italic().set_align(FormatAlign::Right),
        }
    }
}

fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    // Of the report and not of the moment, so that the same report is the same file.
    let made = ExcelDateTime::from_timestamp(report.made.timestamp())?;
    Ok(DocProperties::new()
        .set_title(&report.title)
        .set_subject(&report.reminder)
        .set_author(&report.municipality)
        .set_creation_datetime(&made))
}

/// Whose figures these are, and which sheet has which table.
fn cover(sheet: &mut Worksheet, report: &Report, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(report.lang.say("Отчет", "Report"))?;
    sheet.set_column_width(0, 110)?;
    let made = l10n::date_with_year(report.made.date_naive(), report.lang.code());
    sheet.write_string_with_format(0, 0, &report.title, &formats.title)?;
    sheet.write_string_with_format(1, 0, &report.municipality, &formats.text)?;
    sheet.write_string_with_format(2, 0, &report.reminder, &formats.head)?;
    sheet.write_string_with_format(
        3,
        0,
        format!("{} {made}", report.lang.say("Изготвен на", "Made on")),
        &formats.text,
    )?;
    for (number, table) in (1..).zip(report.tables()) {
        sheet.write_string_with_format(number + 4, 0, format!("{number}. {}", table.title), &formats.text)?;
    }
    printed(sheet);
    Ok(())
}

fn sheet(sheet: &mut Worksheet, number: u32, table: &Table, lang: Lang, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(number, &table.title))?;
    sheet.write_string_with_format(0, 0, &table.title, &formats.title)?;
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(1, at, &column.name, &formats.head)?;
    }
    for (line, row) in (2..).zip(&table.rows) {
        for (at, cell) in (0..).zip(row) {
            write(sheet, (line, at), cell, lang, formats)?;
        }
    }
    sheet.set_freeze_panes(2, 1)?;
    sheet.set_repeat_rows(0, 1)?;
    sheet.set_landscape();
    printed(sheet);
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    lang: Lang,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Count(count) => sheet.write_number_with_format(row, column, *count, &formats.count)?,
        Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &formats.share)?,
        Cell::Decimal(number) => sheet.write_number_with_format(row, column, *number, &formats.decimal)?,
        Cell::Withheld => sheet.write_string_with_format(row, column, cell.shown(lang), &formats.aside)?,
        Cell::Nothing => sheet.write_blank(row, column, &formats.text)?,
        Cell::Text(text) | Cell::Quote(text) => sheet.write_string_with_format(row, column, text, &formats.text)?,
    };
    Ok(())
}

fn printed(sheet: &mut Worksheet) {
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
}

fn width(column: &Column) -> f64 {
    if column.is_number { NUMBER_WIDTH } else { TEXT_WIDTH }
}

/// Unique by its number, and as much of the title as there is room for.
fn sheet_name(number: u32, title: &str) -> String {
    let fits = |letter: &char| !"[]:*?/\\'".contains(*letter) && !letter.is_control();
    let name = format!("{number} {}", title.chars().filter(fits).collect::<String>());
    let short: String = name.chars().take(LONGEST_NAME).collect();
    short.trim_end().to_owned()
}
