//! How the kiosk is, told once a minute, and when it shows other content than before.

use std::{path::Path, time::Duration};

use chrono::{DateTime, Utc};
use rand::RngExt;

use crate::{
    disk,
    protocol::{
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        image::ImageReport,
        record::{Record, kind},
    },
    store::outbox::OutboxNow,
};

/// When the next heartbeat is due, and what it is called.
#[derive(Debug)]
pub struct Pulse {
    /// Random, so that the ids of two starts never meet.
    start: String,
    count: u64,
    every: Duration,
    /// Uptime.
    due: Duration,
}

impl Pulse {
    #[must_use]
    pub fn new(every: Duration, rng: &mut impl rand::CryptoRng) -> Self {
        Self {
            start: format!("{:016x}", rng.random::<u64>()),
            count: 0,
            every,
            due: Duration::ZERO,
        }
    }

    #[must_use]
    pub fn is_due(&self, uptime: Duration) -> bool {
        uptime >= self.due
    }

    /// How long until the next one.
    #[must_use]
    pub fn left(&self, uptime: Duration) -> Duration {
        self.due.saturating_sub(uptime)
    }

    /// The server has one. The first after an outage is followed by the next within the device's own part of a minute:
    /// kiosks that came back together don't go on together.
    pub fn answered(&mut self, uptime: Duration, first: bool, offset: f64) {
        self.due = uptime + if first { self.every.mul_f64(offset) } else { self.every };
    }

    /// There is news: it is told now.
    pub fn hasten(&mut self) {
        self.due = Duration::ZERO;
    }

    fn next_id(&mut self) -> String {
        self.count += 1;
        format!("{}.{}", self.start, self.count)
    }

    /// The record of this moment.
    pub fn record(&mut self, sent_at: DateTime<Utc>, uptime: Duration, facts: Facts) -> serde_json::Result<Record> {
        let heartbeat = Heartbeat {
            sent_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            content: facts.content.clone(),
            printer: facts.printer,
            disk_free: disk::free(facts.state),
            outbox: facts.outbox.waiting,
            oldest_unsent: facts.outbox.oldest,
            set_aside: facts.outbox.set_aside,
            uptime: uptime.as_secs(),
            image: facts.image,
        };
        Record::new(kind::HEARTBEAT, self.next_id(), serde_json::to_string(&heartbeat)?)
    }
}

/// What a heartbeat tells of besides the time.
#[derive(Debug)]
pub struct Facts<'a> {
    pub content: &'a ContentShown,
    pub state: &'a Path,
    pub printer: PrinterState,
    pub outbox: OutboxNow,
    pub image: Option<ImageReport>,
}
