//! Exactly once in effect, record by record.

use chrono::TimeDelta;
use parter::{
    protocol::{
        batch::Reason,
        record::{Hash, Record},
    },
    queue::{CounterBegan, CounterState, PeriodBegan, PeriodKind, Visit},
    server::store::{Store, StoreError, devices::Device},
};

use crate::given::{
    LOBBY, OTHER_LOBBY, after, count, counter_period, counter_record, enrolled, hash, heard, heartbeat,
    heartbeat_record, noon, period, period_record, rating, rating_record, record, revision, send, send_at, short,
    visit, visit_record,
};

fn of_every_kind() -> Vec<Record> {
    vec![
        visit_record(&visit(1)),
        period_record(&period(1, 2, PeriodKind::Called)),
        counter_record(&counter_period("3", 1, CounterState::Open)),
        rating_record(&rating(1)),
        record("survey", "s1", &"of a newer kiosk"),
        heartbeat_record("start.1", &heartbeat(noon())),
    ]
}

/// The record once more, with another payload.
fn altered(of: &Record) -> Record {
    let payload = of.payload.get().replacen('{', "{ ", 1).replacen("of", "from", 1);
    assert_ne!(payload, of.payload.get());
    Record::new(&of.kind, of.id.clone(), payload).unwrap()
}

pub async fn what_is_new_is_accepted_and_what_comes_again_is_a_duplicate(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let records = of_every_kind();
    assert_eq!(short(&send(store, &device, &records).await), ["accepted"; 6]);
    assert_eq!(short(&send(store, &device, &records).await), ["duplicate"; 6]);
    // Singly, and in another order.
    for record in records.iter().rev() {
        let verdicts = send(store, &device, std::slice::from_ref(record)).await;
        assert_eq!(short(&verdicts), ["duplicate"]);
    }
    for kind in ["visit", "period", "counter", "rating", "unknown"] {
        assert_eq!(count(store, kind).await, 1, "{kind}");
    }
    assert_eq!(count(store, "refused").await, 0);
}

pub async fn the_same_id_with_other_bytes_is_a_conflict_kept_and_shown_once(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let records = of_every_kind();
    send(store, &device, &records).await;
    let others: Vec<Record> = records.iter().map(altered).collect();
    for _ in 0..2 {
        assert_eq!(short(&send(store, &device, &others).await), ["conflict"; 6]);
    }
    assert_eq!(
        short(&send(store, &device, &records).await),
        ["duplicate"; 6],
        "what was first stays"
    );

    let refused = store.refused(Some("kiosk-1"), 100).await.unwrap();
    let mut expected: Vec<(&str, &str, Hash, &str)> = others
        .iter()
        .map(|other| {
            (
                other.kind.as_str(),
                other.id.as_str(),
                other.sha256,
                other.payload.get(),
            )
        })
        .collect();
    expected.sort_unstable();
    let shown: Vec<(&str, &str, Hash, &str)> = refused
        .iter()
        .map(|refused| {
            (
                refused.kind.as_str(),
                refused.id.as_str(),
                refused.sha256,
                refused.payload.as_str(),
            )
        })
        .collect();
    assert_eq!(shown, expected);
    for refused in refused {
        assert_eq!(refused.reason, Reason::Conflict.name());
        assert!(!refused.detail.is_empty());
        assert_eq!((refused.device.as_str(), refused.day), ("kiosk-1", noon().date_naive()));
    }
}

pub async fn a_batch_may_contradict_itself(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let first = visit_record(&visit(1));
    let second = altered(&first);
    let batch = [&second, &first, &second, &first].map(Record::clone);
    assert_eq!(
        short(&send(store, &device, &batch).await),
        ["accepted", "conflict", "duplicate", "conflict"],
        "the first of the batch's order stands, not of any other"
    );
    assert_eq!((count(store, "visit").await, count(store, "refused").await), (1, 1));
    let (first, second) = (rating_record(&rating(1)), altered(&rating_record(&rating(1))));
    let period = period_record(&period(1, 2, PeriodKind::Called));
    let unknown = record("survey", "s1", &1);
    let batch = [&first, &period, &period, &unknown, &unknown, &second, &first].map(Record::clone);
    assert_eq!(
        short(&send(store, &device, &batch).await),
        [
            "accepted",
            "accepted",
            "duplicate",
            "accepted",
            "duplicate",
            "conflict",
            "duplicate"
        ]
    );
}

pub async fn a_batch_of_all_sorts_is_answered_in_its_order(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let known = visit_record(&visit(1));
    send(store, &device, std::slice::from_ref(&known)).await;
    let elsewhere = visit_record(&Visit {
        lobby: OTHER_LOBBY.to_owned(),
        ..visit(2)
    });
    let counter_elsewhere = counter_record(&CounterBegan {
        lobby: OTHER_LOBBY.to_owned(),
        ..counter_period("1", 1, CounterState::Open)
    });
    let mut spoilt = visit_record(&visit(3));
    spoilt.sha256 = hash("of something else");
    let batch = [
        rating_record(&rating(9)),
        elsewhere,
        visit_record(&visit(5)),
        known.clone(),
        record("visit", "no-code", &"no visit"),
        altered(&known),
        spoilt,
        counter_elsewhere,
        record("counter", "no-hash", &counter_period("1", 1, CounterState::Open)),
        counter_record(&counter_period("1", 1, CounterState::Open)),
        visit_record(&visit(4)),
        rating_record(&rating(2)),
    ];
    let expected = [
        "accepted",
        "other_lobby",
        "accepted",
        "duplicate",
        "malformed",
        "conflict",
        "hash",
        "other_lobby",
        "malformed",
        "accepted",
        "accepted",
        "accepted",
    ];
    assert_eq!(short(&send(store, &device, &batch).await), expected);
    let counts = (
        count(store, "visit").await,
        count(store, "rating").await,
        count(store, "refused").await,
    );
    assert_eq!(counts, (3, 2, 6), "what is rejected blocks nothing");
}

/// A device that the store does not know can send no heartbeat: its batch fails at the end.
pub async fn a_batch_that_fails_leaves_nothing(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let stranger = Device {
        id: "stranger".to_owned(),
        ..device.clone()
    };
    let batch = heard(&stranger, &of_every_kind());
    let failed = store.accept_batch(&stranger, &batch, noon()).await;
    assert!(matches!(failed, Err(StoreError::Internal(_))), "{failed:?}");
    for kind in ["visit", "period", "counter", "rating", "unknown", "refused"] {
        assert_eq!(count(store, kind).await, 0, "{kind}");
    }
    assert_eq!(revision(store, LOBBY).await, 0);
    assert_eq!(short(&send(store, &device, &of_every_kind()).await), ["accepted"; 6]);
}

pub async fn an_empty_batch_says_that_the_device_lives(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    assert_eq!(send_at(store, &device, &[], after(90)).await, []);
    let report = store.device("kiosk-1", after(90)).await.unwrap().unwrap();
    assert_eq!(report.heard_at, Some(after(90)));
}

pub async fn a_period_of_another_lobbys_visit_is_refused(store: &dyn Store) {
    let hall = enrolled(store, "kiosk-1", LOBBY).await;
    let taxes = enrolled(store, "kiosk-2", OTHER_LOBBY).await;
    send(store, &hall, &[visit_record(&visit(1))]).await;
    let called = period_record(&period(1, 2, PeriodKind::Called));
    let batch = [
        called.clone(),
        period_record(&period(2, 2, PeriodKind::Called)),
        called.clone(),
    ];
    assert_eq!(
        short(&send(store, &taxes, &batch).await),
        ["other_lobby", "accepted", "other_lobby"]
    );
    assert_eq!(
        short(&send(store, &hall, std::slice::from_ref(&called)).await),
        ["accepted"]
    );
    assert_eq!(short(&send(store, &taxes, &[called]).await), ["other_lobby"]);
    let refused = store.refused(Some("kiosk-2"), 10).await.unwrap();
    assert_eq!(refused.len(), 1);
    assert!(refused[0].detail.contains(LOBBY), "{}", refused[0].detail);
}

pub async fn a_period_may_come_before_its_visit(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let batch = [
        period_record(&period(1, 3, PeriodKind::Serving)),
        period_record(&period(1, 2, PeriodKind::Called)),
        visit_record(&visit(1)),
    ];
    assert_eq!(short(&send(store, &device, &batch).await), ["accepted"; 3]);
    let ticket = store.ticket(&visit(1).ticket.code).await.unwrap().unwrap();
    assert_eq!(ticket.state, PeriodKind::Serving);
}

/// Whose visit it is, is known when the visit comes: what others have told of it by then moves aside, as it came.
pub async fn a_period_before_another_lobbys_visit_moves_aside(store: &dyn Store) {
    let hall = enrolled(store, "kiosk-1", LOBBY).await;
    let taxes = enrolled(store, "kiosk-2", OTHER_LOBBY).await;
    let strays = [
        period_record(&period(1, 2, PeriodKind::Called)),
        period_record(&period(1, 3, PeriodKind::Served)),
    ];
    assert_eq!(short(&send(store, &taxes, &strays).await), ["accepted"; 2]);
    let own = period_record(&PeriodBegan {
        counter: Some("7".to_owned()),
        ..period(1, 2, PeriodKind::Called)
    });
    let batch = [own, visit_record(&visit(1)), visit_record(&visit(2))];
    assert_eq!(
        short(&send(store, &hall, &batch).await),
        ["accepted"; 3],
        "another lobby's is not in its way"
    );
    let ticket = store.ticket(&visit(1).ticket.code).await.unwrap().unwrap();
    assert_eq!(
        (ticket.state, ticket.counter.as_deref()),
        (PeriodKind::Called, Some("7"))
    );
    assert_eq!(count(store, "period").await, 1);

    let refused = store.refused(Some("kiosk-2"), 10).await.unwrap();
    let shown: Vec<_> = refused
        .iter()
        .map(|refused| (refused.id.as_str(), refused.sha256, refused.payload.as_str()))
        .collect();
    let came: Vec<_> = strays
        .iter()
        .map(|stray| (stray.id.as_str(), stray.sha256, stray.payload.get()))
        .collect();
    assert_eq!(shown, came);
    for refused in &refused {
        assert_eq!(
            (refused.kind.as_str(), refused.reason.as_str()),
            ("period", Reason::OtherLobby.name())
        );
        assert!(refused.detail.contains(LOBBY), "{}", refused.detail);
    }
    assert_eq!(short(&send(store, &taxes, &strays).await), ["other_lobby"; 2]);
    assert_eq!(store.refused(Some("kiosk-2"), 10).await.unwrap(), refused);
    assert_eq!(short(&send(store, &hall, &batch).await), ["duplicate"; 3]);
}

pub async fn kinds_of_a_newer_kiosk_are_kept_per_device(store: &dyn Store) {
    let one = enrolled(store, "kiosk-1", LOBBY).await;
    let other = enrolled(store, "kiosk-2", LOBBY).await;
    let batch = [
        record("survey", "1", &"а"),
        record("audio", "1", &"б"),
        record("survey", "2", &"в"),
    ];
    assert_eq!(short(&send(store, &one, &batch).await), ["accepted"; 3]);
    assert_eq!(short(&send(store, &other, &batch).await), ["accepted"; 3]);
    assert_eq!(count(store, "unknown").await, 6);
    assert_eq!(short(&send(store, &one, &batch).await), ["duplicate"; 3]);
}

pub async fn rejected_records_are_kept_once_and_shown_newest_first(store: &dyn Store) {
    let one = enrolled(store, "kiosk-1", LOBBY).await;
    let other = enrolled(store, "kiosk-2", LOBBY).await;
    let bad = |id: &str| record("visit", id, &"no visit");
    send(store, &one, &[bad("a"), bad("a")]).await;
    let next_day = noon() + TimeDelta::days(1);
    send_at(store, &one, &[bad("a"), bad("b")], next_day).await;
    send_at(store, &other, &[bad("a")], next_day).await;
    let ids = |refused: Vec<parter::server::store::intake::Refused>| -> Vec<String> {
        refused
            .iter()
            .map(|refused| format!("{} {}", refused.device, refused.id))
            .collect()
    };
    assert_eq!(
        ids(store.refused(None, 10).await.unwrap()),
        ["kiosk-1 b", "kiosk-2 a", "kiosk-1 a"]
    );
    assert_eq!(ids(store.refused(None, 1).await.unwrap()), ["kiosk-1 b"]);
    assert_eq!(ids(store.refused(Some("kiosk-2"), 10).await.unwrap()), ["kiosk-2 a"]);
    let report = store.device("kiosk-1", next_day).await.unwrap().unwrap();
    assert_eq!(report.refused, 2);
}

pub async fn a_lobbys_revision_grows_with_its_visits_alone(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    assert_eq!(revision(store, LOBBY).await, 0);
    let grows = async |records: &[Record]| {
        let before = revision(store, LOBBY).await;
        send(store, &device, records).await;
        revision(store, LOBBY).await > before
    };
    let visit = visit_record(&visit(1));
    assert!(grows(std::slice::from_ref(&visit)).await);
    assert!(!grows(std::slice::from_ref(&visit)).await, "it is known");
    assert!(!grows(&[altered(&visit)]).await, "it is refused");
    assert!(grows(&[period_record(&period(1, 2, PeriodKind::Called))]).await);
    assert!(
        !grows(&[
            rating_record(&rating(1)),
            counter_record(&counter_period("1", 1, CounterState::Open))
        ])
        .await
    );
    assert!(!grows(&[heartbeat_record("s.1", &heartbeat(noon()))]).await);
    let asked = [OTHER_LOBBY.to_owned(), LOBBY.to_owned(), OTHER_LOBBY.to_owned()];
    let revisions = store.revisions(&asked).await.unwrap();
    assert_eq!(
        revisions,
        [0, revision(store, LOBBY).await, 0],
        "in the order asked for"
    );
    assert_eq!(store.revisions(&[]).await.unwrap(), Vec::<i64>::new());
}

pub async fn a_record_of_two_devices_is_one(store: &dyn Store) {
    let one = enrolled(store, "kiosk-1", LOBBY).await;
    let other = enrolled(store, "kiosk-2", LOBBY).await;
    let batch = [visit_record(&visit(1)), rating_record(&rating(1))];
    assert_eq!(short(&send(store, &one, &batch).await), ["accepted"; 2]);
    assert_eq!(short(&send(store, &other, &batch).await), ["duplicate"; 2]);
}

pub async fn whatever_text_a_kiosk_may_send_is_kept(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let odd = "\u{1}\u{7f}\u{feff}\u{10ffff}'\"\\{},NULL\r\n ѝ";
    let good = [
        visit_record(&Visit {
            service: Some(odd.to_owned()),
            queue: odd.to_owned(),
            ..visit(1)
        }),
        record("survey", odd.replace(char::is_control, ""), &odd),
    ];
    assert_eq!(short(&send(store, &device, &good).await), ["accepted"; 2]);
    let ticket = store.ticket(&visit(1).ticket.code).await.unwrap().unwrap();
    assert_eq!((ticket.service.as_deref(), ticket.queue.as_str()), (Some(odd), odd));

    let mut spoilt = record("a\u{0}b", "c\u{0}d", &odd);
    spoilt.sha256 = hash("of something else");
    let bad = [
        spoilt,
        record("survey", "a\u{0}", &odd),
        record("survey", "zero", &"\u{0}"),
        record("visit", "x", &odd),
        record("период", "x", &odd),
        record("survey", "x".repeat(129), &odd),
        record("survey", "large", &"x".repeat(70_000)),
    ];
    assert_eq!(
        short(&send(store, &device, &bad).await),
        [
            "hash",
            "malformed",
            "malformed",
            "malformed",
            "malformed",
            "malformed",
            "too_large"
        ]
    );
    assert_eq!(store.refused(None, 100).await.unwrap().len(), 7);
}
