//! What a visitor's phone is told.

use chrono::{Days, TimeDelta};
use parter::{
    queue::{Change, PeriodBegan, PeriodKind, Visit},
    server::store::{
        Store,
        devices::Device,
        tickets::{RECENT, TicketNow},
    },
};

use crate::given::{LOBBY, after, code, enrolled, noon, period, period_record, send, send_at, visit, visit_record};

async fn ticket(store: &dyn Store, number: u32) -> TicketNow {
    store.ticket(&code(number)).await.unwrap().unwrap()
}

async fn take(store: &dyn Store, device: &Device, visits: impl IntoIterator<Item = Visit>) {
    let records: Vec<_> = visits.into_iter().map(|visit| visit_record(&visit)).collect();
    send(store, device, &records).await;
}

pub async fn a_ticket_unheard_of_is_none(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    assert_eq!(store.ticket(&code(1)).await, Ok(None));
    send(store, &device, &[period_record(&period(1, 2, PeriodKind::Called))]).await;
    assert_eq!(store.ticket(&code(1)).await, Ok(None));
}

pub async fn a_ticket_waits_from_its_issue_on(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let sent = Visit {
        priority: Some("chair".to_owned()),
        ..visit(1)
    };
    take(store, &device, [sent.clone()]).await;
    let expected = TicketNow {
        number: sent.ticket.number,
        lobby: sent.lobby,
        day: sent.day,
        queue: sent.queue,
        service: sent.service,
        issued_at: sent.issued_at,
        state: PeriodKind::Waiting,
        since: sent.issued_at,
        counter: None,
        ahead: 0,
        recent_waits: Vec::new(),
        heard_at: Some(noon()),
    };
    assert_eq!(ticket(store, 1).await, expected);
}

pub async fn its_state_is_the_last_periods_whatever_order_they_come_in(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    take(store, &device, [visit(1)]).await;
    let states = [
        PeriodKind::Called,
        PeriodKind::Serving,
        PeriodKind::Held,
        PeriodKind::Called,
        PeriodKind::Serving,
        PeriodKind::Waiting,
        PeriodKind::Called,
        PeriodKind::NoShow,
        PeriodKind::Served,
    ];
    for (ordinal, kind) in (2..).zip(states) {
        let mut period = period(1, ordinal, kind);
        period.counter = (kind == PeriodKind::Called).then(|| ordinal.to_string());
        send(store, &device, &[period_record(&period)]).await;
        let ticket = ticket(store, 1).await;
        assert_eq!(
            (ticket.state, ticket.since, ticket.counter),
            (kind, period.began_at, period.counter)
        );
    }
    // Late news of what was before: ten comes after nine, not after one.
    send(store, &device, &[period_record(&period(1, 11, PeriodKind::Called))]).await;
    send(store, &device, &[period_record(&period(1, 1, PeriodKind::Waiting))]).await;
    assert_eq!(ticket(store, 1).await.since, period(1, 11, PeriodKind::Called).began_at);
}

pub async fn those_before_who_still_wait_are_ahead(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    take(store, &device, (1..=10).map(visit)).await;
    let elsewhere = [
        Visit {
            queue: "taxes".to_owned(),
            ..visit(11)
        },
        Visit {
            day: noon().date_naive() - Days::new(1),
            ..visit(12)
        },
    ]
    .map(|mut visit| {
        visit.ticket.number.seq = 1;
        visit
    });
    take(store, &device, elsewhere).await;
    let other = enrolled(store, "kiosk-2", "kyustendil/taxes").await;
    let mut there = Visit {
        lobby: "kyustendil/taxes".to_owned(),
        ..visit(13)
    };
    there.ticket.number.seq = 1;
    take(store, &other, [there]).await;
    assert_eq!(ticket(store, 10).await.ahead, 9);
    for (number, ordinal, kind) in [
        (1, 2, PeriodKind::Called),
        (2, 2, PeriodKind::Served),
        (3, 2, PeriodKind::Held),
        (4, 2, PeriodKind::NoShow),
        (5, 2, PeriodKind::Called),
        (5, 3, PeriodKind::Waiting),
    ] {
        send(store, &device, &[period_record(&period(number, ordinal, kind))]).await;
    }
    assert_eq!(ticket(store, 10).await.ahead, 5, "5 to 9 wait");
    assert_eq!(ticket(store, 6).await.ahead, 1, "5 was sent back to wait");
    assert_eq!(ticket(store, 1).await.ahead, 0);
}

pub async fn recent_waits_are_the_latest_arrivals_of_the_day(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let yesterday = Visit {
        day: noon().date_naive() - Days::new(1),
        ..visit(90)
    };
    take(store, &device, (1..=40).map(visit).chain([yesterday])).await;
    let called = |number: u32, ordinal, wait: i64| {
        let mut period = period(number, ordinal, PeriodKind::Called);
        period.began_at = visit(number).issued_at + TimeDelta::seconds(wait);
        period_record(&period)
    };
    let calls: Vec<_> = (1..=38).map(|number| called(number, 2, i64::from(number))).collect();
    send(store, &device, &calls).await;
    // The first call ends the wait; a clock that was set in between tells none; the day before is not this one.
    send(
        store,
        &device,
        &[called(38, 4, 999), called(39, 2, -5), called(90, 2, 77)],
    )
    .await;
    let waits = ticket(store, 40).await.recent_waits;
    let expected: Vec<TimeDelta> = (9..=38).rev().map(TimeDelta::seconds).collect();
    assert_eq!(waits.len(), usize::try_from(RECENT).unwrap());
    assert_eq!(waits, expected);
}

pub async fn it_says_when_its_kiosk_was_heard(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let other = enrolled(store, "kiosk-2", LOBBY).await;
    take(store, &device, [visit(1)]).await;
    send_at(store, &device, &[], after(300)).await;
    send_at(store, &other, &[], after(600)).await;
    assert_eq!(ticket(store, 1).await.heard_at, Some(after(300)));
}

/// After a transfer a ticket stands in its new queue, at the place that its arrival gives it there.
pub async fn a_transfer_moves_a_ticket_to_the_other_line(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let taxes = (11..=14).map(|number| Visit {
        queue: "taxes".to_owned(),
        ..visit(number)
    });
    let of_taxes = taxes.map(|mut visit| {
        visit.ticket.number.letter = 'М';
        visit.ticket.number.seq -= 10;
        visit.issued_at -= TimeDelta::minutes(8);
        visit
    });
    take(store, &device, (1..=5).map(visit).chain(of_taxes)).await;
    assert_eq!(ticket(store, 5).await.ahead, 4);
    assert_eq!(ticket(store, 12).await.ahead, 1);

    // 3 came at minute 3, as 11 did; 12 came a minute later.
    let moved = |ordinal, kind, change| PeriodBegan {
        change,
        ..period(3, ordinal, kind)
    };
    let to_taxes = Change {
        queue: Some("taxes".to_owned()),
        ..Change::default()
    };
    let other_service = Change {
        service: Some("7".to_owned()),
        ..Change::default()
    };
    let transfer = moved(3, PeriodKind::Waiting, to_taxes);
    send(store, &device, &[period_record(&transfer)]).await;
    let there = ticket(store, 3).await;
    assert_eq!(
        (there.queue.as_str(), there.service.as_deref()),
        ("taxes", Some("2034"))
    );
    assert_eq!(there.ahead, 0, "11 came in the same minute");
    assert_eq!(ticket(store, 12).await.ahead, 2, "3 and 11");
    assert_eq!(ticket(store, 5).await.ahead, 3, "1, 2 and 4");
    assert_eq!(ticket(store, 5).await.recent_waits, []);

    // Nobody has said again which queue it is, and yet it stays so.
    let steps = [
        moved(2, PeriodKind::Called, Change::default()),
        moved(4, PeriodKind::Called, Change::default()),
        moved(5, PeriodKind::Serving, other_service),
    ];
    send(store, &device, &steps.map(|step| period_record(&step))).await;
    let there = ticket(store, 3).await;
    assert_eq!((there.queue.as_str(), there.service.as_deref()), ("taxes", Some("7")));
    assert_eq!(ticket(store, 5).await.recent_waits, []);
    assert_eq!(ticket(store, 12).await.recent_waits, [TimeDelta::seconds(200)]);
}
