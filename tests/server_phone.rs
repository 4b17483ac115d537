//! A ticket's page on the visitor's phone, over HTTP: what it says in every state, to whom, and how soon.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/phone.rs"]
mod phone;
#[path = "support/server.rs"]
mod support;

use std::{net::IpAddr, sync::Arc, time::Duration};

use chrono::TimeDelta;
use parter::{
    protocol::record::Record,
    queue::{PeriodKind, TicketCode},
    server::phone::streams::Streams,
};
use phone::{Events, Page};
use support::{TestKiosk, TestServer, monday, period_record, visit_record};

const LOBBY: &str = "kyustendil/obshtina";
const BG: &str = "bg-BG,bg;q=0.9";
const EN: &str = "en-GB,en;q=0.9";

/// `many` visits of the cash desk's queue that were called after a wait of so many minutes each.
fn called_before(kiosk: &TestKiosk, many: u32, minutes: impl Fn(u32) -> i64) -> Vec<Record> {
    (1..=many)
        .flat_map(|seq| {
            let visit = kiosk.visit("kasa", 'К', seq, monday(9, 0));
            let called = visit.issued_at + TimeDelta::minutes(minutes(seq));
            [
                visit_record(&visit),
                period_record(&visit, 2, PeriodKind::Called, Some("1"), called),
                period_record(&visit, 3, PeriodKind::Served, Some("1"), called + TimeDelta::minutes(5)),
            ]
        })
        .collect()
}

/// The page of a ticket that has come to `kind`, in Bulgarian and in English.
async fn in_state(kind: PeriodKind, counter: Option<&str>) -> [Page; 2] {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    let began = period_record(&visit, 2, kind, counter, monday(10, 28));
    kiosk.tell(&[visit_record(&visit), began]).await;
    let path = format!("/t/{}", visit.ticket.code);
    [Page::get(&server, &path, BG).await, Page::get(&server, &path, EN).await]
}

#[tokio::test]
async fn a_waiting_ticket_has_its_number_queue_place_and_how_many_are_before_it() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let mut records = called_before(&kiosk, 10, |seq| 4 + i64::from(seq));
    for seq in 11..14 {
        records.push(visit_record(&kiosk.visit("kasa", 'К', seq, monday(10, 0))));
    }
    // Another queue's people are not before it.
    records.push(visit_record(&kiosk.visit("ustroystvo", 'Т', 1, monday(10, 0))));
    let visit = kiosk.visit("kasa", 'К', 14, monday(10, 5));
    records.push(visit_record(&visit));
    kiosk.tell(&records).await;
    let path = format!("/t/{}", visit.ticket.code);

    let page = Page::get(&server, &path, BG).await;
    assert_eq!(page.status, 200);
    page.says(&[
        "Община Кюстендил",
        "Сграда на общината",
        "Вашият номер",
        "К\u{a0}014",
        "Каса и местни приходи",
        "Пред вас: 3\u{a0}души",
        "Чакане: около 6–12\u{a0}минути.",
        "Повечето от последните 10 повикани чакаха толкова.",
        "Билетът е взет в 10:05\u{a0}ч.",
    ]);
    let page = Page::get(&server, &path, EN).await;
    page.says(&[
        "Municipality of Kyustendil",
        "Town hall",
        "Your number",
        "Cash desk and local revenue",
        "Before you: 3\u{a0}people",
        "Waiting time: about 6–12\u{a0}minutes.",
        "Most of the last 10 people called waited so long.",
        "The ticket was taken at 10:05.",
    ]);
}

#[tokio::test]
async fn what_is_not_known_of_the_wait_is_said() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    kiosk.tell(&called_before(&kiosk, 9, |_| 5)).await;
    let first = kiosk.visit("kasa", 'К', 10, monday(10, 0));
    let second = kiosk.visit("kasa", 'К', 11, monday(10, 0));
    kiosk.tell(&[visit_record(&first), visit_record(&second)]).await;
    // Nobody of this queue was called yet.
    let early = kiosk.visit("ustroystvo", 'Т', 1, monday(10, 0));
    let later = kiosk.visit("ustroystvo", 'Т', 2, monday(10, 0));
    kiosk.tell(&[visit_record(&early), visit_record(&later)]).await;

    let said = [
        (&first, ["Няма чакащи пред вас", "Следващият може да сте вие."]),
        (&second, ["Пред вас: 1\u{a0}човек", "Чакане: няма достатъчно данни."]),
        (
            &later,
            [
                "Издадени днес преди вашия: 1\u{a0}билет",
                "Чакане: няма достатъчно данни.",
            ],
        ),
    ];
    for (visit, texts) in said {
        let path = format!("/t/{}", visit.ticket.code);
        Page::get(&server, &path, BG).await.says(&texts);
    }
}

#[tokio::test]
async fn a_called_ticket_says_where_to_go_and_since_when() {
    let [bg, en] = in_state(PeriodKind::Called, Some("3")).await;
    bg.says(&["Ваш ред\u{a0}е: гише\u{a0}3", "Повикахме ви в 10:28\u{a0}ч."]);
    en.says(&["It is your turn: counter\u{a0}3", "You were called at 10:28."]);
    let [bg, _] = in_state(PeriodKind::Called, Some("Каса <2>")).await;
    bg.says(&["Ваш ред\u{a0}е: Каса &lt;2&gt;"]);
    let [bg, en] = in_state(PeriodKind::Called, None).await;
    bg.says(&["Ваш ред\u{a0}е", "Вижте и чуйте във фоайето кое е гишето."]);
    en.says(&["Look and listen in the lobby for the counter."]);
}

#[tokio::test]
async fn a_ticket_being_served_or_held_says_so() {
    let [bg, en] = in_state(PeriodKind::Serving, Some("3")).await;
    bg.says(&["Обслужваме ви", "Гише\u{a0}3, от 10:28\u{a0}ч."]);
    en.says(&["You are being served", "Counter\u{a0}3, since 10:28."]);
    let [bg, en] = in_state(PeriodKind::Held, None).await;
    bg.says(&[
        "Обслужването ви е отложено",
        "От 10:28\u{a0}ч.",
        "Не вземайте нов билет",
    ]);
    en.says(&["Your turn is on hold", "Since 10:28.", "Do not take a new ticket"]);
}

#[tokio::test]
async fn a_visit_that_is_over_says_what_to_do_and_asks_no_more() {
    let [bg, en] = in_state(PeriodKind::Served, Some("3")).await;
    bg.says(&["Обслужихме ви", "Приключихме в 10:28\u{a0}ч.", "Благодарим ви!"]);
    en.says(&["You have been served", "We finished at 10:28.", "Thank you!"]);
    assert!(!bg.body.contains("http-equiv"));
    let [bg, en] = in_state(PeriodKind::NoShow, Some("3")).await;
    bg.says(&[
        "Повикахме номера ви, но никой не дойде",
        "вземете нов билет, когато дойдете",
    ]);
    en.says(&[
        "Your number was called, but nobody came",
        "take a new ticket when you come",
    ]);
    assert!(!en.body.contains("http-equiv"));
}

#[tokio::test]
async fn what_another_lobby_tells_of_a_ticket_before_its_own_is_not_shown() {
    let server = TestServer::start().await;
    let (kiosk, other) = (server.kiosk(LOBBY).await, server.kiosk("plovdiv/obshtina").await);
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    other
        .tell(&[period_record(&visit, 2, PeriodKind::Called, Some("99"), monday(10, 20))])
        .await;
    kiosk.tell(&[visit_record(&visit)]).await;
    let page = Page::get(&server, &format!("/t/{}", visit.ticket.code), EN).await;
    page.says(&["Nobody is waiting before you"]);
    assert!(!page.card().contains("99"), "{}", page.card());
}

#[tokio::test]
async fn the_day_after_a_ticket_is_of_an_earlier_day() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    kiosk.tell(&[visit_record(&visit)]).await;
    let path = format!("/t/{}", visit.ticket.code);
    // Half an hour before midnight in Sofia it is still good; half an hour after it is not.
    server.clock.set(monday(23, 30));
    Page::get(&server, &path, BG).await.says(&["Няма чакащи пред вас"]);
    server.clock.advance(TimeDelta::hours(1));
    let page = Page::get(&server, &path, BG).await;
    page.says(&["Този билет е от 23 ноември", "За днес вземете нов от киоска."]);
    Page::get(&server, &path, EN)
        .await
        .says(&["This ticket is from 23 November"]);
}

#[tokio::test]
async fn the_silence_of_a_kiosk_is_told_with_its_beginning() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    kiosk.tell(&[visit_record(&visit)]).await;
    let path = format!("/t/{}", visit.ticket.code);
    server.clock.advance(TimeDelta::minutes(3));
    assert!(
        !Page::get(&server, &path, BG)
            .await
            .body
            .contains("Няма връзка с киоска")
    );
    server.clock.advance(TimeDelta::minutes(1));
    Page::get(&server, &path, BG).await.says(&[
        "Няма връзка с киоска от 10:30\u{a0}ч. Показаното е отпреди това.",
        "Няма чакащи пред вас",
    ]);
    Page::get(&server, &path, EN)
        .await
        .says(&["The kiosk has had no connection since 10:30. What is shown is from before that."]);
}

#[tokio::test]
async fn a_queue_without_a_pack_goes_by_its_letter() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk("nowhere/hall").await;
    let visit = kiosk.visit("kasa", 'К', 1012, monday(10, 10));
    kiosk.tell(&[visit_record(&visit)]).await;
    let path = format!("/t/{}", visit.ticket.code);
    Page::get(&server, &path, BG).await.says(&["К\u{a0}1012", "Опашка К"]);
    Page::get(&server, &path, EN).await.says(&["Queue К"]);
}

#[tokio::test]
async fn an_unknown_code_is_answered_calmly_and_always_alike() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let code = TicketCode::random(&mut rand::rng());
    let named = format!("/t/{code}?k={}", kiosk.device);

    let page = Page::get(&server, &named, BG).await;
    assert_eq!(page.status, 200);
    page.says(&[
        "Община Кюстендил",
        "Още нямаме данни за този билет",
        "билетът важи",
        "Последната връзка с киоска беше в 10:30\u{a0}ч.",
    ]);
    server.clock.advance(TimeDelta::minutes(40));
    Page::get(&server, &named, BG)
        .await
        .says(&["Няма връзка с киоска от 10:30\u{a0}ч. Щом се възстанови, мястото ви ще се появи тук."]);
    Page::get(&server, &named, EN)
        .await
        .says(&["No data on this ticket yet", "no connection since 10:30."]);

    // Without a kiosk, with one that does not exist, with nonsense: the same, without a time.
    let plain = Page::get(&server, &format!("/t/{code}"), BG).await;
    assert_eq!(plain.status, 200);
    for k in ["0000", "%3Cscript%3E", "", "a&k=b"] {
        let other = Page::get(&server, &format!("/t/{code}?k={k}"), BG).await;
        assert_eq!(other.status, 200);
        assert_eq!(other.card(), plain.card());
    }
    plain.says(&["Още нямаме данни за този билет"]);
    assert!(!plain.body.contains("киоска от") && !plain.body.contains("Последната връзка"));
}

#[tokio::test]
async fn typed_codes_lead_to_the_one_address() {
    let server = TestServer::start().await;
    let typed = [
        ("/t/k7qm3x9p2wd4", "/t/K7QM3X9P2WD4"),
        ("/t/K7QM-3X9P-2WD4?k=abc", "/t/K7QM3X9P2WD4?k=abc"),
        ("/t/K7QM%203X9P%20OWDL", "/t/K7QM3X9P0WD1"),
        ("/t/k7qm3x9p2wd4?k=..%2F", "/t/K7QM3X9P2WD4"),
    ];
    for (path, address) in typed {
        let answer = server.get(path).await;
        assert_eq!(answer.status(), 308, "{path}");
        assert_eq!(answer.headers()["location"], address, "{path}");
    }
}

#[tokio::test]
async fn what_is_no_code_has_a_page_that_says_so() {
    let server = TestServer::start().await;
    for text in ["K7QM", "K7QM3X9P2WD4K", "K7QM3X9P2WDU", "%FF", "%D0%9A7QM3X9P2WD"] {
        for path in [format!("/t/{text}"), format!("/t/{text}/events")] {
            let page = Page::get(&server, &path, BG).await;
            assert_eq!(page.status, 404, "{path}");
            page.says(&["Това не е код на билет", "Кодът има 12 латински букви и цифри."]);
        }
    }
    Page::get(&server, "/t/K7QM", EN)
        .await
        .says(&["This is no ticket code"]);
}

#[tokio::test]
async fn the_page_remembers_nobody_and_is_kept_nowhere() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    kiosk.tell(&[visit_record(&visit)]).await;
    let unknown = TicketCode::random(&mut rand::rng());
    for path in [
        format!("/t/{}", visit.ticket.code),
        format!("/t/{unknown}"),
        "/t/K7QM".to_owned(),
    ] {
        let page = Page::get(&server, &path, BG).await;
        let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("set-cookie"), None);
        assert_eq!(header("cache-control"), Some("no-store"));
        assert_eq!(header("referrer-policy"), Some("same-origin"));
        assert_eq!(header("x-robots-tag"), Some("noindex"));
        assert_eq!(header("content-language"), Some("bg"));
        assert_eq!(header("vary"), Some("accept-language"));
        page.says(&["<meta name=\"robots\" content=\"noindex\">", "<html lang=\"bg\">"]);
        // Of other hosts only the namespace of its pictures is named.
        let elsewhere = page
            .body
            .split("://")
            .skip(1)
            .filter(|rest| !rest.starts_with("www.w3.org/2000/svg"));
        assert_eq!(elsewhere.count(), 0, "{}", page.body);
    }
    let events = server.get(&format!("/t/{}/events", visit.ticket.code)).await;
    assert_eq!(events.headers().get("set-cookie"), None);
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    assert_eq!(events.headers()["x-accel-buffering"], "no");
    assert_eq!(events.headers()["cache-control"], "no-cache");
}

/// The longest card: the longest names there are, and a kiosk that is silent.
#[tokio::test]
async fn all_in_all_it_is_small() {
    let server = TestServer::start().await;
    for lobby in [
        LOBBY,
        "peshtera/obshtina",
        "samokov/obshtina",
        "kostinbrod/obshtina",
        "plovdiv/obshtina",
    ] {
        let kiosk = server.kiosk(lobby).await;
        let visit = kiosk.visit("kasa", 'К', 1012, monday(10, 10));
        kiosk.tell(&called_before(&kiosk, 30, |_| 12)).await;
        kiosk.tell(&[visit_record(&visit)]).await;
        server.clock.advance(TimeDelta::minutes(30));
        let page = Page::get(&server, &format!("/t/{}", visit.ticket.code), BG).await;
        let mut bytes = page.bytes_on_wire;
        let assets: Vec<&str> = page.assets().collect();
        assert_eq!(assets.len(), 2, "{assets:?}");
        for asset in assets {
            let asset = Page::get(&server, asset, BG).await;
            assert_eq!(asset.status, 200);
            assert_eq!(asset.headers["cache-control"], "public, max-age=31536000, immutable");
            bytes += asset.bytes_on_wire;
        }
        assert!(bytes < 30_000, "{bytes} bytes");
    }
}

#[tokio::test]
async fn an_asset_of_another_version_is_served_but_not_kept() {
    let server = TestServer::start().await;
    for path in ["/assets/phone.css", "/assets/phone.js?v=000000000000"] {
        let asset = Page::get(&server, path, BG).await;
        assert_eq!(
            (asset.status, &asset.headers["cache-control"]),
            (200, &"no-store".parse().unwrap())
        );
    }
}

#[tokio::test]
async fn people_before_a_ticket_become_fewer_while_the_phone_looks_on() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let before: Vec<_> = (1..=3)
        .map(|seq| kiosk.visit("kasa", 'К', seq, monday(10, 0)))
        .collect();
    let visit = kiosk.visit("kasa", 'К', 4, monday(10, 5));
    let records: Vec<Record> = before.iter().chain([&visit]).map(visit_record).collect();
    kiosk.tell(&records).await;

    let mut events = Events::open(&server, &format!("/t/{}/events", visit.ticket.code), BG).await;
    assert!(
        events
            .next()
            .await
            .data
            .contains("Издадени днес преди вашия: 3\u{a0}билета")
    );
    for (called, left) in before.iter().zip([
        "Пред вас: 2\u{a0}души",
        "Пред вас: 1\u{a0}човек",
        "Няма чакащи пред вас",
    ]) {
        kiosk
            .tell(&[period_record(called, 2, PeriodKind::Called, Some("1"), monday(10, 20))])
            .await;
        let event = events.next().await;
        assert!(event.data.contains(left), "{event:?}");
        assert_eq!(event.name, "message");
    }
    kiosk
        .tell(&[period_record(&visit, 2, PeriodKind::Called, Some("2"), monday(10, 25))])
        .await;
    let event = events.next().await;
    assert!(event.data.contains("Ваш ред\u{a0}е: гише\u{a0}2"), "{event:?}");
    assert!(event.data.contains("data-stage=\"called\""), "{event:?}");

    // After the last news there is nothing to wait for.
    kiosk
        .tell(&[period_record(&visit, 3, PeriodKind::Served, Some("2"), monday(10, 30))])
        .await;
    let event = events.next().await;
    assert!(event.data.contains("Обслужихме ви"), "{event:?}");
    assert_eq!(event.name, "last");
    assert!(events.ended().await);
    assert_eq!(server.app.phone.streams.open(), 0);
}

#[tokio::test]
async fn an_unknown_ticket_becomes_known_while_the_phone_looks_on() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    let path = format!("/t/{}/events?k={}", visit.ticket.code, kiosk.device);
    let mut events = Events::open(&server, &path, EN).await;
    let event = events.next().await;
    assert!(event.data.contains("No data on this ticket yet"), "{event:?}");
    // Another one's news are none for this phone.
    kiosk
        .tell(&[visit_record(&kiosk.visit("kasa", 'К', 2, monday(10, 26)))])
        .await;
    kiosk.tell(&[visit_record(&visit)]).await;
    let event = events.next().await;
    assert!(event.data.contains("Your number"), "{event:?}");
    assert!(event.data.contains("Nobody is waiting before you"), "{event:?}");
}

#[tokio::test]
async fn news_that_another_server_process_took_in_reach_the_phone() {
    let server = TestServer::start().await;
    let other = server.beside().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let mut events = Events::open(&other, &format!("/t/{}/events", visit.ticket.code), EN).await;
    assert!(events.next().await.data.contains("Nobody is waiting before you"));
    kiosk
        .tell(&[period_record(&visit, 2, PeriodKind::Called, Some("7"), monday(10, 30))])
        .await;
    let event = events.next().await;
    assert!(event.data.contains("counter\u{a0}7"), "{event:?}");
}

#[tokio::test]
async fn streams_end_with_the_server_and_the_phone_is_told_when_to_come_again() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let mut pauses = Vec::new();
    let mut streams = Vec::new();
    for _ in 0..8 {
        let mut events = Events::open(&server, &format!("/t/{}/events", visit.ticket.code), BG).await;
        let event = events.next().await;
        pauses.push(event.retry.unwrap());
        streams.push(events);
    }
    // Not all at the same moment.
    assert!(pauses.iter().all(|pause| (2000..=4000).contains(pause)), "{pauses:?}");
    assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{pauses:?}");
    let end = tokio::time::timeout(Duration::from_secs(5), server.shutdown());
    end.await.expect("the server waits for its phones");
    for events in &mut streams {
        assert!(events.ended().await);
    }
}

#[tokio::test]
async fn without_a_seat_a_phone_gets_one_event_and_comes_again_later() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let path = format!("/t/{}/events", visit.ticket.code);
    let streams = &server.app.phone.streams;
    let here = IpAddr::from([127, 0, 0, 1]);
    let mut seats: Vec<_> = std::iter::from_fn(|| streams.seat(here)).collect();

    let mut events = Events::open(&server, &path, BG).await;
    let event = events.next().await;
    assert!(event.data.contains("Няма чакащи пред вас"), "{event:?}");
    assert!(event.retry.unwrap() >= 15_000, "{event:?}");
    assert!(events.ended().await);

    seats.pop();
    let mut events = Events::open(&server, &path, BG).await;
    assert!(events.next().await.retry.unwrap() <= 4000);
    assert_eq!(streams.open(), seats.len() + 1);
}

#[test]
fn seats_are_limited_in_all_and_to_each_address() {
    let streams = Arc::new(Streams::new(3, 2));
    let [one, two, three] = [1, 2, 3].map(|last| IpAddr::from([192, 0, 2, last]));
    let first = streams.seat(one);
    let second = streams.seat(one);
    assert!(first.is_some() && second.is_some() && streams.seat(one).is_none());
    let third = streams.seat(two);
    assert!(third.is_some() && streams.seat(three).is_none());
    drop(first);
    assert!(streams.seat(three).is_some());
    drop((second, third));
    assert_eq!(streams.open(), 0);
}

#[tokio::test]
async fn a_phone_that_goes_away_leaves_its_seat() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let mut events = Events::open(&server, &format!("/t/{}/events", visit.ticket.code), BG).await;
    events.next().await;
    assert_eq!(server.app.phone.streams.open(), 1);
    drop(events);
    phone::until(|| server.app.phone.streams.open() == 0).await;
}

#[tokio::test]
async fn who_guesses_codes_is_stopped_and_harms_no_neighbour() {
    let server = TestServer::with(|config| config.behind_proxy = true).await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 1, monday(10, 25));
    kiosk.tell(&[visit_record(&visit)]).await;
    let known = format!("/t/{}", visit.ticket.code);
    let guess = |from: &'static str| {
        let path = format!("/t/{}", TicketCode::random(&mut rand::rng()));
        let server = &server;
        async move { Page::from(server, &path, BG, from).await }
    };

    let mut guesses = 0;
    let refused = loop {
        let page = guess("203.0.113.7").await;
        if page.status != 200 {
            break page;
        }
        guesses += 1;
        assert!(guesses < 200, "nobody stops the guessing");
    };
    assert!(guesses >= 120, "{guesses} are too few for a lobby without a connection");
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    refused.says(&["Един момент", "Ако имате билет, той важи.", "http-equiv=\"refresh\""]);
    let events = format!("/t/{}/events", TicketCode::random(&mut rand::rng()));
    // However long the machine takes for it, the limit is not waited out.
    let use_up = |address: &str| {
        let address = address.parse().unwrap();
        while server.app.limits.unknown_ticket.check(&address).is_ok() {}
    };
    use_up("203.0.113.7");
    assert_eq!(Page::from(&server, &events, BG, "203.0.113.7").await.status, 429);

    // The neighbours at the same address see their tickets, and other addresses may be wrong too.
    for _ in 0..300 {
        let page = Page::from(&server, &known, BG, "203.0.113.7").await;
        assert_eq!(page.status, 200);
    }
    assert_eq!(guess("203.0.113.8").await.status, 200);

    // One customer's many addresses of version 6 are one.
    assert_eq!(guess("2001:db8:0:1::1").await.status, 200);
    use_up("2001:db8:0:1::");
    assert_eq!(guess("2001:db8:0:1::2").await.status, 429);
    assert_eq!(guess("2001:db8:0:2::1").await.status, 200);
}
