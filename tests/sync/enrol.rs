//! How a kiosk becomes a device, stays one, and is one no more.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, rc::Rc, sync::Arc};

use parter::{
    clock::SystemClock,
    config::Config,
    kiosk::controllers::kiosk::Kiosk as Screen,
    packs,
    protocol::refusal::Cause,
    sync::{SyncConfig, SyncError, SyncStatus},
};

use crate::sync_support::{
    Kiosk, code,
    fake::{CODE, Fake, Fault, Reply},
    is_online, settings, ticket, until,
};

const OTHER_CODE: &str = "AAAA-BBBB-CCCC-DDDD";

fn without_code(state: &Path, server: &Fake) -> SyncConfig {
    SyncConfig {
        code: None,
        ..settings(state, server)
    }
}

fn is_not_enrolled(status: &SyncStatus) -> bool {
    matches!(status, SyncStatus::NotEnrolled { .. })
}

fn is_revoked(status: &SyncStatus) -> bool {
    matches!(status, SyncStatus::Revoked { .. })
}

fn calls(server: &Fake, call: &str) -> usize {
    let kept = server.kept();
    kept.requests
        .iter()
        .filter(|request| request.path.ends_with(call))
        .count()
}

#[test]
fn a_code_in_the_configuration_enrols_and_is_never_used_again() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    for _ in 0..2 {
        let kiosk = Kiosk::start(settings(dir.path(), &server));
        until(&kiosk.sync.watch(), "online", is_online);
        assert_eq!(kiosk.sync.watch().enrolment().unwrap().device, "d7k2m9");
        kiosk.stop();
    }
    assert_eq!(calls(&server, "enrol"), 1);
    let request = server.kept().requests[0].clone();
    let sent: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        (&sent["municipality"], &sent["lobby"]),
        (&"kyustendil".into(), &"kyustendil/main".into())
    );
}

#[test]
fn a_code_whose_answers_were_lost_is_brought_again() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    server.fail("enrol", Fault::Spoilt(|reply| Reply { cut: 10, ..reply }));
    server.fail("enrol", Fault::Silence);
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    until(&kiosk.sync.watch(), "online", is_online);
    assert_eq!(calls(&server, "enrol"), 3);
    let visit = ticket(&kiosk.worker, 0);
    drop(server.until("the ticket", |kept| {
        kept.records.contains_key(&("visit".to_owned(), visit.clone()))
    }));
    assert!(server.kept().codes.is_empty(), "the code is spent");
    kiosk.stop();
}

#[test]
fn the_token_is_in_a_file_for_this_user_alone() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    server.kept().rotate = true;
    let mut settings = settings(dir.path(), &server);
    settings.timing.heartbeat = std::time::Duration::from_millis(20);
    let kiosk = Kiosk::start(settings);
    drop(server.until("a renewed token in use", |kept| {
        kept.requests.iter().any(|request| request.path.ends_with("token")) && kept.next_token.is_none()
    }));
    kiosk.stop();
    let file = dir.path().join("device.json");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        names.iter().all(|name| !name.to_string_lossy().contains(".new")),
        "{names:?}"
    );
}

#[test]
fn a_stick_with_a_code_may_come_later() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let stick = dir.path().join("code.txt");
    let kiosk = Kiosk::start(SyncConfig {
        code_file: Some(stick.clone()),
        ..without_code(dir.path(), &server)
    });
    let watch = kiosk.sync.watch();
    let status = until(&watch, "not enrolled", is_not_enrolled);
    assert_eq!(status, SyncStatus::NotEnrolled { why: SyncError::NoCode });
    fs::write(&stick, "a wish list\n").unwrap();
    until(&watch, "told of the wish list", |status| {
        matches!(
            status,
            SyncStatus::NotEnrolled {
                why: SyncError::BadCodeFile(_)
            }
        )
    });
    fs::write(&stick, format!("{}\n", CODE.to_lowercase())).unwrap();
    until(&watch, "online", is_online);
    kiosk.stop();
}

#[test]
fn staff_may_type_the_code() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(without_code(dir.path(), &server));
    let watch = kiosk.sync.watch();
    until(&watch, "not enrolled", is_not_enrolled);
    let visit = ticket(&kiosk.worker, 0);
    kiosk.sync.enroller()(code(OTHER_CODE));
    until(&watch, "refused", |status| {
        matches!(
            status,
            SyncStatus::NotEnrolled {
                why: SyncError::Refused { cause: Cause::Code, .. }
            }
        )
    });
    kiosk.sync.enroller()(code(CODE));
    until(&watch, "online", is_online);
    drop(server.until("the ticket", |kept| {
        kept.records.contains_key(&("visit".to_owned(), visit.clone()))
    }));
    kiosk.stop();
    assert_eq!(calls(&server, "enrol"), 2, "a refused code is not tried twice");
}

#[test]
fn a_torn_device_file_is_no_enrolment_and_says_so() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    fs::write(dir.path().join("device.json"), "{\"device\":\"d7k2m9\",\"tok").unwrap();
    let kiosk = Kiosk::start(without_code(dir.path(), &server));
    let status = until(&kiosk.sync.watch(), "not enrolled", is_not_enrolled);
    let SyncStatus::NotEnrolled { why } = status else {
        panic!()
    };
    assert!(
        matches!(&why, SyncError::DeviceFile { path, .. } if path.ends_with("device.json")),
        "{why:?}"
    );
    assert!(why.to_string().contains("enrol the kiosk again"), "{why}");
    kiosk.sync.enroller()(code(CODE));
    until(&kiosk.sync.watch(), "online", is_online);
    kiosk.stop();
}

#[test]
fn a_device_of_another_server_is_none_of_this_ones() {
    let (dir, server, other) = (tempfile::tempdir().unwrap(), Fake::start(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &other));
    until(&kiosk.sync.watch(), "online", is_online);
    kiosk.stop();
    let kiosk = Kiosk::start(without_code(dir.path(), &server));
    let status = until(&kiosk.sync.watch(), "not enrolled", is_not_enrolled);
    assert_eq!(
        status,
        SyncStatus::NotEnrolled {
            why: SyncError::OtherServer(other.url())
        }
    );
    assert_eq!(kiosk.sync.watch().enrolment(), None);
    kiosk.stop();
    assert_eq!(
        server.kept().requests.len(),
        0,
        "the token is not shown to another server"
    );
}

#[test]
fn a_revoked_kiosk_goes_on_for_visitors_asks_rarely_and_comes_back_by_a_new_code() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    let watch = kiosk.sync.watch();
    until(&watch, "online", is_online);
    server.fail("batches", Fault::Always(Reply::refusal(403, Cause::Revoked)));
    let visit = ticket(&kiosk.worker, 0);
    let status = until(&watch, "revoked", is_revoked);
    let SyncStatus::Revoked { why, .. } = status else {
        panic!()
    };
    assert!(
        matches!(
            why,
            SyncError::Refused {
                cause: Cause::Revoked,
                ..
            }
        ) && why.is_permanent()
    );
    ticket(&kiosk.worker, 1);
    let asked = calls(&server, "batches");
    drop(server.until("another question", |kept| {
        kept.requests
            .iter()
            .filter(|request| request.path.ends_with("batches"))
            .count()
            > asked
    }));
    assert!(is_revoked(&watch.status()));
    assert_eq!(calls(&server, "enrol"), 1, "the used code is not tried");

    server.heal();
    let mut kept = server.kept();
    (kept.token, _) = (None, kept.codes.insert(OTHER_CODE.to_owned()));
    drop(kept);
    kiosk.sync.enroller()(code(OTHER_CODE));
    until(&watch, "online", is_online);
    drop(server.until("the ticket that waited", |kept| {
        kept.records.contains_key(&("visit".to_owned(), visit.clone()))
    }));
    kiosk.stop();
}

#[test]
fn a_token_that_the_server_does_not_know_is_as_if_revoked_until_it_does() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    let watch = kiosk.sync.watch();
    until(&watch, "online", is_online);
    let token = server.kept().token.take();
    ticket(&kiosk.worker, 0);
    until(&watch, "unknown", is_revoked);
    server.kept().token = token;
    until(&watch, "online", is_online);
    kiosk.stop();
}

#[test]
fn a_new_token_is_used_from_the_next_batch_on() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    server.kept().rotate = true;
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    drop(server.until("the next token", |kept| kept.next_token.is_some()));
    server.kept().rotate = false;
    ticket(&kiosk.worker, 0);
    drop(server.until("the ticket", |kept| {
        kept.records.keys().any(|(kind, _)| kind == "visit")
    }));
    assert!(server.kept().next_token.is_none(), "the next is the present one");
    assert!(is_online(&kiosk.sync.watch().status()));
    kiosk.stop();
    // It was on the disk before.
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    until(&kiosk.sync.watch(), "online", is_online);
    kiosk.stop();
}

#[test]
fn a_lost_new_token_leaves_the_present_one_good() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    server.kept().rotate = true;
    server.fail("token", Fault::Spoilt(|reply| Reply { cut: 10, ..reply }));
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    drop(server.until("the question for a token", |kept| kept.next_token.is_some()));
    let present = server.kept().token.clone();
    let visit = ticket(&kiosk.worker, 0);
    drop(server.until("the ticket", |kept| {
        kept.records.contains_key(&("visit".to_owned(), visit.clone()))
    }));
    assert_eq!(server.kept().token, present);
    assert!(is_online(&kiosk.sync.watch().status()));
    kiosk.stop();
}

#[test]
fn an_enrolled_kiosks_tickets_lead_to_the_servers_pages_and_name_the_kiosk() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    until(&kiosk.sync.watch(), "online", is_online);
    let pack = Arc::new(packs::load("kyustendil").unwrap());
    let ticket = "7F3K9QW10M4D".parse().unwrap();
    let page = |public_url: Option<&str>, enrolled: bool| {
        let mut config = Config::default();
        config.server.public_url = public_url.map(str::to_owned);
        let mut screen = Screen::new(config, pack.clone(), Rc::new(SystemClock::default()));
        if enrolled {
            screen.follow(kiosk.sync.watch(), Arc::new(|| ()));
        }
        screen.ticket_page(&ticket)
    };
    assert_eq!(page(None, false), None);
    assert_eq!(
        page(None, true).unwrap(),
        "https://opashka.example.bg/t/7F3K9QW10M4D?k=d7k2m9"
    );
    assert_eq!(
        page(Some("https://queue.example.bg/"), true).unwrap(),
        "https://queue.example.bg/t/7F3K9QW10M4D?k=d7k2m9"
    );
    assert_eq!(
        page(Some("https://queue.example.bg/"), false).unwrap(),
        "https://queue.example.bg/t/7F3K9QW10M4D"
    );
    kiosk.stop();
}
