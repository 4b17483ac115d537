//! The counter's and the board's page in a real browser: with and without scripts, by the keyboard alone, in both languages,
//! on a desk, on a telephone and on televisions. The pictures are in `target/pages`.

use std::time::Duration;

use parter::{
    content::{Pack, notice::Notice, text::LocalText},
    lobby::orders::Order,
    packs,
    pin::PinHash,
    print::{watch::Watch, worker::Handle},
    protocol::heartbeat::PrinterState,
    queue::{IssueRequest, PeriodKind, paper::PrintFault},
    store::Store,
};

use crate::browser;
use crate::lobby::{self, TestLobby};

/// A lobby in which five wait, one of them of a priority class and one who has two documents to bring; the kiosk had run out
/// of paper.
async fn busy() -> TestLobby {
    let text = format!("lobby.listen = \"127.0.0.1:0\"\n{}", lobby::COUNTERS);
    let printer = Handle::standing(Watch::standing(PrinterState::OutOfPaper, None));
    let lobby = TestLobby::of(&text, packs::load("kyustendil").unwrap(), |settings| {
        settings.printer = Some(printer);
    });
    for n in 0..5u64 {
        let request = IssueRequest {
            queue: "kasa".to_owned(),
            letter: 'К',
            service: [
                Some("zadalzhenia"),
                Some("kategorizatsia-10296"),
                Some("zadalzhenia"),
                None,
            ][n as usize % 4]
                .map(str::to_owned),
            priority: (n == 4).then(|| "bebeta".to_owned()),
            touched: Duration::from_secs(60 * n),
        };
        // All have waited for the bound: nobody goes first.
        let came = lobby::morning() - chrono::TimeDelta::minutes(30 - i64::try_from(n).unwrap());
        let issued = move |store: &mut Store| {
            let code = store.issue(&request, came)?.ticket.code;
            store.queue_print(&code, "[]", came)?;
            store.print_fails(&code, PrintFault::OutOfPaper)
        };
        lobby.store(issued).await;
    }
    lobby
}

async fn walked(environment: &'static [(&'static str, &'static str)]) {
    let lobby = busy().await;
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("Каса 3"));
    let walk = move || {
        let environment = [environment, &[("CODE", code.as_str())]].concat();
        browser::walk("counter.mjs", &url, &environment);
    };
    tokio::task::spawn_blocking(walk).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_desk_in_bulgarian() {
    walked(&[
        ("LOCALE", "bg-BG"),
        ("SCRIPTS", "on"),
        ("SCREEN", "desk"),
        ("KEYS", "off"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_desk_in_english_without_scripts_by_the_keyboard_alone() {
    walked(&[
        ("LOCALE", "en-GB"),
        ("SCRIPTS", "off"),
        ("SCREEN", "desk"),
        ("KEYS", "on"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone_in_english() {
    walked(&[
        ("LOCALE", "en-GB"),
        ("SCRIPTS", "on"),
        ("SCREEN", "phone"),
        ("KEYS", "off"),
    ])
    .await;
}

async fn arranged(environment: &'static [(&'static str, &'static str)]) {
    let lobby = TestLobby::start();
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("1"));
    let walk = move || {
        let environment = [environment, &[("CODE", code.as_str())]].concat();
        browser::walk("arranged.mjs", &url, &environment);
    };
    tokio::task::spawn_blocking(walk).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn appointments_on_a_desk_in_bulgarian_without_scripts() {
    arranged(&[("LOCALE", "bg-BG"), ("SCRIPTS", "off"), ("SCREEN", "desk")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn appointments_on_a_telephone_in_english() {
    arranged(&[("LOCALE", "en-GB"), ("SCRIPTS", "on"), ("SCREEN", "phone")]).await;
}

/// A page that is open shows what another counter and the kiosk do.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_follows_by_itself() {
    let lobby = busy().await;
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("1"));
    let walk = tokio::task::spawn_blocking(move || browser::walk("counter-live.mjs", &url, &[("CODE", &code)]));
    let other = lobby.clerk("2").await;
    // The page opens its counter once it is paired, and waits for the other's call.
    let opened = || lobby.store(|store| store.lobby_now(lobby::morning()).map(|lobby| lobby.counters.len()));
    while opened().await < 2 && !walk.is_finished() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    other.does("call_next").await;
    walk.await.unwrap();
}

/// Where clerks have PINs the page asks for one first, and again once half an hour has gone by.
#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_signs_in_with_a_pin() {
    let text = format!(
        "lobby.listen = \"127.0.0.1:0\"\nlobby.clerk_pins = true\n{}",
        lobby::COUNTERS
    );
    let lobby = TestLobby::of(&text, packs::load("kyustendil").unwrap(), |_| {});
    let pin = "204060";
    for label in ["12", "ИП"] {
        let (label, pin) = (label.to_owned(), PinHash::of(pin).unwrap());
        lobby.order(&Order::SetClerk { label, pin });
    }
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("1"));
    let walk = tokio::task::spawn_blocking(move || browser::walk("clerk.mjs", &url, &[("CODE", &code), ("PIN", pin)]));
    let opened = || lobby.store(|store| store.lobby_now(lobby::morning()).map(|lobby| lobby.counters.len()));
    while opened().await == 0 && !walk.is_finished() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    lobby.clock.advance(chrono::TimeDelta::minutes(31));
    lobby.take("kasa").await;
    walk.await.unwrap();
}

/// Five counters, the last with as long a name as there may be, that call from every queue of the pack.
fn counters(pack: &Pack) -> String {
    let queues: Vec<String> = pack
        .queues
        .queues
        .iter()
        .map(|queue| format!("\"{}\"", queue.id))
        .collect();
    let counters = ["1", "2", "Каса 3", "12", "Обслужване ЕСГРА"].map(|id| {
        let queues = queues.join(", ");
        format!("[[lobby.counter]]\nid = \"{id}\"\nqueues = [{queues}]\n")
    });
    format!("lobby.listen = \"127.0.0.1:0\"\n{}", counters.concat())
}

fn of(pack: Pack) -> TestLobby {
    TestLobby::of(&counters(&pack), pack, |_| {})
}

fn notice(bg: &str, en: &str) -> Notice {
    Notice {
        id: "notice".to_owned(),
        text: LocalText([("bg".to_owned(), bg.to_owned()), ("en".to_owned(), en.to_owned())].into()),
        from: None,
        to: None,
    }
}

/// So many wait in each queue and one is called to each of the counters.
async fn filled(lobby: &TestLobby, pack: &Pack, waiting: usize, counters: &[&str]) {
    for queue in &pack.queues.queues {
        for _ in 0..waiting {
            lobby.take_of(&queue.id, queue.letter).await;
        }
    }
    for counter in counters {
        lobby.clerk(counter).await.does("call_next").await;
    }
}

async fn pictured(lobby: &TestLobby, name: &str) {
    let (url, code, name) = (
        format!("http://{}", lobby.address),
        lobby.code("board"),
        name.to_owned(),
    );
    let walk = move || browser::walk("board.mjs", &url, &[("CODE", &code), ("NAME", &name)]);
    tokio::task::spawn_blocking(walk).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_of_a_quiet_morning() {
    let lobby = of(packs::load("kyustendil").unwrap());
    pictured(&lobby, "quiet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_of_a_usual_day() {
    let mut pack = packs::load("kyustendil").unwrap();
    pack.notices = vec![notice(
        "Асансьорът не работи до 30 ноември.",
        "The lift is out of order until 30 November.",
    )];
    let lobby = of(pack.clone());
    filled(&lobby, &pack, 4, &["1", "2", "Каса 3", "12"]).await;
    pictured(&lobby, "usual").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_of_a_full_day_with_many_queues_and_the_longest_names() {
    let mut pack = packs::load("kyustendil").unwrap();
    let mut queue = packs::load("kostinbrod").unwrap().queues.queues[0].clone();
    for letter in "БВГДЕЖЗ".chars() {
        (queue.id, queue.letter) = (format!("queue-{}", u32::from(letter)), letter);
        pack.queues.queues.push(queue.clone());
    }
    let long = "От 1 декември местните данъци и такси се плащат само на каси 1 и 2 на партера, от 8:00 до 16:30, с карта или в брой. \
                За справки по телефона: 078 550 000. Молим, подгответе документ за самоличност и номера на партидата си.";
    pack.notices = vec![notice(long, long)];
    let lobby = of(pack.clone());
    filled(&lobby, &pack, 12, &["1", "2", "Каса 3", "12", "Обслужване ЕСГРА"]).await;
    pictured(&lobby, "full").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_while_the_day_goes_out() {
    let pack = packs::load("plovdiv").unwrap();
    let lobby = of(pack.clone());
    filled(&lobby, &pack, 2, &["1", "Обслужване ЕСГРА"]).await;
    lobby.clock.set("2026-11-23T14:50:00Z");
    pictured(&lobby, "closing").await;
    lobby.clock.set("2026-11-23T15:20:00Z");
    pictured(&lobby, "extended").await;
}

/// One call waits for the other to be heard to its end; what is on the screen stays when the kiosk is gone.
#[tokio::test(flavor = "multi_thread")]
async fn the_board_calls_one_after_the_other_and_keeps_its_picture() {
    let pack = packs::load("kyustendil").unwrap();
    let lobby = TestLobby::start();
    filled(&lobby, &pack, 2, &["1", "2"]).await;
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("board"));
    let walk = tokio::task::spawn_blocking(move || browser::walk("board-live.mjs", &url, &[("CODE", &code)]));
    let until_on_the_way = async |many: usize| {
        let on_the_way = |store: &mut Store| {
            let present = store.lobby_now(lobby::morning())?.present;
            Ok(present.iter().filter(|one| one.kind == PeriodKind::Walking).count())
        };
        while lobby.store(on_the_way).await < many && !walk.is_finished() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    until_on_the_way(1).await;
    lobby.take("kasa").await;
    lobby.clerk("Каса 3").await.does("call_next").await;
    until_on_the_way(3).await;
    lobby.end();
    walk.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_that_may_not_be_heard_asks_for_a_touch() {
    let lobby = busy().await;
    lobby.clerk("1").await.does("call_next").await;
    let (url, code) = (format!("http://{}", lobby.address), lobby.code("board"));
    let walk = move || browser::walk("board-mute.mjs", &url, &[("CODE", &code)]);
    tokio::task::spawn_blocking(walk).await.unwrap();
}
