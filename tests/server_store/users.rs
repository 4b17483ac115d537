//! Staff and their roles.

use parter::server::store::{
    Store,
    devices::Changed,
    users::{Credentials, Role, User},
};

use crate::given::{after, noon, staff};

pub async fn add(store: &dyn Store, name: &str, role: Role) {
    let added = store.add_user(name, role, &format!("{name}'s"), &staff(), noon()).await;
    assert_eq!(added, Ok(Changed::Done));
}

pub async fn set_disabled(store: &dyn Store, name: &str, disabled: bool) -> Changed {
    store.set_disabled(name, disabled, &staff(), after(5)).await.unwrap()
}

async fn set_role(store: &dyn Store, name: &str, role: Role) -> Changed {
    store.set_role(name, role, &staff(), noon()).await.unwrap()
}

fn user(name: &str, role: Role) -> User {
    User {
        name: name.to_owned(),
        role,
        created_at: noon(),
        disabled_at: None,
    }
}

pub async fn a_user_is_added_once(store: &dyn Store) {
    add(store, "maria", Role::Administrator).await;
    let again = store.add_user("maria", Role::Analyst, "other", &staff(), noon()).await;
    assert_eq!(again, Ok(Changed::NameTaken));
    let expected = Credentials {
        user: user("maria", Role::Administrator),
        password: "maria's".to_owned(),
    };
    assert_eq!(store.credentials("maria").await, Ok(Some(expected)));
    assert_eq!(store.credentials("ivan").await, Ok(None));
}

pub async fn users_stand_by_name(store: &dyn Store) {
    for (name, role) in [
        ("я", Role::Editor),
        ("b", Role::Analyst),
        ("a-c", Role::Editor),
        ("ab", Role::Editor),
    ] {
        add(store, name, role).await;
    }
    let expected = [
        user("a-c", Role::Editor),
        user("ab", Role::Editor),
        user("b", Role::Analyst),
        user("я", Role::Editor),
    ];
    assert_eq!(store.users().await.unwrap(), expected);
}

pub async fn credentials_are_of_disabled_users_too(store: &dyn Store) {
    add(store, "ivan", Role::Editor).await;
    assert_eq!(set_disabled(store, "ivan", true).await, Changed::Done);
    let found = store.credentials("ivan").await.unwrap().unwrap();
    assert_eq!(found.user.disabled_at, Some(after(5)));
    assert_eq!(
        set_disabled(store, "ivan", true).await,
        Changed::NotFound,
        "it is so already"
    );
    assert_eq!(set_disabled(store, "ivan", false).await, Changed::Done);
    assert_eq!(store.users().await.unwrap(), [user("ivan", Role::Editor)]);
}

pub async fn the_last_administrator_stays(store: &dyn Store) {
    add(store, "maria", Role::Administrator).await;
    add(store, "ivan", Role::Editor).await;
    assert_eq!(set_disabled(store, "maria", true).await, Changed::NotFound);
    assert_eq!(set_role(store, "maria", Role::Editor).await, Changed::NotFound);
    assert_eq!(set_role(store, "maria", Role::Administrator).await, Changed::Done);
    assert_eq!(set_role(store, "ivan", Role::Administrator).await, Changed::Done);
    assert_eq!(set_role(store, "maria", Role::Analyst).await, Changed::Done);
    assert_eq!(set_disabled(store, "ivan", true).await, Changed::NotFound);
    let expected = [user("ivan", Role::Administrator), user("maria", Role::Analyst)];
    assert_eq!(store.users().await.unwrap(), expected);
}

pub async fn a_disabled_administrator_is_no_other(store: &dyn Store) {
    add(store, "maria", Role::Administrator).await;
    add(store, "ivan", Role::Administrator).await;
    assert_eq!(set_disabled(store, "ivan", true).await, Changed::Done);
    assert_eq!(set_disabled(store, "maria", true).await, Changed::NotFound);
    assert_eq!(
        set_role(store, "ivan", Role::Editor).await,
        Changed::Done,
        "a disabled one is not the last"
    );
}

pub async fn what_is_not_a_user_is_not_found(store: &dyn Store) {
    assert_eq!(set_disabled(store, "ivan", true).await, Changed::NotFound);
    assert_eq!(set_role(store, "ivan", Role::Editor).await, Changed::NotFound);
    let changed = store.set_password("ivan", "new", &staff(), noon()).await;
    assert_eq!(changed, Ok(Changed::NotFound));
}

pub async fn a_password_is_changed(store: &dyn Store) {
    add(store, "ivan", Role::Editor).await;
    let changed = store.set_password("ivan", "new", &staff(), noon()).await;
    assert_eq!(changed, Ok(Changed::Done));
    assert_eq!(store.credentials("ivan").await.unwrap().unwrap().password, "new");
}
