//! The drawn years through the server's own intake, as kiosks would have told of them.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use parter::{
    protocol::{
        batch::Verdict,
        record::{Hash, Record, kind},
    },
    server::{
        condense::condense,
        intake::Incoming,
        state::App,
        store::{
            Store,
            audit::Actor,
            devices::{Attempt, Changed, Device, Enrolment, NewDevice, Offer},
        },
    },
};
use serde::Serialize;

use super::{LOBBIES, MUNICIPALITY, Told, Years};

/// A batch is kept in one transaction, however long it is: a wire's is of 200.
const BATCH: usize = 4_000;

/// Says how many records it was.
pub async fn fill(store: &dyn Store, years: &Years) -> usize {
    let mut records = 0;
    for (place, lobby) in LOBBIES.into_iter().enumerate() {
        let device = enrol(store, years, lobby).await;
        let mut batch = Vec::new();
        for day in years.working_days() {
            batch.extend(told(&years.day(place, day)).map(|record| Incoming::of(record, &device)));
            if batch.len() >= BATCH {
                records += batch.len();
                send(store, &device, &std::mem::take(&mut batch), years).await;
            }
        }
        records += batch.len();
        send(store, &device, &batch, years).await;
    }
    let now = end(years);
    store
        .import_registered(MUNICIPALITY, &years.registered(), &Actor::CommandLine, now)
        .await
        .unwrap();
    records
}

/// Fills a server and condenses every day.
pub async fn settle(app: &App, years: &Years) {
    fill(&*app.store, years).await;
    while condense(&*app.store, &app.packs.now(), None, 50).await.unwrap() > 0 {}
}

fn end(years: &Years) -> DateTime<Utc> {
    years.to.and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(1)
}

async fn send(store: &dyn Store, device: &Device, batch: &[Incoming], years: &Years) {
    let verdicts = store.accept_batch(device, batch, end(years)).await.unwrap();
    assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Accepted));
}

/// The records of a day, as they go up.
pub fn told(told: &Told) -> impl Iterator<Item = Record> {
    let visits = told
        .visits
        .iter()
        .map(|visit| record(kind::VISIT, visit.ticket.code.to_string(), visit));
    let periods = told
        .periods
        .iter()
        .map(|period| record(kind::PERIOD, period.id(), period));
    let counters = told
        .counters
        .iter()
        .map(|counter| record(kind::COUNTER, counter.id(), counter));
    let ratings = told
        .ratings
        .iter()
        .map(|rating| record(kind::RATING, rating.id.to_string(), rating));
    visits.chain(periods).chain(counters).chain(ratings)
}

fn record(kind: &str, id: String, payload: &impl Serialize) -> Record {
    Record::new(kind, id, serde_json::to_string(payload).unwrap()).unwrap()
}

async fn enrol(store: &dyn Store, years: &Years, lobby: &str) -> Device {
    let now = years.from.and_time(NaiveTime::MIN).and_utc();
    let offer = Offer {
        name: "A000".to_owned(),
        sha256: Hash::of(lobby.as_bytes()),
    };
    let new = NewDevice {
        id: lobby.replace('/', "-"),
        name: lobby.to_owned(),
        municipality: MUNICIPALITY.to_owned(),
    };
    let made = store.create_device(&new, &offer, &Actor::CommandLine, now).await;
    assert_eq!(made, Ok(Changed::Done));
    let attempt = Attempt {
        municipality: MUNICIPALITY.to_owned(),
        lobby: lobby.to_owned(),
        program: "0.1.0".to_owned(),
        token: offer.sha256,
        offer,
    };
    match store.enrol(&attempt, now).await.unwrap() {
        Enrolment::Done(device) => device,
        other => panic!("{other:?}"),
    }
}
