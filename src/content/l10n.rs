//! Dates, times, amounts in words, in the languages of the screens and pages.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::{
    calendar::opening::Shift,
    promise::TimeUnit,
    service::{ChannelKind, Currency, LifeEvent, Speed},
};

const MONTHS_BG: [&str; 12] = [
    "януари",
    "февруари",
    "март",
    "април",
    "май",
    "юни",
    "юли",
    "август",
    "септември",
    "октомври",
    "ноември",
    "декември",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// «Гише 3»; a counter with a name of its own goes by that.
#[must_use]
pub fn counter(id: &str, lang: &str) -> String {
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    match lang {
        _ if !is_number => id.to_owned(),
        "en" => format!("Counter\u{a0}{id}"),
        _ => format!("Гише\u{a0}{id}"),
    }
}

/// «понеделник»
#[must_use]
pub fn weekday(day: Weekday, lang: &str) -> &'static str {
    let (bg, en) = match day {
        Weekday::Mon => ("понеделник", "Monday"),
        Weekday::Tue => ("вторник", "Tuesday"),
        Weekday::Wed => ("сряда", "Wednesday"),
        Weekday::Thu => ("четвъртък", "Thursday"),
        Weekday::Fri => ("петък", "Friday"),
        Weekday::Sat => ("събота", "Saturday"),
        Weekday::Sun => ("неделя", "Sunday"),
    };
    if lang == "en" { en } else { bg }
}

/// «пн, 23.11.»
#[must_use]
pub fn short_date(date: NaiveDate, lang: &str) -> String {
    if lang == "en" {
        return date.format("%a, %-d %b").to_string();
    }
    let weekday = match date.weekday() {
        Weekday::Mon => "пн",
        Weekday::Tue => "вт",
        Weekday::Wed => "ср",
        Weekday::Thu => "чт",
        Weekday::Fri => "пт",
        Weekday::Sat => "сб",
        Weekday::Sun => "нд",
    };
    format!("{weekday}, {}.{:02}.", date.day(), date.month())
}

/// «17:00»
#[must_use]
pub fn time(time: NaiveTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// «23 ноември»
#[must_use]
pub fn day_month(date: NaiveDate, lang: &str) -> String {
    let months = if lang == "en" { MONTHS_EN } else { MONTHS_BG };
    format!("{} {}", date.day(), months[date.month0() as usize])
}

/// «ноември»; 0 is January
#[must_use]
pub fn month(month0: u32, lang: &str) -> &'static str {
    let months = if lang == "en" { MONTHS_EN } else { MONTHS_BG };
    months.get(month0 as usize).copied().unwrap_or_default()
}

/// «понеделник, 23 ноември 2026 г.»
#[must_use]
pub fn long_date(date: NaiveDate, lang: &str) -> String {
    format!("{}, {}", weekday(date.weekday(), lang), date_with_year(date, lang))
}

/// «23 ноември 2026 г.»
#[must_use]
pub fn date_with_year(date: NaiveDate, lang: &str) -> String {
    let year_mark = if lang == "en" { "" } else { "\u{a0}г." };
    format!("{} {}{year_mark}", day_month(date, lang), date.year())
}

/// «28 ноември», with the year where it is another one than today's.
#[must_use]
pub fn day_near(date: NaiveDate, today: NaiveDate, lang: &str) -> String {
    if date.year() == today.year() {
        day_month(date, lang)
    } else {
        date_with_year(date, lang)
    }
}

/// «3,00 лв.», «€3.00»; nothing to pay is nothing in any currency
#[must_use]
pub fn money(cents: u32, currency: Currency, lang: &str) -> String {
    if cents == 0 {
        return if lang == "en" { "No fee" } else { "Без такса" }.to_owned();
    }
    let (whole, hundredths) = (cents / 100, cents % 100);
    match (currency, lang == "en") {
        (Currency::Bgn, false) => format!("{whole},{hundredths:02} лв."),
        (Currency::Eur, false) => format!("{whole},{hundredths:02} €"),
        (Currency::Bgn, true) => format!("BGN {whole}.{hundredths:02}"),
        (Currency::Eur, true) => format!("€{whole}.{hundredths:02}"),
    }
}

/// «днес в 8:30», «утре в 8:30», «в понеделник, 23 ноември, в 8:30»
#[must_use]
pub fn moment(moment: NaiveDateTime, today: NaiveDate, lang: &str) -> String {
    let clock = time(moment.time());
    let english = lang == "en";
    match (moment.date() - today).num_days() {
        0 if english => format!("today at {clock}"),
        0 => format!("днес в {clock}"),
        1 if english => format!("tomorrow at {clock}"),
        1 => format!("утре в {clock}"),
        _ if english => format!("{}, at {clock}", on_day(moment.date(), lang)),
        _ => format!("{}, в {clock}", on_day(moment.date(), lang)),
    }
}

/// «в понеделник, 23 ноември», «във вторник, 24 ноември»
#[must_use]
pub fn on_day(date: NaiveDate, lang: &str) -> String {
    let preposition = match (lang, date.weekday()) {
        ("en", _) => "on",
        (_, Weekday::Tue) => "във",
        _ => "в",
    };
    format!("{preposition} {}", weekday_date(date, lang))
}

/// «понеделник, 23 ноември»
#[must_use]
pub fn weekday_date(date: NaiveDate, lang: &str) -> String {
    format!("{}, {}", weekday(date.weekday(), lang), day_month(date, lang))
}

/// «8:00 – 12:00, 13:00 – 17:00»
#[must_use]
pub fn hours(shifts: &[Shift]) -> String {
    let span = |shift: &Shift| format!("{} – {}", time(shift.from), time(shift.to));
    shifts.iter().map(span).collect::<Vec<_>>().join(", ")
}

/// «денонощно»
#[must_use]
pub fn round_the_clock(lang: &str) -> &'static str {
    if lang == "en" {
        "round the clock"
    } else {
        "денонощно"
    }
}

/// «1 човек», «3 души»
#[must_use]
pub fn people(many: u32, lang: &str) -> String {
    let (one, more) = if lang == "en" {
        ("person", "people")
    } else {
        ("човек", "души")
    };
    counted(many.into(), one, more)
}

/// «1 билет», «3 билета»
#[must_use]
pub fn tickets(many: u32, lang: &str) -> String {
    let (one, more) = if lang == "en" {
        ("ticket", "tickets")
    } else {
        ("билет", "билета")
    };
    counted(many.into(), one, more)
}

/// «около 10–20 минути», «до 5 минути»
#[must_use]
pub fn wait((low, high): (i64, i64), lang: &str) -> String {
    let (one, more, about, up_to) = match lang {
        "en" => ("minute", "minutes", "about", "up to"),
        _ => ("минута", "минути", "около", "до"),
    };
    let minutes = counted(high, one, more);
    match low {
        0 => format!("{up_to} {minutes}"),
        _ if low == high => format!("{about} {minutes}"),
        _ => format!("{about} {low}–{minutes}"),
    }
}

/// A number that keeps its word.
fn counted(many: i64, one: &str, more: &str) -> String {
    format!("{many}\u{a0}{}", if many == 1 { one } else { more })
}

/// «1 месец», «30 дни»
#[must_use]
pub fn amount(amount: u32, unit: TimeUnit, lang: &str) -> String {
    let (one, many) = match (unit, lang) {
        (TimeUnit::Minutes, "en") => ("minute", "minutes"),
        (TimeUnit::Hours, "en") => ("hour", "hours"),
        (TimeUnit::Days, "en") => ("day", "days"),
        (TimeUnit::WorkingDays, "en") => ("working day", "working days"),
        (TimeUnit::Months, "en") => ("month", "months"),
        (TimeUnit::Minutes, _) => ("минута", "минути"),
        (TimeUnit::Hours, _) => ("час", "часа"),
        (TimeUnit::Days, _) => ("ден", "дни"),
        (TimeUnit::WorkingDays, _) => ("работен ден", "работни дни"),
        (TimeUnit::Months, _) => ("месец", "месеца"),
    };
    format!("{amount} {}", if amount == 1 { one } else { many })
}

/// «обикновена услуга»
#[must_use]
pub fn speed(speed: Speed, lang: &str) -> &'static str {
    let (bg, en) = match speed {
        Speed::Ordinary => ("обикновена услуга", "ordinary service"),
        Speed::Fast => ("бърза услуга", "fast service"),
        Speed::Express => ("експресна услуга", "express service"),
    };
    if lang == "en" { en } else { bg }
}

/// «по пощата»
#[must_use]
pub fn channel(kind: ChannelKind, lang: &str) -> &'static str {
    let (bg, en) = match kind {
        ChannelKind::InPerson => ("на място", "in person"),
        ChannelKind::Oral => ("устно, на гише", "spoken, at the desk"),
        ChannelKind::Post => ("по пощата", "by post"),
        ChannelKind::Courier => ("с куриер", "by courier"),
        ChannelKind::Egov => ("по интернет", "on the internet"),
        ChannelKind::EDelivery => (
            "през Системата за сигурно електронно връчване",
            "by the state’s e-delivery",
        ),
        ChannelKind::Email => ("по електронна поща", "by e-mail"),
    };
    if lang == "en" { en } else { bg }
}

/// «раждане»
#[must_use]
pub fn life_event(event: LifeEvent, lang: &str) -> &'static str {
    let (bg, en) = match event {
        LifeEvent::Birth => ("раждане", "birth"),
        LifeEvent::Marriage => ("брак", "marriage"),
        LifeEvent::Death => ("смърт", "death"),
        LifeEvent::Address => ("адрес", "address"),
        LifeEvent::Property => ("имот", "property"),
        LifeEvent::Building => ("строеж", "building"),
        LifeEvent::Business => ("търговия", "business"),
        LifeEvent::Taxes => ("данъци", "taxes"),
        LifeEvent::Travel => ("пътуване", "travel"),
    };
    if lang == "en" { en } else { bg }
}
