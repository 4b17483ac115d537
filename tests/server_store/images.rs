//! Which version kiosks are offered: what was chosen last, for all or for one municipality.

use parter::server::store::{
    Store,
    devices::Changed,
    images::{Choice, Order},
};

use crate::given::{LOBBY, MUNICIPALITY, after, enrolled, noon, staff};

pub fn choice(municipality: Option<&str>, version: Option<&str>, share: u8) -> Choice {
    Choice {
        municipality: municipality.map(str::to_owned),
        version: version.map(str::to_owned),
        share,
    }
}

async fn choose(store: &dyn Store, choice: &Choice) {
    store.choose_image(choice, &staff(), noon()).await.unwrap();
}

pub async fn a_municipalitys_own_choice_stands_before_the_one_for_all(store: &dyn Store) {
    let device = enrolled(store, "k1", LOBBY).await;
    assert_eq!(store.image_for(&device).await.unwrap(), (None, None));
    let (all, other, own) = (
        choice(None, Some("2"), 10),
        choice(Some("samokov"), Some("9"), 100),
        choice(Some(MUNICIPALITY), None, 0),
    );
    choose(store, &all).await;
    choose(store, &other).await;
    assert_eq!(store.image_for(&device).await.unwrap().0.as_ref(), Some(&all));
    choose(store, &own).await;
    assert_eq!(store.image_for(&device).await.unwrap().0.as_ref(), Some(&own));
    assert_eq!(store.image_choices().await.unwrap(), [all, own, other]);
    let more = choice(None, Some("2"), 50);
    choose(store, &more).await;
    assert_eq!(store.image_choices().await.unwrap(), std::slice::from_ref(&more));
    assert_eq!(store.image_for(&device).await.unwrap().0, Some(more));
}

pub async fn a_kiosks_last_order_counts(store: &dyn Store) {
    let device = enrolled(store, "k1", LOBBY).await;
    for (version, at) in [("2", 0), ("3", 60)] {
        let ordered = store.order_image("k1", version, &staff(), after(at)).await;
        assert_eq!(ordered, Ok(Changed::Done));
    }
    let unknown = store.order_image("k2", "3", &staff(), noon()).await;
    assert_eq!(unknown, Ok(Changed::NotFound));
    let order = Order {
        device: "k1".to_owned(),
        version: "3".to_owned(),
        at: after(60),
    };
    assert_eq!(store.image_orders().await.unwrap(), std::slice::from_ref(&order));
    assert_eq!(store.image_for(&device).await.unwrap().1, Some(order));
}
