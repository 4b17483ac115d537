//! What is published: packs read, checked, searched, edited, brought in and out; the calendar that their hours and deadlines follow.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod builtin;
mod calendar_deadline;
mod calendar_holidays;
mod calendar_opening;
mod charter_words;
mod edit;
mod pack_check;
mod pack_command;
mod pack_exchange;
mod pack_hostile;
mod pack_read;
mod parts;
mod rows;
mod search;
mod services_table;
mod translations;
