//! What is wrong with a list of appointments, in a clerk's words: where, what, and the mend.

use chrono::NaiveDate;

use super::{
    AppointmentCode,
    list::{LONGEST, MOST},
};
use crate::{
    content::l10n,
    sheet::{self, list::Common},
};

/// The columns that there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Code,
    Time,
    Date,
    Queue,
    Service,
}

pub type Fault = sheet::list::Fault<Cause>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    TooLong,
    TooMany,
    Nothing,
    Common(Common<Column>),
    NeitherQueueNorService,
    /// A line has neither a queue nor a service.
    NoPurpose,
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
}

impl sheet::list::Column for Column {
    const ALL: &'static [Self] = &[Self::Code, Self::Time, Self::Date, Self::Queue, Self::Service];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["код", "code"],
            Self::Time => &["час", "time", "време", "hour"],
            Self::Date => &["дата", "date", "ден", "day"],
            Self::Queue => &["опашка", "queue"],
            Self::Service => &["услуга", "service"],
        }
    }
}

impl From<Common<Column>> for Cause {
    fn from(common: Common<Column>) -> Self {
        Self::Common(common)
    }
}

impl sheet::list::Cause for Cause {
    type Column = Column;

    fn column(&self) -> Option<Column> {
        match self {
            Self::Common(common) => common.column(),
            Self::Code(_) | Self::Twice { .. } => Some(Column::Code),
            Self::Time(_) | Self::NoSuchTime(_) => Some(Column::Time),
            Self::Date(_) | Self::Past(_) | Self::TooFar(_) => Some(Column::Date),
            Self::NoPurpose | Self::Queue { .. } => Some(Column::Queue),
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
            Self::Common(common) => return common.words(lang),
            Self::NeitherQueueNorService => (
                "липсва колона «опашка» или «услуга»: добавете поне едната".to_owned(),
                "there is neither a column “queue” nor “service”: add one of them".to_owned(),
            ),
            Self::NoPurpose => (
                "не е попълнена нито опашка, нито услуга: попълнете едната".to_owned(),
                "there is neither a queue nor a service: fill one in".to_owned(),
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
        };
        if lang == "en" { en } else { bg }
    }
}
