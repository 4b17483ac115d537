//! Words that the ticket's page has in several places.

use chrono::{NaiveDate, NaiveDateTime};

use crate::{content::l10n, queue::estimate::WaitEstimate, server::pages::lang::Lang};

/// «1 човек», «3 души»; the number keeps its word.
pub fn people(many: u32, lang: Lang) -> String {
    count(many.into(), lang.say("човек", "person"), lang.say("души", "people"))
}

/// «1 билет», «3 билета»
pub fn tickets(many: u32, lang: Lang) -> String {
    count(many.into(), lang.say("билет", "ticket"), lang.say("билета", "tickets"))
}

fn count(many: i64, one: &str, more: &str) -> String {
    format!("{many}\u{a0}{}", if many == 1 { one } else { more })
}

/// «около 10–20 минути», as the kiosk says it.
pub fn minutes(wait: &WaitEstimate, lang: Lang) -> String {
    let amount = |many| count(many, lang.say("минута", "minute"), lang.say("минути", "minutes"));
    let about = lang.say("около", "about");
    match wait.minutes() {
        (0, high) => format!("{} {}", lang.say("до", "up to"), amount(high)),
        (low, high) if low == high => format!("{about} {}", amount(high)),
        (low, high) => format!("{about} {low}–{}", amount(high)),
    }
}

/// «в 10:41 ч.», «на 22 ноември, 10:41 ч.»
pub fn at(moment: NaiveDateTime, today: NaiveDate, lang: Lang) -> String {
    let preposition = match moment.date() == today {
        true => lang.say("в", "at"),
        false => lang.say("на", "on"),
    };
    format!("{preposition} {}", clock(moment, today, lang))
}

/// «от 10:41 ч.», «от 22 ноември, 10:41 ч.»
pub fn since(moment: NaiveDateTime, today: NaiveDate, lang: Lang) -> String {
    format!("{} {}", lang.say("от", "since"), clock(moment, today, lang))
}

fn clock(moment: NaiveDateTime, today: NaiveDate, lang: Lang) -> String {
    let time = l10n::time(moment.time()) + lang.say("\u{a0}ч.", "");
    if moment.date() == today {
        return time;
    }
    format!("{}, {time}", l10n::day_near(moment.date(), today, lang.code()))
}

/// «гише 3»; a counter with a name of its own goes by that.
pub fn counter(name: &str, lang: Lang) -> String {
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{}\u{a0}{name}", lang.say("гише", "counter"))
    } else {
        name.to_owned()
    }
}

/// As a sentence: with a capital, and a full stop where an abbreviation has not put it already.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let stop = if text.ends_with('.') { "" } else { "." };
    first.chain(chars).chain(stop.chars()).collect()
}
