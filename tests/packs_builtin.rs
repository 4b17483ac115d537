//! The five packs inside the program: sound, in both languages, each municipality's own and nothing besides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use parter::{
    content::{
        Pack,
        calendar::deadline::IsoDuration,
        charter::Block,
        finding::Finding,
        hours::Place,
        promise::{Metric, TimeUnit},
        read::{DOCUMENTS, read},
    },
    packs::builtin,
};

const PACKS: [&str; 5] = ["kostinbrod", "kyustendil", "peshtera", "plovdiv", "samokov"];

fn pack(name: &str) -> Pack {
    let reading = read(&builtin::files(name).unwrap());
    let findings: Vec<_> = reading.findings.iter().map(ToString::to_string).collect();
    reading.pack.unwrap_or_else(|| panic!("{name}: {findings:#?}"))
}

/// What the pack promises of `metric` with a measure.
fn measured(pack: &Pack, metric: Metric) -> Vec<(u32, TimeUnit)> {
    let promises = pack.promises.iter().filter(|promise| promise.metric == metric);
    promises
        .filter_map(|promise| promise.threshold.zip(promise.unit))
        .collect()
}

#[test]
fn the_five_are_there_and_without_errors() {
    assert_eq!(builtin::names().collect::<Vec<_>>(), PACKS);
    for name in PACKS {
        let findings = read(&builtin::files(name).unwrap()).findings;
        let errors: Vec<_> = findings.iter().filter(|finding| Finding::is_error(finding)).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert_eq!(pack(name).info.municipality.id, name);
    }
}

/// Nothing was merged: every record found of a municipality is one service of its pack.
#[test]
fn services_are_the_municipalitys_own() {
    let own = [
        (
            "kyustendil",
            13,
            &["kustendil.bg", "service_provision/10296", "service_provision/10326"][..],
        ),
        ("peshtera", 35, &["peshtera.bg"]),
        ("samokov", 5, &["samokov.bg/"]),
        ("kostinbrod", 6, &["kostinbrod.bg/"]),
        ("plovdiv", 18, &["plovdiv.bg/"]),
    ];
    for (name, count, sources) in own {
        let services = pack(name).services;
        assert_eq!(services.len(), count, "{name}");
        for service in services {
            let source = &service.source.text;
            assert!(
                sources.iter().any(|own| source.contains(own)),
                "{name}: {} comes from {source}",
                service.id
            );
        }
    }
}

#[test]
fn services_of_plovdivs_districts_name_their_district() {
    let plovdiv = pack("plovdiv");
    let districts = plovdiv.services.iter().filter_map(|service| {
        let district = service.source.note.as_deref()?.split("запис на район ").nth(1)?;
        let unit = plovdiv
            .contacts
            .units
            .iter()
            .find(|unit| service.unit.as_ref() == Some(&unit.id));
        let place = unit.map(|unit| &unit.name).or(service.room.as_ref()).unwrap().get("bg");
        assert!(place.ends_with(&format!("район {district}")), "{}: {place}", service.id);
        Some(district)
    });
    assert_eq!(districts.count(), 14);
}

#[test]
fn nothing_passes_for_confirmed_that_no_one_confirmed() {
    for name in PACKS {
        for service in pack(name).services {
            assert!(!service.source.confirmed, "{name}: {}", service.id);
            for fee in &service.fees {
                assert!(!fee.confirmed && !fee.source.is_empty(), "{name}: {}", service.id);
            }
        }
    }
}

#[test]
fn every_service_reaches_a_queue_and_takes_a_time_that_is_one() {
    for name in PACKS {
        let pack = pack(name);
        for service in &pack.services {
            assert!(pack.queues.queue_for(service).is_some(), "{name}: {}", service.id);
            for duration in service.tiers.iter().filter_map(|tier| tier.duration.as_ref()) {
                assert!(
                    duration.parse::<IsoDuration>().is_ok(),
                    "{name}: {} takes {duration}",
                    service.id
                );
            }
        }
        let letters: BTreeSet<_> = pack.queues.queues.iter().map(|queue| queue.letter).collect();
        assert_eq!(
            letters.len(),
            pack.queues.queues.len(),
            "{name}: a letter is used twice"
        );
        assert!((3..=6).contains(&letters.len()), "{name}");
    }
}

#[test]
fn every_unit_of_kyustendils_charter_is_there() {
    let kyustendil = pack("kyustendil");
    let chapter = kyustendil
        .charter
        .sections
        .iter()
        .find(|section| section.id == "zvena")
        .unwrap();
    let plain = |text: &str| text.replace(['„', '“', '”'], "").to_lowercase();
    let units: BTreeSet<_> = kyustendil
        .contacts
        .units
        .iter()
        .map(|unit| plain(unit.name.get("bg")))
        .collect();
    let of_charter: BTreeSet<_> = chapter
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Item { text, .. } => Some(plain(text)),
            Block::Paragraph(_) => None,
        })
        .collect();
    assert_eq!(of_charter.len(), 7);
    assert_eq!(units, of_charter);
}

#[test]
fn promises_quote_their_section_and_carry_the_charters_measures() {
    for name in PACKS {
        let pack = pack(name);
        for promise in &pack.promises {
            let section = pack
                .charter
                .sections
                .iter()
                .find(|section| section.id == promise.section);
            let section = section.unwrap_or_else(|| panic!("{name}: no section {}", promise.section));
            let quoted = section.blocks.iter().any(|block| match block {
                Block::Paragraph(text) | Block::Item { text, .. } => text.contains(&promise.quote),
            });
            assert!(quoted, "{name}: {} is not quoted word for word", promise.id);
            assert_eq!(
                promise.threshold.is_some(),
                promise.unit.is_some(),
                "{name}: {}",
                promise.id
            );
        }
    }
    use TimeUnit::{Days, Hours, Minutes, Months};
    assert_eq!(
        measured(&pack("kyustendil"), Metric::ArrangedVisitWait),
        [(10, Minutes)]
    );
    assert_eq!(
        measured(&pack("kyustendil"), Metric::ComplaintAnswer),
        [],
        "«в кратък срок»"
    );
    assert_eq!(measured(&pack("peshtera"), Metric::ComplaintAnswer), [(1, Months)]);
    assert_eq!(measured(&pack("plovdiv"), Metric::ComplaintAnswer), [(30, Days)]);
    assert_eq!(measured(&pack("plovdiv"), Metric::ExtendedService), [(2, Hours)]);
    assert_eq!(
        measured(&pack("plovdiv"), Metric::LetterAnswer),
        [],
        "«в законоустановения срок»"
    );
}

#[test]
fn hours_are_the_charters_and_unknown_ones_stay_unknown() {
    let hours = |name: &str| {
        let places = pack(name).hours.places;
        let shown = |place: &Place| {
            let spans = place.open.iter().map(|span| format!("{}-{}", span.from, span.to));
            let until = place.extended.iter().map(|extended| format!("({})", extended.until));
            spans.chain(until).collect::<Vec<_>>().join(" ")
        };
        places.iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(hours("kyustendil"), ["8:00-17:00"]);
    assert_eq!(hours("peshtera"), ["8:30-17:30"]);
    assert_eq!(hours("kostinbrod"), ["8:00-17:00"]);
    assert_eq!(hours("plovdiv"), ["8:30-17:15 (19:15)", "8:30-17:15 (19:15)"]);
    assert_eq!(hours("samokov"), [""], "no source gives Samokov's hours");
    let reception = pack("kyustendil").hours.places[0].receptions[0].span.clone().unwrap();
    assert_eq!(reception.days, [chrono::Weekday::Wed]);
    assert_eq!(reception.to.to_string(), "12:00");
}

#[test]
fn whatever_a_visitor_reads_is_in_both_languages() {
    fn one_tongued(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                let has = |lang: &str| {
                    table
                        .get(lang)
                        .and_then(toml::Value::as_str)
                        .is_some_and(|text| !text.is_empty())
                };
                if table.contains_key("bg") && !(has("bg") && has("en")) {
                    found.push(value.to_string());
                }
                table.values().for_each(|value| one_tongued(value, found));
            }
            toml::Value::Array(values) => values.iter().for_each(|value| one_tongued(value, found)),
            _ => {}
        }
    }
    for name in PACKS {
        assert_eq!(pack(name).info.languages, ["bg", "en"]);
        let files = builtin::files(name).unwrap();
        for file in DOCUMENTS {
            let mut found = Vec::new();
            let table: toml::Table = toml::from_str(files.text(file).unwrap()).unwrap();
            one_tongued(&toml::Value::Table(table), &mut found);
            assert!(found.is_empty(), "{name}/{file}: {found:#?}");
        }
    }
}

#[test]
fn each_municipality_has_an_accent_of_its_own() {
    let accents: BTreeSet<_> = PACKS.iter().map(|name| pack(name).info.accent).collect();
    assert_eq!(accents.len(), PACKS.len());
}
