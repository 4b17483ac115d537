//! The way through the screens, how they are read, and the forgetting.

use parter::{
    kiosk::controllers::session::Screen,
    sync::{SyncError, SyncStatus, Watch},
};

use crate::harness::{LANDSCAPE, Lobby, PORTRAIT, Setup};

#[test]
fn a_visitor_finds_the_way_and_comes_back() {
    let lobby = Lobby::kyustendil();
    lobby.see("Община Кюстендил");
    lobby.see("Отворено до 17:00");
    lobby.tap("Оценете обслужването");
    assert_eq!(lobby.screen(), Screen::Rate);
    lobby.tap("Назад");
    assert_eq!(lobby.screen(), Screen::Home);
    lobby.tap("Оценете обслужването");
    lobby.tap("Начало");
    assert_eq!(lobby.screen(), Screen::Home);
}

#[test]
fn keys_that_lead_nowhere_are_off() {
    let lobby = Lobby::kyustendil();
    for key in ["Начало", "Назад"] {
        assert!(!lobby.control(key).unwrap().is_enabled(), "«{key}» at the beginning");
    }
    lobby.tap("Назад");
    assert_eq!(lobby.screen(), Screen::Home);
}

#[test]
fn one_touch_changes_the_language_and_one_more_changes_it_back() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.see("Municipality of Kyustendil");
    lobby.see("Open until 17:00");
    lobby.tap("Rate the service");
    lobby.see("How were you served today?");
    lobby.tap("Български");
    lobby.see("Как ви обслужиха днес?");
}

#[test]
fn there_is_no_key_for_a_language_that_is_not_there() {
    let lobby = Lobby::kyustendil();
    assert!(lobby.control("English").is_some());
    lobby.kiosk.borrow_mut().config.languages = vec!["bg".to_owned()];
    lobby.advance(60);
    assert!(lobby.control("English").is_none());
    assert!(lobby.control("Едър текст").is_some());
}

#[test]
fn text_contrast_and_reach_change_what_is_seen() {
    let lobby = Lobby::kyustendil();
    let plain = lobby.picture();
    let height = |lobby: &Lobby| lobby.control("Начало").unwrap().rect.height();
    let rows = |lobby: &Lobby| lobby.labels().len();
    let (small, keys) = (height(&lobby), rows(&lobby));

    lobby.tap("Едър текст");
    assert!(height(&lobby) >= small && rows(&lobby) >= keys - 4);
    assert!(lobby.picture().as_bytes() != plain.as_bytes());
    lobby.tap("Едър текст");
    assert!(lobby.picture().as_bytes() == plain.as_bytes(), "off again as it was");

    lobby.tap("Висок контраст");
    let dark = lobby.picture();
    assert_eq!(dark.as_slice()[0].r, 0, "black paper");
    lobby.tap("Висок контраст");

    lobby.tap("Всичко в долната половина");
    let lowest_top = lobby.nodes().into_iter().filter(|node| node.is_control());
    let top = lowest_top.map(|node| node.seen.min_y()).fold(f32::MAX, f32::min);
    assert!(top >= PORTRAIT.1 as f32 / 2.0, "{top}");
}

#[test]
fn a_visit_without_a_touch_is_warned_about_and_forgotten() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Large text");
    lobby.tap("Rate the service");
    lobby.advance(44);
    assert!(!lobby.sees("Are you still here?"));
    lobby.advance(1);
    lobby.see("Are you still here?");
    lobby.see("After 20 seconds");
    lobby.advance(5);
    lobby.see("After 15 seconds");
    lobby.advance(14);
    lobby.see("After 1 second everything");
    lobby.advance(1);
    assert_eq!(lobby.screen(), Screen::Home);
    lobby.see("Община Кюстендил");
    let session = &lobby.kiosk.borrow().session;
    assert_eq!((session.lang.as_str(), session.large), ("bg", false));
}

#[test]
fn the_time_can_be_extended_again_and_again() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Rate the service");
    for _ in 0..12 {
        lobby.advance(60);
        lobby.tap("I am still here");
        assert!(!lobby.sees("Are you still here?"));
        assert_eq!(lobby.screen(), Screen::Rate);
    }
}

#[test]
fn one_who_has_finished_need_not_wait() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.advance(45);
    lobby.tap("I have finished");
    lobby.see("Община Кюстендил");
}

#[test]
fn nothing_behind_the_warning_can_be_hit() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    let tile = lobby.control("Rate the service").unwrap().seen.center();
    lobby.advance(45);
    lobby.touch(tile.x, tile.y);
    assert_eq!(lobby.screen(), Screen::Home);
    assert!(
        !lobby.sees("Are you still here?"),
        "but any touch says that someone is there"
    );
}

#[test]
fn nobody_is_warned_where_nobody_is() {
    let lobby = Lobby::kyustendil();
    lobby.advance(300);
    assert!(!lobby.sees("Още ли сте тук?"));
}

#[test]
fn a_visit_that_was_prolonged_is_still_forgotten_whole() {
    let lobby = Lobby::kyustendil();
    lobby.tap("English");
    lobby.tap("Large text");
    lobby.tap("High contrast");
    lobby.tap("Services and documents");
    lobby.tap("What do you need? Type a word");
    lobby.type_text("heirs");
    lobby.advance(50);
    lobby.tap("I am still here");
    assert_eq!(lobby.screen(), Screen::Services);
    lobby.advance(45 + 20);
    assert_eq!(lobby.screen(), Screen::Home);
    lobby.see("Община Кюстендил");
    let session = &lobby.kiosk.borrow().session;
    assert_eq!(session.lang, "bg");
    assert!(!session.large && !session.high_contrast && !session.low_reach);
    assert_eq!(session.browsing.query, "");
}

/// Whether the kiosk shows the mark of a lost connection.
fn is_marked(lobby: &Lobby) -> bool {
    let label = "Няма връзка със сървъра. Екранът работи и без нея.";
    lobby.nodes().iter().any(|node| node.label() == label)
}

/// Where every text and control stands, that of the mark apart.
fn places(lobby: &Lobby) -> Vec<String> {
    let place = |text: String, node: &crate::tree::Node| format!("{text} {:?}", node.rect);
    let nodes = lobby.nodes();
    let texts = nodes.iter().filter_map(|node| Some(place(node.words()?.text, node)));
    let controls = nodes.iter().filter(|node| node.is_control());
    let controls = controls.map(|node| place(node.label(), node));
    let all = texts.chain(controls);
    all.filter(|text| !text.starts_with("Няма връзка")).collect()
}

#[test]
fn a_lost_connection_is_a_small_mark_and_moves_nothing() {
    let why = SyncError::Unreachable("no route".to_owned());
    let since = "2026-11-23T08:00:00Z".parse().unwrap();
    for size in [PORTRAIT, LANDSCAPE] {
        let lobby = Lobby::open(&Setup {
            size,
            ..Setup::default()
        });
        let stand = |status: SyncStatus| {
            lobby.kiosk.borrow_mut().server = Watch::standing(status, None);
            lobby.settle();
        };
        for large in [false, true] {
            lobby.read(|session| session.large = large);
            let before = places(&lobby);
            for status in [
                SyncStatus::NotEnrolled { why: why.clone() },
                SyncStatus::Offline {
                    since,
                    why: why.clone(),
                },
                SyncStatus::Revoked {
                    since,
                    why: why.clone(),
                },
            ] {
                stand(status);
                assert!(is_marked(&lobby));
                assert_eq!(
                    lobby.sees("Няма връзка"),
                    !large || size == LANDSCAPE,
                    "a word where there is room"
                );
                assert_eq!(places(&lobby), before);
            }
            for status in [
                SyncStatus::Online { last: since },
                SyncStatus::Starting,
                SyncStatus::NotConfigured,
            ] {
                stand(status);
                assert!(!is_marked(&lobby));
            }
        }
    }
}
