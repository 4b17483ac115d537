//! The ticket on the screen.

use parter_ui::{App, Arrival as UiArrival, PaperState, TicketIssued};
use slint::ComponentHandle;

use super::{qr, waiting};
use crate::{
    content::{calendar, l10n, service::Service},
    kiosk::controllers::{appointment::Arrival, kiosk::Kiosk},
    queue::{appointments::measure::promised_minutes, paper::PrintState},
};

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let Some(issued) = &kiosk.session.ticket.issued else {
        return;
    };
    let ticket = app.global::<TicketIssued>();
    let lang = &kiosk.session.lang;
    let visit = &issued.visit;
    let plan = &kiosk.pack.queues;
    let service = visit.service.as_ref().and_then(|id| kiosk.pack.service(id));
    let class = plan
        .priorities
        .iter()
        .find(|class| Some(&class.id) == visit.priority.as_ref());
    ticket.set_number(visit.ticket.number.to_string().into());
    ticket.set_queue(plan.queue(&visit.queue).map_or("", |queue| queue.name.get(lang)).into());
    ticket.set_service(service.map_or("", |service| service.name.get(lang)).into());
    ticket.set_priority(class.map_or("", |class| class.name.get(lang)).into());
    let time = issued
        .at
        .map(|at| format!("{}, {}", l10n::time(at.time()), l10n::day_month(at.date(), lang)));
    ticket.set_time(time.unwrap_or_default().into());
    let hour = visit.arranged_at.map(|at| calendar::local_time(at, kiosk.pack.zone()));
    ticket.set_appointment(hour.map_or_else(String::new, |hour| l10n::time(hour.time())).into());
    ticket.set_promised_minutes(promised_minutes(&kiosk.pack).map_or(0, |minutes| i32::try_from(minutes).unwrap_or(0)));
    ticket.set_arrival(match kiosk.arrival() {
        Some(Arrival::Early) => UiArrival::Early,
        Some(Arrival::Late) => UiArrival::Late,
        Some(Arrival::InTime) | None => UiArrival::InTime,
    });
    ticket.set_waiting(waiting::waiting(issued.ahead));
    let brings = |service: &Service| service.evidence.iter().any(|document| !document.ex_officio);
    ticket.set_has_documents(service.is_some_and(brings));
    ticket.set_paper(paper(kiosk.ticket_print()));
    ticket.set_has_page(kiosk.ticket_page(&visit.ticket.code).is_some());

    let says = kiosk.ticket_qr(issued);
    if ticket.get_qr_text() != says.as_str() {
        ticket.set_qr(qr::image(&says));
        ticket.set_qr_text(says.into());
    }
}

/// What became of a paper, as screens show it.
pub(super) fn paper(state: Option<PrintState>) -> PaperState {
    match state {
        None => PaperState::None,
        Some(PrintState::Queued) => PaperState::Queued,
        Some(PrintState::Printed) => PaperState::Printed,
        Some(PrintState::Failed(_)) => PaperState::Failed,
        Some(PrintState::Unknown) => PaperState::Unknown,
    }
}
