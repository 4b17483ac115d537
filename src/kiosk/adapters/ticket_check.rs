//! The last look before a ticket.

use parter_ui::{App, Priority, ServedToday, Taking as UiTaking, TicketCheck};
use slint::{ComponentHandle, SharedString};

use super::{Shared, act, handles, rows, waiting};
use crate::{
    content::{
        l10n,
        service::{Evidence, Service},
    },
    kiosk::controllers::{
        kiosk::Kiosk,
        ticket::{Chosen, Taking},
    },
    queue::closing::Served,
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let check = app.global::<TicketCheck>();

    let (weak, shared) = handles(app, kiosk);
    check.on_prefer(move |class| {
        act(&weak, &shared, |kiosk| {
            kiosk.choose_priority(Some(class.as_str()).filter(|class| !class.is_empty()));
        });
    });

    let (weak, shared) = handles(app, kiosk);
    check.on_take(move || act(&weak, &shared, Kiosk::take_ticket));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let Some(Chosen {
        queue,
        service,
        priority,
    }) = kiosk.chosen()
    else {
        return;
    };
    let check = app.global::<TicketCheck>();
    let lang = &kiosk.session.lang;
    check.set_letter(queue.letter.to_string().into());
    check.set_queue(queue.name.get(lang).into());
    check.set_hint(queue.hint.as_ref().map_or("", |hint| hint.get(lang)).into());
    check.set_service(service.map_or("", |service| service.name.get(lang)).into());
    check.set_tickets(waiting::times(kiosk, &kiosk.tickets(queue)));
    check.set_waiting(waiting::waiting(kiosk.ahead(&queue.id)));
    show_served(&check, kiosk, &kiosk.served(queue));

    check.set_to_bring(rows::update(check.get_to_bring(), documents(service, false, lang)));
    check.set_not_needed(rows::update(check.get_not_needed(), documents(service, true, lang)));
    let classes = kiosk.priorities(queue).map(|class| Priority {
        id: class.id.as_str().into(),
        name: class.name.get(lang).into(),
    });
    check.set_priorities(rows::update(check.get_priorities(), classes.collect()));
    check.set_priority(priority.map_or("", |class| class.id.as_str()).into());
    let bound = kiosk.pack.queues.priority_bound_minutes;
    check.set_priority_bound(i32::try_from(bound).unwrap_or(i32::MAX));
    check.set_taking(match kiosk.session.ticket.taking {
        Taking::NotAsked => UiTaking::NotAsked,
        Taking::UnderWay => UiTaking::UnderWay,
        Taking::Failed => UiTaking::Failed,
    });
}

fn show_served(check: &TicketCheck, kiosk: &Kiosk, served: &Served) {
    let time = |moment: &chrono::NaiveDateTime| l10n::time(moment.time());
    let (state, closes, until, basis) = match served {
        Served::NotKnown | Served::Closed { .. } => (ServedToday::Unknown, String::new(), String::new(), ""),
        Served::BeforeClosing => (ServedToday::BeforeClosing, String::new(), String::new(), ""),
        Served::WithinExtended { closes, until, basis } => (
            ServedToday::WithinExtended,
            time(closes),
            time(until),
            basis.get(&kiosk.session.lang),
        ),
        Served::NotToday { last } => (ServedToday::NotToday, String::new(), time(last), ""),
    };
    check.set_served(state);
    check.set_closes(closes.into());
    check.set_until(until.into());
    check.set_basis(basis.into());
}

/// The service's documents: those to bring, or those that the office obtains itself.
fn documents(service: Option<&Service>, ex_officio: bool, lang: &str) -> Vec<SharedString> {
    let line = |evidence: &Evidence| match &evidence.condition {
        Some(condition) => format!("{} ({})", evidence.name.get(lang), condition.get(lang)),
        None => evidence.name.get(lang).to_owned(),
    };
    let evidence = service.map_or(&[][..], |service| &service.evidence);
    let wanted = evidence.iter().filter(|evidence| evidence.ex_officio == ex_officio);
    wanted.map(|evidence| line(evidence).into()).collect()
}
