//! The touch app without its window: what a tap leads to, and what staff set and read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod appointment_flow;
mod clock_set;
mod config;
#[path = "../print/fake.rs"]
mod fake;
mod keyboard;
mod log_cap;
#[path = "../support/log_lines.rs"]
mod log_lines;
mod machine_setup;
mod measured;
#[path = "../print/paper.rs"]
mod paper;
mod paper_flow;
mod pin;
mod published_flow;
mod qr;
mod rate_flow;
mod reading_flow;
#[path = "../support/served.rs"]
mod served;
mod services_flow;
#[path = "../support/settings.rs"]
mod settings;
mod staff_flow;
mod staff_log;
mod staff_log_lines;
mod ticket_flow;
#[cfg(feature = "kiosk")]
mod typed_time;
mod visit_file;
mod waiting_flow;
