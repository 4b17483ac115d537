//! Who did what, written with what it does.

use parter::server::store::{
    Store,
    audit::{Act, Actor},
    devices::{CODE_ATTEMPTS, NewDevice},
    drafts::Save,
    publications::NewPublication,
    users::Role,
};

use crate::{
    alerts, approvals, drafts,
    given::{LOBBY, after, attempt, created, hash, noon, offer, staff},
    images, publications, registered,
};

/// The log from the first entry on: actor, act, subject and detail.
async fn log(store: &dyn Store) -> Vec<String> {
    let mut entries = store.audit_log(None, 1000).await.unwrap();
    entries.reverse();
    assert!(entries.is_sorted_by(|one, next| one.id < next.id));
    let line = |entry: &parter::server::store::audit::Entry| {
        format!("{} {} {} {}", entry.actor, entry.act, entry.subject, entry.detail)
            .trim_end()
            .to_owned()
    };
    entries.iter().map(line).collect()
}

pub async fn every_act_is_written_with_what_it_does(store: &dyn Store) {
    let shell = Actor::CommandLine;
    created(store, "k1", "A000-secret").await;
    store
        .offer_code("k1", &offer("B000-secret"), &staff(), noon())
        .await
        .unwrap();
    store
        .enrol(&attempt("B000-secret", LOBBY, "token"), noon())
        .await
        .unwrap();
    store.offer_token(&hash("token"), &hash("next"), noon()).await.unwrap();
    store.rename_device("k1", "Foyer", &staff(), noon()).await.unwrap();
    store.revoke_device("k1", &staff(), noon()).await.unwrap();
    store
        .add_user("maria", Role::Administrator, "", &shell, noon())
        .await
        .unwrap();
    store
        .add_user("ivan", Role::Analyst, "", &staff(), noon())
        .await
        .unwrap();
    store.set_role("ivan", Role::Editor, &staff(), noon()).await.unwrap();
    store.set_password("ivan", "", &staff(), noon()).await.unwrap();
    store.start_session("ivan", &hash("s"), "", noon()).await.unwrap();
    store.end_session(&hash("s"), noon()).await.unwrap();
    store.set_disabled("ivan", true, &staff(), noon()).await.unwrap();
    store.set_disabled("ivan", false, &staff(), after(9)).await.unwrap();
    let only = NewPublication {
        device: Some("k1".to_owned()),
        ..publications::new(7)
    };
    store.publish(&only, &staff(), noon()).await.unwrap();
    store.release("kyustendil", 7, &staff(), noon()).await.unwrap();
    let (key, other) = (publications::key(), publications::key());
    store.trust_key(&key, &staff(), noon()).await.unwrap();
    store.trust_key(&other, &staff(), noon()).await.unwrap();
    store.revoke_key(&key, &staff(), after(9)).await.unwrap();
    for is_needed in [true, false] {
        store
            .require_second("kyustendil", is_needed, &staff(), after(9))
            .await
            .unwrap();
    }
    let wish = approvals::wish(3);
    store.ask_publication(&wish, &staff(), after(9)).await.unwrap();
    store.decline_wish(&wish, &staff(), after(9)).await.unwrap();
    let signal = registered::signal("94-1", "2026-11-05");
    let town = "kyustendil";
    store.add_registered(town, &signal, &staff(), after(9)).await.unwrap();
    let number = &signal.number;
    store
        .correct_registered(town, number, &signal, &staff(), after(9))
        .await
        .unwrap();
    store.remove_registered(town, number, &staff(), after(9)).await.unwrap();
    store
        .import_registered(town, std::slice::from_ref(&signal), &staff(), after(9))
        .await
        .unwrap();
    let import = Save {
        act: Some(Act::ImportContent),
        ..drafts::save(town, 1, "# imported")
    };
    store.save_draft(&import, &staff(), after(9)).await.unwrap();
    let rule = store
        .add_alert_rule(town, alerts::RULE, &staff(), after(9))
        .await
        .unwrap();
    store.remove_alert_rule(rule, &staff(), after(9)).await.unwrap();
    let addresses = ["obshtina@example.bg".to_owned()];
    store
        .set_alert_addresses(town, &addresses, &staff(), after(9))
        .await
        .unwrap();
    for version in [Some("2"), None] {
        let choice = images::choice(Some(town), version, 10);
        store.choose_image(&choice, &staff(), after(9)).await.unwrap();
    }
    store.order_image("k1", "2", &staff(), after(9)).await.unwrap();
    store.ask_log("k1", &staff(), after(9)).await.unwrap();
    let (trusted, trusted_too) = (format!("maria trust_key {key}"), format!("maria trust_key {other}"));
    let revoked = format!("maria revoke_key {key}");
    let expected = [
        "maria create_device k1 kyustendil/k1",
        "maria offer_code k1",
        "@kiosk/k1 enrol k1 kyustendil/hall, Parter 0.1.0",
        "@kiosk/k1 rotate_token k1",
        "maria rename_device k1 Foyer",
        "maria revoke_device k1",
        "@command-line add_user maria administrator",
        "maria add_user ivan analyst",
        "maria change_role ivan editor",
        "maria change_password ivan",
        "ivan sign_in ivan",
        "ivan sign_out ivan",
        "maria disable_user ivan",
        "maria enable_user ivan",
        "maria publish kyustendil 7",
        "maria release kyustendil 7",
        &trusted,
        &trusted_too,
        &revoked,
        "maria require_second kyustendil",
        "maria release_second kyustendil",
        "maria ask_publication kyustendil 3",
        "maria decline_publication kyustendil 3",
        "maria add_registered kyustendil 94-1",
        "maria correct_registered kyustendil 94-1",
        "maria remove_registered kyustendil 94-1",
        "maria import_registered kyustendil 1",
        "maria import_content kyustendil 2",
        r#"maria add_alert_rule kyustendil {"rule":"unhappy","percent":20,"days":7,"answers":10}"#,
        r#"maria remove_alert_rule kyustendil {"rule":"unhappy","percent":20,"days":7,"answers":10}"#,
        "maria set_alert_addresses kyustendil",
        "maria choose_image kyustendil 2, 10 %",
        "maria stop_image kyustendil",
        "maria order_image k1 2",
        "maria ask_log k1",
    ];
    assert_eq!(log(store).await, expected);
    let told: Vec<&str> = expected.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    for act in Act::ALL {
        assert!(told.contains(&act.name()), "{act:?} is not told of");
    }
    assert_eq!(store.audit_log(None, 1).await.unwrap()[0].at, after(9));
}

pub async fn what_was_not_done_is_not_written(store: &dyn Store) {
    created(store, "k1", "A000-secret").await;
    store
        .add_user("maria", Role::Administrator, "", &staff(), noon())
        .await
        .unwrap();
    let before = log(store).await;

    let again = NewDevice {
        id: "k2".to_owned(),
        name: "k1".to_owned(),
        municipality: "kyustendil".to_owned(),
    };
    store
        .create_device(&again, &offer("B000"), &staff(), noon())
        .await
        .unwrap();
    store.offer_code("k2", &offer("B000"), &staff(), noon()).await.unwrap();
    store.revoke_device("k2", &staff(), noon()).await.unwrap();
    store.rename_device("k1", "k1", &staff(), noon()).await.unwrap();
    store.rename_device("k2", "k3", &staff(), noon()).await.unwrap();
    store.offer_token(&hash("k2"), &hash("next"), noon()).await.unwrap();
    for _ in 0..=CODE_ATTEMPTS {
        store
            .enrol(&attempt("A000-wrong", LOBBY, "token"), noon())
            .await
            .unwrap();
    }
    store
        .add_user("maria", Role::Editor, "", &staff(), noon())
        .await
        .unwrap();
    store.set_role("maria", Role::Editor, &staff(), noon()).await.unwrap();
    store.set_disabled("maria", true, &staff(), noon()).await.unwrap();
    store.set_disabled("maria", false, &staff(), noon()).await.unwrap();
    store.set_password("ivan", "", &staff(), noon()).await.unwrap();
    store.end_session(&hash("s"), noon()).await.unwrap();
    store.release("kyustendil", 7, &staff(), noon()).await.unwrap();
    store.revoke_key(&publications::key(), &staff(), noon()).await.unwrap();
    store.start_session("nobody", &hash("s"), "", noon()).await.unwrap_err();
    assert_eq!(log(store).await, before);
}

pub async fn the_newest_entries_come_first_page_by_page(store: &dyn Store) {
    for name in ["a", "b", "c", "d", "e"] {
        store.add_user(name, Role::Editor, "", &staff(), noon()).await.unwrap();
    }
    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let page = store.audit_log(before, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        pages.push(page.into_iter().map(|entry| entry.subject).collect::<String>());
    }
    assert_eq!(pages, ["ed", "cb", "a"]);
}
