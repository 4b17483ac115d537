//! Counters call from the store: who is called, what each step writes, two clerks at one instant, and the end of the day.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Barrier, mpsc},
    thread,
};

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    protocol::secret::{PairingCode, Token},
    queue::{
        Appointment, AppointmentCode, CallReason, Counter, CounterBegan, CounterState, IssueRequest, PeriodBegan,
        PeriodKind, TicketCode,
        transitions::{NoShowRule, Refused},
    },
    store::{Present, Store, StoreError, Target, worker::Worker},
};

use crate::store_support::{as_of_version, config, database, facts, noon, open, records, request};

const RULE: NoShowRule = NoShowRule {
    calls: 2,
    patience: TimeDelta::seconds(60),
};

fn bound() -> TimeDelta {
    TimeDelta::minutes(20)
}

fn minute(minute: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minute)
}

fn counter(id: &str, queues: &[&str]) -> Counter {
    Counter {
        id: id.to_owned(),
        queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
    }
}

/// A lobby with counter 1 for «А» and «В», counter 2 for «А», both open since noon.
struct Lobby {
    store: Store,
    one: Counter,
    two: Counter,
    taken: u64,
}

impl Lobby {
    fn open(dir: &Path) -> Self {
        let mut store = open(dir);
        for id in ["1", "2"] {
            store.set_counter(id, CounterState::Open, noon()).unwrap();
        }
        Self {
            store,
            one: counter("1", &["А", "В"]),
            two: counter("2", &["А"]),
            taken: 0,
        }
    }

    fn take(&mut self, queue: &str, at: i64) -> TicketCode {
        self.taken += 1;
        let request = request(queue, self.taken * 60_000);
        self.store.issue(&request, minute(at)).unwrap().ticket.code
    }

    fn next(&mut self, at: i64) -> Option<TicketCode> {
        let call = self.store.call_next(&self.one, bound(), minute(at)).unwrap();
        call.map(|call| call.code)
    }

    fn next_of_two(&mut self, at: i64) -> Option<TicketCode> {
        let call = self.store.call_next(&self.two, bound(), minute(at)).unwrap();
        call.map(|call| call.code)
    }

    /// Who is in the lobby in that state.
    fn present(&mut self, code: &TicketCode, at: i64) -> Present {
        let lobby = self.store.lobby_now(minute(at)).unwrap();
        lobby.present.into_iter().find(|one| one.code == *code).unwrap()
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Refused {
    match result.unwrap_err() {
        StoreError::Refused(refused) => refused,
        other => panic!("{other}"),
    }
}

#[test]
fn a_visit_goes_through_its_states_each_with_its_record() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let code = lobby.take("А", 0);
    let call = lobby.store.call_next(&lobby.one, bound(), minute(5)).unwrap().unwrap();
    assert_eq!((&call.code, call.counter.as_str(), call.number.seq), (&code, "1", 1));
    assert!(lobby.store.announced(call.id, minute(6)).unwrap());
    assert!(!lobby.store.announced(call.id, minute(6)).unwrap(), "announced once");
    lobby.store.start("1", &code, minute(7)).unwrap();
    lobby.store.change_service("1", &code, "2034", minute(9)).unwrap();
    assert_eq!(lobby.present(&code, 10).service.as_deref(), Some("2034"));
    lobby.store.finish("1", &code, minute(12)).unwrap();
    assert_eq!(lobby.store.lobby_now(minute(13)).unwrap().present, []);
    assert_eq!(
        lobby.store.queues_now(minute(13)).unwrap()["А"].recent_waits,
        [TimeDelta::minutes(5)]
    );
    drop(lobby);
    facts(dir.path());
    let records = records::<PeriodBegan>(&database(dir.path()), "period");
    let told: Vec<(PeriodKind, Option<&str>)> = records
        .values()
        .map(|period| (period.kind, period.counter.as_deref()))
        .collect();
    let kinds = [
        PeriodKind::Called,
        PeriodKind::Walking,
        PeriodKind::Serving,
        PeriodKind::Serving,
        PeriodKind::Served,
    ];
    assert_eq!(told, kinds.map(|kind| (kind, Some("1"))));
    assert_eq!(records[&format!("{code}.5")].change.service.as_deref(), Some("2034"));
}

#[test]
fn the_next_one_is_called_only_to_a_free_and_open_counter() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    assert_eq!(lobby.next(0), None);
    let (first, other, second) = (lobby.take("А", 0), lobby.take("Е", 1), lobby.take("А", 2));
    assert_eq!(lobby.next(3), Some(first.clone()));
    let number = lobby.present(&first, 3).number;
    let busy = refused(lobby.store.call_next(&lobby.one, bound(), minute(3)));
    assert_eq!(busy, Refused::CounterBusy(number));
    let closing = lobby.store.set_counter("1", CounterState::Closed, minute(3));
    assert_eq!(refused(closing), Refused::CounterBusy(number));
    lobby.store.set_counter("2", CounterState::Paused, minute(3)).unwrap();
    let paused = refused(lobby.store.call_next(&lobby.two, bound(), minute(4)));
    assert_eq!(paused, Refused::CounterNotOpen);
    lobby.store.set_counter("2", CounterState::Open, minute(4)).unwrap();
    assert_eq!(lobby.next_of_two(4), Some(second));
    assert_eq!(lobby.present(&other, 5).kind, PeriodKind::Waiting, "nobody's queue");
}

#[test]
fn a_counter_that_was_open_yesterday_is_closed() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let tomorrow = noon() + TimeDelta::days(1);
    assert!(lobby.store.lobby_now(tomorrow).unwrap().counters.is_empty());
    let call = lobby.store.call_next(&lobby.one, bound(), tomorrow);
    assert_eq!(refused(call), Refused::CounterNotOpen);
}

#[test]
fn a_class_goes_first_within_the_bound() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let (first, second) = (lobby.take("А", 0), lobby.take("А", 1));
    let request = IssueRequest {
        priority: Some("bebeta".to_owned()),
        ..request("А", 990_000)
    };
    let mut with_baby = |at| lobby.store.issue(&request, minute(at)).unwrap().ticket.code;
    let baby = with_baby(10);
    assert_eq!(lobby.next(19), Some(baby.clone()));
    lobby.store.start("1", &baby, minute(19)).unwrap();
    lobby.store.finish("1", &baby, minute(20)).unwrap();
    assert_eq!(lobby.next(20), Some(first));
    assert_eq!(lobby.next_of_two(20), Some(second));
}

#[test]
fn nobody_is_given_up_before_they_were_called_enough() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let code = lobby.take("А", 0);
    lobby.next(1);
    let no_show = |lobby: &mut Lobby, at| lobby.store.no_show("1", &code, RULE, at);
    let early = refused(no_show(&mut lobby, minute(9)));
    assert_eq!(early, Refused::TooFewCalls { made: 1, least: 2 });
    let first = lobby.store.lobby_now(minute(9)).unwrap().calls[0].clone();
    let again = lobby.store.recall("1", &code, minute(9)).unwrap();
    assert!(again.id > first.id);
    assert!(
        !lobby.store.announced(first.id, minute(9)).unwrap(),
        "there is a newer call"
    );
    assert!(lobby.store.announced(again.id, minute(9)).unwrap());
    let soon = refused(no_show(&mut lobby, minute(9) + TimeDelta::seconds(20)));
    assert_eq!(soon, Refused::TooSoon { seconds: 40 });
    no_show(&mut lobby, minute(10)).unwrap();
    assert_eq!(refused(lobby.store.recall("1", &code, minute(11))), Refused::Over);
    let calls: Vec<i64> = lobby
        .store
        .lobby_now(minute(11))
        .unwrap()
        .calls
        .iter()
        .map(|call| call.id)
        .collect();
    assert_eq!(calls, [again.id, first.id], "the latest first");
}

#[test]
fn the_calls_of_a_visitor_who_came_back_are_counted_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let code = lobby.take("А", 0);
    lobby.next(1);
    lobby.store.recall("1", &code, minute(2)).unwrap();
    lobby.store.hold("1", &code, minute(3)).unwrap();
    lobby.store.resume("2", &code, minute(4)).unwrap();
    assert_eq!(lobby.next(5), Some(code.clone()));
    let early = refused(lobby.store.no_show("1", &code, RULE, minute(9)));
    assert_eq!(early, Refused::TooFewCalls { made: 1, least: 2 });
}

#[test]
fn who_was_held_or_sent_on_keeps_the_place_in_the_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let (held, sent, last) = (lobby.take("А", 0), lobby.take("А", 1), lobby.take("В", 2));
    assert_eq!(lobby.next(3), Some(held.clone()));
    lobby.store.start("1", &held, minute(3)).unwrap();
    lobby.store.hold("1", &held, minute(4)).unwrap();
    assert_eq!(lobby.next(5), Some(sent.clone()));
    lobby
        .store
        .transfer("1", &sent, &Target::Queue("В".to_owned()), minute(6))
        .unwrap();
    assert_eq!(lobby.present(&sent, 6).queue, "В");
    assert_eq!(lobby.store.queues_now(minute(6)).unwrap()["В"].waiting, 2);
    assert_eq!(lobby.next_of_two(7), None, "counter 2 serves «А» alone");
    lobby.store.resume("1", &held, minute(8)).unwrap();
    for expected in [held, sent, last] {
        assert_eq!(lobby.next(9), Some(expected.clone()));
        lobby.store.start("1", &expected, minute(9)).unwrap();
        lobby.store.finish("1", &expected, minute(9)).unwrap();
    }
}

#[test]
fn who_is_sent_to_a_counter_is_called_by_that_one_even_after_a_hold() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let code = lobby.take("В", 0);
    lobby.next(1);
    let to_two = Target::Counter("2".to_owned());
    lobby.store.transfer("1", &code, &to_two, minute(2)).unwrap();
    assert_eq!(lobby.next(3), None);
    assert_eq!(lobby.next_of_two(3), Some(code.clone()));
    lobby.store.hold("2", &code, minute(4)).unwrap();
    lobby.store.resume("1", &code, minute(5)).unwrap();
    assert_eq!(lobby.next(6), None);
    assert_eq!(lobby.next_of_two(6), Some(code));
    drop(lobby);
    let told = records::<PeriodBegan>(&database(dir.path()), "period");
    let sent = told.values().find(|period| period.ordinal == 3).unwrap();
    assert_eq!((sent.kind, sent.counter.as_deref()), (PeriodKind::Waiting, Some("2")));
}

#[test]
fn out_of_turn_takes_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let (first, second) = (lobby.take("А", 0), lobby.take("А", 1));
    let call = |lobby: &mut Lobby, code: &TicketCode, reason| {
        let (one, at) = (lobby.one.clone(), minute(2));
        lobby.store.call_this(&one, code, reason, bound(), at)
    };
    assert_eq!(refused(call(&mut lobby, &second, None)), Refused::ReasonNeeded);
    call(&mut lobby, &second, Some(CallReason::Need)).unwrap();
    lobby.store.hold("1", &second, minute(2)).unwrap();
    call(&mut lobby, &second, None).unwrap();
    lobby.store.start("1", &second, minute(3)).unwrap();
    lobby.store.finish("1", &second, minute(3)).unwrap();
    call(&mut lobby, &first, Some(CallReason::Other)).unwrap();
    drop(lobby);
    let told = records::<PeriodBegan>(&database(dir.path()), "period");
    let reason = |code: &TicketCode, ordinal: u32| told[&format!("{code}.{ordinal}")].change.reason;
    assert_eq!(reason(&second, 2), Some(CallReason::Need));
    assert_eq!(reason(&second, 4), None, "who was on hold has waited already");
    assert_eq!(reason(&first, 2), None, "it was their turn");
}

#[test]
fn another_counters_visitor_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let code = lobby.take("А", 0);
    lobby.next(1);
    let theirs = Refused::AtCounter("1".to_owned());
    assert_eq!(refused(lobby.store.start("2", &code, minute(2))), theirs);
    let two = lobby.two.clone();
    let stolen = lobby
        .store
        .call_this(&two, &code, Some(CallReason::Other), bound(), minute(2));
    assert_eq!(refused(stolen), theirs);
}

#[test]
fn two_clerks_at_one_instant_get_two_different_people() {
    const VISITORS: u64 = 200;
    const CLERKS: usize = 8;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_owned();
    let worker = Worker::spawn(move || Store::open(&path, &config(), noon()), |_| {}).unwrap();
    let store = worker.handle();
    let (send, done) = mpsc::channel();
    store.call(
        |store| {
            for n in 0..VISITORS {
                store.issue(&request("А", n * 60_000), noon())?;
            }
            Ok(())
        },
        move |result| send.send(result).unwrap(),
    );
    done.recv().unwrap().unwrap();
    let together = Arc::new(Barrier::new(CLERKS));
    let clerks: Vec<_> = (0..CLERKS)
        .map(|clerk| {
            let (store, together) = (store.clone(), together.clone());
            thread::spawn(move || {
                let counter = counter(&clerk.to_string(), &["А"]);
                let mut called = Vec::new();
                loop {
                    together.wait();
                    let (counter, (send, answer)) = (counter.clone(), mpsc::channel());
                    store.call(
                        move |store| {
                            store.set_counter(&counter.id, CounterState::Open, noon())?;
                            let call = store.call_next(&counter, bound(), noon())?;
                            if let Some(call) = &call {
                                store.start(&counter.id, &call.code, noon())?;
                                store.finish(&counter.id, &call.code, noon())?;
                            }
                            Ok(call)
                        },
                        move |result| send.send(result).unwrap(),
                    );
                    match answer.recv().unwrap().unwrap() {
                        Some(call) => called.push(call.code),
                        None => return called,
                    }
                }
            })
        })
        .collect();
    let called: Vec<TicketCode> = clerks.into_iter().flat_map(|clerk| clerk.join().unwrap()).collect();
    assert_eq!(called.len() as u64, VISITORS);
    assert_eq!(called.iter().collect::<BTreeSet<_>>().len() as u64, VISITORS);
    worker.shutdown();
    facts(dir.path());
}

#[test]
fn the_day_ends_for_everyone_who_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let codes: Vec<TicketCode> = (0..3).map(|at| lobby.take("А", at)).collect();
    lobby.next(3);
    lobby.store.start("1", &codes[0], minute(3)).unwrap();
    lobby.next_of_two(4);
    assert_eq!(lobby.store.close_earlier_days(minute(5)).unwrap(), 0, "today goes on");
    assert_eq!(lobby.store.close_day(minute(400)).unwrap(), 3);
    let now = lobby.store.lobby_now(minute(400)).unwrap();
    assert_eq!(now.present, []);
    assert!(
        now.counters
            .values()
            .all(|counter| counter.state == CounterState::Closed)
    );
    drop(lobby);
    facts(dir.path());
    let told = records::<PeriodBegan>(&database(dir.path()), "period");
    let last = |code: &TicketCode| {
        let of_visit = told.values().filter(|period| period.visit == *code);
        of_visit.max_by_key(|period| period.ordinal).unwrap().kind
    };
    assert_eq!(
        codes.iter().map(last).collect::<Vec<_>>(),
        [PeriodKind::Served, PeriodKind::Unserved, PeriodKind::Unserved]
    );
}

#[test]
fn what_yesterday_left_behind_holds_no_counter() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let (called, waited) = (lobby.take("А", 0), lobby.take("А", 1));
    lobby.next(2);
    let tomorrow = 24 * 60;
    let today = lobby.take("А", tomorrow);
    lobby
        .store
        .set_counter("1", CounterState::Open, minute(tomorrow))
        .unwrap();
    assert_eq!(lobby.next(tomorrow), Some(today));
    assert_eq!(
        refused(lobby.store.start("1", &called, minute(tomorrow))),
        Refused::Over
    );
    assert_eq!(lobby.store.close_earlier_days(minute(tomorrow)).unwrap(), 2);
    assert_eq!(lobby.store.close_earlier_days(minute(tomorrow)).unwrap(), 0);
    let resumed = lobby.store.resume("1", &waited, minute(tomorrow));
    assert_eq!(refused(resumed), Refused::Over);
}

fn code(text: &str) -> AppointmentCode {
    text.parse().unwrap()
}

fn appointment(code: &str, at: i64) -> Appointment {
    Appointment {
        day: noon().date_naive(),
        code: self::code(code),
        at: minute(at),
        queue: "А".to_owned(),
        letter: 'А',
        service: Some("2034".to_owned()),
    }
}

#[test]
fn who_comes_by_appointment_is_called_at_the_hour() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let early = lobby.take("А", 0);
    let list = [appointment("К-17", 30), appointment("k 18", 60)];
    lobby.store.import_appointments(&list).unwrap();
    let visit = lobby.store.check_in(&code("к17"), minute(10)).unwrap();
    assert_eq!(visit.arranged_at, Some(minute(30)));
    assert_eq!(visit.service.as_deref(), Some("2034"));
    assert_eq!(
        lobby.store.check_in(&code(" К 17 "), minute(11)).unwrap(),
        visit,
        "asked twice"
    );
    let unknown = lobby.store.check_in(&code("К19"), minute(11));
    assert_eq!(refused(unknown), Refused::NoSuchAppointment);
    let tomorrow = lobby.store.check_in(&code("K18"), minute(24 * 60));
    assert_eq!(refused(tomorrow), Refused::NoSuchAppointment, "of another day");
    let later = lobby.take("А", 12);
    assert_eq!(lobby.next(29), Some(early));
    assert_eq!(lobby.next_of_two(30), Some(visit.ticket.code.clone()));
    let moved = [appointment("К17", 90), appointment("K18", 40)];
    lobby.store.import_appointments(&moved).unwrap();
    assert_eq!(
        lobby.store.check_in(&code("K18"), minute(31)).unwrap().arranged_at,
        Some(minute(40))
    );
    assert_eq!(
        lobby.store.check_in(&code("К17"), minute(32)).unwrap(),
        visit,
        "has come already"
    );
    assert_eq!(lobby.present(&later, 40).kind, PeriodKind::Waiting);
    drop(lobby);
    facts(dir.path());
}

#[test]
fn a_code_pairs_one_browser_once_until_it_is_revoked() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let mut rng = rand::rng();
    let (code, old) = (PairingCode::random(&mut rng), PairingCode::random(&mut rng));
    let (token, other) = (Token::random(&mut rng), Token::random(&mut rng));
    store.offer_pairing("3", &old, noon()).unwrap();
    store.offer_pairing("3", &code, noon()).unwrap();
    assert_eq!(
        store.pair(&old, &token, minute(1)).unwrap(),
        None,
        "a newer offer stands"
    );
    let pairing = store.pair(&code, &token, minute(9)).unwrap().unwrap();
    assert_eq!(pairing.counter, "3");
    assert_eq!(store.pair(&code, &other, minute(9)).unwrap(), None, "used up");
    assert_eq!(store.pairing(&token.hash()).unwrap(), Some(pairing.clone()));
    assert_eq!(store.pairing(&other.hash()).unwrap(), None);
    store.offer_pairing("4", &old, noon()).unwrap();
    assert_eq!(store.pair(&old, &other, minute(10)).unwrap(), None, "too late");
    assert!(store.revoke_pairing(pairing.id).unwrap());
    assert!(!store.revoke_pairing(pairing.id).unwrap());
    assert_eq!(store.pairing(&token.hash()).unwrap(), None);
}

#[test]
fn secrets_of_pairing_are_nowhere_in_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let (code, token) = (PairingCode::random(&mut rand::rng()), Token::random(&mut rand::rng()));
    store.offer_pairing("3", &code, noon()).unwrap();
    store.pair(&code, &token, noon()).unwrap().unwrap();
    drop(store);
    let bare = code.to_string().replace('-', "");
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [bare.as_bytes(), token.reveal().as_bytes()] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret));
        }
    }
}

/// Before that version a counter's last state was all that was kept, and no record told of it.
#[test]
fn counters_of_the_version_before_are_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    as_of_version(dir.path(), 5);
    let insert = "INSERT INTO counters (id, day, state, since) VALUES ('1', '2026-11-05', 'open', 1)";
    database(dir.path()).execute(insert, []).unwrap();
    let mut store = open(dir.path());
    assert_eq!(store.lobby_now(noon()).unwrap().counters.len(), 0);
    store.set_counter("1", CounterState::Open, noon()).unwrap();
    drop(store);
    facts(dir.path());
}

#[test]
fn a_counters_day_is_its_timed_states() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let tomorrow = 24 * 60;
    for (at, state) in [
        (0, CounterState::Closed),
        (1, CounterState::Open),
        (2, CounterState::Open),
        (3, CounterState::Paused),
        (5, CounterState::Closed),
        (9, CounterState::Open),
        (tomorrow, CounterState::Open),
    ] {
        store.set_counter("1", state, minute(at)).unwrap();
    }
    let ended = store.close_earlier_days(minute(tomorrow + 1)).unwrap();
    assert_eq!(ended, 0, "no visitor was left");
    let mut day = |at: i64| {
        let day = store.day_records(minute(at).date_naive()).unwrap();
        let told = |began: &CounterBegan| (began.ordinal, began.state, began.began_at);
        day.counters.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(
        day(0),
        [
            (1, CounterState::Open, minute(1)),
            (2, CounterState::Paused, minute(3)),
            (3, CounterState::Closed, minute(5)),
            (4, CounterState::Open, minute(9)),
            (5, CounterState::Closed, minute(tomorrow + 1)),
        ],
        "what stays as it is begins nothing; what nobody closed is closed with its day"
    );
    assert_eq!(day(tomorrow), [(1, CounterState::Open, minute(tomorrow))]);
    drop(store);
    facts(dir.path());
}

/// A database of the version before: what it holds is all there, and counters call from it.
#[test]
fn a_lobby_of_the_version_before_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path());
    let (called, waiting) = (lobby.take("А", 0), lobby.take("А", 1));
    lobby.next(2);
    drop(lobby);
    as_of_version(dir.path(), 3);
    let mut lobby = Lobby::open(dir.path());
    assert_eq!(lobby.present(&called, 3).kind, PeriodKind::Called);
    assert_eq!(lobby.next_of_two(3), Some(waiting));
    lobby.store.recall("1", &called, minute(4)).unwrap();
    drop(lobby);
    facts(dir.path());
}
