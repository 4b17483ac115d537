//! What is wrong with a list of signals and letters, in the words of who keeps the register: where, what, and the mend.

use super::{
    BadDays, RegisterNumber,
    list::{LONGEST, MOST},
};
use crate::{
    content::l10n,
    sheet::{self, list::Common},
};

/// The columns that there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Matter,
    Number,
    Registered,
    Answered,
    Notice,
}

pub type Fault = sheet::list::Fault<Cause>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    TooLong,
    TooMany,
    Nothing,
    Common(Common<Column>),
    Matter(String),
    Number(String),
    Date {
        column: Column,
        written: String,
    },
    Days(BadDays),
    /// The same number on an earlier line.
    Twice {
        number: RegisterNumber,
        first: usize,
    },
}

impl sheet::list::Column for Column {
    const ALL: &'static [Self] = &[
        Self::Matter,
        Self::Number,
        Self::Registered,
        Self::Answered,
        Self::Notice,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Matter => &["вид", "kind"],
            Self::Number => &["номер", "number", "№", "вх. №", "входящ номер"],
            Self::Registered => &["регистриран", "registered", "регистрирано", "дата на регистрация"],
            Self::Answered => &["отговорен", "answered", "отговорено", "дата на отговор"],
            Self::Notice => &["известие", "notice", "известие за забавяне"],
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
            Self::Date { column, .. } => Some(*column),
            Self::Matter(_) => Some(Column::Matter),
            Self::Number(_) | Self::Twice { .. } => Some(Column::Number),
            Self::Days(BadDays::AnsweredBefore(_)) => Some(Column::Answered),
            Self::Days(BadDays::NoticeBefore(_)) => Some(Column::Notice),
            _ => None,
        }
    }

    fn words(&self, lang: &str) -> String {
        let (bg, en) = match self {
            Self::TooLong => (
                format!("файлът е по-дълъг от {} KB: разделете го по години", LONGEST / 1024),
                format!("the file is longer than {} KB: part it by years", LONGEST / 1024),
            ),
            Self::TooMany => (
                format!("редовете са повече от {MOST}: разделете файла по години"),
                format!("there are more than {MOST} lines: part the file by years"),
            ),
            Self::Nothing => (
                "няма нито един ред: първият ред е за имената на колоните, всеки следващ е един сигнал или едно писмо"
                    .to_owned(),
                "there is nothing in it: the first line names the columns, each other line is one signal or letter"
                    .to_owned(),
            ),
            Self::Common(common) => return common.words(lang),
            Self::Matter(written) => (
                format!("«{written}» не е вид: пишете «сигнал» или «писмо»"),
                format!("“{written}” is no kind: write “signal” or “letter”"),
            ),
            Self::Number(written) => (
                format!(
                    "«{written}» не е регистрационен номер: пишете го с цифри, къси буквени кодове и знаците - . / №, до {} знака, без имена",
                    RegisterNumber::LONGEST
                ),
                format!(
                    "“{written}” is no register number: write it with digits, short codes of letters and - . / №, {} characters at most, without names",
                    RegisterNumber::LONGEST
                ),
            ),
            Self::Date { written, .. } => (
                format!("«{written}» не е дата: пишете я като 23.11.2026"),
                format!("“{written}” is no date: write it as 2026-11-23"),
            ),
            Self::Days(bad) => of_days(*bad),
            Self::Twice { number, first } => (
                format!("номерът {number} вече е на ред {first}: изтрийте единия ред"),
                format!("the number {number} is on line {first} already: delete one of them"),
            ),
        };
        if lang == "en" { en } else { bg }
    }
}

fn of_days(bad: BadDays) -> (String, String) {
    let day = |day, lang| l10n::date_with_year(day, lang);
    match bad {
        BadDays::Future(on) => (
            format!("{} още не е дошъл: поправете датата", day(on, "bg")),
            format!("{} is still to come: correct the date", day(on, "en")),
        ),
        BadDays::AnsweredBefore(on) | BadDays::NoticeBefore(on) => (
            format!("регистрирано е по-късно, на {}: поправете едната дата", day(on, "bg")),
            format!(
                "it was registered later, on {}: correct one of the dates",
                day(on, "en")
            ),
        ),
    }
}
