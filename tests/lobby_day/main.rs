//! A day of a lobby over its real pages: 60 visitors, or 300 with `TEST_FULL=1`; twelve counters, two of them in Chromium;
//! the central server is away for two hours, the hub is killed five times in the midst of its work. Everyone is called once or
//! does not come, no number is given twice, and the server knows the same day afterwards.
//!
//! The hub is this test's own program in a process of its own: the store, its thread, the lobby's pages and the sync, without
//! the screen. The server is `parter server`. Time is the test's: the day goes by in steps of fifteen seconds, and all that
//! falls into one happens at once. `TEST_SEED` plays a day again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/server_process.rs"]
mod server_process;

mod browser;
mod clerk;
mod hub;
mod plan;
mod truth;

use std::{
    collections::VecDeque,
    env,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use clerk::{Clerk, Desk};
use hub::Hub;
use parter::{
    protocol::secret::EnrolmentCode,
    server::store::{
        audit::Actor,
        devices::{Devices, NewDevice, Offer},
        sqlite::Sqlite,
    },
};
use plan::{BROWSERS, Plan, Visitor};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use server_process::ServerProcess;
use tokio::task::JoinSet;
use truth::Lobby;

/// All that falls into so long a time happens at once.
const STEP: TimeDelta = TimeDelta::seconds(15);
/// When the central server goes and comes back.
const AWAY: [&str; 2] = ["2026-11-23T08:00:00Z", "2026-11-23T10:00:00Z"];
/// When the hub is killed, at the next moment at which there is much to do.
const KILLS: [&str; 5] = [
    "2026-11-23T07:10:00Z",
    "2026-11-23T08:30:00Z",
    "2026-11-23T09:40:00Z",
    "2026-11-23T11:20:00Z",
    "2026-11-23T12:30:00Z",
];
/// That is much.
const MUCH: usize = 3;

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_the_lobby() {
    let seed = env::var("TEST_SEED").map_or_else(|_| rand::random(), |text| text.parse().unwrap());
    println!("TEST_SEED={seed}");
    let began = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let code = enrolled(&folder.path().join("server")).await;
    let mut server = ServerProcess::start(folder.path(), None);
    let mut rng = StdRng::seed_from_u64(seed);
    let plan = Plan::draw(&mut rng);
    let hub = Hub::start(
        folder.path(),
        &format!("http://{}", server.address),
        &code,
        plan::opening(),
    );
    let mut day = Day::open(hub, plan).await;

    let mut kills: VecDeque<_> = KILLS.map(time).into();
    while !day.is_over() {
        day.now += STEP;
        if day.now == time(AWAY[0]) {
            server.kill();
        }
        if day.now == time(AWAY[1]) {
            assert!(day.hub.waiting_for_the_server() > 0, "the server was away");
            server.start_again();
        }
        let is_kill = kills.front().is_some_and(|at| *at <= day.now) && day.due() >= MUCH;
        let kill = is_kill.then(|| {
            kills.pop_front();
            Duration::from_micros(rng.random_range(0..15_000))
        });
        day.step(kill).await;
    }
    assert!(kills.is_empty(), "all kills were made");
    day.hub.drain();
    let (lost, unsure) = (day.lost_tickets, day.lost_answers);
    for clerk in day.clerks {
        clerk.leave();
    }
    day.hub.kill();
    server.kill();
    let lobby = Arc::into_inner(day.lobby).unwrap().into_inner().unwrap();
    let (known, calls) = (truth::of(folder.path(), plan::day(), &lobby, lost).await, lobby.calls());
    println!(
        "{} visits, {} served, {} no-shows, {calls} calls acknowledged; {unsure} answers to clerks and {lost} tickets lost \
         with the hub; {:.0} s",
        known.visits,
        known.served,
        known.no_shows,
        began.elapsed().as_secs_f64()
    );
}

/// A server's database that expects the hub.
async fn enrolled(state: &std::path::Path) -> EnrolmentCode {
    let code = EnrolmentCode::random(&mut rand::rng());
    let store = Sqlite::open(state).unwrap();
    let device = NewDevice {
        id: "HUB".to_owned(),
        name: "hub".to_owned(),
        municipality: "kyustendil".to_owned(),
    };
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    store
        .create_device(&device, &offer, &Actor::CommandLine, Utc::now())
        .await
        .unwrap();
    store.close();
    code
}

struct Day {
    now: DateTime<Utc>,
    hub: Arc<Hub>,
    /// Those who have not come yet, the next first.
    coming: VecDeque<Visitor>,
    clerks: Vec<Clerk>,
    lobby: Arc<Mutex<Lobby>>,
    /// Tickets that were asked for and not seen, because the hub was killed; they may exist.
    lost_tickets: usize,
    /// Clerks whose answer was lost so.
    lost_answers: usize,
}

impl Day {
    async fn open(hub: Hub, plan: Plan) -> Self {
        let hub = Arc::new(hub);
        let lobby = Arc::new(Mutex::new(Lobby::default()));
        let mut clerks = Vec::new();
        for (at, shift) in plan.shifts.into_iter().enumerate() {
            let code = hub.pairing_code(&shift.counter);
            let desk = if BROWSERS.contains(&at) {
                Desk::Browser(browser::Page::open(&hub.url(), &code))
            } else {
                Desk::Http(Box::new(clerk::paired(&hub.url(), &code).await))
            };
            clerks.push(Clerk::new(shift, desk, lobby.clone()));
        }
        Self {
            now: plan::opening(),
            hub,
            coming: plan.visitors.into(),
            clerks,
            lobby,
            lost_tickets: 0,
            lost_answers: 0,
        }
    }

    fn is_over(&self) -> bool {
        assert!(self.now < plan::opening() + TimeDelta::hours(13), "the day ends");
        self.coming.is_empty() && self.clerks.iter().all(Clerk::has_gone)
    }

    /// How many have something to do at this moment.
    fn due(&self) -> usize {
        self.clerks.iter().filter(|clerk| clerk.is_due(self.now)).count()
    }

    /// All that happens at this moment, at once; with the hub killed so long after it began.
    async fn step(&mut self, kill: Option<Duration>) {
        let now = self.now;
        self.hub.set_clock(now);
        let came = self.coming.partition_point(|visitor| visitor.at <= now);
        let came: Vec<Visitor> = self.coming.drain(..came).collect();
        let (hub, lobby) = (self.hub.clone(), self.lobby.clone());
        let taking = tokio::task::spawn_blocking(move || take(&hub, &lobby, came));
        let mut working = JoinSet::new();
        let is_everyone_out = self.coming.is_empty() && now >= plan::closing() && self.hub.present() == 0;
        for clerk in self.clerks.extract_if(.., |clerk| clerk.is_due(now)) {
            working.spawn(clerk.turn(now, is_everyone_out));
        }
        if let Some(after) = kill {
            tokio::time::sleep(after).await;
            self.hub.kill();
        }
        let without = taking.await.unwrap();
        while let Some(clerk) = working.join_next().await {
            let clerk = clerk.unwrap();
            assert!(
                kill.is_some() || !clerk.is_unsure(),
                "an answer is lost only with the hub"
            );
            self.lost_answers += usize::from(clerk.is_unsure());
            self.clerks.push(clerk);
        }
        assert!(
            kill.is_some() || without.is_empty(),
            "a ticket is lost only with the hub"
        );
        if kill.is_some() {
            self.hub.start_again();
        }
        // Who saw no number asks once more.
        self.lost_tickets += without.len();
        let (hub, lobby) = (self.hub.clone(), self.lobby.clone());
        let again = tokio::task::spawn_blocking(move || take(&hub, &lobby, without));
        assert!(again.await.unwrap().is_empty(), "the hub gives tickets again");
    }
}

/// Those take a ticket one after the other; gives back who got none.
fn take(hub: &Hub, lobby: &Mutex<Lobby>, visitors: Vec<Visitor>) -> Vec<Visitor> {
    let mut without = Vec::new();
    for visitor in visitors {
        match hub.take(&visitor) {
            Some(ticket) => lobby.lock().unwrap().came(ticket, visitor),
            None => without.push(visitor),
        }
    }
    without
}
