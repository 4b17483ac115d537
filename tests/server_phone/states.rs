//! What the page says of a ticket in each of its states.

use chrono::TimeDelta;
use parter::{
    protocol::record::kind,
    queue::{Change, PeriodBegan, PeriodKind},
};

use crate::{
    given::{BG, EN, LOBBY, called_before},
    phone::Page,
    support::{TestServer, monday, period_record, record, visit_record},
};

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
async fn a_transferred_ticket_is_in_its_new_queue() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk(LOBBY).await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    let transfer = PeriodBegan {
        visit: visit.ticket.code.clone(),
        ordinal: 3,
        kind: PeriodKind::Waiting,
        counter: None,
        change: Change {
            queue: Some("ustroystvo".to_owned()),
            ..Change::default()
        },
        began_at: monday(10, 20),
    };
    let records = [
        visit_record(&kiosk.visit("kasa", 'К', 11, monday(10, 0))),
        visit_record(&kiosk.visit("ustroystvo", 'Т', 1, monday(10, 5))),
        visit_record(&kiosk.visit("ustroystvo", 'Т', 2, monday(10, 15))),
        visit_record(&visit),
        period_record(&visit, 2, PeriodKind::Called, Some("1"), monday(10, 18)),
        record(kind::PERIOD, transfer.id(), &transfer),
    ];
    kiosk.tell(&records).await;
    let page = Page::get(&server, &format!("/t/{}", visit.ticket.code), BG).await;
    page.says(&[
        "К\u{a0}012",
        "Устройство на територията и кадастър",
        "Пред вас: 1\u{a0}човек",
    ]);
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
