//! The ticket on the screen.

use parter_ui::{App, TicketIssued};
use slint::ComponentHandle;

use super::{qr, waiting};
use crate::kiosk::controllers::{kiosk::Kiosk, l10n};

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
    let at = kiosk.issued_at(issued);
    let time = format!("{}, {}", l10n::time(at.time()), l10n::day_month(at.date(), lang));
    ticket.set_time(if kiosk.knows_the_date() { time.into() } else { "".into() });
    ticket.set_waiting(waiting::waiting(issued.ahead));
    ticket.set_has_page(kiosk.config.server.public_url.is_some());

    let says = kiosk.ticket_qr(issued);
    if ticket.get_qr_text() != says.as_str() {
        ticket.set_qr(qr::image(&says));
        ticket.set_qr_text(says.into());
    }
}
