//! A difference as one sentence.

use std::fmt;

use toml::{Table, Value};

use super::{Difference, Step, What, words};
use crate::content::{l10n, read::CHARTER_TEXT};

/// Characters of a text that are quoted; of a title fewer.
const QUOTED: usize = 160;
const TITLE: usize = 60;

impl Difference {
    /// In `bg` or `en`.
    #[must_use]
    pub fn sentence(&self, lang: &str) -> String {
        let say = |bg: &'static str, en: &'static str| if lang == "en" { en } else { bg };
        match &self.what {
            What::Value { was, is } => {
                let (shown, same) = match (was, is) {
                    (Some(was), Some(is)) => (format!("{} → {}", before(was, is, lang), value(is, lang)), None),
                    (None, Some(is)) => (value(is, lang), Some(say("добавено", "added"))),
                    (Some(was), None) => (value(was, lang), Some(say("премахнато", "removed"))),
                    (None, None) => (String::new(), None),
                };
                let note = same.map(|same| format!(" ({same})")).unwrap_or_default();
                format!("{}{shown}{note}", self.way(lang))
            }
            What::Added => self.whole(lang, say("добавено", "added")),
            What::Removed => self.whole(lang, say("премахнато", "removed")),
            What::Order(kind) => {
                let way = self.way(lang);
                format!(
                    "{way}{}, {}",
                    words::of(lang, kind),
                    say("друг ред", "in another order")
                )
            }
            What::Lines { line, .. } if self.file == CHARTER_TEXT => {
                format!("{} {line}", say("Харта, ред", "charter, line"))
            }
            What::Lines { line, .. } => format!("{}, {} {line}", self.file, say("ред", "line")),
        }
    }

    /// `service 2000: fee ordinary `
    fn way(&self, lang: &str) -> String {
        let mut way = String::new();
        for (depth, step) in self.at.iter().enumerate() {
            way += &named(step, lang);
            let outer =
                depth == 0 && matches!(step, Step::Entry { .. }) && !matches!(self.what, What::Added | What::Removed);
            way += if outer { ": " } else { " " };
        }
        way
    }

    fn whole(&self, lang: &str, what: &str) -> String {
        let [outer @ .., last] = self.at.as_slice() else {
            return what.to_owned();
        };
        let outer = outer.iter().map(|step| named(step, lang) + ": ");
        let (kind, name) = match last {
            Step::Entry { kind, id, title } => (kind, entry_name(kind, id, title.as_ref(), lang)),
            Step::Key(key) => (key, String::new()),
        };
        let (outer, kind) = (outer.collect::<String>(), words::of(lang, kind));
        match (lang, name.is_empty()) {
            ("en", true) => format!("{outer}{kind} {what}"),
            ("en", false) => format!("{outer}{kind} {what}: {name}"),
            // Of whatever gender it is.
            (_, true) => format!("{outer}{what}: {kind}"),
            (_, false) => format!("{outer}{what}: {kind} {name}"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence("en"))
    }
}

fn named(step: &Step, lang: &str) -> String {
    match step {
        Step::Key(key) => words::of(lang, key).to_owned(),
        Step::Entry { kind, id, title } => {
            let name = entry_name(kind, id, title.as_ref(), lang);
            format!("{} {name}", words::of(lang, kind)).trim_end().to_owned()
        }
    }
}

/// Services of the register have numbers, speeds words of their own; the rest is known by what it says.
fn entry_name(kind: &str, id: &str, title: Option<&Value>, lang: &str) -> String {
    let title = title
        .and_then(Value::as_table)
        .and_then(|texts| in_language(texts, lang));
    let is_numbered = kind == "service" && id.starts_with(|first: char| first.is_ascii_digit());
    match title {
        Some(title) if !["fee", "tier"].contains(&kind) && !is_numbered => quoted(title, TITLE, lang),
        _ => words::of(lang, id).to_owned(),
    }
}

fn in_language<'a>(texts: &'a Table, lang: &str) -> Option<&'a str> {
    texts.get(lang).or_else(|| texts.get("bg"))?.as_str()
}

/// The currency is said once where it stays.
fn before(was: &Value, is: &Value, lang: &str) -> String {
    let of = |value: &Value, key: &str| value.get(key).cloned();
    match of(was, "cents").and_then(|cents| cents.as_integer()) {
        Some(cents) if of(was, "currency") == of(is, "currency") => money(cents),
        _ => value(was, lang),
    }
}

fn value(value: &Value, lang: &str) -> String {
    match value {
        Value::String(text) => match text.parse::<chrono::NaiveDate>() {
            Ok(_) => text.clone(),
            Err(_) => quoted(text, QUOTED, lang),
        },
        Value::Boolean(yes) => match (lang == "en", yes) {
            (true, true) => "yes",
            (true, false) => "no",
            (false, true) => "да",
            (false, false) => "не",
        }
        .to_owned(),
        Value::Array(all) if all.is_empty() => "–".to_owned(),
        Value::Array(all) => all
            .iter()
            .map(|one| self::value(one, lang))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Table(table) => whole(table, lang),
        other => other.to_string(),
    }
}

fn whole(table: &Table, lang: &str) -> String {
    let text = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or_default();
    if let Some(cents) = table.get("cents").and_then(Value::as_integer) {
        return format!("{} {}", money(cents), text("currency"));
    }
    if let Some(days) = table.get("days").and_then(Value::as_array) {
        let named = |day: &Value| {
            let day = day.as_str().unwrap_or_default();
            day.parse()
                .map_or(day.to_owned(), |day| l10n::weekday(day, lang).to_owned())
        };
        let days: Vec<String> = days.iter().map(named).collect();
        return format!("{} {}–{}", days.join(", "), text("from"), text("to"));
    }
    let fields = table
        .iter()
        .map(|(key, it)| format!("{} {}", words::of(lang, key), value(it, lang)));
    fields.collect::<Vec<_>>().join(", ")
}

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn quoted(text: &str, most: usize, lang: &str) -> String {
    let mut letters = text.chars();
    let mut shown: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    if lang == "en" {
        format!("“{shown}”")
    } else {
        format!("„{shown}“")
    }
}
