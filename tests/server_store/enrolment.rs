//! One-time codes.

use chrono::TimeDelta;
use parter::server::store::{
    Store,
    devices::{Attempt, CODE_ATTEMPTS, CODE_LIFE, Changed, Device, Enrolment},
};

use crate::given::{LOBBY, MUNICIPALITY, OTHER_LOBBY, after, attempt, created, enrolled, hash, noon, offer, staff};

async fn enrol(store: &dyn Store, secret: &str) -> Enrolment {
    enrol_with(store, secret, "token").await
}

async fn enrol_with(store: &dyn Store, secret: &str, token: &str) -> Enrolment {
    store.enrol(&attempt(secret, LOBBY, token), after(60)).await.unwrap()
}

pub async fn a_code_is_good_until_its_token_is_first_used(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let device = Device {
        id: "kiosk-1".to_owned(),
        name: "kiosk-1".to_owned(),
        municipality: MUNICIPALITY.to_owned(),
        lobby: Some(LOBBY.to_owned()),
        revoked_at: None,
        token_at: Some(after(60)),
    };
    // Two answers are lost, and with them the tokens, which are good for nothing: not for spending the code either.
    let lost = ["lost", "lost too"];
    for token in lost.into_iter().chain(["token"]) {
        assert_eq!(
            enrol_with(store, "A000-secret", token).await,
            Enrolment::Done(device.clone())
        );
    }
    for token in lost {
        assert_eq!(store.device_by_token(&hash(token), noon()).await, Ok(None));
    }
    let report = store.device("kiosk-1", after(60)).await.unwrap().unwrap();
    assert_eq!(
        (report.enrolled_at, report.heard_at, report.offer_until),
        (Some(after(60)), Some(after(60)), Some(noon() + CODE_LIFE))
    );
    for _ in 0..2 {
        assert_eq!(
            store.device_by_token(&hash("token"), noon()).await.unwrap(),
            Some(device.clone())
        );
        assert_eq!(enrol(store, "A000-secret").await, Enrolment::BadCode, "it is spent");
    }
    let report = store.device("kiosk-1", after(60)).await.unwrap().unwrap();
    assert_eq!(report.offer_until, None);
}

pub async fn wrong_secrets_spoil_a_taken_offer_too(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let Enrolment::Done(device) = enrol(store, "A000-secret").await else {
        panic!()
    };
    for _ in 0..CODE_ATTEMPTS {
        assert_eq!(enrol(store, "A000-wrong").await, Enrolment::BadCode);
    }
    assert_eq!(enrol_with(store, "A000-secret", "other").await, Enrolment::BadCode);
    assert_eq!(
        store.device_by_token(&hash("token"), noon()).await,
        Ok(Some(device)),
        "what was given is good"
    );
}

pub async fn a_code_offered_after_another_was_taken_is_not_spent_with_it(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    assert!(matches!(enrol(store, "A000-secret").await, Enrolment::Done(_)));
    store
        .offer_code("kiosk-1", &offer("B000-secret"), &staff(), noon())
        .await
        .unwrap();
    assert!(store.device_by_token(&hash("token"), noon()).await.unwrap().is_some());
    let again = enrol_with(store, "B000-secret", "again").await;
    assert!(matches!(again, Enrolment::Done(_)), "{again:?}");
}

pub async fn wrong_secrets_spoil_an_offer(store: &dyn Store) {
    for (name, wrong) in [("kiosk-1", CODE_ATTEMPTS - 1), ("kiosk-2", CODE_ATTEMPTS)] {
        let secret = format!("{}000-secret", &name[6..]);
        created(store, name, &secret).await;
        // Of another offer: it is not counted here.
        assert_eq!(enrol(store, "XXXX-wrong").await, Enrolment::BadCode);
        for _ in 0..wrong {
            assert_eq!(
                enrol(store, &format!("{}-wrong", &secret[..4])).await,
                Enrolment::BadCode
            );
        }
        let is_good = matches!(enrol_with(store, &secret, name).await, Enrolment::Done(_));
        assert_eq!(is_good, wrong < CODE_ATTEMPTS, "after {wrong} wrong ones");
    }
    let spoilt = store.device("kiosk-2", noon()).await.unwrap().unwrap();
    assert_eq!((spoilt.offer_until, spoilt.enrolled_at), (None, None));
    store
        .offer_code("kiosk-2", &offer("B000-secret"), &staff(), noon())
        .await
        .unwrap();
    assert!(
        matches!(enrol(store, "B000-secret").await, Enrolment::Done(_)),
        "a new code begins anew"
    );
}

pub async fn a_code_is_good_for_a_day(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let attempt = attempt("A000-secret", LOBBY, "token");
    let late = noon() + CODE_LIFE;
    assert_eq!(store.enrol(&attempt, late).await, Ok(Enrolment::BadCode));
    let in_time = store.enrol(&attempt, late - TimeDelta::seconds(1)).await.unwrap();
    assert!(matches!(in_time, Enrolment::Done(_)));
}

pub async fn another_municipality_keeps_the_code(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let other = Attempt {
        municipality: "pernik".to_owned(),
        ..attempt("A000-secret", LOBBY, "token")
    };
    let expected = MUNICIPALITY.to_owned();
    assert_eq!(
        store.enrol(&other, noon()).await,
        Ok(Enrolment::OtherMunicipality { expected })
    );
    assert_eq!(store.device_by_token(&hash("token"), noon()).await, Ok(None));
    assert!(matches!(enrol(store, "A000-secret").await, Enrolment::Done(_)));
}

pub async fn a_new_code_takes_the_place_of_the_last(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let offered = store
        .offer_code("kiosk-1", &offer("B000-secret"), &staff(), after(30))
        .await;
    assert_eq!(offered, Ok(Changed::Done));
    assert_eq!(enrol(store, "A000-secret").await, Enrolment::BadCode);
    let report = store.device("kiosk-1", noon()).await.unwrap().unwrap();
    assert_eq!(report.offer_until, Some(after(30) + CODE_LIFE));
    assert!(matches!(enrol(store, "B000-secret").await, Enrolment::Done(_)));
}

/// Names are short and drawn by chance.
pub async fn offers_of_one_name_are_told_apart(store: &dyn Store) {
    created(store, "kiosk-1", "A000-one").await;
    created(store, "kiosk-2", "A000-two").await;
    for (secret, id) in [("A000-two", "kiosk-2"), ("A000-one", "kiosk-1")] {
        let attempt = attempt(secret, LOBBY, id);
        match store.enrol(&attempt, noon()).await.unwrap() {
            Enrolment::Done(device) => assert_eq!(device.id, id),
            other => panic!("{other:?}"),
        }
    }
}

pub async fn a_kiosk_is_enrolled_again_by_another_code(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", OTHER_LOBBY).await;
    store
        .offer_code("kiosk-1", &offer("B000-secret"), &staff(), noon())
        .await
        .unwrap();
    let known = store.device_by_token(&hash("kiosk-1"), noon()).await;
    assert_eq!(known, Ok(Some(device)), "its token goes on until the code is used");
    let Enrolment::Done(again) = enrol(store, "B000-secret").await else {
        panic!()
    };
    assert_eq!((again.id.as_str(), again.lobby.as_deref()), ("kiosk-1", Some(LOBBY)));
    assert_eq!(store.device_by_token(&hash("kiosk-1"), noon()).await, Ok(None));
    assert_eq!(store.device_by_token(&hash("token"), noon()).await, Ok(Some(again)));
}

pub async fn a_revoked_kiosk_lives_again_by_another_code(store: &dyn Store) {
    enrolled(store, "kiosk-1", LOBBY).await;
    store.revoke_device("kiosk-1", &staff(), noon()).await.unwrap();
    let offered = store
        .offer_code("kiosk-1", &offer("B000-secret"), &staff(), noon())
        .await;
    assert_eq!(offered, Ok(Changed::Done));
    let known = store.device_by_token(&hash("kiosk-1"), noon()).await.unwrap().unwrap();
    assert_eq!(known.revoked_at, Some(noon()), "not before the code is used");
    let Enrolment::Done(again) = enrol(store, "B000-secret").await else {
        panic!()
    };
    assert_eq!(again.revoked_at, None);
}

pub async fn revoking_takes_the_offer_too(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    store.revoke_device("kiosk-1", &staff(), noon()).await.unwrap();
    assert_eq!(enrol(store, "A000-secret").await, Enrolment::BadCode);
}
