//! Codes that nobody has told of, that are typed, that are none, and that are guessed.

use chrono::TimeDelta;
use parter::queue::TicketCode;

use crate::{
    given::{BG, EN, LOBBY},
    phone::Page,
    support::{TestServer, monday, visit_record},
};

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
