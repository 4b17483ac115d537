//! Appointments at a running kiosk: from the command line and from a counter's browser, over real HTTP.

use std::fs;

use chrono::TimeDelta;
use parter::{clock::Clock, queue::appointments::list::LONGEST};
use reqwest::Method;

use crate::lobby::{Browser, TestLobby, parter_lobby};

/// The page after a form was sent as the lobby's own page sends it.
async fn sends(browser: &Browser, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> (u16, String) {
    let request = browser.request(Method::POST, path).header("origin", &browser.url);
    let response = request.header("content-type", kind).body(body).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn form(browser: &Browser, body: &str) -> (u16, String) {
    sends(
        browser,
        "/arranged",
        "application/x-www-form-urlencoded",
        body.to_owned(),
    )
    .await
}

async fn upload(browser: &Browser, list: &[u8]) -> (u16, String) {
    let mut body = b"--line\r\ncontent-disposition: form-data; name=\"day\"\r\n\r\n2026-11-23\r\n--line\r\n\
        content-disposition: form-data; name=\"list\"; filename=\"list.csv\"\r\ncontent-type: text/csv\r\n\r\n"
        .to_vec();
    body.extend(list);
    body.extend(b"\r\n--line--\r\n");
    sends(browser, "/arranged/list", "multipart/form-data; boundary=line", body).await
}

async fn page(browser: &Browser, path: &str) -> String {
    let response = browser.request(Method::GET, path).send().await.unwrap();
    response.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_imports_all_or_nothing_and_lists() {
    let lobby = TestLobby::start();
    let state = lobby.folder.path();
    let file = state.join("list.csv");
    let import = |text: &str| {
        fs::write(&file, text).unwrap();
        parter_lobby(state, &["appointments", "import", file.to_str().unwrap()])
    };
    let (done, _, error) = import("код;час;опашка;ЕГН\n17;9:30;kasa;8001010000\n");
    assert!(
        !done && error.contains("line 1: ") && error.contains("“ЕГН”"),
        "{error}"
    );
    assert!(!error.contains("8001010000"), "{error}");
    let (done, _, error) = import("код;час;опашка\n17;10:30;kasa\n18;12;kasa\n17;11:00;kasa\n");
    assert!(!done, "one wrong row, and nothing is taken");
    assert!(
        error.contains("line 3, time: “12” is no time: write it as 9:30"),
        "{error}"
    );
    assert!(
        error.contains("line 4, code: the code 17 is on line 2 already"),
        "{error}"
    );
    assert_eq!(parter_lobby(state, &["appointments"]).1, "2026-11-23: 0 appointments\n");

    let (done, told, error) = import("код;час;опашка\r\n17;10:30;kasa\r\n18;12:00;kasa\r\n");
    assert!(done, "{error}");
    assert_eq!(told, "2 added, 0 changed, 0 known already\n");
    lobby.clock.advance(TimeDelta::minutes(25));
    let now = lobby.clock.now();
    lobby
        .store(move |store| store.check_in(&"17".parse().unwrap(), now))
        .await;
    let (_, told, _) = import("code,time,queue\n17,16:00,kasa\n18,12:15,kasa\n");
    assert_eq!(
        told,
        "0 added, 1 changed, 0 known already\n17 is left as it was: the visitor has come\n"
    );
    assert_eq!(
        parter_lobby(state, &["appointments"]).1,
        "2026-11-23: 2 appointments\n10:30\t17\tkasa\tК\u{a0}001, came at 10:25\n12:15\t18\tkasa\thas not come\n"
    );

    let (done, told, _) = parter_lobby(
        state,
        &["appointments", "import", file.to_str().unwrap(), "--day", "2026-11-24"],
    );
    assert!(done && told.starts_with("2 added"), "{told}");
    assert_eq!(
        parter_lobby(state, &["appointments", "--day", "2026-11-24"])
            .1
            .lines()
            .count(),
        3
    );
    let (done, _, error) = import(&"x".repeat(LONGEST + 1));
    assert!(!done && error.contains("longer than 64 KB"), "{error}");
    let (done, _, error) = parter_lobby(state, &["appointments", "import", "nowhere.csv"]);
    assert!(!done && error.contains("nowhere.csv: No such file"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_enters_imports_and_takes_back() {
    let lobby = TestLobby::start();
    let clerk = lobby.clerk("1").await;
    let (status, shown) = form(
        &clerk,
        "do=arrange&day=2026-11-23&time=10:30&purpose=service:zadalzhenia&code=K-17",
    )
    .await;
    assert_eq!(status, 200, "{shown}");
    assert!(shown.contains("<strong>K17</strong>"), "{shown}");
    let (status, shown) = form(&clerk, "do=arrange&day=2026-11-23&time=11:00&purpose=queue:kasa&code=").await;
    assert_eq!(status, 200, "{shown}");
    let made = shown.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(made.len(), 4, "the program makes a code: {made}");

    let taken = form(
        &clerk,
        "do=arrange&day=2026-11-23&time=11:30&purpose=queue:kasa&code=%D0%9A17",
    )
    .await;
    assert!(
        taken.0 == 409 && taken.1.contains("Кодът K17 вече е даден"),
        "{}",
        taken.1
    );
    assert!(taken.1.contains("value=\"11:30\""), "what was typed stays: {}", taken.1);
    for (wrong, words) in [
        ("time=25:00&purpose=queue:kasa&code=", "«25:00» не е час"),
        ("time=9:00&purpose=queue:nowhere&code=", "няма опашка «nowhere»"),
        ("time=9:00&purpose=queue:kasa&code=Иван", "«Иван» не е код"),
    ] {
        let (status, shown) = form(&clerk, &format!("do=arrange&day=2026-11-23&{wrong}")).await;
        assert!(status == 409 && shown.contains(words), "{shown}");
    }

    let list = "код;час;опашка\r\n18;12:00;kasa\r\n".as_bytes();
    let (status, shown) = upload(&clerk, list).await;
    assert!(status == 200 && shown.contains("Добавени: 1"), "{shown}");
    let (windows, _, _) = encoding_rs::WINDOWS_1251.encode("код;час;опашка;име\r\n19;12:00;kasa;Иван\r\n");
    let (status, shown) = upload(&clerk, &windows).await;
    assert!(
        status == 409 && shown.contains("ред 1: колоната «име» е непозната"),
        "{shown}"
    );
    let (status, shown) = upload(&clerk, &vec![b'x'; LONGEST + 16 * 1024]).await;
    assert!(status == 409 && shown.contains("по-дълъг от 64 KB"), "{shown}");

    let (_, shown) = form(&clerk, "do=call_off&day=2026-11-23&code=18").await;
    assert!(
        shown.contains("K17") && !shown.contains("<td data-label=\"Код\">18</td>"),
        "{shown}"
    );
    let (_, view) = clerk.get("/api/counter").await;
    assert_eq!(view["arranged"]["arranged"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_sees_who_comes_by_appointment_and_whether_the_promise_is_kept() {
    let lobby = TestLobby::start();
    let clerk = lobby.clerk("1").await;
    let (status, shown) = upload(&clerk, "code,time,queue\n17,10:05,kasa\n18,10:10,kasa\n".as_bytes()).await;
    assert_eq!(status, 200, "{shown}");
    lobby.take("kasa").await;
    for code in ["17", "18"] {
        let now = lobby.clock.now();
        lobby
            .store(move |store| store.check_in(&code.parse().unwrap(), now))
            .await;
    }
    lobby.clock.advance(TimeDelta::minutes(9));
    let view = clerk.does("call_next").await;
    assert_eq!(
        view["visitor"]["arranged_at"], "2026-11-23T08:05:00Z",
        "their hour has come"
    );
    let shown = page(&clerk, "/").await;
    assert!(shown.contains("уговорен час 10:05"), "{shown}");
    assert!(
        shown.contains("Уговорени: 2 · дошли: 2 · повикани до 10 минути: 1 от 1 · половината са чакали до 4"),
        "{shown}"
    );
    lobby.clock.advance(TimeDelta::minutes(12));
    let (_, view) = clerk.get("/api/counter").await;
    assert_eq!(
        (
            &view["arranged"]["promise"]["within"],
            &view["arranged"]["promise"]["late"]
        ),
        (&1.into(), &1.into())
    );
    let list = page(&clerk, "/arranged").await;
    assert!(
        list.contains("повикан в 10:09") && list.contains("още не е повикан"),
        "{list}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_foreign_pages_get_nothing() {
    let lobby = TestLobby::start();
    let stranger = lobby.stranger();
    for path in ["/arranged", "/arranged?day=2026-11-24"] {
        let shown = page(&stranger, path).await;
        assert!(
            shown.contains("name=\"code\"") && !shown.contains("/arranged/list"),
            "the way to pair: {shown}"
        );
    }
    form(
        &stranger,
        "do=arrange&day=2026-11-23&time=10:30&purpose=queue:kasa&code=17",
    )
    .await;
    upload(&stranger, "code,time,queue\n17,10:05,kasa\n".as_bytes()).await;
    let clerk = lobby.clerk("1").await;
    for path in ["/arranged", "/arranged/list"] {
        let request = clerk
            .request(Method::POST, path)
            .header("origin", "https://elsewhere.example");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let body = "do=arrange&day=2026-11-23&time=10:30&purpose=queue:kasa&code=17";
        assert_eq!(request.body(body).send().await.unwrap().status(), 403, "{path}");
    }
    assert_eq!(clerk.get("/api/counter").await.1["arranged"]["arranged"], 0);
    let board = lobby.paired("board").await;
    assert!(
        !page(&board, "/arranged").await.contains("/arranged/list"),
        "the board shows no codes"
    );
}
