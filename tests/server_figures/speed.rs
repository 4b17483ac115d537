//! How long a page over a year waits for its figures.

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use chrono::{Days, Months};
use parter::{
    figures::{Audience, DayFacts, Period, Satisfaction, Unit},
    server::store::{
        Store,
        days::{Condensed, Span},
    },
};

use crate::{
    databases::whole,
    is_full,
    years::ratings::{BLAME, PRAISE, QUESTIONS},
};

/// What a page has in all.
const PAGE: Duration = Duration::from_millis(200);

pub async fn is_enough_for_a_page(store: &dyn Store) {
    let all = whole();
    let year = Span {
        from: all.to - Months::new(12),
        ..all.clone()
    };
    for (what, span) in [("a year", year), ("all", all)] {
        let mut took: Vec<(Duration, Duration)> = Vec::new();
        let mut days = 0;
        for _ in 0..5 {
            let began = Instant::now();
            let condensed = store.condensed_days(&span).await.unwrap();
            let read = began.elapsed();
            days = condensed.days.len();
            figures(condensed, &span);
            took.push((began.elapsed(), read));
        }
        took.sort_unstable();
        let (median, read) = took[2];
        println!("{what}, {days} days of lobbies: read in {read:.1?}, with all figures of ratings {median:.1?}");
        if is_full() && what == "a year" {
            assert!(median < PAGE);
        }
    }
}

/// What a page of satisfaction tells.
fn figures(condensed: Condensed, span: &Span) {
    let mut lobbies = BTreeMap::<String, Vec<DayFacts>>::new();
    for (of, facts) in condensed.days {
        lobbies.entry(of.lobby).or_default().push(facts);
    }
    let lobbies: Vec<_> = lobbies.values().map(Vec::as_slice).collect();
    let satisfaction = Satisfaction::of(&lobbies, Audience::Staff, span.to + Days::new(1));
    let period = Period {
        first: span.from,
        last: span.to,
    };
    assert!(satisfaction.total(period).counted() > 0);
    assert!(!satisfaction.by(Unit::Week, period).is_empty());
    black_box((satisfaction.queues(period), satisfaction.slots(period)));
    for reason in PRAISE.into_iter().chain(BLAME) {
        black_box(satisfaction.reason(reason).within(period));
    }
    for (question, _) in QUESTIONS {
        black_box(satisfaction.question(question).within(period));
    }
}
