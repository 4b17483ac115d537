//! How long a kiosk waits before it asks again.

use std::time::Duration;

use parter::sync::backoff::{CEILING, ceiling, delay, offset, rare};
use proptest::prelude::*;

/// An attempt to connect may take this long before it is given up.
const ATTEMPT: Duration = Duration::from_secs(3);

/// How long after the server's return a kiosk is back that noticed its absence at once, with attempts that last `attempt`
/// and random numbers drawn from `random` in turn.
fn back_after(outage: Duration, attempt: Duration, offset: f64, random: &[f64]) -> Duration {
    let mut random = random.iter().cycle();
    let mut at = Duration::ZERO;
    loop {
        at += attempt;
        at += delay(at, offset, *random.next().unwrap());
        if at >= outage {
            return at - outage;
        }
    }
}

fn secs(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_less_than_a_minute_the_kiosk_is_back_within_five_seconds(
        outage in 0.0..60.0,
        attempt in 0.0..=3.0,
        offset in 0.0..1.0,
        random in prop::collection::vec(0.0..1.0, 1..200),
    ) {
        let back = back_after(secs(outage), secs(attempt), offset, &random);
        prop_assert!(back <= Duration::from_secs(5), "{back:?}");
    }

    #[test]
    fn after_longer_it_is_back_within_a_tenth_of_the_outage_and_five_minutes(
        outage in 60.0..1_000_000.0,
        offset in 0.0..1.0,
        random in prop::collection::vec(0.0..1.0, 1..200),
    ) {
        let back = back_after(secs(outage), ATTEMPT, offset, &random);
        prop_assert!(back <= secs(outage / 10.0).min(CEILING) + ATTEMPT, "{back:?}");
    }

    #[test]
    fn no_wait_is_nothing_or_beyond_the_ceiling(away in 0.0..10_000_000.0, offset in 0.0..1.0, random in 0.0..1.0) {
        let wait = delay(secs(away), offset, random);
        prop_assert!(wait >= Duration::from_millis(50) && wait <= ceiling(secs(away)), "{wait:?}");
    }

    #[test]
    fn the_ceiling_only_grows(away in 0.0..10_000_000.0, longer in 0.0..10_000_000.0) {
        prop_assert!(ceiling(secs(away)) <= ceiling(secs(away + longer)));
    }

    #[test]
    fn where_only_a_person_can_mend_it_asks_within_a_quarter_of_the_usual(offset in 0.0..1.0, random in 0.0..1.0) {
        let wait = rare(Duration::from_secs(600), offset, random);
        prop_assert!((450..=750).contains(&wait.as_secs()), "{wait:?}");
    }
}

/// Where waits of the ceiling's length land, in tenths of it.
fn spread(waits: impl Iterator<Item = Duration>) -> [usize; 10] {
    let mut tenths = [0; 10];
    for wait in waits {
        tenths[((wait.as_secs_f64() / CEILING.as_secs_f64() * 10.0) as usize).min(9)] += 1;
    }
    tenths
}

const LONG_AWAY: Duration = Duration::from_secs(86_400);

#[test]
fn a_fleet_that_draws_the_same_number_still_spreads() {
    let devices = (0..1000).map(|n| offset(&format!("device-{n}")));
    let tenths = spread(devices.map(|offset| delay(LONG_AWAY, offset, 0.4)));
    assert!(tenths.iter().all(|count| (60..150).contains(count)), "{tenths:?}");
}

#[test]
fn one_device_spreads_over_the_whole_of_the_ceiling() {
    let random = (0..1000).map(|n| f64::from(n) / 1000.0);
    let tenths = spread(random.map(|random| delay(LONG_AWAY, offset("device"), random)));
    assert!(tenths.iter().all(|count| (95..=106).contains(count)), "{tenths:?}");
}
