//! Kiosks' logs: asked for once, kept for a while.

use parter::server::store::{Store, devices::Changed, logs::LOG_LIFE};

use crate::given::{LOBBY, after, enrolled, noon, staff};

async fn asked(store: &dyn Store, device: &str) -> i64 {
    assert_eq!(store.ask_log(device, &staff(), noon()).await, Ok(Changed::Done));
    store.log_wanted(device).await.unwrap().unwrap()
}

pub async fn a_log_is_wanted_until_it_has_come(store: &dyn Store) {
    enrolled(store, "k1", LOBBY).await;
    enrolled(store, "k2", LOBBY).await;
    assert_eq!(store.ask_log("k3", &staff(), noon()).await, Ok(Changed::NotFound));
    assert_eq!(store.log_wanted("k1").await, Ok(None));
    let id = asked(store, "k1").await;
    assert_eq!(asked(store, "k1").await, id, "it is not asked twice");
    let [log] = &store.logs("k1").await.unwrap()[..] else {
        panic!()
    };
    assert_eq!(
        (log.id, log.asked_by.as_str(), log.asked_at, log.came_at),
        (id, "maria", noon(), None)
    );
    assert_eq!(store.log("k1", id).await, Ok(None));
    // Another kiosk can't answer for it.
    assert_eq!(store.keep_log("k2", id, b"log", after(9)).await, Ok(Changed::NotFound));
    for expected in [Changed::Done, Changed::NotFound] {
        assert_eq!(store.keep_log("k1", id, b"log", after(9)).await, Ok(expected));
    }
    assert_eq!(store.log_wanted("k1").await, Ok(None));
    assert_eq!(store.log("k1", id).await, Ok(Some(b"log".to_vec())));
    assert_eq!(store.log("k2", id).await, Ok(None));
    assert_eq!(store.logs("k1").await.unwrap()[0].came_at, Some(after(9)));
}

pub async fn the_last_three_are_kept_and_for_a_month(store: &dyn Store) {
    enrolled(store, "k1", LOBBY).await;
    let mut ids = Vec::new();
    for text in [b"1", b"2", b"3", b"4"] {
        let id = asked(store, "k1").await;
        store.keep_log("k1", id, text, noon()).await.unwrap();
        ids.insert(0, id);
    }
    let kept = async || -> Vec<i64> { store.logs("k1").await.unwrap().iter().map(|log| log.id).collect() };
    assert_eq!(kept().await, ids[..3]);
    let waiting = asked(store, "k1").await;
    assert_eq!(kept().await, [&[waiting], &ids[..3]].concat());
    store
        .forget_logs(noon() + LOG_LIFE - chrono::TimeDelta::seconds(1))
        .await
        .unwrap();
    assert_eq!(kept().await.len(), 4);
    store.forget_logs(noon() + LOG_LIFE).await.unwrap();
    assert_eq!((kept().await, store.log_wanted("k1").await), (vec![], Ok(None)));
}
