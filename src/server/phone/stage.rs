//! How it stands with a ticket, in words.

use super::{knowledge::Knowledge, words};
use crate::{
    content::l10n,
    queue::{PeriodKind, estimate::WaitEstimate},
    server::{pages::lang::Lang, store::tickets::TicketNow},
};

/// One headline, and what more there is to say.
pub struct Stage {
    /// Names it to the style and the script.
    pub name: &'static str,
    pub icon: &'static str,
    pub headline: String,
    pub lines: Vec<String>,
}

const CALLED: &str = include_str!("../../../assets/icons/door-open.svg");
const CHECK: &str = include_str!("../../../assets/icons/check.svg");
const INFO: &str = include_str!("../../../assets/icons/info.svg");
const HOURGLASS: &str = include_str!("../../../assets/icons/hourglass.svg");
const TICKET: &str = include_str!("../../../assets/icons/ticket.svg");
const USERS: &str = include_str!("../../../assets/icons/users.svg");

pub fn stage(known: &Knowledge, lang: Lang) -> Stage {
    let Some(ticket) = &known.ticket else {
        return unheard(known, lang);
    };
    if ticket.day < known.today() {
        return earlier(known, ticket, lang);
    }
    match ticket.state {
        PeriodKind::Waiting => waiting(known, ticket, lang),
        PeriodKind::Called | PeriodKind::Walking => called(known, ticket, lang),
        PeriodKind::Serving => serving(known, ticket, lang),
        PeriodKind::Held => held(known, ticket, lang),
        PeriodKind::Served => served(known, ticket, lang),
        PeriodKind::NoShow => absent(known, ticket, lang),
        PeriodKind::Unserved => unserved(known, ticket, lang),
    }
}

/// Where no counter has called anybody today, nobody knows who still waits: then the tickets are counted.
fn waiting(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let called_today = !ticket.recent_waits.is_empty();
    let headline = match ticket.ahead {
        0 => lang
            .say("Няма чакащи пред вас", "Nobody is waiting before you")
            .to_owned(),
        ahead if called_today => format!(
            "{} {}",
            lang.say("Пред вас:", "Before you:"),
            words::people(ahead, lang)
        ),
        ahead => {
            let label = lang.say("Издадени днес преди вашия:", "Issued today before yours:");
            format!("{label} {}", words::tickets(ahead, lang))
        }
    };
    let mut lines = match ticket.ahead {
        0 => vec![
            lang.say(
                "Следващият може да сте вие. Стойте наблизо.",
                "You may be the next. Please stay close by.",
            )
            .to_owned(),
        ],
        _ => wait(ticket, lang),
    };
    let issued = words::at(known.local(ticket.issued_at), known.today(), lang);
    let taken = lang.say("Билетът е взет", "The ticket was taken");
    lines.push(words::sentence(&format!("{taken} {issued}")));
    Stage {
        name: "waiting",
        icon: USERS,
        headline,
        lines,
    }
}

fn wait(ticket: &TicketNow, lang: Lang) -> Vec<String> {
    let Some(wait) = WaitEstimate::from_recent(&ticket.recent_waits) else {
        let unknown = lang.say("Чакане: няма достатъчно данни", "Waiting time: not enough data");
        return vec![words::sentence(unknown)];
    };
    let many = wait.based_on;
    let basis = match lang {
        Lang::Bg => format!("Повечето от последните {many} повикани чакаха толкова."),
        Lang::En => format!("Most of the last {many} people called waited so long."),
    };
    let label = lang.say("Чакане:", "Waiting time:");
    let wait = format!("{label} {}", words::minutes(&wait, lang));
    vec![words::sentence(&wait), basis]
}

fn called(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let turn = lang.say("Ваш ред\u{a0}е", "It is your turn");
    let at = words::at(known.local(ticket.since), known.today(), lang);
    let called = words::sentence(&format!("{} {at}", lang.say("Повикахме ви", "You were called")));
    let (headline, lines) = match counter(ticket, lang) {
        Some(counter) => (format!("{turn}: {counter}"), vec![called]),
        None => {
            let look = lang.say(
                "Вижте и чуйте във фоайето кое е гишето.",
                "Look and listen in the lobby for the counter.",
            );
            (turn.to_owned(), vec![look.to_owned(), called])
        }
    };
    Stage {
        name: "called",
        icon: CALLED,
        headline,
        lines,
    }
}

fn serving(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let since = words::since(known.local(ticket.since), known.today(), lang);
    let line = match counter(ticket, lang) {
        Some(counter) => format!("{counter}, {since}"),
        None => since,
    };
    Stage {
        name: "serving",
        icon: USERS,
        headline: lang.say("Обслужваме ви", "You are being served").to_owned(),
        lines: vec![words::sentence(&line)],
    }
}

fn held(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let since = words::since(known.local(ticket.since), known.today(), lang);
    let again = lang.say(
        "Не вземайте нов билет: ще ви повикаме отново със същия номер.",
        "Do not take a new ticket: you will be called again by the same number.",
    );
    Stage {
        name: "held",
        icon: HOURGLASS,
        headline: lang
            .say("Обслужването ви е отложено", "Your turn is on hold")
            .to_owned(),
        lines: vec![words::sentence(&since), again.to_owned()],
    }
}

fn served(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let at = words::at(known.local(ticket.since), known.today(), lang);
    let ended = format!("{} {at}", lang.say("Приключихме", "We finished"));
    let thanks = lang.say(
        "Благодарим ви! На киоска може да оцените обслужването – анонимно, с едно докосване.",
        "Thank you! At the kiosk you may rate the service, anonymously, in one tap.",
    );
    Stage {
        name: "served",
        icon: CHECK,
        headline: lang.say("Обслужихме ви", "You have been served").to_owned(),
        lines: vec![words::sentence(&ended), thanks.to_owned()],
    }
}

fn absent(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let at = words::at(known.local(ticket.since), known.today(), lang);
    let passed = format!(
        "{} {at}",
        lang.say("Номерът беше пропуснат", "The number was passed over")
    );
    let what_now = lang.say(
        "Ако сте тук, кажете на служител. Ако не сте, вземете нов билет, когато дойдете.",
        "If you are here, tell a member of staff. If not, take a new ticket when you come.",
    );
    Stage {
        name: "absent",
        icon: INFO,
        headline: lang
            .say(
                "Повикахме номера ви, но никой не дойде",
                "Your number was called, but nobody came",
            )
            .to_owned(),
        lines: vec![words::sentence(&passed), what_now.to_owned()],
    }
}

fn unserved(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let at = words::at(known.local(ticket.since), known.today(), lang);
    let ended = format!("{} {at}", lang.say("Приключихме за деня", "We closed for the day"));
    let what_now = lang.say(
        "Съжаляваме. Билетът важи само за днес: вземете нов, когато дойдете отново.",
        "We are sorry. The ticket is good only for today: take a new one when you come again.",
    );
    Stage {
        name: "unserved",
        icon: INFO,
        headline: lang
            .say("Днес не успяхме да ви обслужим", "We could not serve you today")
            .to_owned(),
        lines: vec![words::sentence(&ended), what_now.to_owned()],
    }
}

fn earlier(known: &Knowledge, ticket: &TicketNow, lang: Lang) -> Stage {
    let day = l10n::day_near(ticket.day, known.today(), lang.code());
    let what_now = lang.say(
        "Билетите важат само за деня, в който са взети. За днес вземете нов от киоска.",
        "Tickets are good only for the day on which they are taken. For today take a new one at the kiosk.",
    );
    Stage {
        name: "earlier",
        icon: INFO,
        headline: format!("{} {day}", lang.say("Този билет е от", "This ticket is from")),
        lines: vec![what_now.to_owned()],
    }
}

/// No kiosk has told of the code: perhaps not yet.
fn unheard(known: &Knowledge, lang: Lang) -> Stage {
    let good = lang.say(
        "Ако сте го взели от киоска, билетът важи: опашката върви и без тази страница. Следете във фоайето кога ще повикат номера ви.",
        "If you took it at the kiosk, the ticket is good: the queue goes on without this page. Look and listen in the lobby for your number.",
    );
    let mut lines = vec![good.to_owned()];
    if let Some(heard) = known.heard_at.filter(|_| known.quiet_since().is_none()) {
        let at = words::at(known.local(heard), known.today(), lang);
        let label = lang.say("Последната връзка с киоска беше", "The last contact with the kiosk was");
        lines.push(words::sentence(&format!("{label} {at}")));
    }
    Stage {
        name: "unheard",
        icon: TICKET,
        headline: lang
            .say("Още нямаме данни за този билет", "No data on this ticket yet")
            .to_owned(),
        lines,
    }
}

fn counter(ticket: &TicketNow, lang: Lang) -> Option<String> {
    ticket.counter.as_deref().map(|name| words::counter(name, lang))
}
