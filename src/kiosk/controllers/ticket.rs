//! Taking a ticket: what one came for, whether tickets are issued now, and the ticket itself.

use chrono::NaiveDateTime;
use tracing::{error, warn};

use super::{kiosk::Kiosk, session::Screen, waiting::Ahead};
use crate::{
    content::{
        calendar,
        queue_plan::{PriorityClass, Queue},
        service::Service,
    },
    hub::Came,
    queue::{
        IssueRequest, TicketCode, Visit,
        closing::{self, NoTickets, Served, Tickets},
        paper::PrintState,
        qr::{self, TicketText},
    },
    store::StoreError,
};

/// This visitor's way to a ticket.
#[derive(Debug, Clone, Default)]
pub struct TicketFlow {
    choice: Option<Choice>,
    pub taking: Taking,
    pub issued: Option<Issued>,
}

#[derive(Debug, Clone)]
struct Choice {
    queue: String,
    service: Option<String>,
    priority: Option<String>,
}

/// What became of the wish for a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Taking {
    #[default]
    NotAsked,
    UnderWay,
    /// The store can't issue one now.
    Failed,
}

/// The ticket, on the disk already.
#[derive(Debug, Clone)]
pub struct Issued {
    pub visit: Visit,
    /// Those who wait before this visitor; none where they could not be counted.
    pub ahead: Option<Ahead>,
    /// When it was issued, on the lobby's wall clock; none where that is wrong.
    pub at: Option<NaiveDateTime>,
    /// What becomes of its paper, before the printer has said more; none where nothing is printed.
    pub(super) paper: Option<PrintState>,
}

/// What the visitor came for.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    pub queue: &'a Queue,
    pub service: Option<&'a Service>,
    pub priority: Option<&'a PriorityClass>,
}

impl Kiosk {
    /// The queues of this place, in the pack's order.
    pub fn queues(&self) -> impl Iterator<Item = &Queue> {
        let here = self.place().map(|place| &place.id);
        let is_here = move |queue: &&Queue| queue.places.is_empty() || here.is_some_and(|id| queue.places.contains(id));
        self.pack.queues.queues.iter().filter(is_here)
    }

    /// The queue of this place in which `service` is served.
    #[must_use]
    pub fn queue_for(&self, service: &Service) -> Option<&Queue> {
        let queue = self.pack.queues.queue_for(service)?;
        self.queues().find(|here| here.id == queue.id)
    }

    /// Whether `queue` issues tickets now, and when it does again.
    #[must_use]
    pub fn tickets(&self, queue: &Queue) -> Tickets {
        if let Some(paused) = self.paused(&queue.id) {
            return Tickets::Closed {
                reason: NoTickets::Paused {
                    why: paused.reason.clone(),
                },
                opens: None,
            };
        }
        let tickets = self
            .place()
            .zip(self.local_now())
            .map_or(Tickets::Issued { until: None }, |(place, now)| {
                closing::tickets(&self.pack.hours, place, queue, now)
            });
        self.with_serving_on(queue, tickets)
    }

    /// To the last look before the ticket of `queue`.
    pub fn choose_queue(&mut self, queue: &str) {
        if self.queues().any(|here| here.id == queue) {
            self.choose(queue.to_owned(), None);
        }
    }

    /// To the last look before the ticket for `service`. Nothing happens where no queue of this place serves it.
    pub fn choose_service(&mut self, service: &str) {
        let queue = self.pack.service(service).and_then(|service| self.queue_for(service));
        if let Some(queue) = queue.map(|queue| queue.id.clone()) {
            self.choose(queue, Some(service.to_owned()));
        }
    }

    fn choose(&mut self, queue: String, service: Option<String>) {
        let choice = Choice {
            queue,
            service,
            priority: None,
        };
        self.session.ticket = TicketFlow {
            choice: Some(choice),
            ..TicketFlow::default()
        };
        self.session.go(Screen::TicketCheck);
        self.refresh_waiting();
    }

    /// Asks for one of the queue's priority classes, or for none.
    pub fn choose_priority(&mut self, priority: Option<&str>) {
        let offered = |id: &&str| {
            let queue = self.chosen().map(|chosen| chosen.queue);
            queue.is_some_and(|queue| queue.priorities.iter().any(|class| class == id))
        };
        let priority = priority.filter(offered).map(str::to_owned);
        if let Some(choice) = &mut self.session.ticket.choice {
            choice.priority = priority;
        }
    }

    /// The classes that may be asked for in `queue`.
    pub fn priorities(&self, queue: &Queue) -> impl Iterator<Item = &PriorityClass> {
        let classes = self.pack.queues.priorities.iter();
        classes.filter(|class| queue.priorities.contains(&class.id))
    }

    /// What the visitor came for; none before they said so.
    #[must_use]
    pub fn chosen(&self) -> Option<Chosen<'_>> {
        let choice = self.session.ticket.choice.as_ref()?;
        let classes = &self.pack.queues.priorities;
        Some(Chosen {
            queue: self.pack.queues.queue(&choice.queue)?,
            service: choice.service.as_ref().and_then(|id| self.pack.service(id)),
            priority: classes.iter().find(|class| Some(&class.id) == choice.priority.as_ref()),
        })
    }

    /// Whether one who takes a ticket of `queue` now is served today.
    #[must_use]
    pub fn served(&self, queue: &Queue) -> Served {
        let (Some(place), Some(now), Some(ahead)) = (self.place(), self.local_now(), self.ahead(&queue.id)) else {
            return Served::NotKnown;
        };
        if self.paused(&queue.id).is_some() {
            return Served::Closed { opens: None };
        }
        let wait = ahead.wait.map(|wait| wait.range);
        closing::served(&self.pack.hours, place, queue, now, ahead.people, wait)
    }

    /// Takes the ticket that was chosen. While one is under way, and after closing, nothing happens.
    pub fn take_ticket(&mut self) {
        let Some(chosen) = self.chosen() else { return };
        let under_way = self.session.ticket.taking == Taking::UnderWay;
        if under_way || !matches!(self.tickets(chosen.queue), Tickets::Issued { .. }) {
            return;
        }
        let request = IssueRequest {
            queue: chosen.queue.id.clone(),
            letter: chosen.queue.letter,
            service: chosen.service.map(|service| service.id.clone()),
            priority: chosen.priority.map(|class| class.id.clone()),
            touched: self.clock.uptime(),
        };
        let visitor = self.visitor;
        self.session.ticket.taking = Taking::UnderWay;
        self.issue(request, move |kiosk, result| kiosk.ticket_came(visitor, result));
    }

    pub(super) fn ticket_came(&mut self, visitor: u64, result: Result<Came, StoreError>) {
        let is_here = self.visitor == visitor;
        match result {
            Ok((visit, counts)) if !is_here => {
                self.know_waiting(counts.map(|(counts, _)| counts));
                warn!(number = %visit.ticket.number, "a ticket waits that nobody has seen: its visitor had left the screen");
            }
            Ok((visit, counts)) => {
                let (counts, ahead) = counts.unzip();
                self.know_waiting(counts);
                self.session.ticket.taking = Taking::NotAsked;
                let wall_clock = |_| calendar::local_time(visit.issued_at, self.pack.zone());
                let at = self.local_now().map(wall_clock);
                let mut issued = Issued {
                    visit,
                    ahead: ahead.flatten(),
                    at,
                    paper: None,
                };
                issued.paper = self.print(&issued);
                self.session.ticket.issued = Some(issued);
                self.session.arrive(Screen::TicketIssued);
            }
            // Staff have paused it since the last look: the screen says so as soon as it knows.
            Err(StoreError::QueuePaused) => {
                if is_here {
                    self.session.ticket.taking = Taking::NotAsked;
                }
                self.refresh_waiting();
            }
            Err(cause) => {
                error!(%cause, permanent = cause.is_permanent(), "a ticket could not be issued");
                if is_here {
                    self.session.ticket.taking = Taking::Failed;
                }
            }
        }
    }

    /// The address of a ticket's page: on the configured server for phones, else on the one that the kiosk is enrolled with.
    #[must_use]
    pub fn ticket_page(&self, code: &TicketCode) -> Option<String> {
        let enrolment = self.server.enrolment();
        let base = self.config.server.public_url.as_ref();
        let base = base.or_else(|| enrolment.as_ref().map(|enrolment| &enrolment.public_url))?;
        let device = enrolment.as_ref().map(|enrolment| enrolment.device.as_str());
        Some(qr::ticket_page(base, code, device))
    }

    /// What the ticket's QR code says: the address of its page, or the ticket itself where it has none.
    #[must_use]
    pub fn ticket_qr(&self, issued: &Issued) -> String {
        let visit = &issued.visit;
        if let Some(page) = self.ticket_page(&visit.ticket.code) {
            return page;
        }
        let lang = &self.session.lang;
        let text = TicketText::of(&self.pack, visit, self.place(), issued.at, lang);
        qr::ticket_text(&text, lang)
    }

    /// The lobby at a glance: whether any queue issues tickets, and those who wait in all of them.
    #[must_use]
    pub fn lobby(&self) -> (Tickets, Option<Ahead>) {
        let doors: Vec<Tickets> = self.queues().map(|queue| self.tickets(queue)).collect();
        let opens = |tickets: &Tickets| match tickets {
            Tickets::Closed { opens, .. } => *opens,
            Tickets::Issued { .. } => None,
        };
        let open = doors.iter().find(|door| matches!(door, Tickets::Issued { .. }));
        let serves_on = |tickets: &Tickets| {
            let extended = |reason: &NoTickets| matches!(reason, NoTickets::Extended { .. });
            matches!(tickets, Tickets::Closed { reason, .. } if extended(reason))
        };
        // Of those that are closed, one at which those present are served on speaks for all, else the one that opens first;
        // one that never opens, last.
        let rank = |door: &&Tickets| (!serves_on(door), opens(door).is_none(), opens(door));
        let first = || doors.iter().min_by_key(rank);
        let door = open.or_else(first).cloned();
        let ahead: Option<Vec<Ahead>> = self.queues().map(|queue| self.ahead(&queue.id)).collect();
        (
            door.unwrap_or(Tickets::Issued { until: None }),
            ahead.map(|all| Ahead::together(&all)),
        )
    }
}
