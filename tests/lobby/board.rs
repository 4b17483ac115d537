//! The board over real HTTP: what it shows, what it says aloud, and how the lobby's day ends.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use parter::{
    lobby::LobbyConfig,
    packs,
    speech::{Espeak, Sound, Speaker, SpeechError, chime::chime},
};
use reqwest::Method;
use serde_json::json;

use crate::lobby::{self, Browser, COUNTERS, Events, TestLobby};
use crate::log_lines::Lines;

const PLOVDIV: &str = r#"
    lobby.listen = "127.0.0.1:0"
    [[lobby.counter]]
    id = "1"
    name = "Ляво гише"
    queues = ["delovodstvo"]
    [[lobby.counter]]
    id = "2"
    queues = ["delovodstvo"]
"#;

/// A lobby that publishes extended service: until 17:15, and for those present until 19:15.
fn plovdiv() -> TestLobby {
    TestLobby::of(PLOVDIV, packs::load("plovdiv").unwrap(), |_| {})
}

fn speaking(languages: &str, speaker: Arc<dyn Speaker>) -> TestLobby {
    let text = format!("lobby.listen = \"127.0.0.1:0\"\nlobby.speech = {languages}\n{COUNTERS}");
    let adjust = |settings: &mut LobbyConfig| settings.speaker = speaker;
    TestLobby::of(&text, packs::load("kyustendil").unwrap(), adjust)
}

async fn page(browser: &Browser) -> String {
    let answer = browser.request(Method::GET, "/").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap()
}

/// The sound of the latest call.
async fn heard(board: &Browser) -> Vec<u8> {
    let (_, view) = board.get("/api/board").await;
    let path = format!("/board/calls/{}.wav", view["calls"][0]["id"]);
    let answer = board.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "audio/wav");
    answer.bytes().await.unwrap().to_vec()
}

/// Says nothing, and keeps what it was to say.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<String>>);

impl Speaker for Recorder {
    fn say(&self, words: &str, lang: &str) -> Result<Sound, SpeechError> {
        self.0.lock().unwrap().push(format!("{lang}: {words}"));
        let samples = vec![1000; 8000];
        Ok(Sound { rate: 8000, samples })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_a_chime_and_then_real_speech() {
    let lobby = speaking(r#"["bg"]"#, Arc::new(Espeak::default()));
    let board = lobby.paired("board").await;
    lobby.take("kasa").await;
    lobby.clerk("1").await.does("call_next").await;
    let wav = heard(&board).await;
    let sound = Sound::from_wav(&wav).unwrap();
    let chime = chime(sound.rate);
    assert!(
        sound.duration() > chime.duration() + Duration::from_secs(1),
        "{:?}",
        sound.duration()
    );
    let (before, words) = sound.samples.split_at(chime.samples.len());
    assert_eq!(before, chime.samples);
    let loudest = |samples: &[i16]| samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
    assert!(loudest(words) > 4000 && loudest(before) > 4000, "both can be heard");
    assert_eq!(heard(&board).await, wav, "and it is the same again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_are_number_and_counter_in_the_configured_languages() {
    let speaker = Arc::new(Recorder::default());
    let lobby = speaking(r#"["bg", "en"]"#, speaker.clone());
    let (board, other) = (lobby.paired("board").await, lobby.paired("board").await);
    let (one, three) = (lobby.clerk("1").await, lobby.clerk("Каса 3").await);
    lobby.take("kasa").await;
    one.does("call_next").await;
    let wav = heard(&board).await;
    assert_eq!(heard(&other).await, wav);
    let said = || std::mem::take(&mut *speaker.0.lock().unwrap());
    let expected = ["bg: Номер къ 001, гише 1", "en: Number K, 001, counter 1"];
    assert_eq!(said(), expected, "made once for both boards");
    let length = Sound::from_wav(&wav).unwrap().duration();
    assert!(length > chime(8000).duration() + Duration::from_secs(2), "{length:?}");
    // A name in Cyrillic, which an English voice can't read: only Bulgarian.
    lobby.take("delovodstvo").await;
    three.does("call_next").await;
    heard(&board).await;
    assert_eq!(said(), ["bg: Номер ръ 001, Каса 3"]);
    // A letter that nobody who reads Latin could name.
    lobby.take_of("kasa", 'Ж').await;
    let (_, view) = one.get("/api/counter").await;
    let code = view["visitor"]["code"].as_str().unwrap().to_owned();
    one.does_with("start", &code).await;
    one.does_with("finish", &code).await;
    one.does("call_next").await;
    heard(&board).await;
    assert_eq!(said(), ["bg: Номер жъ 002, гише 1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_voice_the_chime_is_left_and_staff_are_told_once() {
    let log = Lines::of_all_threads();
    let lobby = speaking(r#"["bg"]"#, Arc::new(Espeak::new("/nowhere/espeak-ng")));
    let board = lobby.paired("board").await;
    let clerk = lobby.clerk("1").await;
    let visit = lobby.take("kasa").await;
    clerk.does("call_next").await;
    let alone = chime(22_050).to_wav();
    assert_eq!(heard(&board).await, alone);
    clerk.does_with("recall", visit.ticket.code.as_str()).await;
    assert_eq!(heard(&board).await, alone);
    let told = log.with("/nowhere/espeak-ng can't be started");
    assert!(told.len() == 1 && told[0].contains("chime alone"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn speech_that_is_off_is_the_chime() {
    let speaker = Arc::new(Recorder::default());
    let lobby = speaking("[]", speaker.clone());
    let board = lobby.paired("board").await;
    lobby.take("kasa").await;
    lobby.clerk("1").await.does("call_next").await;
    assert_eq!(heard(&board).await, chime(22_050).to_wav());
    assert!(speaker.0.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn sounds_are_the_boards_alone() {
    let lobby = TestLobby::start();
    let (board, clerk) = (lobby.paired("board").await, lobby.paired("1").await);
    for path in ["/board/calls/1.wav", "/board/chime.wav"] {
        assert_eq!(lobby.stranger().get(path).await.0, 401, "{path}");
        assert_eq!(clerk.get(path).await.0, 403, "{path}");
    }
    for wrong in ["1.wav", "one.wav", "1"] {
        let (status, refusal) = board.get(&format!("/board/calls/{wrong}")).await;
        assert_eq!((status, &refusal["error"]), (404, &json!("no_such_call")), "{wrong}");
    }
    let chime = board.request(Method::GET, "/board/chime.wav").send().await.unwrap();
    let chime = Sound::from_wav(&chime.bytes().await.unwrap()).unwrap();
    assert!(chime.duration() > Duration::from_secs(1));
}

#[test]
fn a_wav_comes_back_as_it_went() {
    let sound = chime(16_000);
    let wav = sound.to_wav();
    assert_eq!(Sound::from_wav(&wav).unwrap(), sound);
    for end in 0..44 {
        assert_eq!(Sound::from_wav(&wav[..end]), None, "cut at {end}");
    }
    let mut stereo = wav;
    stereo[22] = 2;
    assert_eq!(Sound::from_wav(&stereo), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_page_says_it_all_in_both_languages() {
    let lobby = TestLobby::start();
    let board = lobby.paired("board").await;
    let before = page(&board).await;
    for words in [
        "Още никой не е повикан",
        "Никой не чака",
        "Nobody is waiting",
        "Отворено до 17:00",
        "Open until 17:00",
    ] {
        assert!(before.contains(words), "{words}: {before}");
    }
    assert!(before.contains(r#"<meta http-equiv="refresh" content="10">"#));
    let visits = [
        lobby.take("kasa").await,
        lobby.take("kasa").await,
        lobby.take("kasa").await,
    ];
    lobby.clerk("1").await.does("call_next").await;
    lobby.clerk("Каса 3").await.does("call_next").await;
    let now = page(&board).await;
    for words in [
        "К\u{a0}001",
        "К\u{a0}002",
        "К\u{a0}003",
        "Гише\u{a0}1",
        "Counter\u{a0}1",
        "Каса 3",
        "чакат 1",
        "Каса и местни приходи",
    ] {
        assert!(now.contains(words), "{words}: {now}");
    }
    for visit in &visits {
        assert!(!now.contains(visit.ticket.code.as_str()), "a code is its visitor's own");
    }
    // Both are on the way: each is large in its turn.
    let large = |page: &str| {
        let calls = page
            .split("data-id=")
            .skip(1)
            .map(|call| call.split('>').next().unwrap().contains("hidden"));
        calls.map(|hidden| !hidden).collect::<Vec<_>>()
    };
    let one = large(&now);
    lobby.clock.advance(chrono::TimeDelta::seconds(10));
    let other = large(&page(&board).await);
    assert_eq!(one.iter().filter(|shown| **shown).count(), 1);
    assert!(one.len() == 2 && other == [one[1], one[0]], "{one:?} {other:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn board_and_counter_say_that_the_day_goes_out_and_count_it_down() {
    let lobby = plovdiv();
    let (board, clerk) = (lobby.paired("board").await, lobby.clerk("1").await);
    lobby.take("delovodstvo").await;
    assert!(page(&clerk).await.contains("(Ляво гише)"), "as staff call it");
    let office = async |at: &str| {
        lobby.clock.set(at);
        let (_, view) = board.get("/api/board").await;
        let (_, counter) = clerk.get("/api/counter").await;
        assert_eq!(view["office"], counter["office"], "{at}");
        (view["office"].clone(), page(&board).await, page(&clerk).await)
    };
    let (state, shown, at_counter) = office("2026-11-23T14:44:59Z").await;
    assert_eq!(state, json!({ "state": "open", "until": "2026-11-23T17:15:00" }));
    assert!(shown.contains("Отворено до 17:15") && !at_counter.contains("data-left"));
    let (state, shown, at_counter) = office("2026-11-23T14:50:00Z").await;
    assert_eq!(state, json!({ "state": "closing", "at": "2026-11-23T17:15:00" }));
    assert!(
        shown.contains("Затваряме в 17:15") && shown.contains(">25\u{a0}мин<"),
        "{shown}"
    );
    assert!(at_counter.contains("Приемът затваря след") && at_counter.contains(">25\u{a0}мин<"));
    let (state, shown, at_counter) = office("2026-11-23T15:15:30Z").await;
    assert_eq!(state, json!({ "state": "extended", "until": "2026-11-23T19:15:00" }));
    assert!(
        shown.contains("Обслужваме чакащите до 19:15") && shown.contains(">120\u{a0}мин<"),
        "{shown}"
    );
    assert!(at_counter.contains("Който чака, се обслужва още") && at_counter.contains("19:15"));
    let (state, shown, _) = office("2026-11-23T17:15:00Z").await;
    assert_eq!(
        state,
        json!({ "state": "closed", "opens": "2026-11-24T08:30:00", "ends": null })
    );
    assert!(shown.contains("Отваряме утре в 8:30"), "{shown}");
    // At midnight the day turns.
    let (state, ..) = office("2026-11-28T10:00:00Z").await;
    assert_eq!(
        state,
        json!({ "state": "closed", "opens": "2026-11-30T08:30:00", "ends": null })
    );
}

/// The kinds of the visits' last periods, in the order of the tickets.
fn outcomes(folder: &std::path::Path) -> Vec<String> {
    let database = lobby::database(folder);
    let mut query = database
        .prepare("SELECT kind FROM periods WHERE ended_at IS NULL ORDER BY visit")
        .unwrap();
    let kinds = query.query_map([], |row| row.get(0)).unwrap();
    kinds.map(Result::unwrap).collect()
}

/// Until the board shows that nobody waits and no counter calls. The day may end at its second or with the next command,
/// whichever the lobby sees first: what is awaited is the same after both.
async fn until_over(events: &mut Events) {
    loop {
        let view = events.next().await.unwrap();
        let mut states = view["counters"].as_object().unwrap().values();
        if view["queues"] == json!({}) && states.all(|state| state == "closed") {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_last_counter_closes_after_closing_nobody_waits_for_ever() {
    let lobby = plovdiv();
    let served = lobby.take("delovodstvo").await;
    lobby.take("delovodstvo").await;
    let mut events = Events::of(&lobby.paired("board").await, "/api/board/events").await;
    let (one, two) = (lobby.clerk("1").await, lobby.clerk("2").await);
    lobby.clock.set("2026-11-23T15:20:00Z");
    one.does("call_next").await;
    one.does_with("start", served.ticket.code.as_str()).await;
    two.does("close").await;
    let (_, view) = one.get("/api/counter").await;
    assert_eq!(
        view["waiting"], 1,
        "those present are served on while a counter is open"
    );
    one.does_with("finish", served.ticket.code.as_str()).await;
    one.does("close").await;
    until_over(&mut events).await;
    assert_eq!(outcomes(lobby.end().path()), ["served", "unserved"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_that_close_for_a_break_in_the_day_end_nothing() {
    let lobby = plovdiv();
    lobby.take("delovodstvo").await;
    let clerk = lobby.clerk("1").await;
    lobby.clock.set("2026-11-23T15:14:59Z");
    clerk.does("close").await;
    // What comes later has been looked at later.
    lobby.take("delovodstvo").await;
    clerk.does("open").await;
    clerk.does("call_next").await;
    let (_, view) = clerk.get("/api/counter").await;
    assert_eq!((&view["waiting"], &view["visitor"]["seq"]), (&json!(1), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_published_two_hours_the_day_ends_by_itself() {
    let lobby = plovdiv();
    let clerk = lobby.clerk("1").await;
    for _ in 0..3 {
        lobby.take("delovodstvo").await;
    }
    let mut events = Events::of(&lobby.paired("board").await, "/api/board/events").await;
    let called = clerk.does("call_next").await;
    lobby.clock.set("2026-11-23T17:14:59Z");
    clerk
        .does_with("start", called["visitor"]["code"].as_str().unwrap())
        .await;
    assert_eq!(clerk.get("/api/counter").await.1["waiting"], 2);
    lobby.clock.set("2026-11-23T17:15:00Z");
    clerk.does("pause").await;
    until_over(&mut events).await;
    assert_eq!(outcomes(lobby.end().path()), ["served", "unserved", "unserved"]);
}

/// Kyustendil publishes no extended service: the ordinance's hours hold for those who wait.
#[tokio::test(flavor = "multi_thread")]
async fn where_no_extended_service_is_published_the_ordinances_two_hours_hold() {
    let lobby = TestLobby::start();
    let board = lobby.paired("board").await;
    let clerk = lobby.clerk("1").await;
    lobby.take("kasa").await;
    let mut events = Events::of(&board, "/api/board/events").await;
    lobby.clock.set("2026-11-23T16:59:59Z");
    clerk.does("pause").await;
    let (_, view) = clerk.get("/api/counter").await;
    assert_eq!(view["waiting"], 1);
    assert_eq!(view["office"]["ends"], "2026-11-23T19:00:00");
    assert!(page(&clerk).await.contains("денят приключва сам след"));
    let shown = page(&board).await;
    assert!(shown.contains("Обслужваме чакащите до 19:00"), "{shown}");
    lobby.clock.set("2026-11-23T17:00:00Z");
    clerk.does("open").await;
    until_over(&mut events).await;
    assert_eq!(outcomes(lobby.end().path()), ["unserved"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_told_that_the_database_can_not_be_read() {
    let mut lobby = TestLobby::start();
    let board = lobby.paired("board").await;
    let mut events = Events::of(&board, "/api/board/events").await;
    assert_eq!(events.next().await.unwrap()["calls"], json!([]));
    lobby.stop_store();
    assert_eq!(events.next_named().await.unwrap().0, "fault");
    assert_eq!(board.get("/api/board").await.0, 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_taken_is_tried_again() {
    let log = Lines::of_all_threads();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let lobby = TestLobby::listening(&address.to_string());
    drop(taken);
    let begun = Instant::now();
    let client = reqwest::Client::new();
    while client.get(format!("http://{address}/")).send().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "not served");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    lobby.clerk("1").await;
    let told = log.with(&address.to_string());
    let faults = told.iter().filter(|line| line.contains("it is tried again")).count();
    assert_eq!(faults, 1, "{told:?}");
}
