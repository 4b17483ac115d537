//! Which kiosks a version is offered to, by share of the fleet.

use crate::protocol::record::Hash;

/// Whether a kiosk is in that share, in per cent: each version draws kiosks anew, and a larger share has all those of a
/// smaller one.
#[must_use]
pub fn has(share: u8, version: &str, device: &str) -> bool {
    let Hash([a, b, c, d, ..]) = Hash::of(format!("{version}\n{device}").as_bytes());
    u64::from(u32::from_be_bytes([a, b, c, d])) * 100 < u64::from(share) << 32
}
