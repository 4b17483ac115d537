//! What visitors read: the charter with its promises, complaints with the answer's date, contacts. Without a window.

use std::{rc::Rc, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use parter::{
    clock::Clock,
    config::{Config, Mode},
    content::l10n,
    kiosk::controllers::{
        charter::{Standard, standard, words},
        contacts::{ContactsPart, Telephone},
        kiosk::Kiosk,
        session::Screen,
    },
    packs,
};

const PACKS: [&str; 5] = ["kyustendil", "peshtera", "samokov", "kostinbrod", "plovdiv"];

struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

/// A kiosk with a built-in pack at a moment of UTC, which is two hours behind the lobby's winter.
fn kiosk_at(pack: &str, moment: &str) -> Kiosk {
    let clock = Rc::new(Standing(moment.parse().unwrap()));
    Kiosk::new(Config::default(), packs::load(pack).unwrap().into(), clock)
}

/// On a Monday morning.
fn kiosk(pack: &str) -> Kiosk {
    kiosk_at(pack, "2026-11-23T08:30:00Z")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn chapters_hold_every_section_once_and_in_order() {
    for pack in PACKS {
        let kiosk = kiosk(pack);
        let read: Vec<_> = kiosk.chapters().concat();
        assert_eq!(read, kiosk.pack.charter.sections, "{pack}");
        for chapter in kiosk.chapters() {
            assert_eq!(chapter[0].level, 1, "{pack}: a chapter begins with its own heading");
            assert!(chapter[1..].iter().all(|section| section.level > 1), "{pack}");
        }
    }
}

#[test]
fn keys_turn_chapter_by_chapter_and_stop_at_both_ends() {
    let mut kiosk = kiosk("kyustendil");
    let count = kiosk.chapters().len();
    kiosk.open_chapter(0);
    kiosk.previous_chapter();
    assert_eq!(kiosk.open_chapter_text().unwrap().0, 0);
    for _ in 0..count + 3 {
        kiosk.next_chapter();
    }
    assert_eq!(kiosk.open_chapter_text().unwrap().0, count - 1);
    assert_eq!(kiosk.session.screen(), Screen::CharterSection);
    kiosk.session.back();
    assert_eq!(
        kiosk.session.screen(),
        Screen::Home,
        "turning chapters adds no steps to the way back"
    );
}

#[test]
fn an_extension_that_the_code_does_not_dial_is_told() {
    let extension = |number: &str| {
        let telephone = Telephone {
            number: number.to_owned(),
            ..Telephone::default()
        };
        telephone.extension().map(str::to_owned)
    };
    assert_eq!(extension("078/55-11-66, вътр.253").as_deref(), Some("253"));
    assert_eq!(extension("078/55-11-66 (вътр. 12)").as_deref(), Some("12"));
    assert_eq!(extension("078/55-12-11"), None);
    assert_eq!(extension("078/55-12-11, вътрешен"), None);
}

#[test]
fn a_chapter_that_does_not_exist_opens_nothing() {
    let mut kiosk = kiosk("plovdiv");
    kiosk.open_chapter(kiosk.chapters().len());
    assert_eq!(kiosk.session.screen(), Screen::Home);
    assert!(!kiosk.open_section("no-such-section"));
    assert_eq!(kiosk.session.screen(), Screen::Home);
}

#[test]
fn every_promise_leads_to_its_own_words() {
    for pack in PACKS {
        let mut kiosk = kiosk(pack);
        for (number, promise) in kiosk.pack.clone().promises.iter().enumerate() {
            kiosk.open_promise(number);
            assert_eq!(kiosk.session.screen(), Screen::CharterSection, "{pack}: {}", promise.id);
            let (_, sections) = kiosk.open_chapter_text().unwrap();
            let marked: Vec<_> = sections
                .iter()
                .enumerate()
                .flat_map(|(at, section)| {
                    section
                        .blocks
                        .iter()
                        .enumerate()
                        .map(move |(block, text)| (at, block, text))
                })
                .filter(|(at, block, _)| kiosk.is_led_to(*at, Some(*block)))
                .collect();
            let [(at, _, block)] = marked[..] else {
                panic!("{pack}: {} marks {} places", promise.id, marked.len());
            };
            assert_eq!(sections[at].id, promise.section, "{pack}");
            assert!(words(block).contains(&promise.quote), "{pack}: {}", promise.id);
        }
    }
}

#[test]
fn a_section_opens_its_chapter_with_the_heading_marked() {
    let mut kiosk = kiosk("kyustendil");
    assert!(kiosk.open_section("kogato-ni-posetite"));
    let (_, sections) = kiosk.open_chapter_text().unwrap();
    assert_eq!(sections[0].id, "informatsia");
    let at = sections
        .iter()
        .position(|section| section.id == "kogato-ni-posetite")
        .unwrap();
    assert!(kiosk.is_led_to(at, None));
    assert!(!kiosk.is_led_to(0, None));
    kiosk.next_chapter();
    assert_eq!(kiosk.session.reading.place, None, "the mark stays behind");
}

#[test]
fn a_word_is_found_in_the_charter_with_what_stands_around_it() {
    let mut kiosk = kiosk("samokov");
    kiosk.search_charter("конституция");
    assert_eq!(kiosk.found_in_charter(), []);
    for query in ["отчетност", "otchetnost"] {
        kiosk.search_charter(query);
        let found = kiosk.found_in_charter().to_vec();
        assert!(!found.is_empty(), "{query}");
        for (number, line) in found.iter().enumerate() {
            kiosk.open_found(number);
            assert_eq!(kiosk.session.reading.place, Some(line.place));
            assert_eq!(
                kiosk.session.reading.query, query,
                "the way back leads to the same list"
            );
            kiosk.session.back();
        }
    }
    kiosk.search_charter("отчетност");
    for line in kiosk
        .found_in_charter()
        .iter()
        .filter(|line| line.place.block.is_some())
    {
        assert!(line.excerpt.contains("отчетност"), "{}", line.excerpt);
        assert!(line.excerpt.chars().count() < 200, "{}", line.excerpt);
    }
}

#[test]
fn nothing_typed_finds_nothing_and_a_held_key_does_no_harm() {
    let mut kiosk = kiosk("plovdiv");
    assert_eq!(kiosk.found_in_charter(), []);
    kiosk.search_charter(&"ж".repeat(10_000));
    assert!(kiosk.session.reading.query.chars().count() <= 80);
    assert_eq!(kiosk.found_in_charter(), []);
    kiosk.open_found(0);
    assert_eq!(kiosk.session.screen(), Screen::Home);
}

#[test]
fn what_is_promised_is_said_with_its_number_and_nothing_is_made_up() {
    let said = |pack: &str, id: &str, lang: &str| {
        let pack = packs::load(pack).unwrap();
        standard(pack.promises.iter().find(|promise| promise.id == id).unwrap(), lang)
    };
    let number = |text: &str| Standard::Number(text.to_owned());
    assert_eq!(said("kyustendil", "priem-10-minuti", "bg"), number("до 10 минути"));
    assert_eq!(said("kyustendil", "priem-10-minuti", "en"), number("within 10 minutes"));
    assert_eq!(said("peshtera", "otgovor-na-zhalba", "bg"), number("до 1 месец"));
    assert_eq!(
        said("plovdiv", "otgovor-30-dni", "bg"),
        number("до 30 дни от регистрирането в деловодната система на общината")
    );
    assert_eq!(said("plovdiv", "telefon-24-chasa", "bg"), number("денонощно"));
    assert_eq!(said("plovdiv", "telefon-24-chasa", "en"), number("round the clock"));
    assert_eq!(said("kyustendil", "rabotno-vreme", "bg"), Standard::Hours);
    assert_eq!(said("kyustendil", "otgovor-na-oplakvane", "bg"), Standard::Open);
}

#[test]
fn the_answer_to_a_complaint_has_the_date_that_the_charter_gives() {
    let plovdiv = kiosk_at("plovdiv", "2026-11-20T08:30:00Z");
    let answer = plovdiv.answer_time().unwrap();
    assert_eq!(answer.registered_on, None);
    assert_eq!(answer.due, Some(day("2026-12-21")), "20 December is a Sunday");

    let peshtera = kiosk_at("peshtera", "2026-11-23T08:30:00Z");
    assert_eq!(peshtera.answer_time().unwrap().due, Some(day("2026-12-23")));
}

#[test]
fn what_comes_after_closing_is_registered_on_the_next_day_of_work() {
    let saturday = kiosk_at("plovdiv", "2026-11-21T08:30:00Z");
    let answer = saturday.answer_time().unwrap();
    assert_eq!(answer.registered_on, Some(day("2026-11-23")));
    assert_eq!(answer.due, Some(day("2026-12-23")));

    let extended = kiosk_at("plovdiv", "2026-11-20T16:00:00Z");
    assert_eq!(
        extended.answer_time().unwrap().registered_on,
        None,
        "those inside are still served"
    );
}

#[test]
fn without_a_number_in_the_charter_there_is_no_date() {
    let kyustendil = kiosk("kyustendil");
    let answer = kyustendil.answer_time().unwrap();
    assert_eq!(answer.promise.id, "otgovor-na-oplakvane");
    assert_eq!(answer.due, None);
    for pack in ["samokov", "kostinbrod"] {
        assert_eq!(kiosk(pack).answer_time(), None, "{pack} promises nothing");
    }
}

#[test]
fn the_promise_of_an_answer_leads_into_the_charter() {
    let mut kiosk = kiosk("peshtera");
    kiosk.session.go(Screen::ComplaintNamed);
    kiosk.open_answer_promise();
    assert_eq!(kiosk.session.screen(), Screen::CharterSection);
    kiosk.session.back();
    assert_eq!(kiosk.session.screen(), Screen::ComplaintNamed);

    let mut silent = self::kiosk("samokov");
    silent.session.go(Screen::ComplaintNamed);
    silent.open_answer_promise();
    assert_eq!(silent.session.screen(), Screen::ComplaintNamed);
}

#[test]
fn opinions_are_rated_only_where_the_kiosk_rates() {
    for (mode, rates) in [
        (Mode::Full, true),
        (Mode::Rating, true),
        (Mode::Tickets, false),
        (Mode::Info, false),
    ] {
        let config = Config {
            mode,
            ..Config::default()
        };
        let clock = Rc::new(Standing("2026-11-23T08:30:00Z".parse().unwrap()));
        let kiosk = Kiosk::new(config, packs::load("kyustendil").unwrap().into(), clock);
        assert_eq!(kiosk.has_rating(), rates, "{mode:?}");
    }
}

#[test]
fn the_next_visitor_finds_nothing_of_what_was_read() {
    let mut kiosk = kiosk("kyustendil");
    kiosk.open_promise(0);
    kiosk.session.contacts_part = ContactsPart::Reach;
    kiosk.open_telephone(Telephone {
        name: "Горещ телефон".to_owned(),
        number: "078/55-12-11".to_owned(),
        dial: "+35978551211".to_owned(),
    });
    kiosk.forget();
    assert_eq!(kiosk.session.screen(), Screen::Home);
    assert_eq!(kiosk.session.reading.place, None);
    assert_eq!(kiosk.session.contacts_part, ContactsPart::Hours);
    assert_eq!(kiosk.session.telephone, Telephone::default());
}

#[test]
fn days_and_amounts_are_said_as_people_say_them() {
    use parter::content::promise::TimeUnit;
    assert_eq!(l10n::on_day(day("2026-11-24"), "bg"), "във вторник, 24 ноември");
    assert_eq!(l10n::on_day(day("2026-11-25"), "bg"), "в сряда, 25 ноември");
    assert_eq!(l10n::on_day(day("2026-11-25"), "en"), "on Wednesday, 25 November");
    assert_eq!(l10n::amount(1, TimeUnit::WorkingDays, "bg"), "1 работен ден");
    assert_eq!(l10n::amount(5, TimeUnit::WorkingDays, "en"), "5 working days");
    assert_eq!(l10n::amount(2, TimeUnit::Months, "bg"), "2 месеца");
}
