//! A moment as one types it on the command line.

use parter::cli::time::{in_bulgaria, parse};

#[test]
fn a_moment_is_the_lobbys() {
    for (typed, moment) in [
        ("2026-11-23T10:30", "2026-11-23T08:30:00+00:00"),
        ("2026-07-01T10:30", "2026-07-01T07:30:00+00:00"),
        ("2026-10-25T03:30", "2026-10-25T00:30:00+00:00"),
    ] {
        assert_eq!(in_bulgaria(parse(typed).unwrap()).to_rfc3339(), moment);
    }
    let fault = parse("garbage").unwrap_err();
    assert!(fault.contains("2026-11-23T10:30"), "{fault}");
}
