//! Rules for alerts, and what was alerted of: once, however often it is found.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use parter::{
    figures::alert::{Found, Measured, Rule},
    server::store::{
        Store,
        alerts::{Alert, KeptRule, SENDING},
        devices::Changed,
    },
};

use crate::given::{LOBBY, MUNICIPALITY, OTHER_LOBBY, after, noon, staff};

pub const RULE: Rule = Rule::Unhappy {
    percent: 20,
    days: 7,
    answers: 10,
};

fn found(subject: &str, unhappy: u32) -> Found {
    Found {
        subject: subject.to_owned(),
        measured: Measured::Unhappy { unhappy, answers: 40 },
    }
}

async fn ruled(store: &dyn Store) -> i64 {
    store
        .add_alert_rule(MUNICIPALITY, RULE, &staff(), noon())
        .await
        .unwrap()
}

async fn settle(store: &dyn Store, rule: i64, found: &[Found], seconds: i64) {
    store.settle_alerts(rule, found, after(seconds)).await.unwrap();
}

async fn alerts(store: &dyn Store) -> Vec<Alert> {
    store.alerts(MUNICIPALITY, 100).await.unwrap()
}

async fn unsent(store: &dyn Store, seconds: i64) -> Vec<i64> {
    let taken = store.take_unsent_alerts(100, after(seconds)).await.unwrap();
    taken.iter().map(|alert| alert.id).collect()
}

pub async fn rules_are_a_municipalitys(store: &dyn Store) {
    let silent = Rule::Silent { minutes: 60 };
    let first = ruled(store).await;
    let other = store.add_alert_rule("samokov", silent, &staff(), noon()).await.unwrap();
    let kept = |id, municipality: &str, rule| KeptRule {
        id,
        municipality: municipality.to_owned(),
        rule,
    };
    let all = [kept(first, MUNICIPALITY, RULE), kept(other, "samokov", silent)];
    assert_eq!(store.alert_rules(None).await.unwrap(), all);
    assert_eq!(store.alert_rules(Some("samokov")).await.unwrap(), all[1..]);
    for expected in [Changed::Done, Changed::NotFound] {
        let removed = store.remove_alert_rule(other, &staff(), noon()).await;
        assert_eq!(removed, Ok(expected));
    }
    assert_eq!(store.alert_rules(None).await.unwrap(), all[..1]);
    let next = store.add_alert_rule("samokov", silent, &staff(), noon()).await.unwrap();
    assert_ne!(next, other, "its number is nobody's again");
}

pub async fn an_alert_is_raised_once_and_closed_when_it_no_longer_holds(store: &dyn Store) {
    let rule = ruled(store).await;
    settle(store, rule, &[found(LOBBY, 9), found(OTHER_LOBBY, 30)], 0).await;
    settle(store, rule, &[found(LOBBY, 12)], 60).await;
    let told = alerts(store).await;
    let [other, first] = &told[..] else { panic!("{told:?}") };
    let expected = Alert {
        id: first.id,
        municipality: MUNICIPALITY.to_owned(),
        rule: RULE,
        subject: LOBBY.to_owned(),
        measured: found(LOBBY, 9).measured,
        raised_at: noon(),
        closed_at: None,
        sent_at: None,
    };
    assert_eq!(*first, expected, "as it was when it was raised");
    assert_eq!((&*other.subject, other.closed_at), (OTHER_LOBBY, Some(after(60))));

    settle(store, rule, &[], 120).await;
    settle(store, rule, &[found(LOBBY, 15)], 180).await;
    let told = alerts(store).await;
    let first: Vec<_> = told.iter().filter(|alert| alert.subject == LOBBY).collect();
    assert_eq!(first.len(), 2, "another, now that it holds again");
    assert_eq!((first[0].raised_at, first[0].closed_at), (after(180), None));
    assert_eq!(first[1].closed_at, Some(after(120)));
    assert_eq!(store.alerts(MUNICIPALITY, 1).await.unwrap(), told[..1]);
    assert_eq!(store.alerts("samokov", 9).await.unwrap(), []);
}

pub async fn of_many_who_find_it_at_once_one_raises_it(store: &dyn Store) {
    let rule = ruled(store).await;
    let all = [found(LOBBY, 9), found(OTHER_LOBBY, 9)];
    join_all((0..8).map(|_| settle(store, rule, &all, 0))).await;
    assert_eq!(alerts(store).await.len(), 2);
}

pub async fn a_rule_goes_with_its_open_alerts(store: &dyn Store) {
    let (rule, other) = (ruled(store).await, ruled(store).await);
    settle(store, rule, &[found(LOBBY, 9)], 0).await;
    settle(store, other, &[found(LOBBY, 9)], 0).await;
    store.remove_alert_rule(rule, &staff(), after(60)).await.unwrap();
    settle(store, rule, &[found(OTHER_LOBBY, 9)], 90).await;
    let closed: Vec<_> = alerts(store).await.iter().map(|alert| alert.closed_at).collect();
    assert_eq!(closed, [None, Some(after(60))], "and none is raised by it");
}

pub async fn an_alert_is_sent_by_one_and_once(store: &dyn Store) {
    let rule = ruled(store).await;
    settle(store, rule, &[found(LOBBY, 9), found(OTHER_LOBBY, 9)], 0).await;
    let ids: BTreeSet<i64> = alerts(store).await.iter().map(|alert| alert.id).collect();
    let taken = join_all((0..8).map(|_| unsent(store, 1))).await.concat();
    assert_eq!(taken.len(), 2, "by one of many");
    assert_eq!(BTreeSet::from_iter(taken.clone()), ids);
    store.alert_sent(taken[0], after(2)).await.unwrap();
    let sent = alerts(store).await;
    let sent: Vec<_> = sent.iter().filter(|alert| alert.sent_at == Some(after(2))).collect();
    assert_eq!((sent.len(), sent[0].id), (1, taken[0]));

    // The other one's mail server did not answer.
    let later = SENDING.num_seconds() + 1;
    assert_eq!(unsent(store, later - 1).await, [0; 0]);
    assert_eq!(unsent(store, later).await, [taken[1]]);

    settle(store, rule, &[], later).await;
    assert_eq!(
        unsent(store, 3 * later).await,
        [0; 0],
        "what is over is not sent any more"
    );
}

pub async fn alerts_go_to_a_municipalitys_own_addresses(store: &dyn Store) {
    let set = async |municipality: &str, addresses: &[&str]| {
        let addresses: Vec<String> = addresses.iter().map(|&address| address.to_owned()).collect();
        store
            .set_alert_addresses(municipality, &addresses, &staff(), noon())
            .await
            .unwrap();
    };
    let of = async |municipality: &str| store.alert_addresses(municipality).await.unwrap();
    set(MUNICIPALITY, &["b@example.bg", "a@example.bg", "b@example.bg"]).await;
    set("samokov", &["c@example.bg"]).await;
    assert_eq!(of(MUNICIPALITY).await, ["a@example.bg", "b@example.bg"]);
    set(MUNICIPALITY, &[]).await;
    assert_eq!(of(MUNICIPALITY).await, [""; 0]);
    assert_eq!(of("samokov").await, ["c@example.bg"]);
}
