//! `kill -9` at random moments, to real processes that take tickets and ratings as fast as they can: nothing that was
//! acknowledged is lost, no number comes twice, and the next start needs no hand.
//!
//! The children are this test's own program, told by a variable which folder to work in.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    feedback::Remarks,
    queue::{Counter, CounterState, PeriodBegan, PeriodKind},
    store::{
        Incident, Store, StoreError,
        worker::{Handle, Worker},
    },
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::store_support::{self, config, facts, noon, request, tap};

/// Every fifth of them while the child opens the store.
const KILLS: u32 = 260;
const FOLDER: &str = "PARTER_TEST_KILL_FOLDER";
const HOURS: &str = "PARTER_TEST_KILL_HOURS";

/// Works until killed, in a process of its own; nothing in an ordinary run of the tests.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let hours = env::var(HOURS).unwrap().parse().unwrap();
    let now = noon() + TimeDelta::hours(hours);
    let worker = Worker::spawn(move || Store::open(Path::new(&folder), &config(), now), |_| {}).unwrap();
    let store = worker.handle();
    let acknowledge = |line: String| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").unwrap();
        out.flush().unwrap();
    };
    // What the test runner has begun to write ends here.
    acknowledge(String::new());
    ask(&store, move |store| store.close_buckets(now));
    ask(&store, move |store| clear(store, now));
    for n in 0.. {
        let queue = ["А", "В", "Е"][n as usize % 3];
        let visit = ask(&store, move |store| store.issue(&request(queue, n * 3000), now));
        acknowledge(format!(
            "ticket {} {} {}",
            visit.ticket.code, visit.day, visit.ticket.number
        ));
        if n % 4 == 0 {
            let bound = TimeDelta::minutes(20);
            let called = ask(&store, move |store| store.call_next(&counter(), bound, now));
            let code = called.unwrap().code;
            acknowledge(format!("called {code}"));
            let theirs = code.clone();
            ask(&store, move |store| store.start("1", &theirs, now));
            let theirs = code.clone();
            ask(&store, move |store| store.finish("1", &theirs, now));
            acknowledge(format!("served {code}"));
        }
        if n % 5 == 0 {
            let rating = ask(&store, move |store| store.rate(&tap(1 + (n % 5) as u8, n * 30), now));
            acknowledge(format!("rating {}", rating.id));
            let remarks = Remarks {
                reasons: BTreeSet::from(["clear".to_owned()]),
                ..Remarks::default()
            };
            ask(&store, move |store| store.amend_rating(rating.id, &remarks));
            acknowledge(format!("amended {}", rating.id));
        }
    }
}

fn counter() -> Counter {
    Counter {
        id: "1".to_owned(),
        queues: ["А", "В", "Е"].map(str::to_owned).to_vec(),
    }
}

/// Opens the counter, and puts aside who was there when the one before was killed.
fn clear(store: &mut Store, now: DateTime<Utc>) -> Result<(), StoreError> {
    store.set_counter("1", CounterState::Open, now)?;
    let present = store.lobby_now(now)?.present;
    for visitor in present.iter().filter(|one| one.kind.is_at_counter()) {
        store.hold("1", &visitor.code, now)?;
    }
    Ok(())
}

/// Has the store's thread do `work`, as the kiosk does, and waits for the answer.
fn ask<T: Send + 'static>(
    store: &Handle,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let (send, answer) = mpsc::channel();
    store.call(work, move |result| send.send(result).unwrap());
    answer.recv().unwrap().unwrap()
}

/// A child at work, with what it acknowledges read as it comes.
struct Victim {
    child: Child,
    output: thread::JoinHandle<Vec<u8>>,
    /// Hears when a ticket was acknowledged.
    at_work: mpsc::Receiver<()>,
}

impl Victim {
    fn start(folder: &Path, hours: u32) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder)
            .env(HOURS, hours.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdout.take().unwrap();
        let (tell, at_work) = mpsc::channel();
        let output = thread::spawn(move || {
            let mut all = Vec::new();
            let mut part = [0; 4096];
            while let Ok(read @ 1..) = pipe.read(&mut part) {
                all.extend_from_slice(&part[..read]);
                if all.windows(6).any(|word| word == b"ticket") {
                    // Fails when nobody waits for it any more.
                    let _ = tell.send(());
                }
            }
            all
        });
        Self { child, output, at_work }
    }

    /// Kills it and gives back the whole lines that it wrote. It must not have ended by itself.
    fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        let text = String::from_utf8_lossy(&self.output.join().unwrap()).into_owned();
        assert_eq!(status.code(), None, "the child ended by itself: {text}");
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole.lines().map(str::to_owned).collect()
    }
}

/// Random, but to be had again: the seed is printed, and can be given.
fn seeded() -> StdRng {
    let seed = env::var("TEST_SEED").map_or_else(|_| rand::random(), |text| text.parse().unwrap());
    println!("TEST_SEED={seed}");
    StdRng::seed_from_u64(seed)
}

fn pause(rng: &mut StdRng, micros: std::ops::Range<u64>) {
    thread::sleep(Duration::from_micros(rng.random_range(micros)));
}

#[test]
fn nothing_acknowledged_is_lost_when_killed_at_work() {
    let mut rng = seeded();
    let dir = tempfile::tempdir().unwrap();
    let mut tickets = BTreeMap::new();
    let mut called = BTreeSet::new();
    let mut served = BTreeSet::new();
    let mut ratings = BTreeSet::new();
    let mut amended = BTreeSet::new();
    let mut at_work = 0;
    for round in 0..KILLS {
        let victim = Victim::start(dir.path(), round);
        if round % 5 == 0 {
            // Some die while they open the store.
            pause(&mut rng, 1_000..30_000);
        } else {
            victim
                .at_work
                .recv_timeout(Duration::from_secs(20))
                .expect("the child works");
            pause(&mut rng, 5_000..60_000);
            at_work += 1;
        }
        for line in victim.kill() {
            match line.split_once(' ') {
                Some(("ticket", rest)) => {
                    let (code, number) = rest.split_once(' ').unwrap();
                    assert!(tickets.insert(code.to_owned(), number.to_owned()).is_none());
                }
                Some(("called", code)) => assert!(called.insert(code.to_owned())),
                Some(("served", code)) => assert!(served.insert(code.to_owned())),
                Some(("rating", id)) => assert!(ratings.insert(id.to_owned())),
                Some(("amended", id)) => assert!(amended.insert(id.to_owned())),
                _ => assert!(line.is_empty() || line.contains("test"), "{line}"),
            }
        }
        let names: BTreeSet<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert!(
            !names.iter().any(|name| name.to_string_lossy().contains("damaged")),
            "{names:?}"
        );
    }

    let after = noon() + TimeDelta::hours(KILLS.into());
    let opened = Store::open(dir.path(), &config(), after).unwrap();
    assert_eq!(opened.incidents, []);
    drop(opened);
    let facts = facts(dir.path());
    println!(
        "{KILLS} kills, {at_work} at work: {} tickets, {} calls, {} ratings, {} amendments acknowledged; {} visits, {} ratings kept",
        tickets.len(),
        called.len(),
        ratings.len(),
        amended.len(),
        facts.visits.len(),
        facts.ratings.len(),
    );
    assert!(
        at_work >= 200 && tickets.len() > KILLS as usize / 2 && ratings.len() > 20 && amended.len() > 10,
        "too little work was killed"
    );

    let numbers: BTreeSet<&String> = tickets.values().collect();
    assert_eq!(numbers.len(), tickets.len(), "a number was acknowledged twice");
    for (code, number) in &tickets {
        let visit = &facts.visits[code];
        assert_eq!(*number, format!("{} {}", visit.day, visit.ticket.number));
    }
    let conn = store_support::database(dir.path());
    let periods = store_support::records::<PeriodBegan>(&conn, "period");
    let in_state = |kind| -> BTreeSet<String> {
        let periods = periods.values().filter(|period| period.kind == kind);
        periods.map(|period| period.visit.to_string()).collect()
    };
    assert!(called.is_subset(&in_state(PeriodKind::Called)), "a call is lost");
    assert!(served.is_subset(&in_state(PeriodKind::Served)), "a service is lost");
    for id in &ratings {
        assert!(facts.ratings.contains_key(id), "the rating {id} is lost");
    }
    for id in &amended {
        assert!(
            facts.ratings[id].remarks.reasons.contains("clear"),
            "the amendment of {id} is lost"
        );
    }
    let mut by_day: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for visit in facts.visits.values() {
        by_day
            .entry((visit.day, &visit.queue))
            .or_default()
            .push(visit.ticket.number.seq);
    }
    for numbers in by_day.values_mut() {
        numbers.sort_unstable();
        assert_eq!(*numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
    }
}

#[test]
fn a_first_start_that_is_killed_is_made_good_by_the_next() {
    let mut rng = seeded();
    for _ in 0..40 {
        let dir = tempfile::tempdir().unwrap();
        let victim = Victim::start(dir.path(), 0);
        pause(&mut rng, 500..15_000);
        let lines = victim.kill();
        let opened = Store::open(dir.path(), &config(), noon()).unwrap();
        assert_eq!(opened.incidents, []);
        drop(opened);
        let tickets = lines.iter().filter(|line| line.starts_with("ticket")).count();
        assert!(facts(dir.path()).visits.len() >= tickets);
    }
}

#[test]
fn a_mending_that_is_killed_is_made_good_by_the_next() {
    let mut rng = seeded();
    for _ in 0..40 {
        let dir = tempfile::tempdir().unwrap();
        let mut store = store_support::open(dir.path());
        for n in 0..5 {
            store.issue(&request("А", n * 3000), noon()).unwrap();
        }
        drop(store);
        fs::write(dir.path().join("parter.db"), vec![0x5a; 40_000]).unwrap();
        let victim = Victim::start(dir.path(), 0);
        pause(&mut rng, 500..15_000);
        victim.kill();
        let mut opened = Store::open(dir.path(), &config(), noon()).unwrap();
        assert!(
            opened
                .incidents
                .iter()
                .all(|incident| matches!(incident, Incident::Damaged { .. }))
        );
        let visit = opened.store.issue(&request("А", 0), noon()).unwrap();
        assert!(visit.ticket.number.seq > 100, "{}", visit.ticket.number);
    }
}
