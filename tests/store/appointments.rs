//! Appointments in the store: lists taken over, single ones entered and called off, who came, and what is forgotten.

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    queue::{
        Appointment, AppointmentCode, Counter, CounterState, appointments::Codes, appointments::Imported,
        transitions::Refused,
    },
    store::{Store, StoreError},
};

use crate::store_support::{database, facts, noon, open, request};

fn code(text: &str) -> AppointmentCode {
    text.parse().unwrap()
}

fn minute(minute: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minute)
}

fn at(text: &str, hour: i64) -> Appointment {
    Appointment {
        day: noon().date_naive(),
        code: code(text),
        at: minute(hour),
        queue: "А".to_owned(),
        letter: 'А',
        service: None,
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Refused {
    match result.unwrap_err() {
        StoreError::Refused(refused) => refused,
        other => panic!("{other}"),
    }
}

fn codes(store: &mut Store) -> Vec<String> {
    let visits = store.arranged_visits(noon().date_naive()).unwrap();
    visits
        .into_iter()
        .map(|visit| visit.appointment.code.to_string())
        .collect()
}

#[test]
fn a_list_is_added_changed_and_left_where_the_visitor_has_come() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let first = store
        .import_appointments(&[at("17", 30), at("18", 10), at("19", 20)])
        .unwrap();
    assert_eq!((first.added, first.changed, first.same), (3, 0, 0));
    assert_eq!(codes(&mut store), ["18", "19", "17"], "by their hours");
    assert!(store.take_changed(), "counters see it");

    let came = store.check_in(&code("17"), minute(25)).unwrap();
    let again = store
        .import_appointments(&[at("17", 90), at("18", 10), at("19", 40), at("20", 50)])
        .unwrap();
    let expected = Imported {
        added: 1,
        changed: 1,
        same: 1,
        came: vec![code("17")],
    };
    assert_eq!(again, expected);
    let visits = store.arranged_visits(noon().date_naive()).unwrap();
    let of_17 = visits
        .iter()
        .find(|visit| visit.appointment.code == code("17"))
        .unwrap();
    assert_eq!(of_17.appointment.at, minute(30));
    let who = of_17.came.unwrap();
    assert_eq!(
        (who.number, who.arrived, who.called),
        (came.ticket.number, minute(25), None)
    );
    drop(store);
    facts(dir.path());
}

#[test]
fn the_first_call_is_when_they_were_called() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.import_appointments(&[at("17", 5)]).unwrap();
    let visit = store.check_in(&code("17"), minute(0)).unwrap();
    let counter = Counter {
        id: "1".to_owned(),
        queues: vec!["А".to_owned()],
    };
    store.set_counter("1", CounterState::Open, noon()).unwrap();
    store
        .call_next(&counter, TimeDelta::minutes(20), minute(7))
        .unwrap()
        .unwrap();
    store.recall("1", &visit.ticket.code, minute(9)).unwrap();
    let (_, visits) = store.arranged_today(minute(10)).unwrap();
    assert_eq!(visits[0].came.unwrap().called, Some(minute(7)));
}

#[test]
fn one_is_entered_under_a_new_code_and_called_off_until_the_visitor_comes() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    assert_eq!(store.codes_today(noon()), Ok(None));
    store.arrange(&at("17", 30)).unwrap();
    assert_eq!(store.codes_today(noon()), Ok(Some(Codes::Digits)));
    assert_eq!(refused(store.arrange(&at("17", 40))), Refused::CodeTaken(code("17")));
    store.arrange(&at("K7", 40)).unwrap();
    assert_eq!(store.codes_today(noon()), Ok(Some(Codes::Letters)));
    assert_eq!(store.codes_today(minute(24 * 60)), Ok(None), "of another day");

    let today = noon().date_naive();
    store.call_off(today, &code("K7")).unwrap();
    assert_eq!(refused(store.call_off(today, &code("K7"))), Refused::NoSuchAppointment);
    let visit = store.check_in(&code("17"), noon()).unwrap();
    assert_eq!(
        refused(store.call_off(today, &code("17"))),
        Refused::HasCome(visit.ticket.number)
    );
    assert_eq!(codes(&mut store), ["17"]);
}

#[test]
fn who_has_an_appointment_comes_while_the_queue_is_paused() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.arrange(&at("17", 30)).unwrap();
    store.pause_queue("А", None, noon()).unwrap();
    assert_eq!(store.issue(&request("А", 0), noon()), Err(StoreError::QueuePaused));
    let visit = store.check_in(&code("17"), noon()).unwrap();
    assert_eq!((visit.ticket.number.seq, visit.arranged_at), (1, Some(minute(30))));
}

#[test]
fn no_code_stays_beside_a_visit_for_longer_than_its_day() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let tomorrow = Appointment {
        day: noon().date_naive().succ_opt().unwrap(),
        ..at("18", 24 * 60)
    };
    store.import_appointments(&[at("K17", 30), tomorrow]).unwrap();
    store.check_in(&code("K17"), noon()).unwrap();
    store.forget_earlier_appointments(minute(60)).unwrap();
    assert_eq!(codes(&mut store), ["K17"], "the day is not over");
    store.forget_earlier_appointments(minute(24 * 60)).unwrap();
    assert_eq!(codes(&mut store), [""; 0]);
    drop(store);
    let arranged = "SELECT count(*) FROM visits WHERE arranged_at IS NOT NULL";
    let left = "SELECT group_concat(code) FROM appointments";
    let database = database(dir.path());
    let count: u32 = database.query_row(arranged, [], |row| row.get(0)).unwrap();
    let left: String = database.query_row(left, [], |row| row.get(0)).unwrap();
    assert_eq!((count, left.as_str()), (1, "18"), "the visit keeps its hour");
}
