//! The five packs inside the program: sound, in both languages, each municipality's own and nothing besides.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use parter::{
    content::{Pack, charter::Block, finding::Finding, hours::Place, lint, promise::Promise, read::read},
    packs::builtin,
};

const PACKS: [&str; 5] = ["kostinbrod", "kyustendil", "peshtera", "plovdiv", "samokov"];

fn pack(name: &str) -> Pack {
    let reading = read(&builtin::files(name).unwrap());
    let findings: Vec<_> = reading.findings.iter().map(ToString::to_string).collect();
    reading.pack.unwrap_or_else(|| panic!("{name}: {findings:#?}"))
}

/// The linter judges all that the format asks: references, quotes, languages, letters, durations, contrast. What it warns of
/// is true of the sources and stays.
#[test]
fn the_linter_finds_no_error_and_warns_of_nothing_but_the_sources() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let expected = [
        (
            "kostinbrod",
            &[
                "charter.toml stale-source",
                "charter.toml incomplete-charter",
                "services.toml stale-source",
            ][..],
        ),
        (
            "kyustendil",
            &[
                "charter.bg.md conflicting-domains",
                "charter.toml stale-source",
                "services.toml stale-source",
                "services.toml stale-source",
            ],
        ),
        ("peshtera", &["charter.toml stale-source"]),
        (
            "plovdiv",
            &[
                "charter.bg.md cut-list",
                "charter.bg.md cut-list",
                "services.toml stale-source",
                "services.toml stale-source",
            ],
        ),
        (
            "samokov",
            &["charter.toml stale-source", "charter.toml incomplete-charter"],
        ),
    ];
    assert_eq!(builtin::names().collect::<Vec<_>>(), PACKS);
    for (name, warnings) in expected {
        let found = lint::check(&builtin::files(name).unwrap(), today).findings;
        let errors: Vec<_> = found.iter().filter(|finding| Finding::is_error(finding)).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let found: Vec<_> = found
            .iter()
            .map(|found| format!("{} {}", found.file, found.code))
            .collect();
        assert_eq!(found, warnings, "{name}");
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

/// Held to the seeds by hand: what each charter promises, with the measure that it names itself, and nothing more.
#[test]
fn promises_are_those_of_the_charters_with_their_measures() {
    let told = |name: &str| {
        let line = |promise: &Promise| {
            let Promise {
                id, metric, section, ..
            } = promise;
            let measure = promise.threshold.zip(promise.unit);
            let measure = measure.map_or(String::new(), |(most, unit)| format!(" {most} {unit:?}"));
            format!("{id}: {metric:?}{measure}, {section}")
        };
        pack(name).promises.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        told("kyustendil"),
        [
            "priem-10-minuti: ArrangedVisitWait 10 Minutes, kogato-ni-posetite",
            "ugovoren-chas: ArrangedVisitWait, kogato-ni-posetite",
            "povtorno-poseshtenie: RepeatVisit, kogato-ni-posetite",
            "pismen-otgovor: LetterAnswer, kogato-ni-pishete",
            "otgovor-na-oplakvane: ComplaintAnswer, ako-se-oplachete",
            "saobshtenie-za-oplakvane: DelayNotice, ako-se-oplachete",
            "telefon: TelephoneHours, vrazka",
            "rabotno-vreme: OpeningHours, rabotno-vreme",
            "priemen-den: ReceptionHours, priemni-dni",
        ]
    );
    assert_eq!(
        told("peshtera"),
        [
            "otgovor-na-zhalba: ComplaintAnswer 1 Months, oplakvania",
            "saobshtenie-za-zabavyane: DelayNotice, oplakvania",
            "otgovor-v-srok: LetterAnswer, zadalzhenia",
            "uslugi-v-srok: ServiceTime, zadalzhenia",
            "rabotno-vreme: OpeningHours, vrazka",
        ]
    );
    assert_eq!(
        told("plovdiv"),
        [
            "otgovor-30-dni: ComplaintAnswer 30 Days, pri-zhalbi",
            "saobshtenie-30-dni: DelayNotice 30 Days, pri-zhalbi",
            "otgovor-na-pismo: LetterAnswer, kogato-se-svarzvate",
            "saobshtenie-za-pismo: DelayNotice, kogato-se-svarzvate",
            "ugovorena-sreshta: ArrangedVisitWait, kogato-doydete",
            "telefon-24-chasa: TelephoneHours 24 Hours, predlagame",
            "rabotno-vreme: OpeningHours, predlagame",
            "obsluzhvane-do-19-15: ExtendedService 2 Hours, predlagame",
        ]
    );
    for breaks_off_before_any in ["kostinbrod", "samokov"] {
        assert_eq!(told(breaks_off_before_any), [""; 0]);
    }
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
fn each_municipality_has_an_accent_of_its_own() {
    let accents: BTreeSet<_> = PACKS.iter().map(|name| pack(name).info.accent).collect();
    assert_eq!(accents.len(), PACKS.len());
}
