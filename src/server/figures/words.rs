//! Figures in words.

use chrono::Datelike;

use crate::{
    content::l10n,
    figures::{Period, Unit},
    web::lang::Lang,
};

/// «84 %». What is not all is never said to be 100, nor what is something 0.
#[must_use]
pub fn per_cent(lang: Lang, ratio: f64) -> String {
    let sign = lang.say("\u{a0}%", "%");
    match ratio * 100.0 {
        little if little > 0.0 && little < 0.5 => format!("<\u{a0}1{sign}"),
        much if (99.5..100.0).contains(&much) => format!(">\u{a0}99{sign}"),
        parts => format!("{parts:.0}{sign}"),
    }
}

/// «от 80 % до 88 %»
#[must_use]
pub fn interval(lang: Lang, (low, high): (f64, f64)) -> String {
    let (low, high) = (per_cent(lang, low), per_cent(lang, high));
    match lang {
        Lang::Bg => format!("от {low} до {high}"),
        Lang::En => format!("{low} to {high}"),
    }
}

/// «7 мин 20 с»
#[must_use]
pub fn minutes(lang: Lang, seconds: u32) -> String {
    let (minute, second) = (lang.say("мин", "min"), lang.say("с", "s"));
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds}\u{a0}{second}"),
        (minutes, 0) => format!("{minutes}\u{a0}{minute}"),
        (minutes, seconds) => format!("{minutes}\u{a0}{minute} {seconds}\u{a0}{second}"),
    }
}

/// «412 оценки»
#[must_use]
pub fn ratings(lang: Lang, many: u32) -> String {
    counted(lang, many, ("оценка", "оценки"), ("rating", "ratings"))
}

/// «1 960 посещения»
#[must_use]
pub fn visits(lang: Lang, many: u32) -> String {
    counted(lang, many, ("посещение", "посещения"), ("visit", "visits"))
}

/// A number, its thousands apart, that keeps its word.
#[must_use]
pub fn counted(lang: Lang, many: u32, bg: (&str, &str), en: (&str, &str)) -> String {
    let (one, more) = if lang == Lang::Bg { bg } else { en };
    format!("{}\u{a0}{}", number(lang, many), if many == 1 { one } else { more })
}

/// «1 960»
#[must_use]
pub fn number(lang: Lang, many: u32) -> String {
    crate::server::pages::words::number(lang, many.into())
}

/// «ноември 2026 г.», «седмица 48 (23–29 ноември 2026 г.)»
#[must_use]
pub fn period(lang: Lang, unit: Unit, period: Period) -> String {
    let first = period.first;
    let year = format!("{}{}", first.year(), lang.say("\u{a0}г.", ""));
    match unit {
        Unit::Day => l10n::long_date(first, lang.code()),
        Unit::Week => {
            let week = first.iso_week().week();
            format!("{} {week} ({})", lang.say("седмица", "week"), days(lang, period))
        }
        Unit::Month => format!("{} {year}", l10n::month(first.month0(), lang.code())),
        Unit::Quarter => {
            let quarter = quarter(lang, period);
            format!("{quarter} {} {year}", lang.say("тримесечие на", "quarter of"))
        }
        Unit::Year => year,
    }
}

/// From its first day to its last: «3–4 март 2026 г.», «30 март – 5 април 2026 г.»
#[must_use]
pub fn days(lang: Lang, Period { first, last }: Period) -> String {
    let with_year = l10n::date_with_year(last, lang.code());
    if first == last {
        with_year
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{with_year}", first.day())
    } else if first.year() == last.year() {
        format!("{} – {with_year}", l10n::day_month(first, lang.code()))
    } else {
        format!("{} – {with_year}", l10n::date_with_year(first, lang.code()))
    }
}

/// Under a column: «23», «48», «ян.», «IV», «2026».
#[must_use]
pub fn short(lang: Lang, unit: Unit, period: Period) -> String {
    match unit {
        Unit::Day => period.first.day().to_string(),
        Unit::Week => period.first.iso_week().week().to_string(),
        Unit::Month => l10n::month(period.first.month0(), lang.code())
            .chars()
            .take(3)
            .collect(),
        Unit::Quarter => ["I", "II", "III", "IV"][(period.first.month0() / 3) as usize].to_owned(),
        Unit::Year => period.first.year().to_string(),
    }
}

fn quarter(lang: Lang, period: Period) -> &'static str {
    match period.first.month0() / 3 {
        0 => lang.say("първо", "first"),
        1 => lang.say("второ", "second"),
        2 => lang.say("трето", "third"),
        _ => lang.say("четвърто", "fourth"),
    }
}

/// «по седмици»
#[must_use]
pub fn by(lang: Lang, unit: Unit) -> &'static str {
    match unit {
        Unit::Day => lang.say("по дни", "by day"),
        Unit::Week => lang.say("по седмици", "by week"),
        Unit::Month => lang.say("по месеци", "by month"),
        Unit::Quarter => lang.say("по тримесечия", "by quarter"),
        Unit::Year => lang.say("по години", "by year"),
    }
}

/// A face's word on the kiosk; from the worst, which is 0.
#[must_use]
pub fn face(lang: Lang, face: usize) -> &'static str {
    match face {
        0 => lang.say("Много лошо", "Very bad"),
        1 => lang.say("Лошо", "Bad"),
        2 => lang.say("Средно", "Fair"),
        3 => lang.say("Добре", "Good"),
        _ => lang.say("Отлично", "Excellent"),
    }
}
