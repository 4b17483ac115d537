//! What the tests begin with: kiosks, and what they send.

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    feedback::{Bucket, Face, Rating, RatingId, Remarks},
    protocol::{
        batch::Verdict,
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        record::{Hash, Record, kind},
    },
    queue::{Change, CounterBegan, CounterState, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit},
    server::{
        intake::Incoming,
        store::{
            Store,
            audit::Actor,
            devices::{Attempt, Changed, Device, Enrolment, NewDevice, Offer},
        },
    },
};

pub const MUNICIPALITY: &str = "kyustendil";
pub const LOBBY: &str = "kyustendil/hall";
pub const OTHER_LOBBY: &str = "kyustendil/taxes";

pub fn noon() -> DateTime<Utc> {
    "2026-11-05T10:00:00Z".parse().unwrap()
}

pub fn after(seconds: i64) -> DateTime<Utc> {
    noon() + TimeDelta::seconds(seconds)
}

pub fn staff() -> Actor {
    Actor::User("maria".to_owned())
}

pub fn hash(text: &str) -> Hash {
    Hash::of(text.as_bytes())
}

/// An offer whose name is the secret's first four characters.
pub fn offer(secret: &str) -> Offer {
    Offer {
        name: secret[..4].to_owned(),
        sha256: hash(secret),
    }
}

pub fn attempt(secret: &str, lobby: &str, token: &str) -> Attempt {
    Attempt {
        offer: offer(secret),
        municipality: MUNICIPALITY.to_owned(),
        lobby: lobby.to_owned(),
        program: "0.1.0".to_owned(),
        token: hash(token),
    }
}

/// A device of that name, which is its id too, with an offer.
pub async fn created(store: &dyn Store, name: &str, secret: &str) {
    let new = NewDevice {
        id: name.to_owned(),
        name: name.to_owned(),
        municipality: MUNICIPALITY.to_owned(),
    };
    let made = store.create_device(&new, &offer(secret), &staff(), noon()).await;
    assert_eq!(made, Ok(Changed::Done));
}

/// A device with a token that is its name.
pub async fn enrolled(store: &dyn Store, name: &str, lobby: &str) -> Device {
    created(store, name, &format!("{name}-secret")).await;
    let attempt = attempt(&format!("{name}-secret"), lobby, name);
    match store.enrol(&attempt, noon()).await.unwrap() {
        Enrolment::Done(device) => device,
        other => panic!("{other:?}"),
    }
}

pub fn code(number: u32) -> TicketCode {
    format!("{number:012}").parse().unwrap()
}

/// The ticket of that number, taken so many minutes after noon.
pub fn visit(number: u32) -> Visit {
    Visit {
        ticket: Ticket {
            number: TicketNumber {
                letter: 'А',
                seq: number,
            },
            code: code(number),
        },
        lobby: LOBBY.to_owned(),
        day: noon().date_naive(),
        queue: "civil".to_owned(),
        service: Some("2034".to_owned()),
        priority: None,
        issued_at: after(60 * i64::from(number)),
        arranged_at: None,
    }
}

pub fn period(number: u32, ordinal: u32, kind: PeriodKind) -> PeriodBegan {
    PeriodBegan {
        visit: code(number),
        ordinal,
        kind,
        counter: Some("3".to_owned()),
        change: Change::default(),
        began_at: after(60 * i64::from(number) + 100 * i64::from(ordinal)),
    }
}

pub fn counter_period(counter: &str, ordinal: u32, state: CounterState) -> CounterBegan {
    CounterBegan {
        lobby: LOBBY.to_owned(),
        day: noon().date_naive(),
        counter: counter.to_owned(),
        ordinal,
        state,
        began_at: after(100 * i64::from(ordinal)),
    }
}

pub fn rating(number: u128) -> Rating {
    let id = format!("{number:032x}").parse::<RatingId>().unwrap();
    Rating {
        id,
        bucket: Bucket::at(noon().naive_utc(), 12),
        face: Face::try_from(4).unwrap(),
        repeated: false,
        remarks: Remarks {
            queue: Some("civil".to_owned()),
            reasons: ["polite".to_owned()].into(),
            answers: [("wait".to_owned(), "short".to_owned())].into(),
        },
    }
}

/// Of a kiosk that is well.
pub fn heartbeat(sent_at: DateTime<Utc>) -> Heartbeat {
    Heartbeat {
        sent_at,
        program: "0.1.0".to_owned(),
        content: ContentShown {
            municipality: MUNICIPALITY.to_owned(),
            version: 7,
            sha256: hash("pack"),
        },
        printer: PrinterState::Ready,
        disk_free: Some(1 << 40),
        outbox: 0,
        oldest_unsent: None,
        set_aside: 0,
        uptime: 60,
        image: None,
    }
}

pub fn record(kind: &str, id: impl Into<String>, payload: &impl serde::Serialize) -> Record {
    Record::new(kind, id.into(), serde_json::to_string(payload).unwrap()).unwrap()
}

pub fn visit_record(visit: &Visit) -> Record {
    record(kind::VISIT, visit.ticket.code.as_str(), visit)
}

pub fn period_record(period: &PeriodBegan) -> Record {
    record(kind::PERIOD, period.id(), period)
}

pub fn counter_record(counter: &CounterBegan) -> Record {
    record(kind::COUNTER, counter.id(), counter)
}

pub fn rating_record(rating: &Rating) -> Record {
    record(kind::RATING, rating.id.to_string(), rating)
}

pub fn heartbeat_record(id: &str, heartbeat: &Heartbeat) -> Record {
    record(kind::HEARTBEAT, id, heartbeat)
}

/// A batch as the server hears it.
pub fn heard(device: &Device, records: &[Record]) -> Vec<Incoming> {
    records
        .iter()
        .map(|record| Incoming::of(record.clone(), device))
        .collect()
}

pub async fn send(store: &dyn Store, device: &Device, records: &[Record]) -> Vec<Verdict> {
    send_at(store, device, records, noon()).await
}

pub async fn send_at(store: &dyn Store, device: &Device, records: &[Record], now: DateTime<Utc>) -> Vec<Verdict> {
    store.accept_batch(device, &heard(device, records), now).await.unwrap()
}

/// The verdicts in short: `accepted`, `duplicate`, or the reason.
pub fn short(verdicts: &[Verdict]) -> Vec<&'static str> {
    let short = |verdict: &Verdict| match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Duplicate => "duplicate",
        Verdict::Rejected { reason, .. } => reason.name(),
    };
    verdicts.iter().map(short).collect()
}

pub async fn count(store: &dyn Store, kind: &str) -> i64 {
    count_of(&store.counts().await.unwrap(), kind)
}

pub fn count_of(counts: &[(String, i64)], kind: &str) -> i64 {
    let count = counts.iter().find(|(name, _)| name == kind);
    count.unwrap_or_else(|| panic!("no count of {kind}")).1
}

pub async fn revision(store: &dyn Store, lobby: &str) -> i64 {
    store.revisions(&[lobby.to_owned()]).await.unwrap()[0]
}
