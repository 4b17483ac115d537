//! A list of appointments as CSV: what a booking system or a spreadsheet writes. All of it is taken, or nothing.
//!
//! The first line names the columns, in Bulgarian or English, in any order: «код» and «час», then «опашка» or «услуга» or
//! both, and «дата» where the list has more than one day. Any other column is refused by its name: nothing of a person is
//! kept.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use csv::StringRecord;

use super::{
    Appointment, AppointmentCode,
    code::in_latin,
    fault::{Cause, Column, Fault},
};
use crate::{
    content::{Pack, queue_plan::Queue, service::Service, text::LocalText},
    sheet::{
        self,
        list::{Common, Headings, told},
    },
};

/// A list has no more bytes.
pub const LONGEST: usize = 64 * 1024;
/// And no more appointments.
pub const MOST: usize = 1000;
/// Nobody arranges anything for a later day.
const FARTHEST: Days = Days::new(366);

/// What a list must fit.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    pub pack: &'a Pack,
    /// The lobby's [`Place`](crate::content::hours::Place), where the pack has any.
    pub place: Option<&'a str>,
    pub today: NaiveDate,
    /// The day of rows without a date.
    pub day: NaiveDate,
}

/// What one comes for: the queue, and the service where it is known.
pub type Purpose<'a> = (&'a Queue, Option<&'a Service>);

/// Reads a list.
///
/// # Errors
/// All that is wrong with it, in the order of its lines.
pub fn read(text: &str, terms: &Terms) -> Result<Vec<Appointment>, Vec<Fault>> {
    let whole = |cause| vec![Fault::of(cause)];
    if text.len() > LONGEST {
        return Err(whole(Cause::TooLong));
    }
    let mut rows = sheet::rows(text);
    let Some((head, headings)) = rows.next() else {
        return Err(whole(Cause::Nothing));
    };
    let (columns, causes) = Headings::read(&headings, &[Column::Code, Column::Time]);
    let is_aimless = !columns.has(Column::Queue) && !columns.has(Column::Service);
    let causes = causes.into_iter().map(Cause::Common);
    let causes = causes.chain(is_aimless.then_some(Cause::NeitherQueueNorService));
    let faults: Vec<_> = causes.map(|cause| (head, cause)).collect();
    if !faults.is_empty() {
        return Err(told(faults));
    }
    let mut list = List {
        terms,
        columns,
        first: HashMap::new(),
        appointments: Vec::new(),
        faults: Vec::new(),
    };
    for (line, row) in rows {
        if list.appointments.len() == MOST {
            return Err(whole(Cause::TooMany));
        }
        list.take(line, &row);
    }
    match list {
        List { faults, .. } if !faults.is_empty() => Err(told(faults)),
        List { appointments, .. } if appointments.is_empty() => Err(whole(Cause::Nothing)),
        List { appointments, .. } => Ok(appointments),
    }
}

struct List<'a> {
    terms: &'a Terms<'a>,
    columns: Headings<Column>,
    /// The line on which each code of a day was first.
    first: HashMap<(NaiveDate, AppointmentCode), usize>,
    appointments: Vec<Appointment>,
    faults: Vec<(usize, Cause)>,
}

impl<'a> List<'a> {
    fn take(&mut self, line: usize, row: &StringRecord) {
        let (code, day, queue) = (self.code(row), self.day(row), self.purpose(row));
        let at = self.time(row, day.as_ref().ok().copied());
        if self.columns.is_overrun(row) {
            self.faults.push((line, Common::TooManyFields.into()));
        }
        match (code, day, at, queue) {
            (Ok(code), Ok(day), Ok(at), Ok((queue, service))) => {
                if let Some(&first) = self.first.get(&(day, code.clone())) {
                    return self.faults.push((line, Cause::Twice { code, first }));
                }
                self.first.insert((day, code.clone()), line);
                self.appointments.push(Appointment {
                    day,
                    code,
                    at,
                    queue: queue.id.clone(),
                    letter: queue.letter,
                    service: service.map(|service| service.id.clone()),
                });
            }
            (code, day, at, queue) => {
                let causes = [code.err(), day.err(), at.err(), queue.err()];
                self.faults
                    .extend(causes.into_iter().flatten().map(|cause| (line, cause)));
            }
        }
    }

    fn code(&self, row: &StringRecord) -> Result<AppointmentCode, Cause> {
        match self.columns.field(row, Column::Code) {
            "" => Err(Common::Missing(Column::Code).into()),
            text => text.parse().map_err(|_| Cause::Code(text.to_owned())),
        }
    }

    fn day(&self, row: &StringRecord) -> Result<NaiveDate, Cause> {
        match self.columns.field(row, Column::Date) {
            "" => self.terms.right_day(self.terms.day),
            text => self
                .terms
                .right_day(sheet::date(text).ok_or_else(|| Cause::Date(text.to_owned()))?),
        }
    }

    fn purpose(&self, row: &StringRecord) -> Result<Purpose<'a>, Cause> {
        let (queue, service) = (
            self.columns.field(row, Column::Queue),
            self.columns.field(row, Column::Service),
        );
        self.terms.purpose(queue, service)
    }

    /// On a day that is not known any will do, to see whether it is a time.
    fn time(&self, row: &StringRecord, day: Option<NaiveDate>) -> Result<DateTime<Utc>, Cause> {
        match self.columns.field(row, Column::Time) {
            "" => Err(Common::Missing(Column::Time).into()),
            text => {
                let time = time(text).ok_or_else(|| Cause::Time(text.to_owned()))?;
                at(self.terms.pack, day.unwrap_or(self.terms.day), time)
                    .ok_or_else(|| Cause::NoSuchTime(text.to_owned()))
            }
        }
    }
}

impl<'a> Terms<'a> {
    /// The queue and the service as they are written, either of which may be left out.
    ///
    /// # Errors
    /// When both are, or there is none of that name here.
    pub fn purpose(&self, queue: &str, service: &str) -> Result<Purpose<'a>, Cause> {
        let found = match service {
            "" => None,
            text => Some(self.service(text).ok_or_else(|| Cause::Service(text.to_owned()))?),
        };
        let queue = match (queue, found) {
            ("", None) => return Err(Cause::NoPurpose),
            ("", Some(known)) => self
                .queue_for(known)
                .ok_or_else(|| Cause::NoQueueFor(service.to_owned()))?,
            (text, _) => self.queue(text).ok_or_else(|| Cause::Queue {
                written: text.to_owned(),
                known: self.queues().map(|queue| queue.id.clone()).collect(),
            })?,
        };
        Ok((queue, found))
    }

    /// The day, where appointments can be made for it.
    ///
    /// # Errors
    /// When it is over, or more than a year away.
    pub fn right_day(&self, day: NaiveDate) -> Result<NaiveDate, Cause> {
        let farthest = self.today.checked_add_days(FARTHEST);
        if day < self.today {
            Err(Cause::Past(day))
        } else if farthest.is_some_and(|farthest| day > farthest) {
            Err(Cause::TooFar(day))
        } else {
            Ok(day)
        }
    }

    /// The queues of the lobby's place.
    pub fn queues(&self) -> impl Iterator<Item = &'a Queue> {
        let place = self.place;
        let queues = self.pack.queues.queues.iter();
        queues.filter(move |queue| queue.places.is_empty() || queue.places.iter().any(|id| Some(id.as_str()) == place))
    }

    /// By its id, its letter in either alphabet, or its name.
    fn queue(&self, written: &str) -> Option<&'a Queue> {
        let mut letters = written.chars().flat_map(char::to_uppercase).map(in_latin);
        let letter = letters.next().filter(|_| letters.next().is_none());
        let is_meant = |queue: &&Queue| {
            queue.id == written || Some(in_latin(queue.letter)) == letter || is_called(&queue.name, written)
        };
        self.queues().find(is_meant)
    }

    /// Where `service` is served.
    #[must_use]
    pub fn queue_for(&self, service: &Service) -> Option<&'a Queue> {
        let queue = self.pack.queues.queue_for(service)?;
        self.queues().find(|here| here.id == queue.id)
    }

    /// By its id, its number in the register, or its name.
    fn service(&self, written: &str) -> Option<&'a Service> {
        let is_meant = |service: &&Service| {
            service.id == written
                || service.register_number.as_deref() == Some(written)
                || is_called(&service.name, written)
        };
        self.pack.services.iter().find(is_meant)
    }
}

fn is_called(name: &LocalText, written: &str) -> bool {
    let written = written.to_lowercase();
    name.0.values().any(|name| name.to_lowercase() == written)
}

/// «9:30», «09.30», and as spreadsheets write it, «9:30:00».
#[must_use]
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.replace('.', ":");
    let without_seconds = text.strip_suffix(":00").filter(|text| text.contains(':'));
    let text = without_seconds.unwrap_or(&text);
    // «9:3» may have been meant as half past.
    let has_both_digits = text.rsplit(':').next().is_some_and(|minutes| minutes.len() == 2);
    NaiveTime::parse_from_str(text, "%H:%M")
        .ok()
        .filter(|_| has_both_digits)
}

/// That time of the lobby's day; none where the clock jumps over it.
#[must_use]
pub fn at(pack: &Pack, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    let moment = day.and_time(time).and_local_timezone(pack.zone()).earliest()?;
    Some(moment.with_timezone(&Utc))
}
