//! Who is signed in, and for how long.

use chrono::{DateTime, TimeDelta, Utc};
use parter::{
    protocol::record::Hash,
    server::store::{
        Store,
        users::{Role, SEEN_EVERY, SESSION_IDLE, SESSION_LIFE, Session},
    },
};

use crate::{
    given::{hash, noon, staff},
    users::{add, set_disabled},
};

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// An editor and the hash of a session's secret.
async fn signed_in(store: &dyn Store, name: &str) -> Hash {
    add(store, name, Role::Editor).await;
    start(store, name, name, noon()).await
}

async fn start(store: &dyn Store, name: &str, secret: &str, now: DateTime<Utc>) -> Hash {
    store.start_session(name, &hash(secret), "csrf", now).await.unwrap();
    hash(secret)
}

async fn is_good(store: &dyn Store, session: &Hash, now: DateTime<Utc>) -> bool {
    store.session(session, now).await.unwrap().is_some()
}

pub async fn a_session_is_its_users_until_it_is_ended(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    let other = start(store, "ivan", "elsewhere", noon()).await;
    let expected = Session {
        user: store.users().await.unwrap().remove(0),
        csrf: "csrf".to_owned(),
    };
    assert_eq!(store.session(&session, noon()).await, Ok(Some(expected)));
    assert!(!is_good(store, &hash("guessed"), noon()).await);
    for _ in 0..2 {
        store.end_session(&session, noon()).await.unwrap();
        assert!(!is_good(store, &session, noon()).await);
    }
    assert!(is_good(store, &other, noon()).await);
}

pub async fn a_session_ends_when_it_is_idle(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    let last = noon() + SESSION_IDLE;
    assert!(!is_good(store, &session, last + SECOND).await);
    assert!(is_good(store, &session, last).await, "and this was a use");
    assert!(is_good(store, &session, last + SESSION_IDLE).await);
    let last = last + SESSION_IDLE;
    assert!(
        is_good(store, &session, last + SEEN_EVERY - SECOND).await,
        "a use that is not written"
    );
    assert!(!is_good(store, &session, last + SESSION_IDLE + SECOND).await);
}

pub async fn a_session_ends_at_last_though_used(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    let mut now = noon();
    while now <= noon() + SESSION_LIFE {
        assert!(is_good(store, &session, now).await, "{now}");
        now += SESSION_IDLE / 2;
    }
    assert!(!is_good(store, &session, noon() + SESSION_LIFE + SECOND).await);
}

pub async fn ended_sessions_are_cleared_away(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    let later = noon() + SESSION_IDLE + SECOND;
    let young = start(store, "ivan", "young", later - SECOND).await;
    start(store, "ivan", "new", later).await;
    assert!(!is_good(store, &session, noon()).await, "by an earlier clock too");
    assert!(is_good(store, &young, later).await);
}

pub async fn a_disabled_user_is_signed_out_for_good(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    let other = signed_in(store, "petya").await;
    set_disabled(store, "ivan", true).await;
    assert!(!is_good(store, &session, noon()).await);
    let meanwhile = start(store, "ivan", "meanwhile", noon()).await;
    assert!(!is_good(store, &meanwhile, noon()).await);
    set_disabled(store, "ivan", false).await;
    assert!(!is_good(store, &session, noon()).await);
    assert!(!is_good(store, &meanwhile, noon()).await);
    assert!(is_good(store, &other, noon()).await);
}

pub async fn a_new_password_ends_sessions(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    let other = signed_in(store, "petya").await;
    store.set_password("ivan", "new", &staff(), noon()).await.unwrap();
    assert!(!is_good(store, &session, noon()).await);
    assert!(is_good(store, &other, noon()).await);
}

pub async fn a_new_role_holds_at_once(store: &dyn Store) {
    let session = signed_in(store, "ivan").await;
    store.set_role("ivan", Role::Analyst, &staff(), noon()).await.unwrap();
    let found = store.session(&session, noon()).await.unwrap().unwrap();
    assert_eq!(found.user.role, Role::Analyst);
}
