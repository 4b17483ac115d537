//! Days of a lobby in a kiosk's store: who came, and after how long they were called.
#![allow(clippy::unwrap_used)]

use std::{path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    queue::{Appointment, Counter, CounterState, IssueRequest},
    store::{Store, StoreConfig},
};

const QUEUE: &str = "kasa";

pub fn config() -> StoreConfig {
    StoreConfig {
        lobby: "kyustendil".to_owned(),
        zone: chrono_tz::Europe::Sofia,
        bucket_hours: 24,
        repeat_window: Duration::ZERO,
    }
}

/// On the day that begins at `eight` the counter opens and closes in time, and calls visitors after so many minutes each:
/// first those with a ticket, then those with an appointment.
pub fn day(dir: &Path, eight: DateTime<Utc>, waits: &[i64], arranged: &[i64]) {
    let mut store = Store::open(dir, &config(), eight).unwrap().store;
    let counter = Counter {
        id: "1".to_owned(),
        queues: vec![QUEUE.to_owned()],
    };
    let hour = |hour| eight + TimeDelta::hours(hour);
    store.set_counter("1", CounterState::Open, eight).unwrap();
    let serve = |store: &mut Store, code, at| {
        store.call_next(&counter, TimeDelta::minutes(20), at).unwrap().unwrap();
        store.start("1", &code, at).unwrap();
        store.finish("1", &code, at).unwrap();
    };
    for (nth, wait) in (0..).zip(waits) {
        let came = hour(1) + TimeDelta::minutes(35 * nth);
        let request = IssueRequest {
            queue: QUEUE.to_owned(),
            letter: 'К',
            service: None,
            priority: None,
            touched: Duration::from_secs(60 * u64::try_from(nth).unwrap()),
        };
        let code = store.issue(&request, came).unwrap().ticket.code;
        serve(&mut store, code, came + TimeDelta::minutes(*wait));
    }
    for (nth, wait) in (0..).zip(arranged) {
        let due = hour(5) + TimeDelta::minutes(20 * nth);
        let appointment = Appointment {
            day: eight.date_naive(),
            code: format!("A{nth}B").parse().unwrap(),
            at: due,
            queue: QUEUE.to_owned(),
            letter: 'К',
            service: None,
        };
        store.arrange(&appointment).unwrap();
        let code = store
            .check_in(&appointment.code, due - TimeDelta::minutes(5))
            .unwrap()
            .ticket
            .code;
        serve(&mut store, code, due + TimeDelta::minutes(*wait));
    }
    store.set_counter("1", CounterState::Closed, hour(9)).unwrap();
}
