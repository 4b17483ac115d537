//! A ticket's number and code.

use std::collections::BTreeSet;

use parter::queue::{TicketCode, TicketNumber};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

#[test]
fn a_number_is_the_letter_and_at_least_three_digits() {
    let shown = [1, 12, 999, 1000].map(|seq| TicketNumber { letter: 'А', seq }.to_string());
    assert_eq!(shown, ["А\u{a0}001", "А\u{a0}012", "А\u{a0}999", "А\u{a0}1000"]);
}

#[test]
fn codes_are_random_in_every_character() {
    let mut rng = StdRng::seed_from_u64(7);
    let codes: Vec<String> = (0..2000).map(|_| TicketCode::random(&mut rng).to_string()).collect();
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    // Sixty bits: at each of twelve places each of 32 letters.
    assert!(codes.iter().all(|code| code.len() == 12));
    for place in 0..12 {
        let letters: BTreeSet<u8> = codes.iter().map(|code| code.as_bytes()[place]).collect();
        assert_eq!(letters.len(), 32, "place {place}");
    }
}

#[test]
fn a_code_is_read_as_people_write_it() {
    let code: TicketCode = "7F3K9QW10M4D".parse().unwrap();
    for written in ["7f3k9qw10m4d", "7F3K-9QW1-0M4D", " 7f3k 9qwl om4d ", "7F3K9QWIOM4D"] {
        assert_eq!(written.parse(), Ok(code.clone()), "{written}");
    }
    for wrong in [
        "",
        "7F3K9QW10M4",
        "7F3K9QW10M4DD",
        "7F3K9QW10M4U",
        "7Ф3K9QW10M4",
        "7F3K9QW10M4!",
    ] {
        let error = wrong.parse::<TicketCode>().unwrap_err();
        assert!(error.to_string().contains("12 letters and digits"), "{error}");
    }
}

proptest! {
    #[test]
    fn every_code_reads_back(seed: u64) {
        let code = TicketCode::random(&mut StdRng::seed_from_u64(seed));
        prop_assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
    }

    #[test]
    fn no_text_makes_the_reader_fail_badly(text: String) {
        if let Ok(code) = text.parse::<TicketCode>() {
            prop_assert_eq!(code.as_str().len(), TicketCode::LENGTH);
        }
    }
}
