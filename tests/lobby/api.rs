//! The lobby's pages as browsers use them, over real HTTP: pairing, calling, and what strangers get.

use std::{collections::BTreeSet, os::unix::fs::PermissionsExt};

use chrono::TimeDelta;
use parter::{
    config::{self, Config},
    lobby::{
        LobbyConfig,
        orders::{Answer, Order},
    },
    packs,
    print::{
        sheet::{Block, Sheet},
        watch::Watch,
        worker::Handle,
    },
    protocol::heartbeat::PrinterState,
    queue::{
        Visit,
        paper::{PrintFault, PrintState},
    },
    store::Store,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::lobby::{self, Browser, Events, TestLobby, command, database, parter_lobby, told};

fn is_at(view: &Value, visit: &Visit) -> bool {
    view["visitor"]["code"] == visit.ticket.code.as_str()
}

fn in_line(view: &Value) -> Vec<u64> {
    let next = view["next"].as_array().unwrap();
    next.iter().map(|one| one["seq"].as_u64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_serves_a_visitor_from_the_call_to_the_end() {
    let lobby = TestLobby::start();
    let visit = lobby.take("kasa").await;
    let code = visit.ticket.code.as_str();
    let clerk = lobby.clerk("1").await;
    let (_, before) = clerk.get("/api/counter").await;
    assert_eq!((in_line(&before), &before["visitor"]), (vec![1], &Value::Null));
    let view = clerk.does("call_next").await;
    assert!(is_at(&view, &visit));
    assert_eq!((&view["visitor"]["kind"], in_line(&view)), (&json!("called"), vec![]));
    clerk.does_with("recall", code).await;
    assert_eq!(clerk.does_with("start", code).await["visitor"]["kind"], "serving");
    let next = format!(r#"{{"do": "next_service", "code": "{code}", "service": "zadalzhenia"}}"#);
    let (status, view) = clerk.asks(&next).await;
    assert_eq!((status, &view["visitor"]["service"]), (200, &json!("zadalzhenia")));
    assert_eq!(clerk.does_with("finish", code).await["visitor"], Value::Null);
    let (status, refusal) = clerk.asks(&command("finish", code)).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("over")));
    let dir = lobby.end();
    let kinds: Vec<String> = database(dir.path())
        .prepare("SELECT kind FROM periods ORDER BY ordinal")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kinds, ["waiting", "called", "called", "serving", "serving", "served"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_a_no_show_before_the_calls_and_the_time() {
    let lobby = TestLobby::start();
    let visit = lobby.take("kasa").await;
    let code = visit.ticket.code.as_str();
    let clerk = lobby.clerk("1").await;
    clerk.does("call_next").await;
    let (status, refusal) = clerk.asks(&command("no_show", code)).await;
    assert_eq!(status, 409);
    assert_eq!(refusal["error"], "too_few_calls");
    assert_eq!(refusal["detail"], json!({ "made": 1, "least": 2 }));
    assert!(refusal["message"].as_str().unwrap().contains("call once more"));
    clerk.does_with("recall", code).await;
    let (_, refusal) = clerk.asks(&command("no_show", code)).await;
    assert_eq!(refusal["detail"], json!({ "seconds": 60 }));
    lobby.clock.advance(TimeDelta::seconds(60));
    assert_eq!(clerk.does_with("no_show", code).await["visitor"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_are_held_resumed_and_sent_on() {
    let lobby = TestLobby::start();
    let (first, second) = (lobby.take("kasa").await, lobby.take("kasa").await);
    let (one, three) = (lobby.clerk("1").await, lobby.clerk("Каса 3").await);
    one.does("call_next").await;
    let view = one.does_with("hold", first.ticket.code.as_str()).await;
    assert_eq!(view["held"][0]["code"], first.ticket.code.as_str());
    assert!(is_at(&one.does("call_next").await, &second));
    let view = three.does_with("resume", first.ticket.code.as_str()).await;
    assert_eq!((in_line(&view), &view["held"]), (vec![1], &json!([])));
    let send = |target: &str| format!(r#"{{"do": "transfer", "code": "{}", {target}}}"#, second.ticket.code);
    for wrong in [
        r#""queue": "nowhere""#,
        r#""counter": "9""#,
        r#""queue": "kasa", "counter": "1""#,
    ] {
        let (status, refusal) = one.asks(&send(wrong)).await;
        assert_eq!((status, &refusal["error"]), (409, &json!("no_such_target")), "{wrong}");
    }
    let (status, view) = one.asks(&send(r#""queue": "delovodstvo""#)).await;
    assert_eq!((status, in_line(&view)), (200, vec![1]));
    let (_, view) = three.get("/api/counter").await;
    assert_eq!(in_line(&view), [1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn out_of_turn_is_for_a_reason() {
    let lobby = TestLobby::start();
    lobby.take("kasa").await;
    let second = lobby.take("kasa").await;
    let clerk = lobby.clerk("1").await;
    let (status, refusal) = clerk.asks(&command("call", second.ticket.code.as_str())).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("reason_needed")));
    let call = |reason: &str| {
        format!(
            r#"{{"do": "call", "code": "{}", "reason": "{reason}"}}"#,
            second.ticket.code
        )
    };
    assert_eq!(clerk.asks(&call("because")).await.0, 422);
    let (status, view) = clerk.asks(&call("need")).await;
    assert!(status == 200 && is_at(&view, &second));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clerks_at_one_instant_get_two_different_people() {
    let lobby = TestLobby::start();
    for _ in 0..60 {
        lobby.take("kasa").await;
    }
    let clerks = [
        lobby.clerk("1").await,
        lobby.clerk("2").await,
        lobby.clerk("Каса 3").await,
    ];
    let mut called = BTreeSet::new();
    for _ in 0..20 {
        let [one, two, three] = &clerks;
        let (one, two, three) = tokio::join!(one.does("call_next"), two.does("call_next"), three.does("call_next"));
        for (clerk, view) in clerks.iter().zip([one, two, three]) {
            let code = view["visitor"]["code"].as_str().unwrap();
            assert!(called.insert(code.to_owned()), "called twice");
            clerk.does_with("start", code).await;
            clerk.does_with("finish", code).await;
        }
    }
    assert_eq!(called.len(), 60);
    assert_eq!(clerks[0].does("call_next").await["visitor"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_pauses_and_closes() {
    let lobby = TestLobby::start();
    let visit = lobby.take("kasa").await;
    let clerk = lobby.paired("1").await;
    let (status, refusal) = clerk.asks(r#"{"do": "call_next"}"#).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("counter_not_open")));
    clerk.does("open").await;
    clerk.does("call_next").await;
    let (status, refusal) = clerk.asks(r#"{"do": "close"}"#).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("counter_busy")));
    assert_eq!(refusal["detail"], json!({ "letter": "К", "seq": 1 }));
    let view = clerk.does("pause").await;
    assert!(
        view["state"] == "paused" && is_at(&view, &visit),
        "who is here is served on"
    );
    clerk.does_with("start", visit.ticket.code.as_str()).await;
    clerk.does_with("finish", visit.ticket.code.as_str()).await;
    assert_eq!(clerk.does("close").await["state"], "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_open_to_strangers() {
    let lobby = TestLobby::start();
    let stranger = lobby.stranger();
    for path in ["/api/counter", "/api/counter/events", "/api/board", "/api/board/events"] {
        let (status, refusal) = stranger.get(path).await;
        assert_eq!((status, &refusal["error"]), (401, &json!("not_paired")), "{path}");
    }
    for path in ["/api/counter", "/api/board", "/api/unpair"] {
        assert_eq!(stranger.post(path, r#"{"do": "open"}"#).await.status(), 401, "{path}");
    }
    let forged = Browser {
        cookie: Some(format!("__Host-parter-lobby={}", "0".repeat(64))),
        ..stranger
    };
    assert_eq!(forged.get("/api/counter").await.0, 401);
    let (status, page) = forged.get("/").await;
    assert!(
        status == 200 && page.as_str().unwrap().contains("action=\"/pair\""),
        "the way in"
    );
    assert_eq!(forged.get("/counter").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_page_can_not_use_a_clerks_browser() {
    let lobby = TestLobby::start();
    let clerk = lobby.paired("1").await;
    let foreign = [
        Some(("origin", "https://example.bg")),
        Some(("sec-fetch-site", "cross-site")),
        None,
    ];
    for header in foreign {
        let mut request = clerk
            .request(Method::POST, "/api/counter")
            .header("content-type", "application/json");
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let (status, refusal) = told(request.body(r#"{"do": "open"}"#).send().await.unwrap()).await;
        assert_eq!((status, &refusal["error"]), (403, &json!("foreign")), "{header:?}");
    }
    assert_eq!(clerk.get("/api/counter").await.1["state"], "closed");
    let answer = clerk.request(Method::GET, "/api/counter").send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_pairs_once_and_guesses_are_slowed_down() {
    let lobby = TestLobby::start();
    let code = lobby.code("1");
    let mut first = lobby.stranger();
    let (status, paired) = first.pair(&code.to_lowercase()).await;
    assert_eq!((status, &paired["post"]), (200, &json!("1")));
    let mut second = lobby.stranger();
    let (status, refusal) = second.pair(&code).await;
    assert_eq!((status, &refusal["error"]), (422, &json!("wrong_code")));
    let late = lobby.code("2");
    lobby.clock.advance(TimeDelta::minutes(10));
    assert_eq!(second.pair(&late).await.0, 422);
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(second.pair("0000-0000").await.0);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert_eq!(first.get("/api/counter").await.0, 200, "who is paired goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pairing_that_is_revoked_is_refused_and_its_stream_ends() {
    let lobby = TestLobby::start();
    let (lost, other) = (lobby.clerk("1").await, lobby.clerk("1").await);
    let mut events = Events::of(&lost, "/api/counter/events").await;
    assert_eq!(events.next().await.unwrap()["state"], "open");
    let Answer::Pairings(pairings) = lobby.order(&Order::Pairings) else {
        panic!("no list")
    };
    let posts: Vec<&str> = pairings.iter().map(|pairing| pairing.post.as_str()).collect();
    assert_eq!(posts, ["1", "1"]);
    assert!(matches!(
        lobby.order(&Order::Revoke(pairings[0].id)),
        Answer::Revoked(true)
    ));
    assert!(matches!(
        lobby.order(&Order::Revoke(pairings[0].id)),
        Answer::Revoked(false)
    ));
    assert_eq!(events.next().await, None);
    assert_eq!(lost.get("/api/counter").await.0, 401);
    assert_eq!(other.get("/api/counter").await.0, 200);
    assert_eq!(other.post("/api/unpair", "").await.status(), 204);
    assert_eq!(other.get("/api/counter").await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_configured_can_be_paired() {
    let lobby = TestLobby::start();
    let Answer::Refused(why) = lobby.order(&Order::Pair("9".to_owned())) else {
        panic!("paired")
    };
    assert!(why.contains("1, 2, Каса 3, or board"), "{why}");
    let socket = lobby.folder.path().join("lobby.sock");
    let mode = std::fs::metadata(socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else asks for codes");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_pairs_lists_and_revokes() {
    let lobby = TestLobby::start();
    let state = lobby.folder.path();
    let (done, code, _) = parter_lobby(state, &["pair", "Каса 3"]);
    assert!(done);
    let mut browser = lobby.stranger();
    assert_eq!(browser.pair(code.trim()).await.0, 200);
    let (_, list, _) = parter_lobby(state, &["pairings"]);
    assert_eq!(list, "1\tКаса 3\tsince 2026-11-23\n");
    assert!(parter_lobby(state, &["revoke", "1"]).0);
    assert_eq!(browser.get("/api/counter").await.0, 401);
    let (done, _, error) = parter_lobby(state, &["revoke", "1"]);
    assert!(!done && error.contains("no such pairing"), "{error}");
    let folder = lobby.end();
    let (done, _, error) = parter_lobby(folder.path(), &["pairings"]);
    assert!(!done && error.contains("no kiosk with a lobby answers"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_anywhere_is_on_every_counters_page_at_once() {
    let lobby = TestLobby::start();
    let (one, two) = (lobby.clerk("1").await, lobby.clerk("2").await);
    let mut events = Events::of(&two, "/api/counter/events").await;
    assert_eq!(events.next().await.unwrap()["waiting"], 0);
    lobby.take("kasa").await;
    assert_eq!(events.next().await.unwrap()["waiting"], 1);
    one.does("call_next").await;
    assert_eq!(events.next().await.unwrap()["waiting"], 0);
    two.does("pause").await;
    assert_eq!(events.next().await.unwrap()["state"], "paused");
    lobby.end();
    assert_eq!(events.next().await, None, "the lobby has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_shows_and_announces_each_call_without_any_code() {
    let lobby = TestLobby::start();
    let board = lobby.paired("board").await;
    let mut events = Events::of(&board, "/api/board/events").await;
    assert_eq!(events.next().await.unwrap()["calls"], json!([]));
    let visits = [lobby.take("kasa").await, lobby.take("kasa").await];
    let clerk = lobby.clerk("1").await;
    clerk.does("call_next").await;
    let (_, view) = board.get("/api/board").await;
    assert_eq!(
        view["queues"],
        json!({ "kasa": { "waiting": 1, "next": [{ "letter": "К", "seq": 2 }] } })
    );
    assert_eq!(view["counters"], json!({ "1": "open" }));
    let call = &view["calls"][0];
    assert_eq!(
        (&call["stage"], &call["seq"], &call["counter"]),
        (&json!("to_announce"), &json!(1), &json!("1"))
    );
    for visit in &visits {
        assert!(
            !view.to_string().contains(visit.ticket.code.as_str()),
            "a code is its visitor's own"
        );
    }
    let announce = format!(r#"{{"announced": {}}}"#, call["id"]);
    let (_, done) = told(board.post("/api/board", &announce).await).await;
    assert_eq!(done, json!({ "announced": true }));
    let (_, again) = told(board.post("/api/board", &announce).await).await;
    assert_eq!(again, json!({ "announced": false }), "by a second board");
    assert_eq!(board.get("/api/board").await.1["calls"][0]["stage"], "on_the_way");
    let view = clerk.does_with("recall", visits[0].ticket.code.as_str()).await;
    assert_eq!(view["visitor"]["kind"], "called");
    let stages = |view: &Value| -> Vec<Value> {
        let calls = view["calls"].as_array().unwrap();
        calls.iter().map(|call| call["stage"].clone()).collect()
    };
    assert_eq!(stages(&board.get("/api/board").await.1), ["to_announce", "over"]);
    clerk.does_with("start", visits[0].ticket.code.as_str()).await;
    assert_eq!(stages(&board.get("/api/board").await.1), ["over", "over"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn counter_and_board_keep_to_their_own() {
    let lobby = TestLobby::start();
    let (clerk, board) = (lobby.paired("1").await, lobby.paired("board").await);
    assert_eq!(clerk.get("/api/board").await.0, 403);
    assert_eq!(board.get("/api/counter").await.0, 403);
    assert_eq!(board.asks(r#"{"do": "open"}"#).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_command_is_refused() {
    let lobby = TestLobby::start();
    let clerk = lobby.clerk("1").await;
    for body in [
        r#"{"do": "dance"}"#,
        r#"{"do": "finish"}"#,
        r#"{"do": "finish", "code": "no"}"#,
    ] {
        assert_eq!(clerk.asks(body).await.0, 422, "{body}");
    }
    assert_eq!(clerk.asks("{").await.0, 400);
    let (status, refusal) = clerk.asks(&command("start", "000000000000")).await;
    assert_eq!((status, &refusal["error"]), (404, &json!("no_such_visit")));
    assert_eq!(clerk.asks(&"x".repeat(20_000)).await.0, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_this_machine_the_lobby_speaks_tls_with_a_certificate_of_its_own() {
    let lobby = TestLobby::listening("0.0.0.0:0");
    let file = |name: &str| lobby.folder.path().join(name);
    let pem = std::fs::read(file("lobby-cert.pem")).unwrap();
    let mode = std::fs::metadata(file("lobby-key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let url = format!("https://localhost:{}", lobby.address.port());
    // Fails only when it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let trusting = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(&pem).unwrap()])
        .build()
        .unwrap();
    let answer = trusting.get(format!("{url}/api/counter")).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let in_the_clear = format!("http://localhost:{}/api/counter", lobby.address.port());
    assert!(trusting.get(in_the_clear).send().await.is_err());
}

#[test]
fn without_an_address_there_is_no_lobby() {
    let pack = packs::load("kyustendil").unwrap();
    assert!(LobbyConfig::of(&Config::default(), &pack).unwrap().is_none());
}

#[test]
fn counters_call_from_queues_that_the_pack_has() {
    let pack = packs::load("kyustendil").unwrap();
    let text = "lobby.listen = \"127.0.0.1:0\"\n[[lobby.counter]]\nid = \"1\"\nqueues = [\"kasa\", \"kassa\"]";
    let config: Config = config::parse(text, "kiosk.toml", &[]).unwrap();
    let fault = LobbyConfig::of(&config, &pack).unwrap_err();
    assert!(fault.contains("no queue “kassa” for the counter “1”"), "{fault}");
}

/// A lobby whose kiosk has a printer, and a visitor whose ticket did not come out of it.
async fn with_printer() -> (TestLobby, Visit) {
    let text = format!("lobby.listen = \"127.0.0.1:0\"\n{}", lobby::COUNTERS);
    let printer = Handle::standing(Watch::standing(PrinterState::OutOfPaper, None));
    let lobby = TestLobby::of(&text, packs::load("kyustendil").unwrap(), |settings| {
        settings.printer = Some(printer);
    });
    let visit = lobby.take("kasa").await;
    let (code, now) = (visit.ticket.code.clone(), lobby::morning());
    let failed = move |store: &mut Store| {
        store.queue_print(&code, "[]", now)?;
        store.print_fails(&code, PrintFault::OutOfPaper)
    };
    lobby.store(failed).await;
    (lobby, visit)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_has_the_ticket_of_its_visitor_printed_once_more() {
    let (lobby, visit) = with_printer().await;
    let (clerk, other) = (lobby.clerk("1").await, lobby.clerk("2").await);
    let code = visit.ticket.code.as_str();
    let (status, refusal) = clerk.asks(&command("reprint", code)).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("not_called")));

    let view = clerk.does("call_next").await;
    assert_eq!(view["paper"], json!({ "state": "failed", "why": "out_of_paper" }));
    let (status, refusal) = other.asks(&command("reprint", code)).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("at_counter")));
    // Who is impatient gets one paper.
    for _ in 0..2 {
        let view = clerk.does_with("reprint", code).await;
        assert_eq!(view["paper"], json!({ "state": "queued" }));
    }
    let pending = lobby.store(Store::prints_pending).await;
    let pending: Vec<_> = pending.into_iter().map(|job| job.visit).collect();
    assert_eq!(pending, [visit.ticket.code]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_counter_hears_what_becomes_of_the_paper() {
    let (lobby, visit) = with_printer().await;
    let clerk = lobby.clerk("1").await;
    clerk.does("call_next").await;
    clerk.does_with("reprint", visit.ticket.code.as_str()).await;
    let mut events = Events::of(&clerk, "/api/counter/events").await;
    assert_eq!(events.next().await.unwrap()["paper"], json!({ "state": "queued" }));
    let code = visit.ticket.code;
    let printed = move |store: &mut Store| {
        store.print_begins(&code)?;
        store.print_done(&code, PrintState::Printed)
    };
    lobby.store(printed).await;
    assert_eq!(events.next().await.unwrap()["paper"], json!({ "state": "printed" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_came_without_a_paper_is_printed_at_the_counter() {
    let (lobby, _) = with_printer().await;
    let (clerk, visit) = with_one_of_delovodstvo(&lobby).await;
    let (_, view) = clerk.get("/api/counter").await;
    assert_eq!((&view["prints"], &view["paper"]), (&json!(true), &Value::Null));
    let code = visit.ticket.code.as_str();
    for _ in 0..2 {
        let view = clerk.does_with("reprint", code).await;
        assert_eq!(view["paper"], json!({ "state": "queued" }));
    }
    let pending = lobby.store(Store::prints_pending).await;
    let [job] = &pending[..] else {
        panic!("one paper, not {pending:?}")
    };
    let sheet: Sheet = serde_json::from_str(&job.sheet).unwrap();
    let is_there = |wanted: &Block| sheet.0.contains(wanted);
    assert!(is_there(&Block::Number(visit.ticket.number.to_string())), "{sheet:?}");
    assert!(
        is_there(&Block::Title("Регистратура и деловодство".to_owned())),
        "{sheet:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_printer_a_counter_has_nothing_to_print() {
    let lobby = TestLobby::start();
    let (clerk, visit) = with_one_of_delovodstvo(&lobby).await;
    let (_, view) = clerk.get("/api/counter").await;
    assert_eq!((&view["prints"], &view["paper"]), (&json!(false), &Value::Null));
    let (status, refusal) = clerk.asks(&command("reprint", visit.ticket.code.as_str())).await;
    assert_eq!((status, &refusal["error"]), (409, &json!("no_paper")));
}

/// A clerk who has called a visitor whose ticket has no paper.
async fn with_one_of_delovodstvo(lobby: &TestLobby) -> (Browser, Visit) {
    let visit = lobby.take("delovodstvo").await;
    let clerk = lobby.clerk("Каса 3").await;
    let code = visit.ticket.code.as_str();
    let (status, _) = clerk
        .asks(&format!(r#"{{"do": "call", "code": "{code}", "reason": "need"}}"#))
        .await;
    assert_eq!(status, 200);
    (clerk, visit)
}
