//! A kiosk's log, sent when staff ask for it: `POST /api/v1/logs/{request}`, by the number of
//! [`BatchAnswer::log_wanted`](super::batch::BatchAnswer::log_wanted).
//!
//! The body is a text under gzip: the newest lines of the program's own log, and below a line of its own
//! ([`JOURNAL`]) those of the machine's journal, where there is one.

/// Of each of the two so many bytes at most, the newest.
pub const MOST_TEXT: u64 = 1_000_000;
/// The body has no more: two such texts, of which nothing can be pressed together.
pub const MOST_BODY: usize = 2 * 1_000_000 + 64 * 1024;
/// Stands between them.
pub const JOURNAL: &str = "=== journal ===";
