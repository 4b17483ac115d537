//! What was not understood of a table of services: where, why, and the mend.

use std::fmt;

use super::{
    column::Column,
    import::{LONGEST, LONGEST_CELL, MOST},
};
use crate::content::{
    l10n,
    service::{ChannelKind, LifeEvent},
    text::BULGARIAN,
};

/// One fault of a table. Its row was not taken; of a whole column, the column was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1; none of what concerns the whole table.
    pub line: Option<usize>,
    /// None of what concerns the whole line.
    pub column: Option<Column>,
    pub cause: Cause,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    TooLong,
    /// From this line on.
    TooMany,
    Nothing,
    /// No column tells whose row it is.
    NoKey,
    /// The heading as it stands.
    UnknownColumn(String),
    ColumnTwice(Column),
    /// A field beyond the last heading.
    TooManyFields,
    CellTooLong,
    Missing,
    Id(String),
    /// Several services are called so.
    Ambiguous,
    /// The same service has a row on an earlier line.
    Twice {
        first: usize,
    },
    Unit(String),
    YesOrNo(String),
    Day(String),
    Amount(String),
    NoCurrency(String),
    /// Something is said of a fee that there is not.
    NoFee,
    Duration(String),
    Channel(String),
    LifeEvent(String),
    /// A line of a list with more parts than it can have.
    Parts(String),
    /// The translations of a list are more or fewer than its items.
    Lines {
        found: usize,
        expected: usize,
    },
    /// A translation of what does not stand in Bulgarian.
    NotInBulgarian(String),
}

impl Fault {
    pub(super) fn whole(cause: Cause) -> Self {
        Self {
            line: None,
            column: None,
            cause,
        }
    }

    pub(super) fn of(line: usize, column: Option<Column>, cause: Cause) -> Self {
        Self {
            line: Some(line),
            column,
            cause,
        }
    }

    /// «ред 3, «Такса – обикновена»: …»
    #[must_use]
    pub fn words(&self, lang: &str) -> String {
        let what = self.cause.words(lang);
        let line = if lang == "en" { "line" } else { "ред" };
        match (self.line, &self.column) {
            (None, _) => what,
            (Some(number), None) => format!("{line} {number}: {what}"),
            (Some(number), Some(column)) => format!("{line} {number}, «{}»: {what}", column.heading()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words("en"))
    }
}

impl Cause {
    fn words(&self, lang: &str) -> String {
        let (bg, en) = match self {
            Self::TooLong => (
                format!("файлът е по-голям от {} MB: разделете го на части", LONGEST >> 20),
                format!("the file is larger than {} MB: part it", LONGEST >> 20),
            ),
            Self::TooMany => (
                format!("услугите са повече от {MOST}: този ред и следващите не са взети, внесете ги с отделен файл"),
                format!("there are more than {MOST} services: this line and those after it were not taken, import them from another file"),
            ),
            Self::Nothing => (
                "файлът е празен: първият ред е за имената на колоните, всеки следващ е една услуга".to_owned(),
                "the file is empty: the first line names the columns, each other line is a service".to_owned(),
            ),
            Self::NoKey => (
                "няма колона «Наименование», «Номер в регистъра» или «Идентификатор»: напишете имената на колоните на първия ред".to_owned(),
                "there is no column «Наименование», «Номер в регистъра» or «Идентификатор»: name the columns on the first line".to_owned(),
            ),
            Self::UnknownColumn(heading) => (
                format!("колоната «{}» не е позната и не е взета: преименувайте я като в изнесен списък или я изтрийте", short(heading)),
                format!("the column «{}» is unknown and was not taken: name it as an exported list does, or delete it", short(heading)),
            ),
            Self::ColumnTwice(column) => (
                format!("колоната «{}» е два пъти, взета е първата: изтрийте другата", column.heading()),
                format!("the column «{}» is there twice, the first was taken: delete the other", column.heading()),
            ),
            Self::TooManyFields => (
                "полетата са повече от колоните: сложете в кавички текст, в който има разделител".to_owned(),
                "there are more fields than columns: put text that has a separator in it in quotes".to_owned(),
            ),
            Self::CellTooLong => (
                format!("текстът е по-дълъг от {LONGEST_CELL} знака: съкратете го"),
                format!("the text is longer than {LONGEST_CELL} characters: shorten it"),
            ),
            Self::Missing => (
                "полето е празно: попълнете го на български".to_owned(),
                "the field is empty: fill it in, in Bulgarian".to_owned(),
            ),
            Self::Id(written) => (
                format!("«{}» не може да е идентификатор: нужни са латински букви, цифри и тирета", short(written)),
                format!("«{}» can't be an id: write Latin letters, digits and hyphens", short(written)),
            ),
            Self::Ambiguous => (
                "така се наричат няколко услуги: попълнете и колоната «Идентификатор»".to_owned(),
                "several services are called so: fill in the column «Идентификатор» too".to_owned(),
            ),
            Self::Twice { first } => (
                format!("същата услуга е вече на ред {first}: оставете единия ред"),
                format!("the same service is on line {first} already: leave one of them"),
            ),
            Self::Unit(written) => (
                format!("няма точно едно звено «{}»: пишете името му, както е в контактите, или идентификатора му", short(written)),
                format!("there is not just one unit «{}»: write its name as the contacts have it, or its id", short(written)),
            ),
            Self::YesOrNo(written) => (
                format!("«{}» не е нито «да», нито «не»", short(written)),
                format!("«{}» is neither «да» nor «не»", short(written)),
            ),
            Self::Day(written) => (
                format!("«{}» не е дата: пишете я като 23.11.2026", short(written)),
                format!("«{}» is no date: write it as 23.11.2026", short(written)),
            ),
            Self::Amount(written) => (
                format!("«{}» не е сума: пишете я като 4,09 € или «без такса», а условията – в «Бележка за таксата»", short(written)),
                format!("«{}» is no amount: write it as 4,09 € or «без такса», and conditions in «Бележка за таксата»", short(written)),
            ),
            Self::NoCurrency(written) => (
                format!("«{0}» е без валута: пишете {0} € или {0} лв.", short(written)),
                format!("«{0}» has no currency: write {0} € or {0} лв.", short(written)),
            ),
            Self::NoFee => (
                "няма такса, за която да се отнася: попълнете сумата или изтрийте това".to_owned(),
                "there is no fee that it is about: fill in the amount, or delete this".to_owned(),
            ),
            Self::Duration(written) => (
                format!("«{}» не е продължителност: пишете я като 7 дни, 14 работни дни, 24 часа или 1 месец", short(written)),
                format!("«{}» is no length of time: write it as 7 дни, 14 работни дни, 24 часа or 1 месец", short(written)),
            ),
            Self::Channel(written) => {
                let known = ChannelKind::ALL.map(|kind| l10n::channel(kind, BULGARIAN)).join("», «");
                (
                    format!("«{}» не е начин на заявяване: редът започва с «{known}»", short(written)),
                    format!("«{}» is no way to apply: the line begins with «{known}»", short(written)),
                )
            }
            Self::LifeEvent(written) => {
                let known = LifeEvent::ALL.map(|event| l10n::life_event(event, BULGARIAN)).join(", ");
                (
                    format!("«{}» не е житейско събитие: пишете едно или повече от {known}", short(written)),
                    format!("«{}» is no life event: write one or more of {known}", short(written)),
                )
            }
            Self::Parts(written) => (
                format!("в реда «{}» има повече части, разделени с |, отколкото може", short(written)),
                format!("the line «{}» has more parts, parted by |, than it can have", short(written)),
            ),
            Self::Lines { found, expected } => (
                format!("преводите са {found}, а на български са {expected}: сложете по един на ред в същия ред, и – където няма превод"),
                format!("there are {found} translations of {expected}: put one on each line in the same order, and – where there is none"),
            ),
            Self::NotInBulgarian(written) => (
                format!("«{}» го няма на български: попълнете го и там", short(written)),
                format!("«{}» is not there in Bulgarian: fill it in there too", short(written)),
            ),
        };
        if lang == "en" { en } else { bg }
    }
}

/// No more of it than one knows it again by.
fn short(written: &str) -> String {
    const MOST: usize = 60;
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
