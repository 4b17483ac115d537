//! What a record says, judged before any database is asked.

use chrono::NaiveDate;

use crate::{
    feedback::Rating,
    protocol::{
        batch::Reason,
        heartbeat::Heartbeat,
        record::{Hash, MAX_PAYLOAD, Record, kind},
    },
    queue::{CounterBegan, PeriodBegan, Visit},
    server::store::devices::Device,
};

/// Ratings of shorter periods are nearly identifying.
const FINEST_BUCKET_HOURS: i64 = 6;
const LONGEST_KIND: usize = 32;
const LONGEST_ID: usize = 128;

/// A record with what it tells, or why it is rejected.
#[derive(Debug, Clone)]
pub struct Incoming {
    pub kind: String,
    pub id: String,
    pub sha256: Hash,
    pub payload: String,
    pub content: Result<Fact, Rejection>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Visit(Visit),
    Period(PeriodBegan),
    Counter(CounterBegan),
    Rating(Rating),
    Heartbeat(Box<Heartbeat>),
    /// A newer kiosk's: kept as it is.
    Unknown,
}

impl Fact {
    /// The lobby's day that it tells of by itself; a period's is its visit's.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Visit(visit) => Some(visit.day),
            Self::Counter(counter) => Some(counter.day),
            Self::Rating(rating) => Some(rating.bucket.opens().date()),
            Self::Period(_) | Self::Heartbeat(_) | Self::Unknown => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    pub reason: Reason,
    /// The cause, for staff.
    pub detail: String,
}

impl Incoming {
    /// Reads a record that `device` has sent.
    #[must_use]
    pub fn of(record: Record, device: &Device) -> Self {
        let content = judge(&record, device);
        let Record {
            kind,
            id,
            sha256,
            payload,
        } = record;
        let kept = content
            .as_ref()
            .err()
            .is_none_or(|rejection| rejection.reason != Reason::TooLarge);
        Self {
            kind: cut(&kind, LONGEST_KIND),
            id: cut(&id, LONGEST_ID),
            sha256,
            payload: if kept { payload.get().to_owned() } else { String::new() },
            content,
        }
    }
}

fn judge(record: &Record, device: &Device) -> Result<Fact, Rejection> {
    let payload = record.payload.get();
    if payload.len() > MAX_PAYLOAD {
        let detail = format!("{} bytes, where {MAX_PAYLOAD} are the most", payload.len());
        return Err(rejection(Reason::TooLarge, detail));
    }
    if Hash::of(payload.as_bytes()) != record.sha256 {
        return Err(rejection(Reason::Hash, "the hash is not the payload's".to_owned()));
    }
    names(record)?;
    match record.kind.as_str() {
        kind::VISIT => {
            let visit: Visit = parse(payload)?;
            same_id(record, visit.ticket.code.as_str())?;
            own_lobby(&visit.lobby, device)?;
            short("queue", &visit.queue)?;
            Ok(Fact::Visit(visit))
        }
        kind::PERIOD => {
            let period: PeriodBegan = parse(payload)?;
            same_id(record, &period.id())?;
            Ok(Fact::Period(period))
        }
        kind::COUNTER => {
            let counter: CounterBegan = parse(payload)?;
            same_id(record, &counter.id())?;
            own_lobby(&counter.lobby, device)?;
            Ok(Fact::Counter(counter))
        }
        kind::RATING => {
            let rating: Rating = parse(payload)?;
            same_id(record, &rating.id.to_string())?;
            coarse(&rating)?;
            Ok(Fact::Rating(rating))
        }
        kind::HEARTBEAT => Ok(Fact::Heartbeat(Box::new(parse(payload)?))),
        _ => Ok(Fact::Unknown),
    }
}

/// Kind and id are such as a database and a page can hold.
fn names(record: &Record) -> Result<(), Rejection> {
    let is_kind = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    let kind = !record.kind.is_empty() && record.kind.len() <= LONGEST_KIND && record.kind.bytes().all(is_kind);
    let id = !record.id.is_empty() && record.id.len() <= LONGEST_ID && record.id.chars().all(|c| !c.is_control());
    if kind && id && !record.payload.get().contains("\\u0000") {
        Ok(())
    } else {
        let detail = "a kind is small Latin letters, an id up to 128 characters, and neither holds a zero character";
        Err(rejection(Reason::Malformed, detail.to_owned()))
    }
}

fn parse<T: serde::de::DeserializeOwned>(payload: &str) -> Result<T, Rejection> {
    serde_json::from_str(payload).map_err(|error| rejection(Reason::Malformed, error.to_string()))
}

fn same_id(record: &Record, own: &str) -> Result<(), Rejection> {
    if record.id == own {
        Ok(())
    } else {
        Err(rejection(Reason::Malformed, format!("the payload's own id is “{own}”")))
    }
}

/// What lists are sorted and looked up by has a length.
fn short(field: &str, text: &str) -> Result<(), Rejection> {
    if text.len() <= LONGEST_ID {
        Ok(())
    } else {
        let detail = format!(
            "`{field}` is {} bytes long, where {LONGEST_ID} are the most",
            text.len()
        );
        Err(rejection(Reason::Malformed, detail))
    }
}

fn own_lobby(lobby: &str, device: &Device) -> Result<(), Rejection> {
    match &device.lobby {
        Some(own) if own == lobby => Ok(()),
        _ => Err(rejection(Reason::OtherLobby, of_lobby(&cut(lobby, LONGEST_ID)))),
    }
}

fn coarse(rating: &Rating) -> Result<(), Rejection> {
    let hours = (rating.bucket.closes() - rating.bucket.opens()).num_hours();
    if hours >= FINEST_BUCKET_HOURS {
        Ok(())
    } else {
        let detail = format!("a period of {hours} hours, where {FINEST_BUCKET_HOURS} are the least");
        Err(rejection(Reason::TooFine, detail))
    }
}

/// What is said of a record whose id is there with other bytes, of which this is the hash.
#[must_use]
pub fn conflict(kept: &Hash) -> String {
    format!("the same id is there with other bytes, of the hash {kept}")
}

/// What is said of a record that tells of another lobby's visit or counter.
#[must_use]
pub fn of_lobby(lobby: &str) -> String {
    format!("it tells of the lobby “{lobby}”")
}

fn rejection(reason: Reason, detail: String) -> Rejection {
    Rejection { reason, detail }
}

/// What stands in a list of rejected records must fit there, and a database holds no zero characters.
fn cut(text: &str, most: usize) -> String {
    let characters = if text.len() <= most { most } else { most / 4 };
    text.chars().filter(|c| !c.is_control()).take(characters).collect()
}
