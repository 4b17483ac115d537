//! What pages show of ratings: sums, what can't be told apart, and what waits.

use chrono::{Days, NaiveDate};
use parter::{
    feedback::Rating,
    figures::{Audience, Counts, DayFacts, Period, Satisfaction, Share, Unit, satisfaction::response},
};

use crate::given::{Records, ZONE, day, rating};

/// A lobby's days as these ratings make them.
fn days(ratings: &[Rating]) -> Vec<DayFacts> {
    let mut days: Vec<NaiveDate> = ratings.iter().map(|rating| rating.bucket.opens().date()).collect();
    days.sort_unstable();
    days.dedup();
    let facts = |day: NaiveDate| {
        let of_day: Vec<Rating> = ratings
            .iter()
            .filter(|rating| rating.bucket.opens().date() == day)
            .cloned()
            .collect();
        DayFacts::of(day, ZONE, &Records::default().told(), &of_day)
    };
    days.into_iter().map(facts).collect()
}

/// So many ratings of a day and queue, of this face.
fn many(count: usize, day: &str, queue: Option<&str>, face: u8) -> Vec<Rating> {
    let bucket = format!("{day}T00:00/PT24H");
    (0..count).map(|_| rating(&bucket, face, queue, &[], &[])).collect()
}

fn staff(days: &[DayFacts], complete_before: &str) -> Satisfaction<'static> {
    let days: &'static [DayFacts] = days.to_vec().leak();
    Satisfaction::of(&[days], Audience::Staff, day(complete_before))
}

fn march() -> Period {
    Unit::Month.of(day("2026-03-01"))
}

#[test]
fn a_distribution_a_mean_and_shares() {
    let counts = Counts {
        faces: [1, 2, 3, 4, 10],
        repeated: 7,
    };
    assert_eq!(counts.counted(), 20);
    assert_eq!(counts.satisfied(), Share { part: 14, of: 20 });
    assert_eq!(counts.unhappy(), Share { part: 3, of: 20 });
    assert_eq!(counts.mean(), Some(4.0));
    assert_eq!(Counts::default().mean(), None);
}

#[test]
fn a_queue_with_enough_ratings_is_told_by_the_day() {
    let mut ratings = many(6, "2026-03-03", Some("kasa"), 5);
    ratings.extend(many(5, "2026-03-04", Some("kasa"), 1));
    let shown = staff(&days(&ratings), "2026-04-01");
    let found: Vec<(Period, u32)> = shown
        .days(march())
        .iter()
        .map(|(span, counts)| (*span, counts.counted()))
        .collect();
    assert_eq!(
        found,
        [(Period::day(day("2026-03-03")), 6), (Period::day(day("2026-03-04")), 5)]
    );
    assert_eq!(shown.total(march()).faces, [5, 0, 0, 0, 6]);
}

#[test]
fn days_with_too_few_are_told_together() {
    let mut ratings = many(3, "2026-03-03", Some("kasa"), 5);
    ratings.extend(many(3, "2026-03-04", Some("kasa"), 4));
    let shown = staff(&days(&ratings), "2026-04-01");
    let two_days = Period {
        first: day("2026-03-03"),
        last: day("2026-03-04"),
    };
    assert_eq!(shown.total(Period::day(day("2026-03-03"))), Counts::default());
    let spans: Vec<Period> = shown.days(march()).into_iter().map(|(span, _)| span).collect();
    assert_eq!(spans, [two_days]);
    assert_eq!(shown.across(Period::day(day("2026-03-04"))).counted(), 6);
}

#[test]
fn what_is_left_of_a_month_joins_its_last_days() {
    let mut ratings = many(6, "2026-03-27", Some("kasa"), 5);
    ratings.extend(many(2, "2026-03-30", Some("kasa"), 5));
    ratings.extend(many(8, "2026-04-01", Some("kasa"), 5));
    let shown = staff(&days(&ratings), "2026-05-01");
    assert_eq!(shown.total(march()).counted(), 8);
    let weeks = shown.by(Unit::Week, march());
    // Neither week of the joined days has them; the month does.
    let counts: Vec<u32> = weeks.iter().map(|(_, counts)| counts.counted()).collect();
    assert_eq!(counts, [0, 0, 0, 0, 0, 8]);
    assert_eq!(weeks[5].0.first, day("2026-03-30"));
    assert_eq!(shown.across(weeks[4].0).counted(), 8);
}

#[test]
fn a_small_queue_waits_for_the_quarter_and_the_year() {
    let months = ["2026-01-14", "2026-02-11", "2026-05-13", "2026-09-16"];
    let ratings: Vec<Rating> = months
        .iter()
        .flat_map(|day| many(3, day, Some("rare"), 4))
        .chain(months.iter().flat_map(|day| many(9, day, Some("kasa"), 4)))
        .collect();
    let shown = staff(&days(&ratings), "2027-01-01");
    let rare = |period: Period| {
        let queues = shown.queues(period).parts;
        let found = queues.iter().find(|(queue, _)| queue.as_deref() == Some("rare"));
        found.map_or(0, |(_, counts)| counts.counted())
    };
    assert_eq!(rare(Unit::Month.of(day("2026-01-01"))), 0);
    assert_eq!(rare(Unit::Quarter.of(day("2026-01-01"))), 6);
    assert_eq!(rare(Unit::Quarter.of(day("2026-04-01"))), 0);
    assert_eq!(rare(Unit::Year.of(day("2026-01-01"))), 12);
}

#[test]
fn what_a_year_has_too_few_of_by_queue_is_told_of_several_queues() {
    let mut ratings = many(3, "2026-03-03", Some("a"), 5);
    ratings.extend(many(3, "2026-06-03", Some("b"), 1));
    let year = Unit::Year.of(day("2026-03-03"));
    let shown = staff(&days(&ratings), "2027-01-01");
    assert_eq!(shown.queues(year).parts, []);
    assert_eq!(shown.queues(year).rest.faces, [3, 0, 0, 0, 3]);

    let four = staff(&days(&many(4, "2026-03-03", Some("a"), 5)), "2027-01-01");
    assert_eq!(four.total(year), Counts::default());
}

#[test]
fn of_a_month_under_way_the_last_ratings_wait() {
    let mut ratings = Vec::new();
    for offset in 0..5 {
        let day = (day("2026-03-02") + Days::new(offset)).to_string();
        ratings.extend(many(6, &day, None, 5));
    }
    let days = days(&ratings);
    let on = |today: &str| staff(&days, today).total(march()).counted();
    assert_eq!(
        [on("2026-03-02"), on("2026-03-03"), on("2026-03-04"), on("2026-03-07")],
        [0, 0, 6, 24]
    );
    assert_eq!(on("2026-04-01"), 30);
}

#[test]
fn reasons_and_answers_are_told_when_neither_side_is_a_few() {
    let bucket = "2026-03-03T00:00/PT24H";
    let with = |count: usize| -> Vec<Rating> {
        let given = (0..count).map(|_| rating(bucket, 2, None, &["slow"], &[("found", "no")]));
        given.chain(many(12, "2026-03-03", None, 5)).collect()
    };
    let of = |ratings: &[Rating]| {
        let shown = staff(&days(ratings), "2027-01-01");
        (
            shown.reason("slow").within(march()),
            shown.question("found").within(march()),
        )
    };
    let (reason, question) = of(&with(5));
    assert_eq!(reason.share, Share { part: 5, of: 17 });
    assert_eq!(question.answers["no"], 5);
    assert_eq!(question.answered.share, Share { part: 5, of: 17 });
    let (reason, question) = of(&with(4));
    assert_eq!(reason.share, Share::default());
    assert!(question.answers.is_empty());
    let (reason, _) = of(&with(0));
    assert_eq!(reason.share, Share { part: 0, of: 12 });
}

#[test]
fn the_heat_map_has_what_falls_in_one_bucket() {
    let morning = "2026-03-03T00:00/PT12H";
    let afternoon = "2026-03-03T12:00/PT12H";
    let mut ratings: Vec<Rating> = (0..7).map(|_| rating(morning, 5, None, &[], &[])).collect();
    ratings.extend((0..5).map(|_| rating(afternoon, 2, None, &[], &[])));
    ratings.extend((0..3).map(|_| rating(morning, 5, Some("a"), &[], &[])));
    ratings.extend((0..3).map(|_| rating(afternoon, 5, Some("a"), &[], &[])));
    let slots = staff(&days(&ratings), "2026-04-01").slots(march());
    let found: Vec<(u32, u32, u32, u32)> = slots
        .parts
        .iter()
        .map(|(slot, counts)| (slot.weekday, slot.from, slot.hours, counts.counted()))
        .collect();
    // A Tuesday.
    assert_eq!(found, [(1, 0, 12, 7), (1, 12, 12, 5)]);
    assert_eq!(slots.rest.counted(), 6);
}

#[test]
fn the_public_is_told_of_ten_at_least() {
    let mut ratings = many(6, "2026-03-03", None, 5);
    ratings.extend(many(6, "2026-03-04", None, 5));
    let days = days(&ratings);
    let public = Satisfaction::of(&[&days], Audience::Public, day("2026-04-01"));
    assert_eq!(public.days(march()).len(), 1);
    assert_eq!(public.total(march()).counted(), 12);
}

#[test]
fn lobbies_are_summed_and_never_joined() {
    let (one, other) = (
        days(&many(6, "2026-03-03", None, 5)),
        days(&many(4, "2026-03-03", None, 1)),
    );
    let both = Satisfaction::of(&[&one, &other], Audience::Staff, day("2027-01-01"));
    assert_eq!(both.total(march()).faces, [0, 0, 0, 0, 6]);
}

#[test]
fn repeated_taps_are_told_and_not_counted() {
    let mut ratings = many(6, "2026-03-03", None, 5);
    ratings.extend(many(3, "2026-03-03", None, 1).into_iter().map(|rating| Rating {
        repeated: true,
        ..rating
    }));
    let total = staff(&days(&ratings), "2026-04-01").total(march());
    assert_eq!((total.counted(), total.repeated), (6, 3));
}

#[test]
fn the_response_is_ratings_to_visits() {
    let mut records = Records::default();
    for minute in 10..30 {
        records.called(
            "kasa",
            &format!("2026-03-03 09:{minute}:00"),
            &format!("2026-03-03 09:{minute}:30"),
        );
    }
    let ratings = many(6, "2026-03-03", None, 5);
    let days = [DayFacts::of(day("2026-03-03"), ZONE, &records.told(), &ratings)];
    let total = staff(&days, "2026-04-01").total(march());
    assert_eq!(response(&days, &total, march()), Share { part: 6, of: 20 });
}
