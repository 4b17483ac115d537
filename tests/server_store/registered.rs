//! Signals and letters that staff enter.

use futures_util::future::join_all;
use parter::{
    figures::{Matter, Registered},
    server::store::{Store, days::Span, devices::Changed},
};

use crate::given::{MUNICIPALITY, noon, staff};

pub fn signal(number: &str, on: &str) -> Registered {
    Registered {
        matter: Matter::Complaint,
        number: number.parse().unwrap(),
        on: on.parse().unwrap(),
        answered: None,
        notice: None,
    }
}

/// As a letter that was answered late.
fn answered(number: &str, on: &str) -> Registered {
    Registered {
        matter: Matter::Letter,
        answered: Some("2026-11-20".parse().unwrap()),
        notice: Some("2026-11-10".parse().unwrap()),
        ..signal(number, on)
    }
}

fn november() -> Span {
    Span {
        municipality: MUNICIPALITY.to_owned(),
        from: "2026-11-01".parse().unwrap(),
        to: "2026-11-30".parse().unwrap(),
    }
}

async fn added(store: &dyn Store, new: &Registered) -> Changed {
    store.add_registered(MUNICIPALITY, new, &staff(), noon()).await.unwrap()
}

async fn listed(store: &dyn Store) -> Vec<Registered> {
    store.registered(&november()).await.unwrap()
}

pub async fn those_of_a_span_stand_by_day_and_number(store: &dyn Store) {
    let all = [
        answered("94-2", "2026-11-30"),
        signal("94-10", "2026-11-01"),
        signal("94-1", "2026-11-01"),
        signal("94-3", "2026-10-31"),
        signal("94-4", "2026-12-01"),
    ];
    for new in &all {
        assert_eq!(added(store, new).await, Changed::Done);
    }
    let elsewhere = store
        .add_registered("samokov", &signal("94-2", "2026-11-05"), &staff(), noon())
        .await;
    assert_eq!(elsewhere, Ok(Changed::Done), "another register");
    let [letter, tenth, first, ..] = all;
    assert_eq!(listed(store).await, [first, tenth, letter]);
}

pub async fn a_number_is_there_once(store: &dyn Store) {
    let first = signal("94-1", "2026-11-01");
    added(store, &first).await;
    assert_eq!(added(store, &answered("94-1", "2026-11-02")).await, Changed::NameTaken);
    assert_eq!(listed(store).await, [first]);

    let new = signal("94-2", "2026-11-03");
    let at_once = join_all((0..6).map(|_| added(store, &new))).await;
    let done = at_once.iter().filter(|changed| **changed == Changed::Done);
    assert_eq!(done.count(), 1);
}

pub async fn one_is_corrected_or_removed(store: &dyn Store) {
    let correct = async |number: &str, right: &Registered| {
        let number = number.parse().unwrap();
        let actor = staff();
        let corrected = store.correct_registered(MUNICIPALITY, &number, right, &actor, noon());
        corrected.await.unwrap()
    };
    added(store, &signal("94-1", "2026-11-01")).await;
    added(store, &signal("94-2", "2026-11-02")).await;
    let right = answered("94-1", "2026-11-01");
    assert_eq!(correct("94-1", &right).await, Changed::Done);
    assert_eq!(correct("94-2", &right).await, Changed::NameTaken);
    assert_eq!(correct("94-9", &right).await, Changed::NotFound);
    assert_eq!(listed(store).await, [right, signal("94-2", "2026-11-02")]);

    let renumbered = answered("95-1", "2026-11-03");
    assert_eq!(correct("94-1", &renumbered).await, Changed::Done);
    let number = "94-2".parse().unwrap();
    for expected in [Changed::Done, Changed::NotFound] {
        let removed = store.remove_registered(MUNICIPALITY, &number, &staff(), noon()).await;
        assert_eq!(removed, Ok(expected));
    }
    assert_eq!(listed(store).await, [renumbered]);
}

pub async fn a_list_is_taken_over_in_place_of_what_is_there(store: &dyn Store) {
    added(store, &signal("94-1", "2026-11-01")).await;
    added(store, &signal("94-2", "2026-11-02")).await;
    let list = [answered("94-3", "2026-11-03"), answered("94-1", "2026-11-01")];
    for _ in 0..2 {
        let taken = store.import_registered(MUNICIPALITY, &list, &staff(), noon()).await;
        assert_eq!(taken, Ok(()));
    }
    let [third, first] = list;
    assert_eq!(listed(store).await, [first, signal("94-2", "2026-11-02"), third]);
}
