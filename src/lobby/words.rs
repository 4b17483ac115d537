//! What a clerk reads, in Bulgarian and English.

use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};

use crate::{
    content::l10n,
    queue::{
        AppointmentCode, CallReason, CounterState, PeriodKind,
        appointments::{
            Imported,
            measure::{Kept, Tally},
        },
        paper::{PrintFault, PrintState},
        transitions::Refused,
    },
    web::lang::Lang,
};

/// «Гише 3»; a counter with a name of its own goes by that.
pub fn counter(id: &str, lang: Lang) -> String {
    l10n::counter(id, lang.code())
}

pub fn state(state: CounterState, lang: Lang) -> &'static str {
    match state {
        CounterState::Open => lang.say("отворено", "open"),
        CounterState::Paused => lang.say("в почивка", "paused"),
        CounterState::Closed => lang.say("затворено", "closed"),
    }
}

/// What is with the visitor.
pub fn kind(kind: PeriodKind, lang: Lang) -> &'static str {
    match kind {
        PeriodKind::Waiting => lang.say("чака", "waiting"),
        PeriodKind::Called => lang.say("повикан, още не е обявен на таблото", "called, not yet on the board"),
        PeriodKind::Walking => lang.say("повикан, на път към гишето", "called, on the way"),
        PeriodKind::Serving => lang.say("обслужва се", "being served"),
        PeriodKind::Held => lang.say("отложен", "on hold"),
        PeriodKind::Served => lang.say("обслужен", "served"),
        PeriodKind::NoShow => lang.say("не дойде", "did not come"),
        PeriodKind::Unserved => lang.say("необслужен", "not served"),
    }
}

pub const REASONS: [CallReason; 4] = [
    CallReason::Returned,
    CallReason::Need,
    CallReason::Mistake,
    CallReason::Other,
];

pub fn reason(reason: CallReason, lang: Lang) -> &'static str {
    match reason {
        CallReason::Returned => lang.say("върна се с липсващ документ", "came back with a missing document"),
        CallReason::Need => lang.say(
            "не може да чака (здраве, малко дете)",
            "can't wait (health, a small child)",
        ),
        CallReason::Mistake => lang.say("пропуснат или пратен погрешно", "passed over or sent wrongly"),
        CallReason::Other => lang.say("друга причина", "another reason"),
    }
}

/// Why something was not done, and what can be.
pub fn refused(refused: &Refused, lang: Lang) -> String {
    let text = match refused {
        Refused::Over => lang.say(
            "Посещението е приключило. Изберете друг посетител.",
            "The visit is over. Choose another visitor.",
        ),
        Refused::AlreadyCalled => lang.say(
            "Посетителят вече е повикан. Повикайте го повторно.",
            "The visitor was called already. Recall them.",
        ),
        Refused::BeingServed => lang.say(
            "Посетителят вече се обслужва. Първо приключете.",
            "The visitor is being served. Finish first.",
        ),
        Refused::NotCalled => lang.say(
            "Посетителят не е повикан. Първо го повикайте.",
            "The visitor was not called. Call them first.",
        ),
        Refused::NotServing => lang.say(
            "Обслужването не е започнало. Първо го започнете.",
            "The service has not begun. Start it first.",
        ),
        Refused::NotHeld => lang.say("Посетителят не е отложен.", "The visitor is not on hold."),
        Refused::AlreadyHeld => lang.say("Посетителят вече е отложен.", "The visitor is on hold already."),
        Refused::AtCounter(other) => {
            return match lang {
                Lang::Bg => format!(
                    "Посетителят е при {}. Разберете се с колегата там.",
                    counter(other, lang).to_lowercase()
                ),
                Lang::En => format!(
                    "The visitor is at {}. Agree with the clerk there.",
                    counter(other, lang).to_lowercase()
                ),
            };
        }
        Refused::TooFewCalls { made, least } => {
            return match lang {
                Lang::Bg => format!("Повикан е {made} от поне {least} пъти. Повикайте още веднъж."),
                Lang::En => format!("Called {made} of at least {least} times. Call once more."),
            };
        }
        Refused::TooSoon { seconds } => {
            return match lang {
                Lang::Bg => format!("Може още да идва. Изчакайте {seconds} секунди."),
                Lang::En => format!("They may still be on the way. Wait for {seconds} seconds."),
            };
        }
        Refused::CounterBusy(number) => {
            return match lang {
                Lang::Bg => format!("На гишето е {number}. Първо приключете с него."),
                Lang::En => format!("{number} is at the counter. Finish with them first."),
            };
        }
        Refused::CounterNotOpen => lang.say(
            "Гишето не е отворено. Първо го отворете.",
            "The counter is not open. Open it first.",
        ),
        Refused::ReasonNeeded => lang.say(
            "Посетителят не е наред. Изберете причина.",
            "It is not the visitor's turn. Choose a reason.",
        ),
        Refused::NoSuchTarget => lang.say(
            "Няма такава опашка, гише или услуга. Изберете друга.",
            "There is no such queue, counter or service. Choose another.",
        ),
        Refused::NoPaper => lang.say(
            "Билетът не може да се отпечата: киоскът няма принтер.",
            "The ticket can't be printed: the kiosk has no printer.",
        ),
        Refused::NoSuchAppointment => lang.say(
            "Няма уговорен час с такъв код.",
            "There is no appointment with that code.",
        ),
        Refused::CodeTaken(code) => {
            return match lang {
                Lang::Bg => format!("Кодът {code} вече е даден за този ден. Изберете друг или го оставете празен."),
                Lang::En => format!("The code {code} is given already on that day. Choose another, or leave it empty."),
            };
        }
        Refused::HasCome(number) => {
            return match lang {
                Lang::Bg => format!("Посетителят вече дойде и има номер {number}. Часът остава."),
                Lang::En => format!("The visitor has come already and has number {number}. The appointment stays."),
            };
        }
    };
    text.to_owned()
}

/// «Уговорени днес: 7 · дошли: 6 · повикани до 10 минути: 4 от 5», and what is amiss with that.
pub fn tally(tally: &Tally, lang: Lang) -> String {
    let count = |bg: &str, en: &str, many: usize| format!("{}: {many}", lang.say(bg, en));
    let mut words = vec![count("Уговорени", "Arranged", tally.arranged)];
    if tally.came > 0 {
        words.push(count("дошли", "came", tally.came));
    }
    match &tally.promise {
        Some(kept) if kept.within + kept.late > 0 => {
            let Kept { minutes, within, late } = kept;
            let due = within + late;
            words.push(match lang {
                Lang::Bg => format!("повикани до {minutes} минути: {within} от {due}"),
                Lang::En => format!("called within {minutes} minutes: {within} of {due}"),
            });
        }
        Some(_) => {}
        None if tally.called > 0 => words.push(count("повикани", "called", tally.called)),
        None => {}
    }
    if let Some(seconds) = tally.median_seconds {
        let minutes = seconds / 60;
        words.push(match lang {
            Lang::Bg => format!("половината са чакали до {minutes}\u{a0}мин"),
            Lang::En => format!("half of them waited up to {minutes}\u{a0}min"),
        });
    }
    words.join(" · ")
}

/// What came of a list.
pub fn imported(imported: &Imported, lang: Lang) -> String {
    let Imported {
        added,
        changed,
        same,
        came,
    } = imported;
    let mut words = match lang {
        Lang::Bg => format!("Добавени: {added}, променени: {changed}, вече записани: {same}."),
        Lang::En => format!("Added: {added}, changed: {changed}, known already: {same}."),
    };
    if !came.is_empty() {
        let codes: Vec<&str> = came.iter().map(AppointmentCode::as_str).collect();
        words.push_str(lang.say(
            " Посетителят вече е дошъл, часът остава: ",
            " The visitor has come already, the appointment stays: ",
        ));
        words.push_str(&codes.join(", "));
        words.push('.');
    }
    words
}

/// What became of a ticket's paper.
pub fn paper(state: PrintState, lang: Lang) -> &'static str {
    match state {
        PrintState::Queued => lang.say("печата се", "being printed"),
        PrintState::Printed => lang.say("отпечатан", "printed"),
        PrintState::Unknown => lang.say("не се знае дали е излязъл", "not known whether it came out"),
        PrintState::Failed(why) => match why {
            PrintFault::OutOfPaper => lang.say(
                "не се отпечата, в принтера няма хартия",
                "not printed, the printer is out of paper",
            ),
            PrintFault::CoverOpen => lang.say(
                "не се отпечата, капакът на принтера е отворен",
                "not printed, the printer's cover is open",
            ),
            PrintFault::Offline => lang.say(
                "не се отпечата, принтерът не отговаря",
                "not printed, the printer does not answer",
            ),
            PrintFault::BrokenOff => lang.say("отпечатан е само отчасти", "printed only in part"),
            PrintFault::TooLate => lang.say("не се отпечата навреме", "not printed in time"),
            PrintFault::NotKept => lang.say("не се отпечата", "not printed"),
        },
    }
}

/// How long it is until then, in whole minutes that have begun; a page with scripts lets it run.
pub fn left(until: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> Markup {
    let minutes = ((until - now).max(TimeDelta::zero()) + TimeDelta::seconds(59)).num_minutes();
    html! {
        time datetime=(until.format("%Y-%m-%dT%H:%M:%SZ")) data-unit=(lang.say("мин", "min")) data-left {
            (minutes) "\u{a0}" (lang.say("мин", "min"))
        }
    }
}

/// How long it has been, in whole minutes; a page with scripts lets it run.
pub fn since(at: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> Markup {
    let minutes = (now - at).max(TimeDelta::zero()).num_minutes();
    html! {
        time datetime=(at.format("%Y-%m-%dT%H:%M:%SZ")) data-unit=(lang.say("мин", "min")) {
            (minutes) "\u{a0}" (lang.say("мин", "min"))
        }
    }
}
