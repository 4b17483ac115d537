//! What is wrong with the stick's file: where, and how to mend it, in the language of whoever set it up.

use crate::content::text::BULGARIAN;

/// One sentence in the languages of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    pub bg: &'static str,
    pub en: &'static str,
}

impl Words {
    fn of(self, lang: &str) -> &'static str {
        if lang == BULGARIAN { self.bg } else { self.en }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1; none where the file is meant as a whole.
    pub line: Option<usize>,
    /// `network.wifi.key`, where the fault is in one key.
    pub key: Option<String>,
    pub problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// What stands there can't be; `value` is none where it is a secret. What to write instead.
    Bad {
        value: Option<String>,
        write: Words,
    },
    /// What to write.
    Missing(Words),
    Twice,
    /// Nothing has that name; what can stand there.
    UnknownName {
        value: String,
        known: Vec<String>,
    },
    /// The keys that can stand there.
    Unknown(Vec<&'static str>),
    /// The line is no TOML.
    Syntax(String),
    NotUtf8,
    TooLong,
    /// The whole can't be, as the kiosk's own configuration says it.
    Refused(String),
}

impl Fault {
    /// One line, without an end.
    #[must_use]
    pub fn say(&self, lang: &str) -> String {
        let bulgarian = lang == BULGARIAN;
        let line = self.line.map_or_else(String::new, |line| match bulgarian {
            true => format!("ред {line}: "),
            false => format!("line {line}: "),
        });
        let key = self.key.as_deref().map_or_else(String::new, |key| format!("{key}: "));
        let problem = if bulgarian {
            self.problem.in_bulgarian()
        } else {
            self.problem.in_english()
        };
        format!("{line}{key}{problem}")
    }
}

impl Problem {
    fn in_bulgarian(&self) -> String {
        match self {
            Self::Bad { value, write } => {
                let value = value
                    .as_deref()
                    .map_or_else(|| "написаното".to_owned(), |value| format!("„{value}“"));
                format!("{value} не е възможно; напишете {}", write.of(BULGARIAN))
            }
            Self::Missing(write) => format!("липсва; напишете {}", write.of(BULGARIAN)),
            Self::Twice => "стои два пъти; оставете го веднъж".to_owned(),
            Self::UnknownName { value, known } => {
                format!("„{value}“ не е познато; тук може да стои: {}", known.join(", "))
            }
            Self::Unknown(known) => format!("няма такова поле; тук може да има: {}", known.join(", ")),
            Self::Syntax(_) => "не се разбира; пише се: поле = \"текст\" или поле = число".to_owned(),
            Self::NotUtf8 => {
                "файлът не е записан като UTF-8; запишете го така (в Notepad: „Кодиране: UTF-8“)".to_owned()
            }
            Self::TooLong => "файлът е твърде дълъг; започнете отново от примера".to_owned(),
            Self::Refused(problem) => format!("настройките не са съвместими: {problem}"),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Bad { value, write } => {
                let value = value
                    .as_deref()
                    .map_or_else(|| "what is written".to_owned(), |value| format!("“{value}”"));
                format!("{value} can't be; write {}", write.of("en"))
            }
            Self::Missing(write) => format!("is missing; write {}", write.of("en")),
            Self::Twice => "stands twice; leave one".to_owned(),
            Self::UnknownName { value, known } => {
                format!("“{value}” is not known; here can stand: {}", known.join(", "))
            }
            Self::Unknown(known) => format!("there is no such key; here can be: {}", known.join(", ")),
            Self::Syntax(detail) => format!("can't be read ({detail}); write: key = \"text\", or key = number"),
            Self::NotUtf8 => "the file is no UTF-8 text; save it as UTF-8".to_owned(),
            Self::TooLong => "the file is too long; start again from the example".to_owned(),
            Self::Refused(problem) => format!("the settings don't go together: {problem}"),
        }
    }
}
