//! What is published reaches the kiosks that it is for, once and whole.

use parter::{
    bundle::{PublicKey, Signed, SigningKey},
    protocol::record::Hash,
    server::store::{
        Store,
        devices::Changed,
        publications::{NewPublication, Publishing},
    },
};

use crate::given::{LOBBY, MUNICIPALITY, after, enrolled, hash, noon, staff};

pub fn new(version: u64) -> NewPublication {
    NewPublication {
        municipality: MUNICIPALITY.to_owned(),
        version,
        signed: Signed {
            manifest: format!("manifest {version}\0").into_bytes(),
            signature: format!("signature {version}"),
        },
        keys: Vec::new(),
        valid_from: noon(),
        device: None,
        wish: None,
        objects: vec![
            (hash("common"), b"common".to_vec()),
            (hash(&version.to_string()), version.to_string().into_bytes()),
        ],
    }
}

fn manifest(version: u64) -> Hash {
    new(version).signed.hash()
}

pub fn key() -> PublicKey {
    let dir = tempfile::tempdir().unwrap();
    SigningKey::generate(&dir.path().join("key"), None).unwrap()
}

async fn publish(store: &dyn Store, new: &NewPublication) -> Publishing {
    store.publish(new, &staff(), noon()).await.unwrap()
}

/// What a kiosk that is nothing special, and has that version, is told of.
async fn current(store: &dyn Store, has: Option<u64>) -> Option<Hash> {
    store.current(MUNICIPALITY, "kiosk-1", has, after(60)).await.unwrap()
}

pub async fn what_was_published_is_there_whole(store: &dyn Store) {
    assert_eq!(current(store, None).await, None);
    assert_eq!(publish(store, &new(1)).await, Publishing::Done);
    assert_eq!(publish(store, &new(2)).await, Publishing::Done);
    assert_eq!(current(store, None).await, Some(manifest(2)));
    assert_eq!(current(store, Some(1)).await, Some(manifest(2)));
    assert_eq!(store.signed(&manifest(1)).await.unwrap(), Some(new(1).signed));
    assert_eq!(store.object(&hash("common")).await.unwrap(), Some(b"common".to_vec()));
    assert_eq!(store.object(&hash("2")).await.unwrap(), Some(b"2".to_vec()));
    assert_eq!(store.object(&hash("3")).await.unwrap(), None);
    assert_eq!(store.signed(&manifest(3)).await.unwrap(), None);
    let known = store.publications(MUNICIPALITY).await.unwrap();
    let versions: Vec<u64> = known.iter().map(|publication| publication.version).collect();
    assert_eq!(versions, [2, 1]);
    assert_eq!(
        (known[0].sha256, known[0].published_by.as_str()),
        (manifest(2), "maria")
    );
    assert_eq!(store.publications("samokov").await.unwrap(), []);
    assert_eq!(store.current("samokov", "kiosk-1", None, noon()).await.unwrap(), None);
}

pub async fn versions_only_grow(store: &dyn Store) {
    publish(store, &new(5)).await;
    for version in [5, 4, 1] {
        let refused = publish(store, &new(version)).await;
        assert_eq!(refused, Publishing::NotNewer(5));
    }
    assert_eq!(store.object(&hash("4")).await.unwrap(), None, "nothing of it was kept");
    let elsewhere = NewPublication {
        municipality: "samokov".to_owned(),
        ..new(1)
    };
    assert_eq!(publish(store, &elsewhere).await, Publishing::Done);
}

pub async fn one_kiosk_is_told_first_and_then_all(store: &dyn Store) {
    enrolled(store, "kiosk-2", LOBBY).await;
    publish(store, &new(1)).await;
    let only = |device: &str| NewPublication {
        device: Some(device.to_owned()),
        ..new(2)
    };
    assert_eq!(publish(store, &only("nobody")).await, Publishing::NoDevice);
    let elsewhere = NewPublication {
        municipality: "samokov".to_owned(),
        ..only("kiosk-2")
    };
    assert_eq!(publish(store, &elsewhere).await, Publishing::NoDevice);
    assert_eq!(publish(store, &only("kiosk-2")).await, Publishing::Done);
    assert_eq!(current(store, None).await, Some(manifest(1)));
    let theirs = store.current(MUNICIPALITY, "kiosk-2", Some(1), noon()).await.unwrap();
    assert_eq!(theirs, Some(manifest(2)));
    let release = async |version| store.release(MUNICIPALITY, version, &staff(), noon()).await.unwrap();
    assert_eq!(release(3).await, Changed::NotFound);
    assert_eq!(release(2).await, Changed::Done);
    assert_eq!(release(2).await, Changed::NotFound, "it is for all already");
    assert_eq!(current(store, None).await, Some(manifest(2)));
}

pub async fn a_publication_waits_for_its_time(store: &dyn Store) {
    publish(store, &new(1)).await;
    let later = NewPublication {
        valid_from: after(100),
        ..new(2)
    };
    publish(store, &later).await;
    let at = async |seconds| {
        store
            .current(MUNICIPALITY, "kiosk-1", None, after(seconds))
            .await
            .unwrap()
    };
    assert_eq!(at(99).await, Some(manifest(1)));
    assert_eq!(at(100).await, Some(manifest(2)));
}

pub async fn a_kiosk_is_led_over_every_change_of_keys(store: &dyn Store) {
    let changing = |version| NewPublication {
        keys: vec![key()],
        ..new(version)
    };
    for publication in [new(1), new(2), changing(3), new(4), changing(5), new(6)] {
        publish(store, &publication).await;
    }
    let led = [
        (None, 6),
        (Some(1), 3),
        (Some(2), 3),
        (Some(3), 5),
        (Some(4), 5),
        (Some(5), 6),
        (Some(6), 6),
    ];
    for (has, expected) in led {
        assert_eq!(current(store, has).await, Some(manifest(expected)), "{has:?}");
    }
}

pub async fn keys_are_trusted_and_revoked_but_for_the_last(store: &dyn Store) {
    assert_eq!(store.trusted_keys().await.unwrap(), []);
    let mut keys = [key(), key()];
    keys.sort_by_key(ToString::to_string);
    for key in [&keys[1], &keys[0], &keys[0]] {
        assert_eq!(store.trust_key(key, &staff(), noon()).await, Ok(Changed::Done));
    }
    assert_eq!(store.trusted_keys().await.unwrap(), keys);
    let revoke = async |key| store.revoke_key(key, &staff(), noon()).await.unwrap();
    assert_eq!(revoke(&keys[0]).await, Changed::Done);
    assert_eq!(revoke(&keys[0]).await, Changed::NotFound);
    assert_eq!(
        revoke(&keys[1]).await,
        Changed::NotFound,
        "nobody could publish any more"
    );
    assert_eq!(store.trusted_keys().await.unwrap(), keys[1..]);
    store.trust_key(&keys[0], &staff(), noon()).await.unwrap();
    assert_eq!(store.trusted_keys().await.unwrap(), keys);
}

pub async fn the_keys_that_kiosks_were_told_of_last(store: &dyn Store) {
    assert_eq!(store.published_keys(MUNICIPALITY).await.unwrap(), []);
    let told = vec![key(), key()];
    let telling = NewPublication {
        keys: told.clone(),
        ..new(1)
    };
    publish(store, &telling).await;
    publish(store, &new(2)).await;
    assert_eq!(store.published_keys(MUNICIPALITY).await.unwrap(), told);
}

pub async fn what_all_kiosks_show_is_the_newest_that_is_valid_for_all(store: &dyn Store) {
    assert_eq!(store.shown(noon()).await.unwrap(), []);
    enrolled(store, "kiosk-1", LOBBY).await;
    let only = NewPublication {
        device: Some("kiosk-1".to_owned()),
        ..new(4)
    };
    let later = NewPublication {
        valid_from: after(600),
        ..new(5)
    };
    for publication in [&new(1), &new(3), &only, &later] {
        publish(store, publication).await;
    }
    let shown = |version| vec![(MUNICIPALITY.to_owned(), manifest(version))];
    assert_eq!(store.shown(noon()).await.unwrap(), shown(3));
    assert_eq!(store.shown(after(600)).await.unwrap(), shown(5));
}
