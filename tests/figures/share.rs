//! Shares, and how sure they are.

use parter::figures::Share;

/// To four places, as the sources print them.
fn interval(part: u32, of: u32) -> (String, String) {
    let (low, high) = Share { part, of }.interval().unwrap();
    (format!("{low:.4}"), format!("{high:.4}"))
}

#[test]
fn the_interval_is_wilsons() {
    let is = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    // R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
    assert_eq!(interval(81, 263), is("0.2553", "0.3662"));
    assert_eq!(interval(15, 148), is("0.0624", "0.1605"));
    assert_eq!(interval(0, 20), is("0.0000", "0.1611"));
    assert_eq!(interval(1, 29), is("0.0061", "0.1718"));
    assert_eq!(interval(20, 20), is("0.8389", "1.0000"));
}

#[test]
fn nothing_has_no_share() {
    let nothing = Share { part: 0, of: 0 };
    assert_eq!((nothing.ratio(), nothing.interval()), (None, None));
}
