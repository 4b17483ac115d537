//! Finding a service and reading it: what the screens say, and what they must not say.

use std::{rc::Rc, time::Duration};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::{Config, Mode},
    content::{
        Pack,
        service::{Currency, LifeEvent, Speed},
    },
    kiosk::controllers::{
        keyboard::{KeyKind, Keyboard, Layout, Press},
        kiosk::Kiosk,
        services::Group,
        session::Screen,
    },
    packs,
    queue::qr::{MOST_BYTES, QrMatrix},
};

const PACKS: [&str; 5] = ["kyustendil", "peshtera", "samokov", "kostinbrod", "plovdiv"];

/// A Monday, 12:30 in Sofia.
const MONDAY: &str = "2026-11-23T10:30:00Z";

struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

fn kiosk_of(pack: Pack, at: &str, mode: Mode) -> Kiosk {
    let config = Config {
        mode,
        ..Config::default()
    };
    Kiosk::new(config, pack.into(), Rc::new(Standing(at.parse().unwrap())))
}

fn kiosk(pack: &str) -> Kiosk {
    kiosk_of(packs::load(pack).unwrap(), MONDAY, Mode::Full)
}

fn opened(pack: &str, service: &str, at: &str) -> Kiosk {
    let mut kiosk = kiosk_of(packs::load(pack).unwrap(), at, Mode::Full);
    kiosk.open_service(service);
    assert_eq!(kiosk.session.screen(), Screen::Service);
    kiosk
}

#[test]
fn what_is_typed_finds_a_service_and_its_line_says_what_it_takes() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.session.go(Screen::Services);
    assert_eq!(kiosk.found_services(), []);
    kiosk.search_services("наследници");
    let first = &kiosk.found_services()[0];
    assert!(first.name.contains("наследници"), "{}", first.name);
    assert_eq!(first.documents, Some(2));
    assert_eq!(first.deadline.as_deref(), Some("7 работни дни"));
    assert!(first.unit.is_some());
    kiosk.search_services("щъркелоферма");
    assert_eq!(kiosk.found_services(), []);
}

#[test]
fn what_was_found_is_shown_in_the_language_that_is_chosen_then() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.search_services("наследници");
    let found = kiosk.found_services().to_vec();
    kiosk.change_language("en");
    let first = &kiosk.found_services()[0];
    let service = kiosk.pack.service(&first.id).unwrap();
    assert_eq!(first.name, service.name.get("en"));
    kiosk.change_language("bg");
    assert_eq!(kiosk.found_services(), found);
}

#[test]
fn the_first_language_is_one_that_the_pack_is_written_in_and_a_lone_one_has_no_other() {
    let start = |configured: &[&str], written: &[&str]| {
        let owned = |langs: &[&str]| langs.iter().map(|lang| (*lang).to_owned()).collect();
        let mut pack = packs::load("kyustendil").unwrap();
        pack.info.languages = owned(written);
        let config = Config {
            languages: owned(configured),
            ..Config::default()
        };
        let clock = Rc::new(Standing(MONDAY.parse().unwrap()));
        let mut kiosk = Kiosk::new(config, pack.into(), clock);
        kiosk.forget();
        (kiosk.session.lang.clone(), kiosk.next_language().map(str::to_owned))
    };
    let both = |first: &str, next: &str| (first.to_owned(), Some(next.to_owned()));
    assert_eq!(start(&["en", "bg"], &["bg", "en"]), both("en", "bg"));
    assert_eq!(start(&["en", "bg"], &["bg"]), ("bg".to_owned(), None));
    assert_eq!(start(&["bg"], &["bg", "en"]), ("bg".to_owned(), None));
}

#[test]
fn a_key_held_down_makes_no_endless_query() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.search_services(&"я".repeat(100_000));
    assert!(kiosk.session.browsing.query.chars().count() < 200);
}

#[test]
fn every_service_of_every_pack_stands_in_exactly_one_department() {
    for pack in PACKS {
        let mut kiosk = kiosk(pack);
        let units: Vec<String> = kiosk.service_units().iter().map(|(unit, _)| unit.id.clone()).collect();
        let groups = units.into_iter().map(Group::Unit).chain([Group::NoUnit]);
        let mut listed = Vec::new();
        for group in groups {
            kiosk.open_group(group);
            listed.extend(kiosk.group_services().into_iter().map(|line| line.id));
        }
        let mut all: Vec<String> = kiosk.pack.services.iter().map(|service| service.id.clone()).collect();
        listed.sort();
        all.sort();
        assert_eq!(listed, all, "{pack}");
    }
}

#[test]
fn a_life_event_counts_what_it_lists() {
    for pack in PACKS {
        let mut kiosk = kiosk(pack);
        for (event, count) in kiosk.life_events() {
            kiosk.open_group(Group::LifeEvent(event));
            assert_eq!(kiosk.group_services().len(), count, "{pack}: {event:?}");
            assert!(count > 0);
            kiosk.session.back();
        }
    }
}

#[test]
fn back_leads_from_a_service_to_its_group_and_to_the_search() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.session.go(Screen::Services);
    kiosk.open_group(Group::LifeEvent(LifeEvent::Death));
    let id = kiosk.group_services()[0].id.clone();
    kiosk.open_service(&id);
    let way = [Screen::Service, Screen::ServiceGroup, Screen::Services, Screen::Home];
    for screen in way {
        assert_eq!(kiosk.session.screen(), screen);
        kiosk.session.back();
    }
}

#[test]
fn a_service_that_the_pack_lacks_opens_nothing() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.open_service("no-such");
    assert_eq!(kiosk.session.screen(), Screen::Home);
    assert_eq!(kiosk.service_page(), None);
}

#[test]
fn the_page_has_each_speed_with_its_last_day_and_its_fee() {
    let page = opened("plovdiv", "2016-iztochen", MONDAY).service_page().unwrap();
    let rows: Vec<_> = page
        .tiers
        .iter()
        .map(|tier| {
            let due = tier.due.as_ref().unwrap();
            assert_eq!(due.from, None);
            (
                tier.speed,
                tier.deadline.as_deref().unwrap(),
                due.day.as_str(),
                tier.fee.as_ref().unwrap().amount.as_str(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (Speed::Ordinary, "7 работни дни", "2 декември", "3,00 лв."),
            (Speed::Fast, "3 работни дни", "26 ноември", "6,00 лв."),
            (Speed::Express, "1 работен ден", "24 ноември", "9,00 лв."),
        ]
    );
}

#[test]
fn once_the_office_is_closed_the_deadline_counts_from_the_next_opening() {
    // Saturday; Monday is the next working day.
    let page = opened("plovdiv", "2016-iztochen", "2026-11-21T10:30:00Z")
        .service_page()
        .unwrap();
    let due = page.tiers[2].due.clone().unwrap();
    assert_eq!(
        (due.from.as_deref(), due.day.as_str()),
        (Some("23 ноември"), "24 ноември")
    );
    // A deadline that runs into the next year names it.
    let page = opened("plovdiv", "2016-iztochen", "2026-12-30T10:30:00Z")
        .service_page()
        .unwrap();
    assert_eq!(page.tiers[0].due.clone().unwrap().day, "11 януари 2027\u{a0}г.");
}

#[test]
fn a_fee_without_a_deadline_and_a_deadline_without_a_fee_are_both_said() {
    let page = opened("peshtera", "grao-39", MONDAY).service_page().unwrap();
    let ordinary = &page.tiers[0];
    assert_eq!(
        (ordinary.speed, &ordinary.deadline, &ordinary.due),
        (Speed::Ordinary, &None, &None)
    );
    assert_eq!(ordinary.fee.as_ref().unwrap().amount, "20,00 лв.");
    let page = opened("samokov", "2878", MONDAY).service_page().unwrap();
    assert!(page.tiers.iter().all(|tier| tier.fee.is_none()));
}

#[test]
fn no_fee_in_leva_and_none_unconfirmed_passes_for_todays() {
    for pack in PACKS {
        let mut kiosk = kiosk(pack);
        for service in kiosk.pack.clone().services.iter() {
            kiosk.open_service(&service.id);
            let page = kiosk.service_page().unwrap();
            for (speed, line) in page
                .tiers
                .iter()
                .filter_map(|tier| Some((tier.speed, tier.fee.as_ref()?)))
            {
                let fee = service.fees.iter().find(|fee| fee.speed == speed).unwrap();
                assert_eq!(line.confirmed, fee.confirmed, "{}", service.id);
                let in_leva = fee.currency == Currency::Bgn && fee.cents > 0;
                assert_eq!(line.before_euro, in_leva, "{}", service.id);
            }
            assert_eq!(page.confirmed, service.source.confirmed);
            assert_eq!(page.source_date.is_some(), service.source.date.is_some());
        }
    }
}

#[test]
fn nothing_to_pay_is_said_in_words_and_without_a_word_of_leva() {
    let mut pack = packs::load("plovdiv").unwrap();
    let services = &mut pack.services;
    let service = services
        .iter_mut()
        .find(|service| service.id == "2016-iztochen")
        .unwrap();
    (service.fees[0].cents, service.fees[0].currency) = (0, Currency::Bgn);
    let mut kiosk = kiosk_of(pack, MONDAY, Mode::Full);
    kiosk.open_service("2016-iztochen");
    let free = |kiosk: &Kiosk| {
        let page = kiosk.service_page().unwrap();
        page.tiers.into_iter().find_map(|tier| tier.fee).unwrap()
    };
    assert_eq!(
        (free(&kiosk).amount.as_str(), free(&kiosk).before_euro),
        ("Без такса", false)
    );
    kiosk.change_language("en");
    assert_eq!(free(&kiosk).amount, "No fee");
}

#[test]
fn an_amount_is_shown_in_its_own_currency_to_the_cent() {
    let mut pack = packs::load("plovdiv").unwrap();
    let service = pack
        .services
        .iter_mut()
        .find(|service| service.id == "2016-iztochen")
        .unwrap();
    (
        service.fees[0].cents,
        service.fees[0].currency,
        service.fees[0].confirmed,
    ) = (105, Currency::Eur, true);
    let mut kiosk = kiosk_of(pack, MONDAY, Mode::Full);
    kiosk.open_service("2016-iztochen");
    for (lang, amount) in [("bg", "1,05 €"), ("en", "€1.05")] {
        kiosk.session.lang = lang.to_owned();
        let fee = kiosk.service_page().unwrap().tiers[0].fee.clone().unwrap();
        assert_eq!(
            (fee.amount.as_str(), fee.confirmed, fee.before_euro),
            (amount, true, false)
        );
    }
}

#[test]
fn what_the_office_obtains_itself_is_kept_apart_from_what_one_brings() {
    let mut seen = 0;
    for pack in PACKS {
        let mut kiosk = kiosk(pack);
        for service in kiosk.pack.clone().services.iter() {
            kiosk.open_service(&service.id);
            let page = kiosk.service_page().unwrap();
            let brought: Vec<&str> = page.documents.iter().map(|document| document.name.as_str()).collect();
            assert_eq!(page.documents.len() + page.ex_officio.len(), service.evidence.len());
            for document in service.evidence.iter().filter(|document| document.ex_officio) {
                seen += 1;
                assert!(!brought.contains(&document.name.get("bg")));
                assert!(!page.take_along.contains(document.name.get("bg")));
            }
        }
    }
    assert!(seen > 0, "no pack has such a document: the test proves nothing");
}

#[test]
fn the_code_to_take_along_holds_name_deadline_and_documents_and_stays_readable() {
    let page = opened("plovdiv", "2016-iztochen", MONDAY).service_page().unwrap();
    for words in [
        "наследници",
        "Срок: 7 работни дни",
        "Заявление по образец",
        "при упълномощаване",
    ] {
        assert!(page.take_along.contains(words), "{words} in {}", page.take_along);
    }
    for pack in PACKS {
        let mut kiosk = kiosk(pack);
        for id in kiosk
            .pack
            .services
            .iter()
            .map(|service| service.id.clone())
            .collect::<Vec<_>>()
        {
            kiosk.open_service(&id);
            let text = kiosk.service_page().unwrap().take_along;
            assert!(text.len() <= MOST_BYTES, "{pack} {id}: {} bytes", text.len());
            assert!(QrMatrix::of(&text).unwrap().side <= 93, "{pack} {id}");
        }
    }
}

#[test]
fn the_way_to_a_ticket_is_closed_where_there_are_none() {
    for (mode, screen) in [
        (Mode::Full, Screen::TicketCheck),
        (Mode::Tickets, Screen::TicketCheck),
        (Mode::Info, Screen::Service),
    ] {
        let mut kiosk = kiosk_of(packs::load("kyustendil").unwrap(), MONDAY, mode);
        kiosk.open_service("2076");
        kiosk.take_ticket_for_open_service();
        assert_eq!(kiosk.session.screen(), screen, "{mode:?}");
        let chosen = kiosk
            .chosen()
            .and_then(|chosen| chosen.service)
            .map(|service| service.id.as_str());
        assert_eq!(chosen, (mode != Mode::Info).then_some("2076"));
    }
    let mut pack = packs::load("kyustendil").unwrap();
    pack.queues.queues.clear();
    let mut kiosk = kiosk_of(pack, MONDAY, Mode::Full);
    kiosk.open_service("2076");
    assert!(!kiosk.service_page().unwrap().has_queue);
    kiosk.take_ticket_for_open_service();
    assert_eq!(kiosk.session.screen(), Screen::Service);
}

#[test]
fn the_keyboard_types_into_the_screen_that_asked_for_it() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.session.go(Screen::Services);
    assert_eq!(kiosk.session.open_keyboard(), None);
    kiosk.session.start_typing();
    assert_eq!(
        kiosk.session.open_keyboard().map(Keyboard::layout),
        Some(Layout::Phonetic)
    );

    let index = |kiosk: &Kiosk, kind| {
        let rows = kiosk.session.open_keyboard().unwrap().rows();
        rows.into_iter().flatten().position(|key| key.kind == kind).unwrap()
    };
    let space = index(&kiosk, KeyKind::Space);
    assert_eq!(kiosk.session.press_key(space), Some(Press::Text(" ".to_owned())));
    assert_eq!(kiosk.session.press_key(usize::MAX), None);
    let layout = index(&kiosk, KeyKind::Layout);
    assert_eq!(kiosk.session.press_key(layout), None);

    // Away from the field it is gone; the layout stays this visitor's.
    kiosk.session.stop_typing();
    assert_eq!(kiosk.session.open_keyboard(), None);
    kiosk.session.start_typing();
    assert_eq!(kiosk.session.open_keyboard().map(Keyboard::layout), Some(Layout::Latin));
    kiosk.open_service("2016-iztochen");
    assert_eq!(kiosk.session.open_keyboard(), None);
}

#[test]
fn the_next_visitor_finds_nothing_of_the_last_ones_search() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.session.go(Screen::Services);
    kiosk.session.start_typing();
    kiosk.search_services("наследници");
    kiosk.open_service("2016-iztochen");
    kiosk.forget();
    assert_eq!(kiosk.session.browsing, Default::default());
    kiosk.session.go(Screen::Services);
    assert_eq!(kiosk.session.open_keyboard(), None);
    kiosk.session.start_typing();
    assert_eq!(
        kiosk.session.open_keyboard().map(Keyboard::layout),
        Some(Layout::Phonetic)
    );
}
