//! Parter: the self-service kiosk in the lobby of a Bulgarian municipality.
//!
//! Arrows point down; each layer says what it promises to the one above.
//!
//! | layer | what it is | what it promises |
//! |---|---|---|
//! | [`cli`] | the commands | one file a command; errors in one sentence |
//! | [`kiosk`] | the touch app: `controllers` in plain Rust, `adapters` that alone know slint | the UI thread only draws: what it wants of the disk it asks, and is woken |
//! | `lobby` | the counters' and the board's pages on the lobby's network | nobody is called twice; every way in but the pairing needs a paired browser |
//! | [`hub`] | a further kiosk's way to the hub of its lobby | a visitor waits two seconds at most; no number comes twice, no ticket is called that nobody holds |
//! | [`sync`] | the kiosk's half of the wire: enrolment, the outbox's way up, heartbeats | nothing leaves the outbox but on the server's word; the visitor never waits for the network |
//! | [`vault`] | the kiosk's published content on its disk | always the old content or the new one, whole; what can't be shown gives way by itself |
//! | [`print`] | tickets on paper, through any receipt printer | a printer that stalls, or none, holds up nothing; a ticket is never printed twice by itself |
//! | [`machine`] | a machine that nobody attends: setup from a stick, word to its service manager | settings are the old or the new, whole; no secret stays on the stick |
//! | [`speech`] | words into sound, by a program of this machine | no service, no network; a voice that is missing or stalls fails in time |
//! | [`store`] | the kiosk's one SQLite file and the thread that owns it | what it acknowledged is on the disk; a number is issued once; a rating ties to nobody |
//! | [`bundle`] | a pack as it is published, signed | nothing is believed that a trusted key did not sign, in one order of checks |
//! | [`packs`], [`config`], [`logging`] | packs in folders and in the program; the configuration; log lines | bounded reading; faults by file, line and mend; no personal data |
//! | [`figures`] | what is measured of it all: promises kept, satisfaction | one rule for hub and server; no difference of two figures tells of fewer than five |
//! | [`content`], [`queue`], [`feedback`] | the domain: what is published, tickets and waits, ratings | no file, no clock, no database; time is an argument |

pub mod bounded;
pub mod bundle;
pub mod calls;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod crockford;
pub mod disk;
pub mod durable;
pub mod feedback;
pub mod figures;
pub mod hub;
pub mod kiosk;
#[cfg(feature = "lobby")]
pub mod lobby;
pub mod logging;
pub mod machine;
pub mod packs;
pub mod parallel;
pub mod pin;
pub mod print;
pub mod protocol;
pub mod queue;
#[cfg(feature = "server")]
pub mod server;
pub mod sheet;
pub mod speech;
pub mod store;
pub mod sync;
pub mod vault;
#[cfg(any(feature = "server", feature = "lobby"))]
pub mod web;
