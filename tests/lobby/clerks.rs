//! Clerks who sign in at their counters with a PIN, where the municipality wants it: and that nothing keeps who it was.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use chrono::TimeDelta;
use parter::{
    lobby::orders::{Answer, Order},
    packs,
    pin::PinHash,
};
use reqwest::Method;
use serde_json::json;

use crate::lobby::{self, Browser, COUNTERS, Events, TestLobby};
use crate::log_lines;

/// No other text of the database or the log holds it.
const LABEL: &str = "ЖЩ7";
const PIN: &str = "204060";

fn with_pins() -> TestLobby {
    let text = format!("lobby.listen = \"127.0.0.1:0\"\nlobby.clerk_pins = true\n{COUNTERS}");
    TestLobby::of(&text, packs::load("kyustendil").unwrap(), |_| {})
}

fn add(lobby: &TestLobby, label: &str, pin: &str) {
    let pin = PinHash::of(pin).unwrap();
    let label = label.to_owned();
    assert!(matches!(lobby.order(&Order::SetClerk { label, pin }), Answer::ClerkSet));
}

/// The page of the counter: its status and text, after the redirect that a form gives.
async fn page(browser: &Browser) -> String {
    let response = browser.request(Method::GET, "/").send().await.unwrap();
    response.text().await.unwrap()
}

async fn form(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let request = browser.request(Method::POST, path).header("origin", &browser.url);
    // Ids, digits and plain words: nothing that a form would write otherwise.
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.body(fields.join("&")).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// The id of the clerk, as the page's list has it.
fn clerk_id(page: &str, label: &str) -> String {
    let end = format!(">{label}</option>");
    let before = page.split(&end).next().unwrap();
    let option = before.rsplit("<option value=\"").next().unwrap();
    option.split('"').next().unwrap().to_owned()
}

async fn signs_in(browser: &Browser, label: &str, pin: &str) -> (u16, String) {
    let id = clerk_id(&page(browser).await, label);
    form(browser, "/sign-in", &[("clerk", &id), ("pin", pin)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_pin_a_paired_browser_sees_and_does_nothing() {
    let lobby = with_pins();
    let visit = lobby.take("kasa").await;
    add(&lobby, LABEL, PIN);
    let browser = lobby.paired("1").await;
    let asked = page(&browser).await;
    assert!(asked.contains("ПИН код") && asked.contains(LABEL));
    assert!(!asked.contains("К\u{a0}001"), "nobody who waits is told");
    for (status, refusal) in [
        browser.get("/api/counter").await,
        browser.get("/api/counter/events").await,
        browser.asks(r#"{"do": "open"}"#).await,
    ] {
        assert_eq!((status, &refusal["error"]), (403, &json!("no_clerk")));
    }
    let response = browser.request(Method::GET, "/arranged").send().await.unwrap();
    assert!(response.text().await.unwrap().contains("ПИН код"));
    // A form of the page is not obeyed either.
    form(&browser, "/", &[("do", "open")]).await;
    let now = lobby.clock.clone();
    let open = lobby
        .store(move |store| store.lobby_now(parter::clock::Clock::now(&now)))
        .await;
    assert!(open.counters.is_empty());

    let (status, panel) = signs_in(&browser, LABEL, PIN).await;
    assert_eq!(status, 200);
    assert!(panel.contains("Изход") && panel.contains(LABEL));
    browser.does("open").await;
    assert_eq!(
        browser.does("call_next").await["visitor"]["code"],
        visit.ticket.code.as_str()
    );
    // The board asks nobody.
    assert_eq!(lobby.paired("board").await.get("/api/board").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_key_nobody_is_asked() {
    let lobby = TestLobby::start();
    let clerk = lobby.clerk("1").await;
    assert!(!page(&clerk).await.contains("Изход"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_are_no_clerks_yet_the_page_says_how_they_are_added() {
    let lobby = with_pins();
    let asked = page(&lobby.paired("1").await).await;
    assert!(asked.contains("parter lobby clerk add"), "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_leaving_by_idling_and_with_the_day() {
    let lobby = with_pins();
    add(&lobby, LABEL, PIN);
    let browser = lobby.paired("1").await;
    signs_in(&browser, LABEL, PIN).await;
    form(&browser, "/sign-out", &[]).await;
    assert_eq!(browser.get("/api/counter").await.0, 403);

    signs_in(&browser, LABEL, PIN).await;
    // What the page does by itself is no sign of life.
    lobby.clock.advance(TimeDelta::minutes(20));
    assert_eq!(browser.get("/api/counter").await.0, 200);
    lobby.clock.advance(TimeDelta::minutes(9));
    browser.does("open").await;
    lobby.clock.advance(TimeDelta::minutes(29));
    assert_eq!(browser.get("/api/counter").await.0, 200);
    let mut events = Events::of(&browser, "/api/counter/events").await;
    events.next().await.unwrap();
    lobby.clock.advance(TimeDelta::minutes(1));
    lobby.take("kasa").await;
    assert_eq!(events.next().await, None, "the stream ends");
    assert_eq!(browser.get("/api/counter").await.0, 403);

    lobby.clock.set("2026-11-23T21:50:00Z");
    signs_in(&browser, LABEL, PIN).await;
    assert_eq!(browser.get("/api/counter").await.0, 200);
    lobby.clock.set("2026-11-23T22:01:00Z");
    assert_eq!(browser.get("/api/counter").await.0, 403, "it is another day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_the_browsers_own_and_not_the_counters() {
    let lobby = with_pins();
    add(&lobby, LABEL, PIN);
    let (one, other) = (lobby.paired("1").await, lobby.paired("1").await);
    signs_in(&one, LABEL, PIN).await;
    assert_eq!(one.get("/api/counter").await.0, 200);
    assert_eq!(other.get("/api/counter").await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pins_are_counted_per_counter_and_then_none_is_taken_for_a_while() {
    let lobby = with_pins();
    add(&lobby, LABEL, PIN);
    add(&lobby, "12", "135790");
    let browser = lobby.paired("1").await;
    for left in (1..=4).rev() {
        // Whoever is tried.
        let label = if left % 2 == 0 { LABEL } else { "12" };
        let (status, says) = signs_in(&browser, label, "000000").await;
        assert_eq!(status, 422);
        assert!(says.contains(&format!("Опити до изчакване: {left}.")), "{says}");
    }
    let (status, says) = signs_in(&browser, LABEL, "000000").await;
    assert_eq!(status, 429);
    assert!(says.contains("Твърде много грешни опити на това гише"), "{says}");
    assert_eq!(signs_in(&browser, LABEL, PIN).await.0, 429, "the right one neither");
    // Another browser of the counter has no more, another counter has its own.
    assert_eq!(signs_in(&lobby.paired("1").await, LABEL, PIN).await.0, 429);
    assert_eq!(signs_in(&lobby.paired("2").await, LABEL, PIN).await.0, 200);
    lobby.clock.advance(TimeDelta::seconds(61));
    assert_eq!(signs_in(&browser, LABEL, PIN).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_who_is_removed_or_has_another_pin_is_signed_out() {
    let lobby = with_pins();
    add(&lobby, LABEL, PIN);
    let browser = lobby.paired("1").await;
    signs_in(&browser, LABEL, PIN).await;
    add(&lobby, LABEL, "987654");
    assert_eq!(browser.get("/api/counter").await.0, 403);
    assert_eq!(signs_in(&browser, LABEL, PIN).await.0, 422);
    assert_eq!(signs_in(&browser, LABEL, "987654").await.0, 200);
    let remove = || lobby.order(&Order::RemoveClerk(LABEL.to_owned()));
    assert!(matches!(remove(), Answer::ClerkRemoved(true)));
    assert_eq!(browser.get("/api/counter").await.0, 403);
    assert!(matches!(remove(), Answer::ClerkRemoved(false)));
}

/// Who worked where is in no table, record, view or log: only who may sign in is kept, and the PIN as a hash.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_who_worked_where() {
    let lobby = with_pins();
    let log = log_lines::Lines::of_all_threads();
    let visit = lobby.take("kasa").await;
    add(&lobby, LABEL, PIN);
    let browser = lobby.paired("1").await;
    let board = lobby.paired("board").await;
    signs_in(&browser, LABEL, PIN).await;
    browser.does("open").await;
    let code = visit.ticket.code.as_str();
    for view in [
        browser.does("call_next").await,
        browser.does_with("start", code).await,
        board.get("/api/board").await.1,
        browser.does_with("finish", code).await,
    ] {
        assert!(!view.to_string().contains(LABEL), "{view}");
    }
    assert!(!log.with("a clerk signed in").is_empty());
    assert_eq!(log.with(LABEL), [""; 0]);
    let dir = lobby.end();
    let database = lobby::database(dir.path());
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables: Vec<String> = database
        .prepare(sql)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(tables.iter().any(|table| table == "outbox"));
    for table in tables {
        let text = text_of(&database, &table);
        assert_eq!(text.contains(LABEL), table == "clerks", "{table}: {text}");
        assert!(!text.contains(PIN), "{table}: {text}");
    }
}

/// Every value of a table.
fn text_of(database: &rusqlite::Connection, table: &str) -> String {
    let mut query = database.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
    let columns = query.column_count();
    let mut rows = query.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            let value: rusqlite::types::Value = row.get(column).unwrap();
            match value {
                rusqlite::types::Value::Text(value) => text += &format!("{value}\n"),
                rusqlite::types::Value::Blob(bytes) => text += &format!("{}\n", String::from_utf8_lossy(&bytes)),
                _ => {}
            }
        }
    }
    text
}

/// Sessions are in memory alone: after a restart clerks give their PIN again, and the browser is paired still.
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_ends_the_sessions_and_keeps_clerks_and_pairings() {
    let lobby = with_pins();
    add(&lobby, LABEL, PIN);
    let mut browser = lobby.paired("1").await;
    signs_in(&browser, LABEL, PIN).await;
    let folder = lobby.end();
    let lobby = TestLobby::again(folder, "lobby.clerk_pins = true");
    browser.url = format!("http://{}", lobby.address);
    assert_eq!(browser.get("/api/counter").await.1["error"], "no_clerk");
    assert_eq!(signs_in(&browser, LABEL, PIN).await.0, 200);
}

fn parter(state: &Path, args: &[&str], typed: &str) -> (bool, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_parter"))
        .arg("lobby")
        .args(args)
        .env("PARTER_STATE", state)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn clerks_are_managed_on_the_command_line() {
    let lobby = with_pins();
    let state = lobby.folder.path().to_owned();
    let (done, _, error) = parter(&state, &["clerk", "add", LABEL], "204060\n");
    assert!(done, "{error}");
    for (label, pin, mend) in [
        ("Мария Иванова", "204060", "initials or a work number"),
        ("12", "1234", "6 to 12 digits"),
    ] {
        let (done, _, error) = parter(&state, &["clerk", "add", label], &format!("{pin}\n"));
        assert!(!done && error.contains(mend), "{error}");
    }
    parter(&state, &["clerk", "add", "12"], "135790\n");
    assert_eq!(parter(&state, &["clerk", "list"], "").1, format!("12\n{LABEL}\n"));
    let browser = lobby.paired("1").await;
    assert_eq!(signs_in(&browser, LABEL, PIN).await.0, 200);
    assert!(parter(&state, &["clerk", "remove", "12"], "").0);
    let (done, _, error) = parter(&state, &["clerk", "remove", "12"], "");
    assert!(!done && error.contains("no such clerk"), "{error}");
    let stored = fs::read(state.join("parter.db")).unwrap();
    assert!(!String::from_utf8_lossy(&stored).contains(PIN));
}
