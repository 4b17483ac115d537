//! Tables as spreadsheets save them in Bulgarian: bytes into rows with their lines, and rows into bytes. Pure.
//! [`list`] is a table of which every line is one thing.

pub mod list;

use std::borrow::Cow;

use chrono::NaiveDate;
use csv::{Position, QuoteStyle, ReaderBuilder, StringRecord, Terminator, Trim, WriterBuilder};
use encoding_rs::{Encoding, WINDOWS_1251};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The bytes of a file as text. What is no UTF and says so nowhere is Windows-1251: as spreadsheets save CSV in Bulgarian.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1251.decode_without_bom_handling(bytes).0,
    }
}

/// The rows that hold anything, each with the line, from 1, on which it begins. Fields are parted by semicolons (as
/// spreadsheets do in Bulgarian), commas or tabs, whichever the first line has most of; without the spaces around them.
pub fn rows(text: &str) -> impl Iterator<Item = (usize, StringRecord)> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    // Of a text, however many fields its rows have, there are no errors.
    let rows = reader.into_records().flatten();
    let holds_anything = |row: &StringRecord| row.iter().any(|field| !field.is_empty());
    let mut lines = LineCount { text, byte: 0, line: 1 };
    rows.filter(holds_anything)
        .map(move |row| (lines.up_to(row.position().map_or(0, Position::byte)), row))
}

/// What parts the headings.
fn separator(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let many = |separator: &u8| head.bytes().filter(|byte| byte == separator).count();
    [b'\t', b',', b';'].into_iter().max_by_key(many).unwrap_or(b';')
}

/// Counts lines on, each byte once.
struct LineCount<'a> {
    text: &'a str,
    byte: usize,
    line: usize,
}

impl LineCount<'_> {
    /// The line on which the row begins: the reader gives where the one before ended.
    fn up_to(&mut self, byte: u64) -> usize {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let from = &self.text.as_bytes()[byte..];
        let begin = byte + from.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.as_bytes().get(self.byte..begin).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.byte = begin;
        self.line
    }
}

/// The rows as a file that spreadsheets open by a double click: UTF-8 with its mark, semicolons, lines as on Windows. A cell
/// that would be taken for a formula has an apostrophe before it, see [`plain`].
#[must_use]
pub fn write<'a>(rows: impl IntoIterator<Item = Vec<Cow<'a, str>>>) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(BYTE_ORDER_MARK.to_string().into_bytes());
    for row in rows {
        let cells = row.iter().map(|cell| {
            let is_taken_for_more = cell.starts_with(['=', '+', '-', '@', '\'']);
            let mark = if is_taken_for_more { "'" } else { "" };
            format!("{mark}{cell}")
        });
        // Writing to memory never fails.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// «2026-11-23», «23.11.2026», «23.11.2026 г.»
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim_end_matches("г.").trim_end();
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    date.or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y")).ok()
}

/// A cell as it was before [`write`] marked it.
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\'']) => rest,
        _ => cell,
    }
}
