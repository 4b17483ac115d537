//! The ticket on paper, where the kiosk has a printer.

use tracing::error;

use super::{kiosk::Kiosk, replies::Wake, ticket::Issued};
use crate::{
    print::{
        sheet::Sheet,
        ticket::{Before, TicketPaper},
        worker::Handle,
    },
    protocol::heartbeat::PrinterState,
    queue::paper::{PrintFault, PrintState},
};

impl Kiosk {
    /// Prints from now on, see [`Printer::handle`](crate::print::worker::Printer::handle).
    pub fn print_by(&mut self, printer: Handle, wake: Wake) {
        printer.watch().on_change(wake);
        self.printer = Some(printer);
    }

    /// How the printer is.
    #[must_use]
    pub fn printer_state(&self) -> PrinterState {
        let printer = self.printer.as_ref();
        printer.map_or(PrinterState::None, |printer| printer.watch().state())
    }

    /// What becomes of the paper of this visitor's own ticket; none where nothing is printed.
    #[must_use]
    pub fn ticket_print(&self) -> Option<PrintState> {
        let issued = self.session.ticket.issued.as_ref()?;
        let known = self.printer.as_ref()?.watch().print(&issued.visit.ticket.code);
        known.or(issued.paper)
    }

    /// Wants the ticket on paper, now that it is on the disk.
    pub(super) fn print(&self, issued: &Issued) -> Option<PrintState> {
        let printer = self.printer.clone()?;
        let code = issued.visit.ticket.code.clone();
        let (sheet, now) = (
            serde_json::to_string(&self.ticket_sheet(issued)).ok()?,
            self.clock.now(),
        );
        self.ask_for_visitor(
            move |store| {
                store.queue_print(&code, &sheet, now)?;
                printer.look();
                Ok(())
            },
            |kiosk, kept| {
                if let Err(cause) = kept {
                    error!(%cause, "a ticket is not printed");
                    let issued = kiosk.session.ticket.issued.as_mut();
                    issued
                        .into_iter()
                        .for_each(|issued| issued.paper = Some(PrintState::Failed(PrintFault::NotKept)));
                }
            },
        );
        Some(PrintState::Queued)
    }

    fn ticket_sheet(&self, issued: &Issued) -> Sheet {
        let before = issued.ahead.map(|ahead| Before {
            people: ahead.people,
            called_today: ahead.called_today,
            wait: ahead.wait,
        });
        let paper = TicketPaper {
            pack: &self.pack,
            visit: &issued.visit,
            place: self.place(),
            issued: issued.at,
            before,
            qr: &self.ticket_qr(issued),
            has_page: self.ticket_page(&issued.visit.ticket.code).is_some(),
            lang: &self.session.lang,
        };
        paper.sheet()
    }
}
