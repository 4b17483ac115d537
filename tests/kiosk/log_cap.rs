//! A log that grows too fast in a day.

use std::io::Write as _;

use chrono::NaiveDate;
use parter::logging::capped::Capped;

#[test]
fn a_full_day_says_so_once_and_the_next_day_writes_again() {
    let mut log = Capped {
        file: Vec::new(),
        limit: 10,
        written: 0,
        day: NaiveDate::default(),
        clock: NaiveDate::default,
    };
    for line in ["12345\n", "1234567\n", "1\n"] {
        log.write_all(line.as_bytes()).unwrap();
    }
    let text = String::from_utf8_lossy(&log.file).into_owned();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.starts_with("12345\n{") && text.contains("full"), "{text}");
    log.clock = || NaiveDate::MAX;
    log.write_all(b"new\n").unwrap();
    assert!(log.file.ends_with(b"new\n"));
}
