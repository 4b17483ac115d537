//! When a kiosk asks again after the server did not answer.
//!
//! After a short outage it is back within seconds; after a long one within a tenth of the time that the server was away,
//! and always within five minutes. The waiting is spread over all of that, so that the kiosks of a country don't come
//! back as one wave.

use std::time::Duration;

use crate::protocol::record::Hash;

/// An outage up to this is short: a minute, and the attempt in the midst of which the server came back.
const SHORT: Duration = Duration::from_secs(65);
/// No wait in a short outage is longer. Together with the longest attempt to connect it makes 5 s.
const SHORT_CEILING: Duration = Duration::from_secs(2);
/// No wait is longer.
pub const CEILING: Duration = Duration::from_secs(300);
/// No wait is shorter.
const FLOOR: Duration = Duration::from_millis(50);

/// A number from 0 to 1 that is this device's own.
#[must_use]
pub fn offset(device: &str) -> f64 {
    let Hash([a, b, c, d, ..]) = Hash::of(device.as_bytes());
    f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
}

/// The longest wait when the server has been `away` for so long.
#[must_use]
pub fn ceiling(away: Duration) -> Duration {
    if away < SHORT {
        SHORT_CEILING
    } else {
        (away / 10).min(CEILING)
    }
}

/// How long to wait: full jitter, from `random` (0 to 1), turned by the device's own offset. Kiosks of one image that
/// start at one moment may draw the same numbers, and still spread.
#[must_use]
pub fn delay(away: Duration, offset: f64, random: f64) -> Duration {
    FLOOR + (ceiling(away) - FLOOR).mul_f64(turned(offset, random))
}

/// How long to wait where only a person can mend the cause: `usual`, give or take a quarter.
#[must_use]
pub fn rare(usual: Duration, offset: f64, random: f64) -> Duration {
    usual.mul_f64(0.75 + turned(offset, random) / 2.0)
}

fn turned(offset: f64, random: f64) -> f64 {
    (offset + random).fract()
}
