//! Buckets: coarse, and written so that they read back.

use chrono::{NaiveDateTime, TimeDelta};
use parter::feedback::{Bucket, Face};
use proptest::prelude::*;

fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

#[test]
fn half_a_day_ends_at_noon_and_at_midnight() {
    let buckets = [
        "2026-11-05T00:00:00",
        "2026-11-05T11:59:59",
        "2026-11-05T12:00:00",
        "2026-11-05T23:59:59",
    ]
    .map(|time| Bucket::at(wall(time), 12).to_string());
    let (morning, afternoon) = ("2026-11-05T00:00/PT12H", "2026-11-05T12:00/PT12H");
    assert_eq!(buckets, [morning, morning, afternoon, afternoon]);
}

#[test]
fn there_are_five_faces() {
    assert_eq!(
        (0..=255)
            .filter(|number| Face::try_from(*number).is_ok())
            .collect::<Vec<u8>>(),
        [1, 2, 3, 4, 5]
    );
}

#[test]
fn a_bucket_is_written_in_one_way_alone() {
    for text in [
        "",
        "2026-11-05T12:00",
        "2026-11-05T12:00/PTH",
        "2026-11-05T12:00/PT+12H",
        "2026-11-05T12:00/PT99999999999H",
        "2026-11-05T12:30/PT12H",
        "2026-11-05T06:00/PT12H",
        "2026-11-05T24:00/PT12H",
        "2026-11-31T12:00/PT12H",
        "2026-11-5T12:00/PT12H",
        "+026-11-05T12:00/PT12H",
        "2026-11-05 12:00/PT12H",
        "2026-11-05T12:00:00/PT12H",
    ] {
        let error = text.parse::<Bucket>().unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
}

proptest! {
    #[test]
    fn a_bucket_holds_its_time_and_closes_only_after_it(
        seconds in 0..400_000_000_i64,
        hours in prop::sample::select(vec![1_u32, 2, 3, 4, 6, 8, 12, 24]),
    ) {
        let time = wall("2026-01-01T00:00:00") + TimeDelta::seconds(seconds);
        let bucket = Bucket::at(time, hours);
        prop_assert!(bucket.opens() <= time && time < bucket.closes());
        prop_assert_eq!(bucket.closes() - bucket.opens(), TimeDelta::hours(hours.into()));
        prop_assert_eq!(Bucket::at(bucket.opens(), hours), bucket);
        prop_assert_ne!(Bucket::at(bucket.closes(), hours), bucket);
        prop_assert_eq!(bucket.to_string().parse(), Ok(bucket));

        prop_assert!(!bucket.is_closed(time));
        prop_assert!(!bucket.is_closed(bucket.closes() + TimeDelta::minutes(9)));
        prop_assert!(bucket.is_closed(bucket.closes() + TimeDelta::minutes(10)));
        prop_assert!(bucket.is_closed(bucket.opens() - TimeDelta::days(1)), "a clock that was wrong");
    }

    #[test]
    fn no_text_makes_the_reader_fail_badly(text: String) {
        let _ = text.parse::<Bucket>();
        let _ = format!("2026-11-05T12:00/PT{text}H").parse::<Bucket>();
    }
}
