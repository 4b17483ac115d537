//! The fleet as an administrator keeps it.

use chrono::TimeDelta;
use parter::server::{
    health::Health,
    store::{
        Store,
        devices::{CODE_LIFE, Changed, Device, DeviceReport, NewDevice},
    },
};

use crate::given::{LOBBY, MUNICIPALITY, after, created, enrolled, hash, noon, offer, staff};

pub async fn a_device_is_created_with_its_offer(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let expected = DeviceReport {
        device: Device {
            id: "kiosk-1".to_owned(),
            name: "kiosk-1".to_owned(),
            municipality: MUNICIPALITY.to_owned(),
            lobby: None,
            revoked_at: None,
            token_at: None,
        },
        created_at: noon(),
        enrolled_at: None,
        heard_at: None,
        offer_until: Some(noon() + CODE_LIFE),
        heartbeat: None,
        health: Health::default(),
        refused: 0,
    };
    assert_eq!(store.device("kiosk-1", noon()).await.unwrap(), Some(expected.clone()));
    assert_eq!(store.fleet(noon()).await.unwrap(), [expected]);
    let later = store.device("kiosk-1", noon() + CODE_LIFE).await.unwrap().unwrap();
    assert_eq!(later.offer_until, None, "an offer that is too old is none");
}

pub async fn names_are_unique_in_a_municipality(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let mut new = NewDevice {
        id: "another".to_owned(),
        name: "kiosk-1".to_owned(),
        municipality: MUNICIPALITY.to_owned(),
    };
    let create = async |new: &NewDevice| {
        store
            .create_device(new, &offer("B000"), &staff(), noon())
            .await
            .unwrap()
    };
    assert_eq!(create(&new).await, Changed::NameTaken);
    assert_eq!(store.device("another", noon()).await.unwrap(), None);
    new.municipality = "pernik".to_owned();
    assert_eq!(create(&new).await, Changed::Done);
}

pub async fn the_fleet_stands_by_municipality_and_name(store: &dyn Store) {
    for (number, (municipality, name)) in [("p", "б"), ("k", "ѝ"), ("p", "B"), ("p", "a"), ("k", "я")]
        .into_iter()
        .enumerate()
    {
        let new = NewDevice {
            id: number.to_string(),
            name: name.to_owned(),
            municipality: municipality.to_owned(),
        };
        store
            .create_device(&new, &offer("A000"), &staff(), noon())
            .await
            .unwrap();
    }
    let fleet = store.fleet(noon()).await.unwrap();
    let names: Vec<String> = fleet
        .into_iter()
        .map(|report| report.device.municipality + &report.device.name)
        .collect();
    assert_eq!(names, ["kя", "kѝ", "pB", "pa", "pб"]);
}

pub async fn a_revoked_device_is_still_known_by_its_token(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let token = hash("kiosk-1");
    assert_eq!(
        store.device_by_token(&token, noon()).await.unwrap(),
        Some(device.clone())
    );
    let revoked = store.revoke_device("kiosk-1", &staff(), after(5)).await.unwrap();
    assert_eq!(revoked, Changed::Done);
    let expected = Device {
        revoked_at: Some(after(5)),
        ..device
    };
    assert_eq!(store.device_by_token(&token, noon()).await.unwrap(), Some(expected));
}

pub async fn only_a_device_can_be_revoked_and_once(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let revoke = async |id, seconds| store.revoke_device(id, &staff(), after(seconds)).await.unwrap();
    assert_eq!(revoke("nobody", 0).await, Changed::NotFound);
    assert_eq!(revoke("kiosk-1", 1).await, Changed::Done);
    assert_eq!(revoke("kiosk-1", 2).await, Changed::NotFound);
    let report = store.device("kiosk-1", noon()).await.unwrap().unwrap();
    assert_eq!(report.device.revoked_at, Some(after(1)));
}

pub async fn what_is_not_there_is_not_found(store: &dyn Store) {
    let offered = store.offer_code("nobody", &offer("A000"), &staff(), noon()).await;
    assert_eq!(offered, Ok(Changed::NotFound));
    assert_eq!(store.device_by_token(&hash("nobody"), noon()).await, Ok(None));
    assert_eq!(store.device("nobody", noon()).await, Ok(None));
    created(store, "kiosk-1", "A000-secret").await;
    assert_eq!(store.fleet(noon() - TimeDelta::days(1)).await.unwrap().len(), 1);
}

pub async fn a_device_is_renamed_unless_the_name_is_taken(store: &dyn Store) {
    for (name, secret) in [("kiosk-1", "A000-one"), ("kiosk-2", "B000-two")] {
        created(store, name, secret).await;
    }
    let rename = async |id: &str, name: &str| store.rename_device(id, name, &staff(), noon()).await.unwrap();
    let named = async |id: &str| store.device(id, noon()).await.unwrap().unwrap().device.name;
    assert_eq!(rename("kiosk-1", "Фоайе").await, Changed::Done);
    assert_eq!(
        rename("kiosk-1", "Фоайе").await,
        Changed::Done,
        "as it is called already"
    );
    assert_eq!(named("kiosk-1").await, "Фоайе");
    assert_eq!(rename("kiosk-2", "Фоайе").await, Changed::NameTaken);
    assert_eq!(named("kiosk-2").await, "kiosk-2");
    assert_eq!(rename("kiosk-2", "kiosk-1").await, Changed::Done, "which is free again");
    assert_eq!(rename("nobody", "Гише").await, Changed::NotFound);
}
