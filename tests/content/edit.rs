//! Edits of a pack: what is meant is what is read back, and nothing else has changed by a byte.

use std::collections::BTreeMap;

use parter::{
    content::{
        Pack,
        difference::{self, What},
        edit::{
            Cause, Edited, Fault, closures, notices, place_hours,
            services::{self, Form, SPEEDS},
            typed,
            week::Week,
        },
        files::Files,
        hours::{Closure, TimeOfDay},
        notice::Notice,
        read::{CHARTER_TEXT, HOURS, NOTICES, SERVICES, read},
        service::{Currency, Evidence, Fee, Tier},
        text::LocalText,
    },
    packs,
};
use proptest::prelude::*;

const PACKS: [&str; 6] = [
    "kyustendil",
    "plovdiv",
    "samokov",
    "peshtera",
    "kostinbrod",
    "./tests/packs/minimal",
];

fn files(pack: &str) -> Files {
    packs::open(pack).unwrap()
}

fn pack(files: &Files) -> Pack {
    let reading = read(files);
    reading.pack.unwrap_or_else(|| panic!("{:?}", reading.findings))
}

fn with(pack: &str, file: &str, text: &str) -> Files {
    let mut files = files(pack);
    files.insert(file, text);
    files
}

fn text(bg: &str, en: &str) -> LocalText {
    LocalText(BTreeMap::from([
        ("bg".to_owned(), bg.to_owned()),
        ("en".to_owned(), en.to_owned()),
    ]))
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn notice(id: &str) -> Notice {
    Notice {
        id: id.to_owned(),
        text: text("Асансьорът не работи.", "The lift is out of order."),
        from: Some(day("2026-11-24")),
        to: Some(day("2026-11-30")),
    }
}

/// All but `file` is what it was, and of that every line that was there is there still, in its order.
fn only_adds(before: &Files, after: &Files, file: &str) {
    for (name, bytes) in before.iter().filter(|(name, _)| *name != file) {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    let mut now = after.text(file).unwrap().lines();
    for line in before.text(file).unwrap().lines() {
        assert!(
            now.any(|other| other == line),
            "“{line}” is gone:\n{}",
            after.text(file).unwrap()
        );
    }
}

fn faults(edited: Edited) -> Vec<(String, Cause)> {
    let all = edited.unwrap_err();
    all.into_iter().map(|Fault { field, cause }| (field, cause)).collect()
}

fn fault(field: &str, cause: Cause) -> Vec<(String, Cause)> {
    vec![(field.to_owned(), cause)]
}

#[test]
fn a_notice_is_added_below_what_people_wrote() {
    for name in PACKS {
        let before = files(name);
        let after = notices::add(&before, &notice("lift")).unwrap();
        only_adds(&before, &after, NOTICES);
        assert!(
            after
                .text(NOTICES)
                .unwrap()
                .starts_with(before.text(NOTICES).unwrap().trim_end()),
            "{name}"
        );
        assert_eq!(pack(&after).notices.last(), Some(&notice("lift")), "{name}");
        assert_eq!(
            notices::remove(&after, "lift").map(|files| pack(&files).notices),
            Ok(pack(&before).notices)
        );
    }
}

const TWO_NOTICES: &str = "\
# Of the town hall.

# The lift, see the janitor.
[[notice]]
id = \"lift\" # short
text = { bg = \"Асансьорът не работи.\" } # in one language
from = 2026-11-24   # without quotes

# About the next one.

[[notice]]
id = 'hall'
text.bg = \"Залата е заета.\"
# The end.
";

#[test]
fn a_changed_notice_keeps_its_comments_and_the_rest_its_bytes() {
    let before = with("kyustendil", NOTICES, TWO_NOTICES);
    let mut meant = pack(&before).notices[0].clone();
    assert_eq!(notices::change(&before, &meant), Ok(before.clone()), "nothing is meant");

    meant.text = LocalText::bg("Асансьорът е в ремонт.");
    let after = notices::change(&before, &meant).unwrap();
    let expected = TWO_NOTICES.replace("Асансьорът не работи.", "Асансьорът е в ремонт.");
    assert_eq!(after.text(NOTICES), Some(expected.as_str()));

    meant.from = None;
    meant.to = Some(day("2026-12-01"));
    let after = notices::change(&after, &meant).unwrap();
    assert_eq!(pack(&after).notices[0], meant);
    assert!(after.text(NOTICES).unwrap().contains("# in one language"));
}

#[test]
fn a_notice_goes_with_its_own_comment_alone() {
    let before = with("kyustendil", NOTICES, TWO_NOTICES);
    let after = notices::remove(&before, "lift").unwrap();
    let expected = "\
# Of the town hall.

# About the next one.

[[notice]]
id = 'hall'
text.bg = \"Залата е заета.\"
# The end.
";
    let shown = after.text(NOTICES).unwrap();
    assert_eq!(shown, expected);

    let none = notices::remove(&after, "hall").unwrap();
    assert_eq!(pack(&none).notices, []);
    assert!(none.text(NOTICES).unwrap().starts_with("# Of the town hall.\n\n"));
    let again = notices::add(&none, &notice("lift")).unwrap();
    assert!(again.text(NOTICES).unwrap().starts_with("# Of the town hall.\n\n"));
    assert_eq!(pack(&again).notices, [notice("lift")]);
}

#[test]
fn documents_of_every_spelling_are_edited() {
    let windows = format!("\u{feff}{}", TWO_NOTICES.replace('\n', "\r\n"));
    let before = with("kyustendil", NOTICES, &windows);
    let after = notices::add(&before, &notice("new")).unwrap();
    let shown = std::str::from_utf8(after.get(NOTICES).unwrap()).unwrap();
    assert!(shown.starts_with('\u{feff}') && !shown.replace("\r\n", "").contains('\n'));
    only_adds(&before, &after, NOTICES);

    let inline = with(
        "kyustendil",
        NOTICES,
        "notice = [{ id = \"a\", text = { bg = \"А\" } }]\n",
    );
    let after = notices::add(&inline, &notice("b")).unwrap();
    assert_eq!(
        pack(&after).notices.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(),
        ["a", "b"]
    );
    let empty = with("kyustendil", NOTICES, "notice = []");
    assert_eq!(
        pack(&notices::add(&empty, &notice("b")).unwrap()).notices,
        [notice("b")]
    );
    let mut missing = files("kyustendil");
    missing.remove(NOTICES);
    let after = notices::add(&missing, &notice("b")).unwrap();
    assert!(after.text(NOTICES).unwrap().starts_with("[[notice]]\nid = \"b\"\n"));
}

#[test]
fn what_can_not_be_meant_names_its_field() {
    let before = files("kyustendil");
    let none = Notice {
        text: LocalText::default(),
        ..notice("n")
    };
    assert_eq!(faults(notices::add(&before, &none)), fault("text.bg", Cause::Missing));
    let backwards = Notice {
        to: Some(day("2026-11-01")),
        ..notice("n")
    };
    assert_eq!(
        faults(notices::add(&before, &backwards)),
        fault("to", Cause::DaysBackwards)
    );
    assert_eq!(faults(notices::change(&before, &notice("n"))), fault("id", Cause::Gone));
    let long = Notice {
        text: LocalText::bg(&"а".repeat(4001)),
        ..notice("n")
    };
    assert_eq!(
        faults(notices::add(&before, &long)),
        fault("text.bg", Cause::TooLong(4000))
    );
    let after = notices::add(&before, &notice("n")).unwrap();
    assert_eq!(faults(notices::add(&after, &notice("n"))), fault("id", Cause::Taken));
    let broken = with("kyustendil", NOTICES, "[[notice");
    assert_eq!(
        faults(notices::add(&broken, &notice("n"))),
        fault(NOTICES, Cause::Unreadable)
    );

    assert_eq!(typed::day("from", "32.01.2026"), Err(Fault::of("from", Cause::Day)));
    assert_eq!(typed::day("from", " 24.11.2026 г. "), Ok(Some(day("2026-11-24"))));
    assert_eq!(typed::day("from", "2026-11-24"), Ok(Some(day("2026-11-24"))));
    assert_eq!(typed::day("from", "  "), Ok(None));
    assert_eq!(typed::amount("fee", "8,00"), Ok(Some(800)));
    assert_eq!(typed::amount("fee", "8"), Ok(Some(800)));
    for bad in ["-8", "8.5", "8.000", "осем", "99999999", "8.", ".50"] {
        assert_eq!(typed::amount("fee", bad), Err(Fault::of("fee", Cause::Amount)), "{bad}");
    }
    assert_eq!(
        typed::time("mon.0.from", "25:00"),
        Err(Fault::of("mon.0.from", Cause::Time))
    );
    assert_eq!(
        typed::duration("n", "7", "working_days"),
        Ok(Some(("P7D".to_owned(), true)))
    );
    assert_eq!(typed::duration("n", "seven", "days"), Err(Fault::of("n", Cause::Count)));
    assert_eq!(typed::duration("n", "7", "years"), Err(Fault::of("n", Cause::Choice)));
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    for name in PACKS {
        let before = files(name);
        let read = pack(&before);
        for service in &read.services {
            assert_eq!(
                services::change(&before, &service.id, &Form::of(service)),
                Ok(before.clone()),
                "{}",
                service.id
            );
        }
        for place in &read.hours.places {
            let form = place_hours::Form::of(place);
            let after = place_hours::change(&before, &read.hours, &place.id, &form);
            assert_eq!(after, Ok(before.clone()));
            assert_eq!(Week::of(&form.week.spans()), form.week);
        }
        for closure in &read.hours.closures {
            let name = closures::name(closure);
            assert_eq!(
                closures::change(&before, &read.hours, &name, closure),
                Ok(before.clone())
            );
        }
        for notice in &read.notices {
            assert_eq!(notices::change(&before, notice), Ok(before.clone()));
        }
    }
}

#[test]
fn a_fee_is_one_line_of_the_document() {
    let before = files("kyustendil");
    let mut form = Form::of(pack(&before).service("2000").unwrap());
    form.fees[0].cents = 1000;
    let after = services::change(&before, "2000", &form).unwrap();
    let expected = before
        .text(SERVICES)
        .unwrap()
        .replacen("cents = 800", "cents = 1000", 1);
    assert_eq!(after.text(SERVICES), Some(expected.as_str()));
    let told: Vec<String> = difference::between(&before, &after)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, ["service 2000: fee ordinary 8.00 → 10.00 BGN"]);
    form.fees[0].source = " ".to_owned();
    form.name = LocalText::default();
    let refused = faults(services::change(&before, "2000", &form));
    let expected = [
        ("name.bg".to_owned(), Cause::Missing),
        ("fee.ordinary.source".to_owned(), Cause::Missing),
    ];
    assert_eq!(refused, expected);
}

const COMMENTED: &str = "
[[service.evidence]] # the first
name = { bg = \"Лична карта\" } # any

# Theirs.
[[service.evidence]]
name = { bg = \"Пълномощно\" }
condition = { bg = \"при упълномощаване\" }
";

#[test]
fn documents_are_put_into_another_order_with_their_comments() {
    let services = files("kyustendil").text(SERVICES).unwrap().replacen(
        "\n[[service.evidence]]\nname = { bg = \"Документ за самоличност\", en = \"Identity document\" }\n",
        COMMENTED,
        1,
    );
    let before = with("kyustendil", SERVICES, &services);
    let mut form = Form::of(pack(&before).service("2000").unwrap());
    form.evidence.swap(0, 1);
    let after = services::change(&before, "2000", &form).unwrap();
    let swapped = "
# Theirs.
[[service.evidence]]
name = { bg = \"Пълномощно\" }
condition = { bg = \"при упълномощаване\" }

[[service.evidence]] # the first
name = { bg = \"Лична карта\" } # any
";
    assert_eq!(after.text(SERVICES).unwrap(), services.replacen(COMMENTED, swapped, 1));
    let told: Vec<String> = difference::between(&before, &after)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, ["service 2000: document, in another order"]);
}

#[test]
fn a_closure_is_added_changed_and_taken_away() {
    for name in PACKS {
        let before = files(name);
        let hours = pack(&before).hours;
        let closure = Closure {
            from: day("2026-12-24"),
            to: day("2026-12-26"),
            place: hours.places.first().map(|place| place.id.clone()),
            text: text("Коледа", "Christmas"),
        };
        let added = closures::add(&before, &hours, &closure).unwrap();
        only_adds(&before, &added, HOURS);
        assert_eq!(pack(&added).hours.closures.last(), Some(&closure));
        let later = Closure {
            to: day("2026-12-27"),
            place: None,
            ..closure.clone()
        };
        let changed = closures::change(&added, &pack(&added).hours, &closures::name(&closure), &later).unwrap();
        assert_eq!(pack(&changed).hours.closures.last(), Some(&later));
        let gone = closures::remove(&changed, &pack(&changed).hours, &closures::name(&later)).unwrap();
        assert_eq!(pack(&gone).hours, hours);
        let nowhere = Closure {
            place: Some("nowhere".to_owned()),
            ..closure.clone()
        };
        assert_eq!(
            faults(closures::add(&before, &hours, &nowhere)),
            fault("place", Cause::Choice)
        );
        assert_eq!(
            faults(closures::remove(&before, &hours, "x")),
            fault("closure", Cause::Gone)
        );
    }
}

#[test]
fn a_week_is_written_by_days_of_the_same_hours() {
    let before = files("kyustendil");
    let hours = pack(&before).hours;
    let time = |text: &str| text.parse::<TimeOfDay>().unwrap();
    let mut form = place_hours::Form::of(&hours.places[0]);
    form.week.0[2] = vec![(time("8:30"), time("12:00")), (time("13:00"), time("18:00"))];
    let after = place_hours::change(&before, &hours, "obshtina", &form).unwrap();
    assert_eq!(Week::of(&pack(&after).hours.places[0].open), form.week);
    let told: Vec<String> = difference::between(&before, &after)
        .iter()
        .map(|it| it.sentence("bg"))
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("работно време понеделник, вторник, сряда, четвъртък, петък 8,00–17,00 →"),
        "{told:?}"
    );
    form.week.0[0] = vec![(time("9:00"), time("8:00"))];
    form.week.0[1] = vec![(time("8:00"), time("12:00")), (time("11:00"), time("13:00"))];
    let refused = faults(place_hours::change(&before, &hours, "obshtina", &form));
    let expected = [
        ("mon.0.to".to_owned(), Cause::HoursBackwards),
        ("tue.1.from".to_owned(), Cause::Overlap),
    ];
    assert_eq!(refused, expected);
    assert_eq!(
        faults(place_hours::change(&before, &hours, "x", &place_hours::Form::default())),
        fault("place", Cause::Gone)
    );
}

#[test]
fn differences_are_told_in_the_words_of_the_content() {
    let before = files("kyustendil");
    let after = notices::add(&before, &notice("lift")).unwrap();
    let told = difference::between(&before, &after);
    assert_eq!(told[0].sentence("bg"), "добавено: съобщение „Асансьорът не работи.“");
    assert_eq!(told[0].to_string(), "notice added: “The lift is out of order.”");
    assert_eq!(
        difference::between(&after, &before)[0].to_string(),
        "notice removed: “The lift is out of order.”"
    );
    assert_eq!(difference::between(&after, &after), []);

    let mut charter = before.clone();
    let words = before.text(CHARTER_TEXT).unwrap();
    let line = words.lines().nth(4).unwrap();
    charter.insert(CHARTER_TEXT, words.replacen(line, "Друг ред.", 1));
    let told = difference::between(&before, &charter);
    let expected = What::Lines {
        line: 5,
        was: vec![line.trim_end().to_owned()],
        is: vec!["Друг ред.".to_owned()],
    };
    assert_eq!(told.iter().map(|it| it.what.clone()).collect::<Vec<_>>(), [expected]);
    assert_eq!(told[0].sentence("bg"), "Харта, ред 5");
}

fn words() -> impl Strategy<Value = String> {
    "[а-яА-Яa-z\"'\\\\#„“ .\t\n{}=]{0,40}[а-яa-z]"
}

fn local() -> impl Strategy<Value = LocalText> {
    (words(), proptest::option::of(words())).prop_map(|(bg, en)| {
        let en = en.map(|en| ("en".to_owned(), en));
        LocalText([("bg".to_owned(), bg)].into_iter().chain(en).collect())
    })
}

fn a_day() -> impl Strategy<Value = chrono::NaiveDate> {
    (0u64..4000).prop_map(|days| day("2024-01-01") + chrono::Days::new(days))
}

fn evidence() -> impl Strategy<Value = Evidence> {
    (local(), proptest::option::of(local()), any::<bool>()).prop_map(|(name, condition, ex_officio)| Evidence {
        name,
        condition,
        ex_officio,
    })
}

fn tiers() -> impl Strategy<Value = Vec<Tier>> {
    let duration = proptest::option::of((0..90u32).prop_map(|days| format!("P{days}D")));
    let tier = proptest::option::of((duration, any::<bool>(), local()));
    proptest::array::uniform3(tier).prop_map(|all| {
        let all = SPEEDS.into_iter().zip(all);
        let meant = all.filter_map(|(speed, tier)| tier.map(|tier| (speed, tier)));
        let tier = |(speed, (duration, working_days, text))| Tier {
            speed,
            duration,
            working_days,
            text,
        };
        meant.map(tier).collect()
    })
}

fn fees() -> impl Strategy<Value = Vec<Fee>> {
    let currency = prop_oneof![Just(Currency::Bgn), Just(Currency::Eur)];
    let fee = proptest::option::of((
        0..u32::MAX,
        currency,
        proptest::option::of(a_day()),
        words(),
        any::<bool>(),
    ));
    proptest::array::uniform3(fee).prop_map(|all| {
        let all = SPEEDS.into_iter().zip(all);
        let meant = all.filter_map(|(speed, fee)| fee.map(|fee| (speed, fee)));
        let fee = |(speed, (cents, currency, date, source, confirmed))| Fee {
            speed,
            cents,
            currency,
            date,
            source,
            confirmed,
        };
        meant.map(fee).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_service_is_read_back_as_it_was_meant_and_no_other_changes(
        name in proptest::sample::select(&PACKS[..]),
        which in any::<prop::sample::Index>(),
        texts in (local(), proptest::option::of(local())),
        kept in proptest::collection::vec(proptest::option::of(0..6usize), 0..6),
        new in proptest::collection::vec(evidence(), 6),
        tiers in tiers(),
        fees in fees(),
    ) {
        let before = files(name);
        let was = pack(&before);
        let service = which.get(&was.services);
        let evidence = kept.iter().zip(new).map(|(was, new)| {
            let stood = was.and_then(|was| service.evidence.get(was)).cloned();
            (*was, stood.unwrap_or(new))
        });
        let channels = Form::of(service).channels;
        let form = Form { name: texts.0, description: texts.1, evidence: evidence.collect(), tiers, fees, channels };
        let after = services::change(&before, &service.id, &form).unwrap();
        let is = pack(&after);
        let read = is.service(&service.id).unwrap();
        let stands = Form::of(read);
        prop_assert_eq!(&stands.name, &form.name);
        prop_assert_eq!(&stands.description, &form.description);
        prop_assert_eq!(&read.evidence, &form.evidence.iter().map(|(_, it)| it.clone()).collect::<Vec<_>>());
        prop_assert_eq!(&stands.tiers, &form.tiers);
        prop_assert_eq!(&stands.fees, &form.fees);
        prop_assert_eq!(&read.channels, &service.channels);
        // All else is what it was.
        let mut restored = is.clone();
        let at = is.services.iter().position(|it| it.id == service.id).unwrap();
        restored.services[at] = service.clone();
        restored.sha256 = was.sha256;
        prop_assert_eq!(&restored, &was);
        let shown = after.text(SERVICES).unwrap();
        for comment in before.text(SERVICES).unwrap().lines().filter(|line| line.starts_with('#')) {
            prop_assert!(shown.contains(comment), "{}", comment);
        }
        let back = services::change(&after, &service.id, &Form::of(read)).unwrap();
        prop_assert_eq!(back, after);
    }

    #[test]
    fn a_notice_is_read_back_as_it_was_meant(
        name in proptest::sample::select(&PACKS[..]),
        text in local(),
        days in (a_day(), 0u64..100, any::<bool>(), any::<bool>()),
    ) {
        let before = files(name);
        let (from, long, begins, ends) = days;
        let meant = Notice {
            id: "new".to_owned(),
            text,
            from: begins.then_some(from),
            to: ends.then_some(from + chrono::Days::new(long)),
        };
        let added = notices::add(&before, &notice(&meant.id)).unwrap();
        let after = notices::change(&added, &meant).unwrap();
        let is = pack(&after);
        prop_assert_eq!(is.notices.last(), Some(&meant));
        prop_assert_eq!(&is.notices[..is.notices.len() - 1], &pack(&before).notices[..]);
    }
}
