//! Search: visitors find a service by whatever they type.

use std::sync::LazyLock;

#[path = "../search/pack.rs"]
mod pack;

use pack::{service, with_services};
use parter::content::{
    Pack,
    charter::{Block, Section},
    search::{Field, Index, fold, transliterate},
    service::Evidence,
    text::LocalText,
};
use proptest::prelude::*;

fn kyustendil() -> Pack {
    parter::packs::load("kyustendil").unwrap()
}

/// The ids found, best first.
fn found(index: &Index, query: &str) -> Vec<String> {
    index.services(query, "bg").into_iter().map(|hit| hit.service).collect()
}

fn document(name: &str) -> Evidence {
    Evidence {
        name: LocalText::bg(name),
        condition: None,
        ex_officio: false,
    }
}

fn first(index: &Index, query: &str) -> String {
    found(index, query)
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("nothing found for {query:?}"))
}

#[test]
fn what_people_type_finds_the_right_service_of_kyustendil_first() {
    let index = Index::build(&kyustendil());
    for (query, id) in [
        ("наследници", "grazhdansko-sastoyanie"),
        ("удостверение за наследници", "grazhdansko-sastoyanie"),
        ("udostoverenie za naslednici", "grazhdansko-sastoyanie"),
        ("акт за раждане", "2076"),
        ("АКТ ЗА РАЖДАНЕ", "2076"),
        ("akt za rajdane", "2076"),
        ("ражд", "2076"),
        ("скица", "razpisen-list"),
        ("skica", "razpisen-list"),
        ("данъци", "zadalzhenia"),
        ("хотел", "kategorizatsia-10296"),
    ] {
        assert_eq!(first(&index, query), id, "{query}");
    }
    assert_eq!(index.services("birth certificate", "en")[0].service, "2076");
}

/// What people say at the desk, and the services of the built-in packs that answer it.
#[test]
fn everyday_words_find_what_the_office_calls_otherwise() {
    for (pack, query, id) in [
        ("kyustendil", "лична карта", "2076"),
        ("peshtera", "лична карта", "2073"),
        ("plovdiv", "лична карта", "grazhdanska-registratsia"),
        ("kyustendil", "бебе", "2076"),
        ("plovdiv", "разведен", "2109-iztochen"),
        ("kyustendil", "женен", "grazhdansko-sastoyanie"),
        ("peshtera", "удостоверение за брак", "2037"),
        ("peshtera", "умрял", "2034"),
        ("kyustendil", "бележка", "obshto-udostoverenie"),
        ("kyustendil", "смяна на адрес", "grazhdansko-sastoyanie"),
        ("kostinbrod", "адресна карта", "1997"),
        ("peshtera", "данък сгради", "9401"),
        ("kyustendil", "данък сгради", "zadalzhenia"),
        ("kostinbrod", "сметосъбиране", "1998"),
        ("kyustendil", "боклук", "zadalzhenia"),
        ("peshtera", "паркинг", "2012"),
        ("plovdiv", "разрешение за строеж", "2083-trakia"),
        ("plovdiv", "сергия", "1989-yuzhen"),
    ] {
        let found = found(&Index::build(&parter::packs::load(pack).unwrap()), query);
        assert!(
            found.iter().take(3).any(|service| service == id),
            "{pack}, {query}: {found:?}"
        );
    }
}

#[test]
fn what_no_service_answers_finds_nothing() {
    for pack in parter::packs::builtin::names() {
        let index = Index::build(&parter::packs::load(pack).unwrap());
        for query in [
            "паспорт",
            "шофьорска книжка",
            "трудова книжка",
            "детска градина",
            "куче",
            "помощи",
        ] {
            assert_eq!(found(&index, query), [""; 0], "{pack}, {query}");
        }
    }
}

#[test]
fn a_name_goes_before_a_mention() {
    let services = [
        "Издаване на удостоверение за наследници",
        "Издаване на удостоверение за раждане – дубликат",
        "Издаване на удостоверение за поредност на родените деца",
        "Издаване на препис-извлечение от акт за смърт за втори и следващ път",
        "Издаване на скици за недвижими имоти",
        "Презаверяване на скица, от издаването на която са изтекли 6 месеца",
        "Издаване на удостоверение за данъчна оценка",
        "Издаване на удостоверение за постоянен адрес",
        "Издаване на удостоверение за промени на постоянен адрес",
        "Издаване на удостоверение за настоящ адрес",
        "Издаване на удостоверение за дължим и платен данък върху наследство",
        "Копие от стар кадастрален план - А4",
    ];
    let mut pack = with_services(
        services
            .iter()
            .enumerate()
            .map(|(at, name)| service(&at.to_string(), name))
            .collect(),
    );
    pack.services[7].evidence = vec![document("Удостоверение за наследници")];
    pack.services[11].evidence = vec![document("Скица")];
    let index = Index::build(&pack);
    for (query, ids) in [
        ("наследници", &["0"][..]),
        ("наследник", &["0"]),
        ("наследство", &["10", "0"]),
        ("naslednici", &["0"]),
        ("удостверение наследници", &["0"]),
        ("акт за раждане", &["1"]),
        ("смъртен акт", &["3"]),
        ("скица", &["5", "4"]),
        ("skitsi", &["4", "5"]),
        ("данъчна оценка", &["6"]),
        ("постоянен адрес", &["7"]),
        ("postoqnen adres", &["7"]),
        ("настоящ адрес", &["9"]),
    ] {
        let hits = found(&index, query);
        assert!(ids.contains(&hits[0].as_str()), "{query}: {hits:?}");
    }
}

#[test]
fn a_common_word_finds_all_that_bear_it_and_before_those_that_do_not() {
    let pack = kyustendil();
    let index = Index::build(&pack);
    let bearers = pack
        .services
        .iter()
        .filter(|service| service.name.get("bg").to_lowercase().contains("удостоверени"))
        .count();
    assert!(bearers > 3);
    for query in [
        "удостоверение",
        "УДОСТОВЕРЕНИЯ",
        "удостверение",
        "udostoverenie",
        "udostowerenie",
        "ydostoverenie",
    ] {
        let names: Vec<String> = found(&index, query)
            .iter()
            .map(|id| pack.service(id).unwrap().name.get("bg").to_lowercase())
            .collect();
        assert!(names.len() >= bearers, "{query}: {names:?}");
        assert!(
            names[..bearers].iter().all(|name| name.contains("удостоверени")),
            "{query}: {names:?}"
        );
    }
}

#[test]
fn informal_latin_spellings_sound_the_same() {
    let mut sketch = service("sketch", "Издаване на скица за строеж");
    sketch.keywords = vec!["къща".to_owned()];
    let names = [
        "Издаване на разрешение за такси",
        "Съобщение за щети в училище",
        "Жалба от юрист",
        "Район и шофьор",
    ];
    let mut services: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| service(&at.to_string(), name))
        .collect();
    services.push(sketch);
    let index = Index::build(&with_services(services));
    for (query, id) in [
        ("taksi", "0"),
        ("taxi", "0"),
        ("razre6enie", "0"),
        ("razreshenie", "0"),
        ("saobshtenie", "1"),
        ("suob6tenie", "1"),
        ("syob6tenie", "1"),
        ("u4ili6te", "1"),
        ("uchilishte", "1"),
        ("6teti", "1"),
        ("jalba", "2"),
        ("zhalba", "2"),
        ("iurist", "2"),
        ("yurist", "2"),
        ("jurist", "2"),
        ("raion", "3"),
        ("rajon", "3"),
        ("6ofior", "3"),
        ("skica", "sketch"),
        ("skitsa", "sketch"),
        ("kyshta", "sketch"),
        ("ka6ta", "sketch"),
    ] {
        assert_eq!(found(&index, query).first().map(String::as_str), Some(id), "{query}");
    }
}

#[test]
fn forms_of_a_word_meet() {
    let services = [
        "наследник",
        "данък",
        "имот",
        "общинска",
        "сграда",
        "декларация",
        "съсед",
    ];
    let services = services.iter().map(|name| service(name, name)).collect();
    let index = Index::build(&with_services(services));
    for (query, id) in [
        ("наследниците", "наследник"),
        ("данъци", "данък"),
        ("данъкът", "данък"),
        ("имотите", "имот"),
        ("общинските", "общинска"),
        ("сградата", "сграда"),
        ("декларациите", "декларация"),
        ("СЪСЕДИ!", "съсед"),
    ] {
        assert_eq!(found(&index, query).first().map(String::as_str), Some(id), "{query}");
    }
}

#[test]
fn documents_units_laws_and_numbers_lead_to_the_service() {
    let mut heirs = service("2033", "Издаване на удостоверение");
    heirs.register_number = Some("2033".to_owned());
    heirs.local_code = Some("ГРАО 8".to_owned());
    heirs.unit = Some("civil".to_owned());
    heirs.legal_basis = vec!["ЗУТ чл. 56".to_owned()];
    heirs.evidence = vec![document("Препис-извлечение от акт за смърт")];
    let mut near = service("2034", "Друга услуга");
    near.register_number = Some("2034".to_owned());
    let index = Index::build(&with_services(vec![near, heirs]));
    for (query, field) in [
        ("2033", Field::Number),
        ("ГРАО 8", Field::Number),
        ("чл. 56 ЗУТ", Field::LegalBasis),
        ("препис извлечение", Field::Evidence),
        ("Гражданско състояние", Field::Unit),
        ("ЕСГРАОН", Field::Keyword),
        ("esgraon", Field::Keyword),
        ("смъртен акт", Field::Evidence),
    ] {
        let hits = index.services(query, "bg");
        assert_eq!(
            hits.first().map(|hit| (hit.service.as_str(), hit.field)),
            Some(("2033", field)),
            "{query}"
        );
    }
    assert_eq!(found(&index, "2034"), ["2034"], "a number takes no slip");
}

#[test]
fn nothing_typed_and_nonsense_find_nothing() {
    let index = Index::build(&kyustendil());
    for query in ["", "   ", "„“", "…", "щщщщщщ", "xqkwvx"] {
        assert_eq!(found(&index, query), [""; 0], "{query:?}");
    }
}

#[test]
fn the_charter_is_searched_by_block() {
    let section = |id: &str, heading: &str, blocks| Section {
        id: id.to_owned(),
        level: 1,
        heading: heading.to_owned(),
        blocks,
        line: 1,
        block_lines: vec![],
    };
    let item = |text: &str| Block::Item {
        mark: "•".to_owned(),
        depth: 0,
        text: text.to_owned(),
    };
    let mut pack = with_services(vec![]);
    pack.charter.sections = vec![
        section(
            "aims",
            "Нашите цели",
            vec![Block::Paragraph("Да изслушаме гражданите.".to_owned())],
        ),
        section(
            "rights",
            "Права на гражданите",
            vec![item("Право на жалба"), item("Право на информация")],
        ),
    ];
    let index = Index::build(&pack);
    let at = |query: &str| -> Vec<(usize, Option<usize>)> {
        index
            .charter(query)
            .iter()
            .map(|hit| (hit.section, hit.block))
            .collect()
    };
    assert_eq!(at("граждани"), [(0, Some(0)), (1, None)]);
    assert_eq!(at("право жалба"), [(1, Some(0))]);
    assert_eq!(at("jalba"), [(1, Some(0))]);
    assert_eq!(at("жлба"), [(1, Some(0))]);
    assert_eq!(at("кадастър"), []);
    assert_eq!(at(""), []);
}

#[test]
fn folding_levels_case_marks_and_punctuation() {
    assert_eq!(fold("  „Харта“ на КЛИЕНТА – и\u{301}ма ѝ… "), "харта на клиента има и");
    assert_eq!(fold("план-извадка/ПУП"), "план извадка пуп");
    assert_eq!(fold("Раи\u{306}он"), "район");
    assert_eq!(fold("меж\u{ad}ду"), "между");
}

#[test]
fn transliteration_is_the_official_one() {
    for (word, latin) in [
        ("удостоверение", "udostoverenie"),
        ("българия", "balgaria"),
        ("щъркел", "shtarkel"),
        ("юлия", "yulia"),
        ("жълъд", "zhalad"),
        ("синьо", "sinyo"),
        ("цацаратка", "tsatsaratka"),
        ("хижа", "hizha"),
        ("райчо", "raycho"),
    ] {
        assert_eq!(transliterate(word), latin);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>(), bulgarian in "[а-яА-Яѝй\u{300}-\u{306} „“.-]{0,30}") {
        for text in [text, bulgarian] {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }

    #[test]
    fn no_query_panics(query in any::<String>(), many in "[\\PC]{0,400}") {
        static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(&kyustendil()));
        for text in [query, many] {
            let hits = INDEX.services(&text, "en");
            prop_assert!(hits.iter().all(|hit| hit.score.is_finite() && hit.score > 0.0), "{text:?}: {hits:?}");
            let places = INDEX.charter(&text);
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{text:?}: {places:?}");
        }
    }
}

#[test]
fn every_service_is_found_by_its_name_however_it_is_typed() {
    let pack = pack::generated(60, 7);
    let index = Index::build(&pack);
    for service in &pack.services {
        let name = service.name.get("bg");
        let folded = fold(name);
        let latin = folded.split(' ').map(transliterate).collect::<Vec<_>>().join(" ");
        for query in [name.to_owned(), folded.clone(), name.to_uppercase(), latin] {
            let hits = found(&index, &query);
            let best: Vec<&str> = hits
                .iter()
                .take(1)
                .map(|id| pack.service(id).unwrap().name.get("bg"))
                .collect();
            assert_eq!(best, [name], "{query:?}");
        }
        for dropped in folded
            .char_indices()
            .filter(|(_, letter)| *letter != ' ')
            .map(|(at, _)| at)
        {
            let query: String = folded
                .char_indices()
                .filter(|(at, _)| *at != dropped)
                .map(|(_, letter)| letter)
                .collect();
            assert!(
                found(&index, &query).contains(&service.id),
                "{query:?} does not find {name:?}"
            );
        }
    }
}

#[test]
fn every_service_of_kyustendil_is_found_with_a_letter_dropped() {
    let pack = kyustendil();
    let index = Index::build(&pack);
    for service in &pack.services {
        let folded = fold(service.name.get("bg"));
        for dropped in folded
            .char_indices()
            .filter(|(_, letter)| *letter != ' ')
            .map(|(at, _)| at)
        {
            let query: String = folded
                .char_indices()
                .filter(|(at, _)| *at != dropped)
                .map(|(_, letter)| letter)
                .collect();
            assert!(found(&index, &query).contains(&service.id), "{query:?}");
        }
    }
}
