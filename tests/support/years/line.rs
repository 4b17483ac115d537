//! Who comes when and for what, how long they wait for one of the counters, and what becomes of them.

use parter::queue::{Change, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit};
use rand::{RngExt, rngs::StdRng};

use super::{CLOSING, LAST, OPENING, QUEUES, Today, counters::Counter};

/// One visit with its periods.
pub struct Stay {
    pub visit: Visit,
    pub periods: Vec<PeriodBegan>,
    /// From the ticket, or from the hour that was arranged where that was later, to the first call, if one came. Seconds.
    pub waited: Option<i64>,
}

struct Visitor {
    /// Seconds after midnight, as all of these.
    arrives: i64,
    arranged: Option<i64>,
    /// By place in [`QUEUES`].
    queue: usize,
}

/// The parts of the visitors who come in each hour from eight on.
const HOURS: [u32; 9] = [10, 16, 18, 15, 9, 9, 11, 8, 4];

pub fn draw(rng: &mut StdRng, today: &Today, many: u32, counters: &[Counter]) -> Vec<Stay> {
    let mut visitors: Vec<Visitor> = (0..many).map(|_| visitor(rng)).collect();
    visitors.sort_by_key(|visitor| visitor.arrives);
    let mut numbers = [0; QUEUES.len()];
    let visits = visitors.iter().map(|visitor| {
        let (queue, letter, _, _, services) = QUEUES[visitor.queue];
        numbers[visitor.queue] += 1;
        Visit {
            ticket: Ticket {
                number: TicketNumber {
                    letter,
                    seq: numbers[visitor.queue],
                },
                code: TicketCode::random(rng),
            },
            lobby: today.lobby.to_owned(),
            day: today.day,
            queue: queue.to_owned(),
            service: rng
                .random_bool(0.8)
                .then(|| services[rng.random_range(0..services.len())].to_owned()),
            priority: None,
            issued_at: today.at(visitor.arrives),
            arranged_at: visitor.arranged.map(|at| today.at(at)),
        }
    });
    let mut waiting: Vec<(Visitor, Visit)> = {
        let visits: Vec<Visit> = visits.collect();
        visitors.into_iter().zip(visits).collect()
    };
    // In the order in which they are called: who has an hour, at that hour.
    waiting.sort_by_key(|(visitor, _)| visitor.arrives.max(visitor.arranged.unwrap_or(0)));
    let mut free: Vec<i64> = counters.iter().map(|counter| counter.opens).collect();
    let stays = waiting.into_iter().map(|(visitor, visit)| {
        let counter = (0..free.len()).min_by_key(|counter| free[*counter]).unwrap();
        let ready = visitor.arrives.max(visitor.arranged.unwrap_or(0));
        let called = free[counter].max(ready) + rng.random_range(2..20);
        let mut stay = Stay {
            visit,
            periods: Vec::new(),
            waited: None,
        };
        if called > LAST || rng.random_bool(0.004) {
            stay.add(today, LAST, PeriodKind::Unserved, None);
        } else {
            stay.waited = Some(called - ready);
            free[counter] = served(rng, today, &mut stay, visitor.queue, called, &counters[counter].id);
        }
        stay
    });
    stays.collect()
}

fn visitor(rng: &mut StdRng) -> Visitor {
    let mut drawn = rng.random_range(0..HOURS.iter().sum());
    let hour = HOURS.iter().position(|part| {
        let is_here = drawn < *part;
        drawn = drawn.saturating_sub(*part);
        is_here
    });
    let mut drawn: f64 = rng.random();
    let queue = QUEUES.iter().position(|(_, _, part, ..)| {
        drawn -= part;
        drawn < 0.0
    });
    let arrives = OPENING + hour.unwrap_or(0) as i64 * 3600 + rng.random_range(0..3600);
    // Most of them come before their hour.
    let arranged = rng
        .random_bool(0.08)
        .then(|| (arrives + rng.random_range(-300..1_500)) / 900 * 900);
    Visitor {
        arrives: arrives.min(CLOSING - 60),
        arranged: arranged.map(|at| at.clamp(OPENING, CLOSING - 900)),
        queue: queue.unwrap_or(0),
    }
}

/// When the counter is free again.
fn served(rng: &mut StdRng, today: &Today, stay: &mut Stay, queue: usize, called: i64, counter: &str) -> i64 {
    let (_, _, _, minutes, _) = QUEUES[queue];
    let service = (minutes * 60.0 * (0.3 - 0.7 * (1.0 - rng.random::<f64>()).ln())) as i64;
    stay.add(today, called, PeriodKind::Called, Some(counter));
    let begins = called + rng.random_range(10..60);
    match rng.random_range(0..100) {
        0..5 => {
            let gone = called + rng.random_range(60..150);
            stay.add(today, gone, PeriodKind::NoShow, None);
            gone
        }
        // To another queue, where somebody takes them soon.
        5..8 => {
            let sent = begins + 120;
            stay.add(today, begins, PeriodKind::Serving, Some(counter));
            stay.add(today, sent, PeriodKind::Waiting, None);
            let other = QUEUES[(queue + 1) % QUEUES.len()].0;
            let change = &mut stay.periods.last_mut().unwrap().change;
            change.queue = Some(other.to_owned());
            let again = sent + rng.random_range(30..900);
            stay.add(today, again, PeriodKind::Called, Some("1"));
            stay.add(today, again + 20, PeriodKind::Serving, Some("1"));
            stay.add(today, again + 20 + service, PeriodKind::Served, None);
            sent
        }
        _ => {
            stay.add(today, begins, PeriodKind::Serving, Some(counter));
            stay.add(today, begins + service, PeriodKind::Served, None);
            begins + service
        }
    }
}

impl Stay {
    fn add(&mut self, today: &Today, at: i64, kind: PeriodKind, counter: Option<&str>) {
        self.periods.push(PeriodBegan {
            visit: self.visit.ticket.code.clone(),
            ordinal: 2 + self.periods.len() as u32,
            kind,
            counter: counter.map(str::to_owned),
            change: Change::default(),
            began_at: today.at(at),
        });
    }
}
