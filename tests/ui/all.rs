//! The screens as visitors meet them: touched by label, looked at as pictures, measured on every panel.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod colours;
mod faults;
mod flows_appointment;
mod flows_charter;
mod flows_closing;
mod flows_contacts;
mod flows_modes;
mod flows_pairing;
mod flows_paper;
mod flows_rate;
mod flows_reading;
mod flows_staff;
mod flows_ticket;
mod flows_visit;
mod flows_waiting;
mod harness;
mod keyboard;
#[path = "../support/log_lines.rs"]
mod log_lines;
mod measure;
mod pictures;
#[path = "../support/served.rs"]
mod served;
mod tree;
#[path = "../support/unprivileged.rs"]
mod unprivileged;
mod walk;
