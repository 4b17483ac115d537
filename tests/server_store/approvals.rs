//! Two people publish where a municipality wants it.

use parter::server::store::{
    Store,
    approvals::Wish,
    devices::Changed,
    publications::{NewPublication, Publishing},
};

use crate::{
    given::{after, noon, staff},
    publications,
};

const TOWN: &str = "kyustendil";

pub fn wish(revision: u64) -> Wish {
    Wish {
        municipality: TOWN.to_owned(),
        revision,
        valid_from: Some(after(3_600)),
        device: Some("k1".to_owned()),
        asked_by: "ivan".to_owned(),
        asked_at: noon(),
    }
}

pub async fn a_second_person_is_needed_where_it_was_said(store: &dyn Store) {
    assert_eq!(store.needs_second(TOWN).await, Ok(false));
    for is_needed in [true, true, false] {
        store.require_second(TOWN, is_needed, &staff(), noon()).await.unwrap();
        assert_eq!(store.needs_second(TOWN).await, Ok(is_needed));
        assert_eq!(store.needs_second("samokov").await, Ok(false));
    }
    let told = store
        .audit_log(None, 9)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.act);
    assert_eq!(
        told.collect::<Vec<_>>(),
        ["release_second", "require_second"],
        "once each"
    );
}

pub async fn what_was_asked_for_waits_until_it_is_taken(store: &dyn Store) {
    assert_eq!(store.wish(TOWN).await, Ok(None));
    store.ask_publication(&wish(3), &staff(), noon()).await.unwrap();
    let newer = Wish {
        valid_from: None,
        device: None,
        ..wish(4)
    };
    store.ask_publication(&newer, &staff(), noon()).await.unwrap();
    assert_eq!(store.wish(TOWN).await, Ok(Some(newer.clone())), "in place of the first");
    let publish = async |version, wish: &Wish| {
        let new = NewPublication {
            municipality: TOWN.to_owned(),
            wish: Some(wish.clone()),
            ..publications::new(version)
        };
        store.publish(&new, &staff(), noon()).await.unwrap()
    };
    assert_eq!(publish(2, &wish(3)).await, Publishing::NotAsked);
    assert_eq!(publish(2, &newer).await, Publishing::Done);
    assert_eq!(publish(3, &newer).await, Publishing::NotAsked, "once");
    assert_eq!(store.wish(TOWN).await, Ok(None));
    // What can't be published waits on.
    store.ask_publication(&wish(5), &staff(), noon()).await.unwrap();
    assert_eq!(publish(2, &wish(5)).await, Publishing::NotNewer(2));
    assert_eq!(store.wish(TOWN).await, Ok(Some(wish(5))));
    let published = store.publications(TOWN).await.unwrap();
    assert_eq!(published.iter().map(|one| one.version).collect::<Vec<_>>(), [2]);
    assert_eq!(store.decline_wish(&wish(5), &staff(), noon()).await, Ok(Changed::Done));
    assert_eq!(
        store.decline_wish(&wish(5), &staff(), noon()).await,
        Ok(Changed::NotFound)
    );
    assert_eq!(store.wish(TOWN).await, Ok(None));
}
