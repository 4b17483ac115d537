//! The ticket of the visitor who is at a counter, on paper: what became of it, and the same number once more, from the
//! printer of the kiosk that serves the lobby.

use chrono::{DateTime, Utc};

use super::app::App;
use crate::{
    content::{calendar, text::BULGARIAN},
    print::{sheet::Sheet, ticket::TicketPaper},
    queue::{
        TicketCode, Visit,
        paper::PrintState,
        qr::{self, TicketText},
        transitions::Refused,
    },
    store::{Store, StoreError},
};

/// None where nothing is printed, or not this ticket.
pub fn state(store: &mut Store, app: &App, visit: &TicketCode) -> Result<Option<PrintState>, StoreError> {
    let Some(printer) = &app.config.printer else {
        return Ok(None);
    };
    let kept = store.print_of(visit)?;
    Ok(kept.map(|kept| printer.watch().seen(&kept)))
}

/// Prints the ticket once more, for the counter that has its visitor. Of a ticket that another kiosk has issued, or that came
/// without a paper, it makes one, in Bulgarian: who took it in which language is kept nowhere.
pub fn reprint(
    store: &mut Store,
    app: &App,
    counter: &str,
    visit: &TicketCode,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let present = store.lobby_now(now)?.present;
    let visitor = present.iter().find(|one| one.code == *visit);
    match visitor.filter(|one| one.kind.is_at_counter()) {
        Some(one) if one.counter.as_deref() == Some(counter) => {}
        Some(one) => {
            return Err(StoreError::Refused(Refused::AtCounter(
                one.counter.clone().unwrap_or_default(),
            )));
        }
        None => return Err(StoreError::Refused(Refused::NotCalled)),
    }
    let printer = app.config.printer.as_ref();
    let printer = printer.ok_or(StoreError::Refused(Refused::NoPaper))?;
    if !store.reprint(visit, now)? {
        let sheet = sheet(app, &store.visit(visit)?);
        let sheet = serde_json::to_string(&sheet).map_err(|_| StoreError::Refused(Refused::NoPaper))?;
        store.queue_print(visit, &sheet, now)?;
    }
    printer.look();
    Ok(())
}

fn sheet(app: &App, visit: &Visit) -> Sheet {
    let place = app.config.place.as_ref();
    let issued = Some(calendar::local_time(visit.issued_at, app.pack.zone()));
    let page = app.config.public_url.as_ref();
    let page = page.map(|base| qr::ticket_page(base, &visit.ticket.code, None));
    let has_page = page.is_some();
    let qr = page.unwrap_or_else(|| {
        let text = TicketText::of(&app.pack, visit, place, issued, BULGARIAN);
        qr::ticket_text(&text, BULGARIAN)
    });
    let paper = TicketPaper {
        pack: &app.pack,
        visit,
        place,
        issued,
        // They are not before this visitor any more, who is at the counter.
        before: None,
        qr: &qr,
        has_page,
        lang: BULGARIAN,
    };
    paper.sheet()
}
