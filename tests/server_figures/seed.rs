//! The drawn years are what they are said to be.

use std::collections::BTreeSet;

use parter::{content::calendar::holidays::holiday_on, queue::PeriodKind};

use crate::{
    drawn,
    years::{LOBBIES, Told, Years},
};

#[test]
fn the_same_seed_gives_the_same_years() {
    let years = drawn();
    let day = years.working_days().nth(3).unwrap();
    assert_eq!(years.day(1, day), years.day(1, day));
    assert_ne!(years.day(1, day), years.day(2, day));
    let other = Years { seed: 25, ..years };
    assert_ne!(years.day(1, day), other.day(1, day));
}

#[test]
fn offices_are_closed_on_holidays() {
    let days: Vec<_> = drawn().working_days().collect();
    assert!(days.iter().all(|day| holiday_on(*day).is_none()));
    let good_friday = "2026-04-10".parse().unwrap();
    assert!(!days.contains(&good_friday));
    assert!(days.contains(&"2026-04-09".parse().unwrap()));
}

/// Everything that figures tell apart is there.
#[test]
fn the_years_are_as_a_towns_may_be() {
    let years = Years {
        visits: 300,
        to: "2026-04-17".parse().unwrap(),
        from: "2026-03-23".parse().unwrap(),
        ..drawn()
    };
    let lobbies = 0..LOBBIES.len();
    let all: Vec<Told> = lobbies
        .flat_map(|lobby| years.working_days().map(move |day| years.day(lobby, day)))
        .collect();
    let visits: usize = all.iter().map(|told| told.visits.len()).sum();
    let ratings: usize = all.iter().map(|told| told.ratings.len()).sum();
    let days = all.len();
    assert!((300..400).contains(&(visits / days)), "{visits} on {days} days");
    assert!((12..25).contains(&(100 * ratings / visits)), "{ratings} of {visits}");
    let codes: BTreeSet<_> = all
        .iter()
        .flat_map(|told| &told.visits)
        .map(|visit| &visit.ticket.code)
        .collect();
    assert_eq!(codes.len(), visits);
    for kind in [
        PeriodKind::Served,
        PeriodKind::NoShow,
        PeriodKind::Unserved,
        PeriodKind::Waiting,
    ] {
        let of_kind = |told: &&Told| told.periods.iter().any(|period| period.kind == kind);
        assert!(all.iter().any(|told| of_kind(&told)), "{kind}");
    }
    assert!(
        all.iter()
            .flat_map(|told| &told.visits)
            .any(|visit| visit.arranged_at.is_some())
    );
    assert!(all.iter().flat_map(|told| &told.ratings).any(|rating| rating.repeated));
}
