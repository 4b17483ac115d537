//! Times as people in Bulgaria read them: how long ago, and when.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::Sofia;
use maud::{Markup, html};

use super::lang::Lang;

/// `преди 3 минути (днес, 10:30 ч.)`
pub fn moment(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>) -> Markup {
    html! { (time(at, &relative(lang, at, now))) " " span.soft { "(" (absolute(lang, at, now)) ")" } }
}

/// `23.11.2026 г., 10:30 ч.`
pub fn date(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>) -> Markup {
    time(at, &absolute(lang, at, now))
}

/// `23.11.2026 г.`
pub fn day(lang: Lang, day: NaiveDate) -> String {
    day.format(lang.say("%d.%m.%Y\u{a0}г.", "%-d\u{a0}%B\u{a0}%Y"))
        .to_string()
}

/// `10:30`
pub fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Sofia).format("%H:%M").to_string()
}

fn time(at: DateTime<Utc>, shown: &str) -> Markup {
    html! { time datetime=(at.format("%Y-%m-%dT%H:%M:%SZ")) { (shown) } }
}

fn relative(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let ahead = at - now;
    let span = span(lang, ahead.abs());
    match lang {
        _ if ahead.abs() < TimeDelta::minutes(1) => lang.say("току-що", "just now").to_owned(),
        Lang::Bg if ahead > TimeDelta::zero() => format!("след {span}"),
        Lang::Bg => format!("преди {span}"),
        Lang::En if ahead > TimeDelta::zero() => format!("in {span}"),
        Lang::En => format!("{span} ago"),
    }
}

/// `3 минути`, in the largest unit of which there are two, or in minutes.
pub fn span(lang: Lang, span: TimeDelta) -> String {
    let (many, (one_bg, many_bg), (one_en, many_en)) = if span >= TimeDelta::days(2) {
        (span.num_days(), ("ден", "дни"), ("day", "days"))
    } else if span >= TimeDelta::hours(2) {
        (span.num_hours(), ("час", "часа"), ("hour", "hours"))
    } else {
        (span.num_minutes(), ("минута", "минути"), ("minute", "minutes"))
    };
    let unit = if many == 1 {
        lang.say(one_bg, one_en)
    } else {
        lang.say(many_bg, many_en)
    };
    format!("{many}\u{a0}{unit}")
}

fn absolute(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (at, now) = (at.with_timezone(&Sofia), now.with_timezone(&Sofia));
    let is_today = at.date_naive() == now.date_naive();
    let form = match (lang, is_today) {
        (Lang::Bg, true) => "днес, %H:%M\u{a0}ч.",
        (Lang::Bg, false) => "%d.%m.%Y\u{a0}г., %H:%M\u{a0}ч.",
        (Lang::En, true) => "today, %H:%M",
        (Lang::En, false) => "%-d\u{a0}%B\u{a0}%Y, %H:%M",
    };
    at.format(form).to_string()
}
