//! A device's token and the next one.

use parter::server::store::{
    Store,
    devices::{Changed, Enrolment},
};

use crate::given::{LOBBY, after, attempt, enrolled, hash, noon, offer, staff};

/// Since when the token is in use, if it is good.
async fn in_use(store: &dyn Store, token: &str, seconds: i64) -> Option<i64> {
    let device = store.device_by_token(&hash(token), after(seconds)).await.unwrap()?;
    assert_eq!(device.id, "kiosk-1");
    Some((device.token_at.unwrap() - noon()).num_seconds())
}

pub async fn both_tokens_are_good_until_the_next_is_used(store: &dyn Store) {
    enrolled(store, "kiosk-1", LOBBY).await;
    assert_eq!(in_use(store, "kiosk-1", 1).await, Some(0));
    store
        .offer_token(&hash("kiosk-1"), &hash("next"), after(10))
        .await
        .unwrap();
    assert_eq!(in_use(store, "kiosk-1", 20).await, Some(0));
    assert_eq!(in_use(store, "kiosk-1", 30).await, Some(0), "as often as it likes");
    assert_eq!(in_use(store, "next", 40).await, Some(40));
    assert_eq!(in_use(store, "kiosk-1", 50).await, None);
    assert_eq!(in_use(store, "next", 60).await, Some(40));
}

pub async fn a_next_token_never_used_is_none_any_more(store: &dyn Store) {
    enrolled(store, "kiosk-1", LOBBY).await;
    store
        .offer_token(&hash("kiosk-1"), &hash("lost"), after(10))
        .await
        .unwrap();
    store
        .offer_token(&hash("kiosk-1"), &hash("next"), after(20))
        .await
        .unwrap();
    assert_eq!(in_use(store, "lost", 30).await, None);
    assert_eq!(in_use(store, "kiosk-1", 30).await, Some(0));
    assert_eq!(in_use(store, "next", 40).await, Some(40));
}

pub async fn a_new_enrolment_ends_all_tokens(store: &dyn Store) {
    enrolled(store, "kiosk-1", LOBBY).await;
    store
        .offer_token(&hash("kiosk-1"), &hash("next"), noon())
        .await
        .unwrap();
    store
        .offer_code("kiosk-1", &offer("B000-secret"), &staff(), noon())
        .await
        .unwrap();
    let again = store
        .enrol(&attempt("B000-secret", LOBBY, "again"), after(9))
        .await
        .unwrap();
    assert!(matches!(again, Enrolment::Done(_)));
    for old in ["kiosk-1", "next"] {
        assert_eq!(in_use(store, old, 10).await, None);
    }
    assert_eq!(in_use(store, "again", 10).await, Some(9));
}

/// The request was let in, and then another kiosk enrolled as the device, or it was revoked.
pub async fn a_token_that_is_good_no_more_gets_no_next(store: &dyn Store) {
    enrolled(store, "kiosk-1", LOBBY).await;
    let ask = async |present: &str| store.offer_token(&hash(present), &hash("next"), after(10)).await;
    assert_eq!(ask("nobody's").await, Ok(Changed::NotFound));
    store
        .offer_code("kiosk-1", &offer("B000-secret"), &staff(), noon())
        .await
        .unwrap();
    store
        .enrol(&attempt("B000-secret", LOBBY, "replaced"), after(9))
        .await
        .unwrap();
    assert_eq!(ask("kiosk-1").await, Ok(Changed::NotFound));
    store.revoke_device("kiosk-1", &staff(), after(9)).await.unwrap();
    assert_eq!(ask("replaced").await, Ok(Changed::NotFound));
    assert_eq!(in_use(store, "next", 20).await, None);
}
