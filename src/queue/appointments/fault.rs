//! What is wrong with a list of appointments, in a clerk's words: where, what, and the mend.

use std::fmt;

use chrono::NaiveDate;

use super::{
    AppointmentCode,
    list::{LONGEST, MOST},
};
use crate::content::l10n;

/// The columns that there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Code,
    Time,
    Date,
    Queue,
    Service,
}

/// One fault of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1; none of what concerns the whole list.
    pub line: Option<usize>,
    pub cause: Cause,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    TooLong,
    TooMany,
    Nothing,
    /// The heading as it stands.
    UnknownColumn(String),
    ColumnTwice(Column),
    NoColumn(Column),
    NeitherQueueNorService,
    /// A field beyond the last heading.
    TooManyFields,
    Missing(Column),
    Code(String),
    Time(String),
    /// The clock jumps over it on that day.
    NoSuchTime(String),
    Date(String),
    Past(NaiveDate),
    TooFar(NaiveDate),
    Queue {
        written: String,
        known: Vec<String>,
    },
    Service(String),
    /// Of a service that no queue here serves.
    NoQueueFor(String),
    /// The same code on the same day, on an earlier line.
    Twice {
        code: AppointmentCode,
        first: usize,
    },
    /// There are more faults than are told.
    AndMore(usize),
}

impl Column {
    pub(super) const ALL: [Self; 5] = [Self::Code, Self::Time, Self::Date, Self::Queue, Self::Service];

    /// What may stand over it, in small letters; the first of each language is the one we write.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["код", "code"],
            Self::Time => &["час", "time", "време", "hour"],
            Self::Date => &["дата", "date", "ден", "day"],
            Self::Queue => &["опашка", "queue"],
            Self::Service => &["услуга", "service"],
        }
    }

    fn name(self, lang: &str) -> &'static str {
        let [bg, en, ..] = self.names() else { return "" };
        if lang == "en" { en } else { bg }
    }
}

impl Fault {
    /// Of the whole, or of what was typed alone.
    #[must_use]
    pub fn of(cause: Cause) -> Self {
        Self { line: None, cause }
    }

    /// «Ред 3, час: …»
    #[must_use]
    pub fn words(&self, lang: &str) -> String {
        let is_english = lang == "en";
        let what = self.cause.words(lang);
        let column = self.cause.column().map(|column| column.name(lang));
        let place = match (self.line, column) {
            (None, _) => return what,
            (Some(line), None) if is_english => format!("line {line}"),
            (Some(line), None) => format!("ред {line}"),
            (Some(line), Some(column)) if is_english => format!("line {line}, {column}"),
            (Some(line), Some(column)) => format!("ред {line}, {column}"),
        };
        format!("{place}: {what}")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words("en"))
    }
}

impl Cause {
    /// The field that it concerns.
    fn column(&self) -> Option<Column> {
        match self {
            Self::Missing(column) => Some(*column),
            Self::Code(_) | Self::Twice { .. } => Some(Column::Code),
            Self::Time(_) | Self::NoSuchTime(_) => Some(Column::Time),
            Self::Date(_) | Self::Past(_) | Self::TooFar(_) => Some(Column::Date),
            Self::Queue { .. } => Some(Column::Queue),
            Self::Service(_) | Self::NoQueueFor(_) => Some(Column::Service),
            _ => None,
        }
    }

    fn words(&self, lang: &str) -> String {
        let (bg, en) = match self {
            Self::TooLong => (
                format!("файлът е по-дълъг от {} KB: разделете го по дни", LONGEST / 1024),
                format!("the file is longer than {} KB: part it by days", LONGEST / 1024),
            ),
            Self::TooMany => (
                format!("часовете са повече от {MOST}: разделете файла по дни"),
                format!("there are more than {MOST} appointments: part the file by days"),
            ),
            Self::Nothing => (
                "няма нито един ред с час: първият ред е за имената на колоните, всеки следващ е един час".to_owned(),
                "there is no appointment: the first line names the columns, each other line is one appointment"
                    .to_owned(),
            ),
            Self::UnknownColumn(heading) => (
                format!(
                    "колоната «{heading}» е непозната: изтрийте я. Колоните са код, час, дата, опашка, услуга; имена и други лични данни не се пазят"
                ),
                format!(
                    "the column “{heading}” is unknown: delete it. Columns are code, time, date, queue, service; names and anything else of a person are not kept"
                ),
            ),
            Self::ColumnTwice(column) => (
                format!("колоната «{}» е два пъти: изтрийте едната", column.name("bg")),
                format!("the column “{}” is there twice: delete one", column.name("en")),
            ),
            Self::NoColumn(column) => (
                format!("липсва колоната «{}»: добавете я", column.name("bg")),
                format!("the column “{}” is missing: add it", column.name("en")),
            ),
            Self::NeitherQueueNorService => (
                "липсва колона «опашка» или «услуга»: добавете поне едната".to_owned(),
                "there is neither a column “queue” nor “service”: add one of them".to_owned(),
            ),
            Self::TooManyFields => (
                "полетата са повече от колоните: сложете в кавички текст, в който има разделител".to_owned(),
                "there are more fields than columns: put text that has a separator in it in quotes".to_owned(),
            ),
            Self::Missing(Column::Queue) => (
                "не е попълнена нито опашка, нито услуга: попълнете едната".to_owned(),
                "there is neither a queue nor a service: fill one in".to_owned(),
            ),
            Self::Missing(_) => (
                "полето е празно: попълнете го".to_owned(),
                "the field is empty: fill it in".to_owned(),
            ),
            Self::Code(written) => (
                format!(
                    "«{written}» не е код: нужни са от {} до {} цифри и букви, които на български и на латиница изглеждат еднакво, например К-17",
                    AppointmentCode::LENGTH.start(),
                    AppointmentCode::LENGTH.end()
                ),
                format!(
                    "“{written}” is no code: {} to {} digits and letters that look alike in Bulgarian and in Latin are, such as K-17",
                    AppointmentCode::LENGTH.start(),
                    AppointmentCode::LENGTH.end()
                ),
            ),
            Self::Time(written) => (
                format!("«{written}» не е час: пишете го като 9:30"),
                format!("“{written}” is no time: write it as 9:30"),
            ),
            Self::NoSuchTime(written) => (
                format!("{written} го няма в този ден, защото часовникът се мести: изберете друг час"),
                format!("there is no {written} on that day, because the clock is moved: choose another time"),
            ),
            Self::Date(written) => (
                format!("«{written}» не е дата: пишете я като 23.11.2026"),
                format!("“{written}” is no date: write it as 2026-11-23"),
            ),
            Self::Past(day) => (
                format!(
                    "{} вече мина: поправете датата или изтрийте реда",
                    l10n::date_with_year(*day, "bg")
                ),
                format!(
                    "{} is over: correct the date, or delete the line",
                    l10n::date_with_year(*day, "en")
                ),
            ),
            Self::TooFar(day) => (
                format!(
                    "{} е след повече от година: поправете датата",
                    l10n::date_with_year(*day, "bg")
                ),
                format!(
                    "{} is more than a year away: correct the date",
                    l10n::date_with_year(*day, "en")
                ),
            ),
            Self::Queue { written, known } => (
                format!("няма опашка «{written}»: пишете една от {}", known.join(", ")),
                format!("there is no queue “{written}”: write one of {}", known.join(", ")),
            ),
            Self::Service(written) => (
                format!("няма услуга «{written}»: пишете номера ѝ в регистъра или името ѝ, както е на киоска"),
                format!(
                    "there is no service “{written}”: write its number in the register, or its name as the kiosk has it"
                ),
            ),
            Self::NoQueueFor(written) => (
                format!("за «{written}» тук няма опашка: попълнете и колоната «опашка»"),
                format!("no queue here serves “{written}”: fill in the column “queue” too"),
            ),
            Self::Twice { code, first } => (
                format!("кодът {code} вече е на ред {first} за същия ден: сменете единия"),
                format!("the code {code} is on line {first} already, for the same day: change one of them"),
            ),
            Self::AndMore(more) => (format!("и още грешки: {more}"), format!("and {more} more faults")),
        };
        if lang == "en" { en } else { bg }
    }
}
