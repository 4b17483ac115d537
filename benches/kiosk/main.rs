//! What a visitor waits for, and what the machine gives for it: the real program and the real disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[expect(dead_code, reason = "the benchmark looks and never touches")]
#[path = "../../tests/support/display.rs"]
mod display;
mod process;
#[path = "../support/table.rs"]
mod table;
mod ticket;

fn main() {
    let mut rows = ticket::measure();
    rows.extend(process::measure());
    table::print(rows);
}
