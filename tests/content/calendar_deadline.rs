//! The last day of a deadline.

use chrono::{Days, NaiveDate};
use parter::content::calendar::{
    deadline::{Counting, IsoDuration, answer_due, last_day, service_due},
    holidays::is_working_day,
};
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ends(start: &str, term: &str, counting: Counting) -> NaiveDate {
    last_day(date(start), term.parse().unwrap(), counting).unwrap()
}

#[test]
fn calendar_days_end_on_a_working_day() {
    use Counting::Calendar;
    for (start, term, end) in [
        ("2026-11-16", "P7D", "2026-11-23"),
        ("2026-11-16", "P5D", "2026-11-23"), // ends on Saturday the 21st
        ("2026-11-16", "P0D", "2026-11-16"),
        ("2026-11-15", "P0D", "2026-11-16"), // registered on a Sunday
        ("2026-11-16", "PT24H", "2026-11-17"),
        ("2026-11-16", "PT36H", "2026-11-18"),
        ("2026-11-16", "PT2H", "2026-11-16"),
        ("2026-11-16", "PT0S", "2026-11-16"),
        ("2026-11-16", "P2W", "2026-11-30"),
        ("2026-01-31", "P1M", "2026-03-02"), // 28 February is a Saturday
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2026-11-16", "P1Y1M", "2027-12-16"),
        ("2026-12-10", "P14D", "2026-12-29"), // Christmas Eve, and all free until the 28th
        ("2026-12-01", "P1M", "2027-01-04"),  // New Year's Day is a Friday
    ] {
        assert_eq!(ends(start, term, Calendar), date(end), "{start} {term}");
    }
}

#[test]
fn working_days_pass_over_weekends_and_holidays() {
    use Counting::Working;
    for (start, term, end) in [
        ("2026-11-16", "P5D", "2026-11-23"),
        ("2026-11-20", "P1D", "2026-11-23"),
        ("2026-04-08", "P3D", "2026-04-15"), // Easter: 10 to 13 April
        ("2026-11-21", "P1D", "2026-11-23"),
        ("2026-11-16", "PT24H", "2026-11-17"),
        ("2026-11-16", "P0D", "2026-11-16"),
    ] {
        assert_eq!(ends(start, term, Working), date(end), "{start} {term}");
    }
}

#[test]
fn what_is_no_duration_is_refused_with_the_mend() {
    for text in [
        "",
        "P",
        "PT",
        "7D",
        "P7",
        "P-1D",
        "P1.5D",
        "P1DT",
        "P1H",
        "PT1D",
        "P1D1M",
        "P1D1D",
        "P99999999999D",
        "п7д",
        "P７D",
    ] {
        let error = text.parse::<IsoDuration>().unwrap_err().to_string();
        assert!(error.contains("P7D"), "{text}: {error}");
    }
}

#[test]
fn promises_and_services_give_the_day_of_the_answer() {
    let promise = |rest: &str| -> parter::content::promise::Promise {
        toml::from_str(&format!(
            "id = \"answer\"\nmetric = \"complaint_answer\"\nsection = \"s\"\nquote = \"q\"\ntext.bg = \"t\"\n{rest}"
        ))
        .unwrap()
    };
    let due = |rest| answer_due(date("2026-11-20"), &promise(rest));
    assert_eq!(
        due("threshold = 30\nunit = \"days\""),
        Some(date("2026-12-21")),
        "the 20th is a Sunday"
    );
    assert_eq!(due("threshold = 1\nunit = \"months\""), Some(date("2026-12-21")));
    assert_eq!(due("threshold = 7\nunit = \"working_days\""), Some(date("2026-12-01")));
    assert_eq!(due("threshold = 24\nunit = \"hours\""), Some(date("2026-11-23")));
    assert_eq!(due(""), None, "«в кратък срок» gives no day");

    let tier = |rest: &str| -> parter::content::service::Tier {
        toml::from_str(&format!("speed = \"ordinary\"\ntext.bg = \"t\"\n{rest}")).unwrap()
    };
    assert_eq!(
        service_due(date("2026-11-20"), &tier("duration = \"P3D\"")),
        Some(date("2026-11-23"))
    );
    let working = tier("duration = \"P3D\"\nworking_days = true");
    assert_eq!(service_due(date("2026-11-20"), &working), Some(date("2026-11-25")));
    assert_eq!(service_due(date("2026-11-20"), &tier("")), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deadline_ends_on_a_working_day_and_never_early(start in 0..3000_u64, days in 0..400_u32, months in 0..30_u32) {
        let start = date("2022-01-01") + Days::new(start);
        for counting in [Counting::Calendar, Counting::Working] {
            let term = format!("P{months}M{days}D").parse().unwrap();
            let end = last_day(start, term, counting).unwrap();
            prop_assert!(is_working_day(end));
            prop_assert!(end >= start + Days::new(days.into()));
            let longer = format!("P{months}M{}D", days + 1).parse().unwrap();
            prop_assert!(last_day(start, longer, counting).unwrap() >= end);
        }
    }

    #[test]
    fn no_text_panics(text in "P?[0-9YMWDTHS]{0,20}|\\PC*") {
        if let Ok(term) = text.parse::<IsoDuration>() {
            prop_assert!(last_day(date("2026-11-20"), term, Counting::Calendar).is_some());
        }
    }
}
