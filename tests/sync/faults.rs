//! Whatever answers in the server's place, or fails on the way, loses nothing and is no success.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use parter::{
    protocol::{
        batch::{BatchAnswer, Verdict},
        refusal::Cause,
    },
    sync::{SyncError, SyncStatus},
};

use crate::store_support;
use crate::sync_support::{
    self, Kiosk,
    fake::{Fake, Fault, Reply},
    is_online, outbox, settings, ticket, until,
};

const TICKETS: u64 = 3;

/// Runs a kiosk with three tickets to a server whose first answer to a batch is spoilt; what it says of that.
fn spoilt(fault: Fault) -> SyncError {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let worker = sync_support::store(dir.path());
    (0..TICKETS).for_each(|n| drop(ticket(&worker, n)));
    worker.shutdown();
    server.fail("batches", fault);

    let kiosk = Kiosk::start(settings(dir.path(), &server));
    let watch = kiosk.sync.watch();
    let left_when_offline = on_offline(&kiosk, dir.path());
    // The first batch may have failed before anybody looked, so what is watched for is the end.
    let kept = server.until("the tickets and a heartbeat", |kept| {
        kept.records.len() as u64 > TICKETS
    });
    drop(kept);
    until(&watch, "online", is_online);
    let (why, left) = left_when_offline.lock().unwrap().take().expect("it was offline");
    assert_eq!(left, TICKETS, "all of them wait while the server has not answered");
    emptied(&kiosk);
    kiosk.stop();

    let mut visits = server.ids("visit");
    visits.sort();
    visits.dedup();
    assert_eq!(visits.len() as u64, TICKETS);
    why
}

/// What the first failure was, and how many records waited then. Sync stands still while it tells of a change.
fn on_offline(kiosk: &Kiosk, state: &Path) -> Arc<Mutex<Option<(SyncError, u64)>>> {
    let seen = Arc::new(Mutex::new(None));
    let (watch, state, tell) = (kiosk.sync.watch(), state.to_owned(), seen.clone());
    let look = move || {
        if let SyncStatus::Offline { why, .. } = watch.status() {
            let count = |conn: rusqlite::Connection| {
                conn.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0))
                    .unwrap()
            };
            let left = count(store_support::database(&state));
            tell.lock().unwrap().get_or_insert((why, left));
        }
    };
    kiosk.sync.watch().on_change(Arc::new(look));
    seen
}

/// Waits until the outbox is empty.
fn emptied(kiosk: &Kiosk) {
    let started = std::time::Instant::now();
    while outbox(&kiosk.worker).waiting > 0 {
        assert!(started.elapsed() < sync_support::LONG, "the outbox is never empty");
        std::thread::yield_now();
    }
}

fn is_not_the_server(why: &SyncError, says: &str) {
    assert!(
        matches!(why, SyncError::NotTheServer(said) if said.contains(says)),
        "{why:?}"
    );
    assert!(!why.is_permanent());
}

#[test]
fn a_captive_portal_is_not_the_server() {
    let page = Reply::new(200, "<html>Моля, приемете условията</html>").header("content-type", "text/html");
    is_not_the_server(&spoilt(Fault::Instead(page)), "status 200 without the protocol's mark");
}

#[test]
fn a_page_with_the_right_status_and_mark_is_no_answer() {
    let page = Reply::new(207, "<html>Hello</html>").header("parter-protocol", "1");
    is_not_the_server(&spoilt(Fault::Instead(page)), "no answer");
}

#[test]
fn the_answer_without_the_mark_is_no_success() {
    fn without_mark(mut reply: Reply) -> Reply {
        reply.headers.clear();
        reply
    }
    is_not_the_server(&spoilt(Fault::Spoilt(without_mark)), "mark");
}

#[test]
fn the_answer_with_another_status_is_no_success() {
    fn with_200(reply: Reply) -> Reply {
        Reply { status: 200, ..reply }
    }
    is_not_the_server(&spoilt(Fault::Spoilt(with_200)), "status 200");
}

#[test]
fn an_answer_in_a_version_that_nobody_asked_for_is_no_success() {
    fn version_nine(mut reply: Reply) -> Reply {
        reply.headers = vec![("parter-protocol", "9".to_owned())];
        reply
    }
    is_not_the_server(&spoilt(Fault::Spoilt(version_nine)), "mark");
}

#[test]
fn a_proxys_error_is_not_the_server() {
    let page = Reply::new(502, "<html>Bad Gateway</html>");
    is_not_the_server(&spoilt(Fault::Instead(page)), "502");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Fake::start();
    let page = Reply::new(307, "").header("location", &format!("{}/api/v1/batches", elsewhere.url()));
    is_not_the_server(&spoilt(Fault::Instead(page)), "redirect");
    assert_eq!(elsewhere.kept().requests.len(), 0, "the token went elsewhere");
}

#[test]
fn an_answer_that_is_cut_off_is_no_answer() {
    fn cut(reply: Reply) -> Reply {
        Reply { cut: 20, ..reply }
    }
    let why = spoilt(Fault::Spoilt(cut));
    assert!(matches!(why, SyncError::Unreachable(_)), "{why:?}");
}

#[test]
fn an_answer_that_never_comes_is_waited_for_no_longer_than_patience_lasts() {
    let why = spoilt(Fault::Silence);
    assert_eq!(why, SyncError::Unreachable("no answer in time".to_owned()));
}

fn with_verdicts(reply: Reply, change: fn(&mut BatchAnswer)) -> Reply {
    let mut answer = serde_json::from_str(&reply.body).unwrap();
    change(&mut answer);
    let body = serde_json::to_string(&answer).unwrap();
    Reply { body, ..reply }
}

#[test]
fn verdicts_that_name_other_records_settle_nothing() {
    fn too_few(reply: Reply) -> Reply {
        with_verdicts(reply, |answer| drop(answer.verdicts.pop()))
    }
    fn too_many(reply: Reply) -> Reply {
        with_verdicts(reply, |answer| answer.verdicts.push(answer.verdicts[0].clone()))
    }
    fn in_another_order(reply: Reply) -> Reply {
        with_verdicts(reply, |answer| answer.verdicts.swap(0, 1))
    }
    fn of_another_batch(reply: Reply) -> Reply {
        with_verdicts(reply, |answer| answer.verdicts[1].id = "Z".repeat(12))
    }
    for spoil in [too_few, too_many, in_another_order, of_another_batch] {
        is_not_the_server(&spoilt(Fault::Spoilt(spoil)), "other records");
    }
}

#[test]
fn an_endless_answer_is_cut_off() {
    let endless = Reply::new(207, " ".repeat(4 << 20)).header("parter-protocol", "1");
    is_not_the_server(&spoilt(Fault::Instead(endless)), "without end");
}

#[test]
fn a_server_of_another_version_is_asked_rarely_and_named() {
    let newer = Reply {
        headers: vec![("parter-protocol", "3-4".to_owned())],
        ..Reply::refusal(426, Cause::Protocol)
    };
    let why = spoilt(Fault::Instead(newer));
    assert!(
        matches!(
            why,
            SyncError::Refused {
                cause: Cause::Protocol,
                ..
            }
        ),
        "{why:?}"
    );
    assert!(why.is_permanent());
}

#[test]
fn a_server_that_is_busy_is_left_alone_for_as_long_as_it_asks() {
    let busy = Reply::refusal(429, Cause::TooMany).header("retry-after", "2");
    let started = std::time::Instant::now();
    let why = spoilt(Fault::Instead(busy));
    assert!(started.elapsed().as_secs() >= 2);
    assert!(
        matches!(
            why,
            SyncError::Refused {
                cause: Cause::TooMany,
                ..
            }
        ),
        "{why:?}"
    );
    assert!(!why.is_permanent());
}

#[test]
fn a_lost_answer_makes_a_duplicate_and_no_more() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let worker = sync_support::store(dir.path());
    let visit = ticket(&worker, 0);
    worker.shutdown();
    server.fail("batches", Fault::Spoilt(|reply| Reply { cut: 20, ..reply }));
    let kiosk = Kiosk::start(settings(dir.path(), &server));
    drop(server.until("a duplicate", |kept| {
        let mut verdicts = kept.verdicts.iter();
        verdicts.any(|on| on.id == visit && on.verdict == Verdict::Duplicate)
    }));
    emptied(&kiosk);
    kiosk.stop();
    let kept = server.kept();
    assert_eq!(kept.records.keys().filter(|(kind, _)| kind == "visit").count(), 1);
}

#[test]
fn a_rejected_record_moves_aside_and_blocks_nothing() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Fake::start());
    let worker = sync_support::store(dir.path());
    let codes: Vec<String> = (0..500).map(|n| ticket(&worker, n)).collect();
    worker.shutdown();
    server.kept().reject = Some(|record| record.kind == "visit" && record.payload.get().contains("\"seq\":7,"));

    let kiosk = Kiosk::start(settings(dir.path(), &server));
    drop(server.until("the last ticket", |kept| {
        kept.records.contains_key(&("visit".to_owned(), codes[499].clone()))
    }));
    emptied(&kiosk);
    let now = outbox(&kiosk.worker);
    assert_eq!((now.waiting, now.oldest, now.set_aside), (0, None, 1));
    kiosk.stop();

    let aside: (String, String, String, String) = store_support::database(dir.path())
        .query_row("SELECT id, reason, detail, day FROM set_aside", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap();
    assert_eq!(aside.0, codes[6]);
    assert_eq!(
        (aside.1.as_str(), aside.2.as_str()),
        ("malformed", "the test does not like it")
    );
    assert_eq!(
        server.ids("visit"),
        codes,
        "in the order of the kiosk's own counter, each once"
    );
}
