//! What a record says, judged before any database is asked.

use parter::{
    feedback::{Bucket, Rating},
    protocol::{
        batch::Reason,
        record::{MAX_PAYLOAD, Record},
    },
    queue::Visit,
    server::{
        intake::{Fact, Incoming},
        store::devices::Device,
    },
};

use crate::given::{
    LOBBY, MUNICIPALITY, OTHER_LOBBY, hash, heartbeat, heartbeat_record, noon, period, period_record, rating,
    rating_record, record, visit, visit_record,
};

fn device(lobby: Option<&str>) -> Device {
    Device {
        id: "kiosk-1".to_owned(),
        name: "kiosk-1".to_owned(),
        municipality: MUNICIPALITY.to_owned(),
        lobby: lobby.map(str::to_owned),
        revoked_at: None,
        token_at: None,
    }
}

fn judged(record: &Record) -> Incoming {
    Incoming::of(record.clone(), &device(Some(LOBBY)))
}

fn reason(record: &Record) -> Option<Reason> {
    judged(record).content.err().map(|rejection| rejection.reason)
}

#[test]
fn each_kind_says_what_it_tells_of() {
    let (visit, period, rating) = (visit(1), period(1, 2, parter::queue::PeriodKind::Called), rating(1));
    let heartbeat = heartbeat(noon());
    let told = [
        (visit_record(&visit), Fact::Visit(visit)),
        (period_record(&period), Fact::Period(period)),
        (rating_record(&rating), Fact::Rating(rating)),
        (
            heartbeat_record("start.1", &heartbeat),
            Fact::Heartbeat(Box::new(heartbeat)),
        ),
        (record("survey", "анкета № 1", &"any JSON"), Fact::Unknown),
    ];
    for (record, fact) in told {
        let incoming = judged(&record);
        assert_eq!(incoming.content, Ok(fact));
        assert_eq!(
            (incoming.kind, incoming.id, incoming.sha256, incoming.payload.as_str()),
            (record.kind, record.id, record.sha256, record.payload.get())
        );
    }
}

#[test]
fn fields_of_a_newer_kiosk_do_no_harm() {
    let mut told = serde_json::to_value(visit(1)).unwrap();
    told["colour"] = "green".into();
    assert_eq!(reason(&record("visit", visit(1).ticket.code.as_str(), &told)), None);
}

#[test]
fn a_hash_is_of_the_payloads_own_bytes() {
    let record = visit_record(&visit(1));
    let spaced = format!(" {}", record.payload.get());
    let mut altered = Record::new(&record.kind, record.id.clone(), spaced).unwrap();
    altered.sha256 = record.sha256;
    // A space before it is no part of the payload.
    assert_eq!(altered.payload.get().trim_start(), record.payload.get());
    let mut other = record;
    other.sha256 = hash("of something else");
    assert_eq!(reason(&other), Some(Reason::Hash));
}

#[test]
fn what_is_malformed_is_rejected_with_its_cause() {
    let code = visit(1).ticket.code;
    let bad = [
        record("visit", code.as_str(), &"no visit"),
        record("visit", visit(2).ticket.code.as_str(), &visit(1)),
        record("visit", code.as_str().to_lowercase() + " ", &visit(1)),
        record(
            "period",
            code.as_str(),
            &period(1, 2, parter::queue::PeriodKind::Called),
        ),
        record("rating", "1", &rating(1)),
        record("heartbeat", "start.1", &visit(1)),
        record("", "1", &1),
        record("Survey", "1", &1),
        record("a-kind", "1", &1),
        record(&"k".repeat(33), "1", &1),
        record("survey", "", &1),
        record("survey", "a\tb", &1),
        record("survey", "x".repeat(129), &1),
        record("survey", "zero", &"a\u{0}b"),
        visit_record(&Visit {
            queue: "q".repeat(129),
            ..visit(1)
        }),
    ];
    for record in bad {
        let rejection = judged(&record).content.unwrap_err();
        assert_eq!(rejection.reason, Reason::Malformed, "{record:?}");
        assert!(!rejection.detail.is_empty());
    }
}

#[test]
fn a_visit_is_of_the_devices_lobby() {
    let elsewhere = visit_record(&Visit {
        lobby: OTHER_LOBBY.to_owned(),
        ..visit(1)
    });
    assert_eq!(reason(&elsewhere), Some(Reason::OtherLobby));
    let of_none = Incoming::of(visit_record(&visit(1)), &device(None));
    assert_eq!(of_none.content.unwrap_err().reason, Reason::OtherLobby);
}

#[test]
fn a_ratings_period_is_six_hours_at_least() {
    for (hours, rejected) in [(1, true), (5, true), (6, false), (12, false), (24, false)] {
        let rating = Rating {
            bucket: Bucket::at(noon().naive_utc(), hours),
            ..rating(1)
        };
        let expected = rejected.then_some(Reason::TooFine);
        assert_eq!(reason(&rating_record(&rating)), expected, "{hours} hours");
    }
}

#[test]
fn a_payload_has_a_length() {
    let of = |length: usize| judged(&record("survey", "1", &"x".repeat(length - 2)));
    assert_eq!(of(MAX_PAYLOAD).content, Ok(Fact::Unknown));
    let longer = of(MAX_PAYLOAD + 1);
    assert_eq!(longer.content.unwrap_err().reason, Reason::TooLarge);
    assert_eq!(longer.payload, "", "it is not kept");
}

/// A database and a list of rejected records must hold it.
#[test]
fn names_that_are_rejected_are_cut() {
    let mut odd = record(&"к\u{0}".repeat(100), "и\u{0}".repeat(100), &1);
    odd.sha256 = hash("of something else");
    let mut short = record("\u{0}", "a\u{0}b\n", &1);
    short.sha256 = odd.sha256;
    for incoming in [judged(&odd), judged(&short)] {
        assert!(incoming.kind.len() <= 32 && incoming.id.len() <= 128, "{incoming:?}");
        assert!(!incoming.kind.contains(char::is_control) && !incoming.id.contains(char::is_control));
    }
}
