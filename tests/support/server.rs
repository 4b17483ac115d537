//! A real server on a port of its own, with SQLite in a folder of its own, a clock that the test sets, and its kiosks.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use parter::{
    bundle::SigningKey,
    clock::Clock,
    protocol::{
        batch::{Batch, BatchAnswer, MAX_RECORDS, Verdict},
        record::{Record, kind},
        secret::{EnrolmentCode, Token},
        version,
    },
    queue::{Change, PeriodBegan, PeriodKind, Ticket, TicketCode, TicketNumber, Visit},
    server::{
        self, Server,
        config::ServerConfig,
        publish,
        state::App,
        store::{
            audit::Actor,
            devices::{Attempt, Changed, Enrolment, NewDevice, Offer},
        },
    },
};
use serde::Serialize;
use tempfile::TempDir;

/// A time of day in Kyustendil, on a Monday in winter.
pub fn monday(hour: u32, minute: u32) -> DateTime<Utc> {
    day().and_hms_opt(hour - 2, minute, 0).unwrap().and_utc()
}

/// That Monday.
pub fn day() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// The server's clock: it stands still until it is set.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap() = now;
    }

    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

pub struct TestServer {
    pub app: App,
    /// `http://127.0.0.1:…`
    pub url: String,
    pub clock: TestClock,
    pub client: reqwest::Client,
    server: Server,
    folder: Arc<TempDir>,
}

impl TestServer {
    /// A server as it is without a configuration, at Monday 10:30.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A server with another configuration.
    pub async fn with(change: impl FnOnce(&mut ServerConfig)) -> Self {
        Self::on(Arc::new(TempDir::new().unwrap()), change).await
    }

    /// A second server process on the same database.
    pub async fn beside(&self) -> Self {
        Self::on(self.folder.clone(), |_| {}).await
    }

    async fn on(folder: Arc<TempDir>, change: impl FnOnce(&mut ServerConfig)) -> Self {
        let mut config = ServerConfig {
            state: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            ..ServerConfig::default()
        };
        change(&mut config);
        let clock = TestClock(Arc::new(Mutex::new(monday(10, 30))));
        let server = server::start(&config, Arc::new(clock.clone())).await.unwrap();
        Self {
            app: server.app.clone(),
            url: format!("http://{}", server.address),
            clock,
            client: client(),
            server,
            folder,
        }
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    /// Of the server's state.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// With which the server publishes.
    pub async fn publishing_key(&self) -> SigningKey {
        let store = self.app.store.as_ref();
        publish::own_key(store, self.folder.path(), self.clock.now())
            .await
            .unwrap()
    }

    /// A code for a kiosk that has not come yet.
    pub async fn offer(&self, municipality: &str) -> String {
        let code = EnrolmentCode::random(&mut rand::rng());
        self.create(&any_name(&code), municipality, &code).await;
        code.to_string()
    }

    /// A kiosk that may come with this code; its id.
    async fn create(&self, name: &str, municipality: &str, code: &EnrolmentCode) -> String {
        let new = NewDevice {
            id: TicketCode::random(&mut rand::rng()).to_string(),
            name: name.to_owned(),
            municipality: municipality.to_owned(),
        };
        let (actor, now) = (Actor::CommandLine, self.clock.now());
        let made = self.app.store.create_device(&new, &offer_of(code), &actor, now).await;
        assert_eq!(made, Ok(Changed::Done));
        new.id
    }

    /// A kiosk that is enrolled at the lobby, which is the municipality, a slash and the place.
    pub async fn kiosk(&self, lobby: &str) -> TestKiosk {
        let code = EnrolmentCode::random(&mut rand::rng());
        self.enrol(&any_name(&code), lobby, &code).await
    }

    /// One that staff call so.
    pub async fn kiosk_named(&self, name: &str, lobby: &str) -> TestKiosk {
        self.enrol(name, lobby, &EnrolmentCode::random(&mut rand::rng())).await
    }

    async fn enrol(&self, name: &str, lobby: &str, code: &EnrolmentCode) -> TestKiosk {
        let (municipality, _) = lobby.split_once('/').unwrap();
        let token = Token::random(&mut rand::rng());
        let device = self.create(name, municipality, code).await;
        let attempt = Attempt {
            offer: offer_of(code),
            municipality: municipality.to_owned(),
            lobby: lobby.to_owned(),
            program: "0.1.0".to_owned(),
            token: token.hash(),
        };
        let enrolled = self.app.store.enrol(&attempt, self.clock.now()).await.unwrap();
        assert!(matches!(enrolled, Enrolment::Done(_)), "{enrolled:?}");
        TestKiosk {
            device,
            lobby: lobby.to_owned(),
            token,
            url: self.url.clone(),
            client: self.client.clone(),
        }
    }

    pub async fn shutdown(self) {
        self.server.shutdown().await;
    }
}

fn any_name(code: &EnrolmentCode) -> String {
    format!("Kiosk {}", code.offer())
}

fn offer_of(code: &EnrolmentCode) -> Offer {
    Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    }
}

/// A client as the kiosk's and a browser's are, without following redirects.
pub fn client() -> reqwest::Client {
    // Fails only when it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// A kiosk with a good token.
pub struct TestKiosk {
    pub device: String,
    pub lobby: String,
    pub token: Token,
    url: String,
    client: reqwest::Client,
}

impl TestKiosk {
    /// Sends records through the API, in as many batches as they need.
    pub async fn send(&self, records: &[Record]) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for records in records.chunks(MAX_RECORDS) {
            let answer = self.post(records.to_vec()).await;
            assert_eq!(answer.status(), 207);
            let answer: BatchAnswer = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
            verdicts.extend(answer.verdicts.into_iter().map(|on| on.verdict));
        }
        verdicts
    }

    /// Sends records of which each is to be accepted.
    pub async fn tell(&self, records: &[Record]) {
        let verdicts = self.send(records).await;
        assert!(
            verdicts.iter().all(|verdict| *verdict == Verdict::Accepted),
            "{verdicts:?}"
        );
    }

    /// One batch, as it is answered.
    pub async fn post(&self, records: Vec<Record>) -> reqwest::Response {
        let body = serde_json::to_string(&Batch { records }).unwrap();
        self.client
            .post(format!("{}/api/v1/batches", self.url))
            .bearer_auth(self.token.reveal())
            .header(version::HEADER, version::KNOWN.to_string())
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    /// A visit of that Monday in this kiosk's lobby.
    pub fn visit(&self, queue: &str, letter: char, seq: u32, issued_at: DateTime<Utc>) -> Visit {
        Visit {
            ticket: Ticket {
                number: TicketNumber { letter, seq },
                code: TicketCode::random(&mut rand::rng()),
            },
            lobby: self.lobby.clone(),
            day: day(),
            queue: queue.to_owned(),
            service: None,
            priority: None,
            issued_at,
            arranged_at: None,
        }
    }
}

pub fn visit_record(visit: &Visit) -> Record {
    record(kind::VISIT, visit.ticket.code.to_string(), visit)
}

/// The visit enters its state number `ordinal`, from 2: the first is the wait that begins with it.
pub fn period_record(
    visit: &Visit,
    ordinal: u32,
    kind: PeriodKind,
    counter: Option<&str>,
    began_at: DateTime<Utc>,
) -> Record {
    let began = PeriodBegan {
        visit: visit.ticket.code.clone(),
        ordinal,
        kind,
        counter: counter.map(str::to_owned),
        change: Change::default(),
        began_at,
    };
    record(self::kind::PERIOD, began.id(), &began)
}

pub fn record(kind: &str, id: String, payload: &impl Serialize) -> Record {
    Record::new(kind, id, serde_json::to_string(payload).unwrap()).unwrap()
}
