//! The four renderings say the same.

use std::{fs, process::Command};

use parter::server::report::{
    Report, csv,
    model::{Cell, Column, Table},
    pdf, xlsx,
};
use serde_json::Value;

use crate::given::{LANGS, Town};

#[test]
fn page_pdf_workbook_and_csv_say_the_same() {
    let towns = [Town::of(12), Town::small()];
    for (town, lang) in towns.iter().flat_map(|town| LANGS.map(|lang| (town, lang))) {
        let report = town.report(lang);
        on_the_page(&report);
        on_paper(&report);
        in_the_files(&report);
    }
}

/// Each table of the page, row by row.
fn on_the_page(report: &Report) {
    let page = report.html().into_string();
    let mut tables = page.split("<table").skip(1);
    for table in report.tables() {
        let found = tables.next().expect("a table");
        let (found, _) = found.split_once("</table>").unwrap();
        let rows: Vec<Vec<String>> = found.split("<tr").skip(1).map(cells).collect();
        let mut own = vec![table.columns.iter().map(|column| column.name.clone()).collect()];
        own.extend(
            table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.shown(report.lang)).collect::<Vec<_>>()),
        );
        assert_eq!(rows, own, "{}", table.id);
    }
    assert!(tables.next().is_none());
    assert!(page.contains("<h2>") && page.contains(&report.municipality));
}

/// The texts of a row's cells.
fn cells(row: &str) -> Vec<String> {
    let ends = row.split("</th>").flat_map(|part| part.split("</td>"));
    let begun = ends.filter_map(|cell| cell.find("<td").or_else(|| cell.find("<th ")).map(|at| &cell[at..]));
    let plain = |text: String| {
        text.replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
    };
    begun.map(|cell| plain(without_tags(cell))).collect()
}

fn without_tags(html: &str) -> String {
    let parts = html.split('<');
    parts
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect()
}

/// In the order of reading; a row may go on to the next page.
fn on_paper(report: &Report) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("report.pdf");
    fs::write(&path, pdf::document(report).unwrap()).unwrap();
    let said = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .output();
    let said = said.expect("pdftotext is there: tests/needs installs it");
    assert!(said.status.success());
    let text = letters(&String::from_utf8(said.stdout).unwrap());
    for table in report.tables() {
        for row in &table.rows {
            let shown: Vec<String> = row.iter().map(|cell| cell.shown(report.lang)).collect();
            let row = letters(&shown.join(" "));
            assert!(text.contains(&row), "no “{row}” of {} in {text}", table.id);
        }
    }
    for chapter in &report.chapters {
        assert!(text.contains(&letters(&chapter.heading)));
    }
    for words in report
        .chapters
        .iter()
        .map(crate::tables::said)
        .filter(|words| !words.contains('\n'))
    {
        assert!(text.contains(&letters(&words)), "no “{words}” in {text}");
    }
}

/// Without any room: a line may end behind a hyphen as well as behind a word.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

/// As Python's libraries read them.
fn in_the_files(report: &Report) {
    let dir = tempfile::tempdir().unwrap();
    let (book, archive) = (dir.path().join("book.xlsx"), dir.path().join("tables.zip"));
    fs::write(&book, xlsx::workbook(report).unwrap()).unwrap();
    fs::write(&archive, csv::archive(report).unwrap()).unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbook");
    let read = Command::new(root.join("venv/bin/python"))
        .arg(root.join("read.py"))
        .args([&book, &archive])
        .output();
    let read = read.unwrap_or_else(|error| panic!("{error}; tests/needs installs what tests need"));
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let read: Value = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!(read["properties"]["title"], report.title.as_str());
    assert_eq!(read["properties"]["subject"], report.reminder.as_str());
    assert_eq!(read["properties"]["created"], "2026-02-02T08:30:00");

    let tables: Vec<&Table> = report.tables().collect();
    let sheets = read["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), tables.len() + 1);
    for (table, sheet) in tables.iter().zip(&sheets[1..]) {
        in_the_sheet(table, sheet, report);
    }
    let files = read["files"].as_array().unwrap();
    assert_eq!(files.len(), tables.len());
    for (number, (table, file)) in (1..).zip(tables.iter().zip(files)) {
        assert_eq!(file["name"], format!("{number:02}-{}.csv", table.id));
        assert_eq!(file["marked"], true);
        in_the_table(table, &file["rows"], report);
    }
}

fn in_the_sheet(table: &Table, sheet: &Value, report: &Report) {
    let rows = sheet["rows"].as_array().unwrap();
    assert_eq!(rows[0][0], table.title.as_str());
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column: &Column| column.name.as_str())
        .collect();
    assert_eq!(rows[1], serde_json::json!(names));
    assert_eq!(rows.len(), table.rows.len() + 2, "{}", table.id);
    for (at, row) in table.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let found = &rows[at + 2][column];
            let format = &sheet["formats"][at + 2][column];
            match cell {
                Cell::Count(count) => assert_eq!((found.as_f64(), format), (Some(f64::from(*count)), &"#,##0".into())),
                Cell::Share(share) => assert_eq!((found.as_f64(), format), (Some(*share), &"0.0%".into())),
                Cell::Decimal(number) => {
                    assert!((found.as_f64().unwrap() - number).abs() < 1e-12);
                    assert_eq!(format, "0.0");
                }
                Cell::Nothing => assert!(found.is_null()),
                Cell::Text(text) | Cell::Quote(text) => assert_eq!(found, text.as_str()),
                Cell::Withheld => assert_eq!(found, cell.shown(report.lang).as_str()),
            }
        }
    }
}

fn in_the_table(table: &Table, rows: &Value, report: &Report) {
    assert_eq!(rows.as_array().unwrap().len(), table.rows.len() + 1);
    for (at, row) in table.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let found = rows[at + 1][column].as_str().unwrap();
            let number = |text: &str| text.replace(',', ".").parse::<f64>().unwrap();
            match cell {
                Cell::Count(count) => assert_eq!(found, count.to_string()),
                Cell::Share(share) => {
                    let per_cent = number(found.strip_suffix('%').unwrap());
                    assert!((per_cent - share * 100.0).abs() <= 0.005 + 1e-9, "{found} {share}");
                }
                Cell::Decimal(own) => assert!((number(found) - own).abs() <= 0.005 + 1e-9),
                Cell::Nothing => assert_eq!(found, ""),
                Cell::Text(text) | Cell::Quote(text) => assert_eq!(found, text),
                Cell::Withheld => assert_eq!(found, cell.shown(report.lang)),
            }
        }
    }
}
