//! Condensed days: none is of before what was told of it, whatever comes when.

use chrono::NaiveDate;
use parter::{
    figures::DayFacts,
    protocol::record::Record,
    queue::{CounterState, PeriodKind, Visit},
    server::{
        condense::condense,
        packs::Packs,
        store::{
            Store,
            days::{CondensedDay, DayOfLobby, Span, ToldDay},
            devices::Device,
        },
    },
};

use crate::given::{
    LOBBY, MUNICIPALITY, OTHER_LOBBY, counter_period, counter_record, enrolled, noon, period, period_record, rating,
    rating_record, send, short, visit, visit_record,
};

fn day() -> NaiveDate {
    noon().date_naive()
}

pub fn of(lobby: &str, day: NaiveDate) -> DayOfLobby {
    DayOfLobby {
        municipality: MUNICIPALITY.to_owned(),
        lobby: lobby.to_owned(),
        day,
    }
}

fn span(from: NaiveDate, to: NaiveDate) -> Span {
    Span {
        municipality: MUNICIPALITY.to_owned(),
        from,
        to,
    }
}

/// Another day's visit.
fn visit_on(number: u32, day: NaiveDate) -> Record {
    visit_record(&Visit { day, ..visit(number) })
}

async fn stale(store: &dyn Store) -> Vec<DayOfLobby> {
    store.stale_days(None, 100).await.unwrap()
}

pub async fn condensed(store: &dyn Store) {
    let packs = Packs::load(&[]).unwrap();
    while condense(store, &packs, None, 100).await.unwrap() > 0 {}
}

async fn told(store: &dyn Store, of: &DayOfLobby) -> ToldDay {
    store.told_day(of).await.unwrap().unwrap()
}

async fn one_day(store: &dyn Store) -> DayFacts {
    let mut condensed = store.condensed_days(&span(day(), day())).await.unwrap();
    assert_eq!((condensed.days.len(), condensed.stale), (1, 0));
    condensed.days.remove(0).1
}

async fn is_accepted(store: &dyn Store, device: &Device, record: Record) {
    assert_eq!(short(&send(store, device, &[record]).await), ["accepted"]);
}

pub async fn whatever_is_new_makes_its_day_stale(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let records = [
        visit_record(&visit(1)),
        period_record(&period(1, 2, PeriodKind::Called)),
        counter_record(&counter_period("3", 1, CounterState::Open)),
        rating_record(&rating(1)),
    ];
    for record in &records {
        assert_eq!(stale(store).await, []);
        is_accepted(store, &device, record.clone()).await;
        assert_eq!(stale(store).await, [of(LOBBY, day())], "{}", record.kind);
        condensed(store).await;
    }
    let facts = one_day(store).await;
    assert_eq!(facts.visits(), 1);
    assert_eq!(facts.lines[0].walk_in.called, [200]);
    assert_eq!((facts.open.len(), facts.ratings.len()), (1, 1));

    let again = send(store, &device, &records).await;
    assert_eq!(short(&again), ["duplicate"; 4]);
    let other = Visit {
        service: None,
        ..visit(1)
    };
    assert_eq!(
        short(&send(store, &device, &[visit_record(&other)]).await),
        ["conflict"]
    );
    assert_eq!(stale(store).await, [], "nothing new was told");
}

pub async fn a_period_before_its_visit_is_not_left_out(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    is_accepted(store, &device, period_record(&period(1, 2, PeriodKind::Called))).await;
    assert_eq!(stale(store).await, [], "its day is not known yet");
    is_accepted(store, &device, visit_record(&visit(1))).await;
    condensed(store).await;
    assert_eq!(one_day(store).await.lines[0].walk_in.called, [200]);
}

pub async fn what_is_told_while_a_day_is_condensed_leaves_it_stale(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    is_accepted(store, &device, visit_record(&visit(1))).await;
    let first = as_condensed(told(store, &of(LOBBY, day())).await);
    is_accepted(store, &device, visit_record(&visit(2))).await;
    store.keep_days(std::slice::from_ref(&first)).await.unwrap();
    assert_eq!(stale(store).await, [of(LOBBY, day())]);
    let so_far = store.condensed_days(&span(day(), day())).await.unwrap();
    assert_eq!(so_far.stale, 1);
    assert_eq!(so_far.days, [(first.of.clone(), first.facts.clone())]);

    condensed(store).await;
    store.keep_days(&[first]).await.unwrap();
    assert_eq!(one_day(store).await.visits(), 2, "what is of before changes nothing");
}

fn as_condensed(told: ToldDay) -> CondensedDay {
    CondensedDay {
        facts: DayFacts::of(told.of.day, chrono_tz::Europe::Sofia, &told.records, &told.ratings),
        of: told.of,
        revision: told.revision,
    }
}

pub async fn a_told_day_is_all_that_was_told_of_it_and_no_more(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let other = enrolled(store, "kiosk-2", OTHER_LOBBY).await;
    let next = day().succ_opt().unwrap();
    let mut late = rating(2);
    late.bucket = "2026-11-06T00:00/PT24H".parse().unwrap();
    let mut early = rating(3);
    early.bucket = "2026-11-05T12:00/PT12H".parse().unwrap();
    let batch = [
        visit_record(&visit(1)),
        period_record(&period(1, 2, PeriodKind::Called)),
        visit_on(2, next),
        rating_record(&rating(1)),
        rating_record(&late),
        rating_record(&early),
    ];
    send(store, &device, &batch).await;
    send(store, &other, &[rating_record(&rating(4))]).await;

    let mut today = told(store, &of(LOBBY, day())).await;
    today.ratings.sort_by_key(|rating| rating.id);
    assert_eq!(today.records, store.day_records(LOBBY, day()).await.unwrap());
    assert_eq!(today.records.visits.len(), 1);
    assert_eq!(today.ratings, [rating(1), early]);
    let tomorrow = told(store, &of(LOBBY, next)).await;
    assert_eq!((tomorrow.records.visits.len(), tomorrow.ratings), (1, vec![late]));
    let elsewhere = told(store, &of(OTHER_LOBBY, day())).await;
    assert_eq!(
        (elsewhere.records.visits.len(), elsewhere.ratings),
        (0, vec![rating(4)])
    );
    assert_eq!(store.told_day(&of(OTHER_LOBBY, next)).await, Ok(None));
}

pub async fn a_span_is_of_its_municipality_and_days(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let other = enrolled(store, "kiosk-2", OTHER_LOBBY).await;
    let days: Vec<NaiveDate> = day().iter_days().take(4).collect();
    let visits: Vec<Record> = (1..).zip(&days).map(|(number, day)| visit_on(number, *day)).collect();
    send(store, &device, &visits).await;
    send(store, &other, &[rating_record(&rating(1))]).await;
    let [first, .., last] = days[..] else { panic!() };

    let newest = store.stale_days(None, 2).await.unwrap();
    assert_eq!(newest, [of(LOBBY, last), of(LOBBY, days[2])], "the newest first");
    let within = store.stale_days(Some(&span(first, days[1])), 9).await.unwrap();
    assert_eq!(within, [of(LOBBY, days[1]), of(LOBBY, first), of(OTHER_LOBBY, first)]);
    let nothing = store.condensed_days(&span(first, last)).await.unwrap();
    assert_eq!((nothing.days, nothing.stale), (vec![], 5));

    condensed(store).await;
    let of_days = |from, to| async move {
        let found = store.condensed_days(&span(from, to)).await.unwrap();
        let of: Vec<DayOfLobby> = found.days.into_iter().map(|(of, _)| of).collect();
        of
    };
    assert_eq!(of_days(first, first).await, [of(LOBBY, first), of(OTHER_LOBBY, first)]);
    assert_eq!(of_days(days[2], last).await, [of(LOBBY, days[2]), of(LOBBY, last)]);
    let elsewhere = Span {
        municipality: "kyu".to_owned(),
        ..span(first, last)
    };
    assert_eq!(store.condensed_days(&elsewhere).await.unwrap().days, []);
}

/// Two kiosks of a lobby tell of a visit and its call at once, while days are condensed.
pub async fn a_period_that_meets_its_visit_is_in_its_day(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let further = enrolled(store, "kiosk-2", LOBBY).await;
    for number in 0..20 {
        let visits = [visit_record(&visit(number))];
        let periods = [period_record(&period(number, 2, PeriodKind::Called))];
        tokio::join!(
            send(store, &device, &visits),
            send(store, &further, &periods),
            condensed(store)
        );
        condensed(store).await;
        let facts = one_day(store).await;
        assert_eq!(facts.lines[0].walk_in.called.len(), number as usize + 1);
    }
}
