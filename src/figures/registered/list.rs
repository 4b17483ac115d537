//! A list of signals and letters as CSV: what a register or a spreadsheet writes. All of it is taken, or nothing.
//!
//! The first line names the columns, in Bulgarian or English, in any order: «вид», «номер» and «регистриран», and where it is
//! known «отговорен» and «известие». Any other column is refused by its name: nothing of a person is kept.

use std::collections::HashMap;

use chrono::NaiveDate;
use csv::StringRecord;

use super::{
    RegisterNumber, Registered,
    fault::{Cause, Column, Fault},
};
use crate::{
    figures::Matter,
    sheet::{
        self,
        list::{Common, Headings, told},
    },
};

/// A list has no more bytes.
pub const LONGEST: usize = 1024 * 1024;
/// And no more signals and letters.
pub const MOST: usize = 10_000;

/// Reads a list on the day `today`.
///
/// # Errors
/// All that is wrong with it, in the order of its lines.
pub fn read(text: &str, today: NaiveDate) -> Result<Vec<Registered>, Vec<Fault>> {
    let whole = |cause| vec![Fault::of(cause)];
    if text.len() > LONGEST {
        return Err(whole(Cause::TooLong));
    }
    let mut rows = sheet::rows(text);
    let Some((head, headings)) = rows.next() else {
        return Err(whole(Cause::Nothing));
    };
    let (columns, causes) = Headings::read(&headings, &[Column::Matter, Column::Number, Column::Registered]);
    if !causes.is_empty() {
        return Err(told(causes.into_iter().map(|cause| (head, cause.into())).collect()));
    }
    let mut list = List {
        columns,
        today,
        first: HashMap::new(),
        registered: Vec::new(),
        faults: Vec::new(),
    };
    for (line, row) in rows {
        if list.registered.len() == MOST {
            return Err(whole(Cause::TooMany));
        }
        list.take(line, &row);
    }
    match list {
        List { faults, .. } if !faults.is_empty() => Err(told(faults)),
        List { registered, .. } if registered.is_empty() => Err(whole(Cause::Nothing)),
        List { registered, .. } => Ok(registered),
    }
}

struct List {
    columns: Headings<Column>,
    today: NaiveDate,
    /// The line on which each number was first.
    first: HashMap<RegisterNumber, usize>,
    registered: Vec<Registered>,
    faults: Vec<(usize, Cause)>,
}

impl List {
    fn take(&mut self, line: usize, row: &StringRecord) {
        if self.columns.is_overrun(row) {
            self.faults.push((line, Common::TooManyFields.into()));
        }
        let read = self.read(row).and_then(|registered| {
            registered.check(self.today).map_err(|bad| vec![Cause::Days(bad)])?;
            let number = registered.number.clone();
            match self.first.get(&number) {
                Some(&first) => Err(vec![Cause::Twice { number, first }]),
                None => Ok(registered),
            }
        });
        match read {
            Ok(registered) => {
                self.first.insert(registered.number.clone(), line);
                self.registered.push(registered);
            }
            Err(causes) => self.faults.extend(causes.into_iter().map(|cause| (line, cause))),
        }
    }

    fn read(&self, row: &StringRecord) -> Result<Registered, Vec<Cause>> {
        let (matter, number) = (self.matter(row), self.number(row));
        let on = self
            .day(row, Column::Registered)
            .and_then(|on| on.ok_or(Common::Missing(Column::Registered).into()));
        let (answered, notice) = (self.day(row, Column::Answered), self.day(row, Column::Notice));
        match (matter, number, on, answered, notice) {
            (Ok(matter), Ok(number), Ok(on), Ok(answered), Ok(notice)) => Ok(Registered {
                matter,
                number,
                on,
                answered,
                notice,
            }),
            (matter, number, on, answered, notice) => {
                let causes = [matter.err(), number.err(), on.err(), answered.err(), notice.err()];
                Err(causes.into_iter().flatten().collect())
            }
        }
    }

    fn matter(&self, row: &StringRecord) -> Result<Matter, Cause> {
        match self.columns.field(row, Column::Matter).to_lowercase().as_str() {
            "" => Err(Common::Missing(Column::Matter).into()),
            "сигнал" | "жалба" | "оплакване" | "signal" | "complaint" => Ok(Matter::Complaint),
            "писмо" | "letter" => Ok(Matter::Letter),
            other => Err(Cause::Matter(other.to_owned())),
        }
    }

    fn number(&self, row: &StringRecord) -> Result<RegisterNumber, Cause> {
        match sheet::plain(self.columns.field(row, Column::Number)) {
            "" => Err(Common::Missing(Column::Number).into()),
            text => text.parse().map_err(|_| Cause::Number(text.to_owned())),
        }
    }

    fn day(&self, row: &StringRecord, column: Column) -> Result<Option<NaiveDate>, Cause> {
        match self.columns.field(row, column) {
            "" => Ok(None),
            written => sheet::date(written).map(Some).ok_or_else(|| Cause::Date {
                column,
                written: written.to_owned(),
            }),
        }
    }
}
