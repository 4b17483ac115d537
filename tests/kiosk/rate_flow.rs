//! Rating at the screen: one touch is stored at once, what is added amends it, and the thanks show the row as it stands.

use std::{cell::Cell, path::Path, rc::Rc, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::{Config, Mode},
    feedback::{Face, Rating},
    kiosk::controllers::{
        kiosk::Kiosk,
        rate::{Step, Stored},
        session::{Idle, Screen},
    },
    packs,
    store::{Store, StoreConfig, worker::Worker},
};

struct TestClock(Cell<Duration>);

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T08:30:00Z".parse::<DateTime<Utc>>().unwrap() + self.0.get()
    }

    fn uptime(&self) -> Duration {
        self.0.get()
    }
}

/// A kiosk with a store, and a visitor before it.
struct Lobby {
    kiosk: Kiosk,
    clock: Rc<TestClock>,
    worker: Worker,
}

impl Lobby {
    fn open(dir: &Path, mode: Mode) -> Self {
        let config = Config {
            mode,
            ..Config::default()
        };
        let pack = Arc::new(packs::load("kyustendil").unwrap());
        let store = StoreConfig {
            lobby: "kyustendil".to_owned(),
            zone: pack.zone(),
            bucket_hours: config.rating.bucket_hours,
            repeat_window: Duration::from_secs(config.rating.repeat_filter_seconds.into()),
        };
        let clock = Rc::new(TestClock(Cell::default()));
        let (dir, now) = (dir.to_owned(), clock.now());
        let worker = Worker::spawn(move || Store::open(&dir, &store, now), |_| {}).unwrap();
        let mut kiosk = Kiosk::new(config, pack, clock.clone());
        kiosk.connect(worker.handle(), Arc::new(|| {}));
        let mut lobby = Self { kiosk, clock, worker };
        lobby.settle();
        lobby
    }

    /// Lets the store answer all that was asked.
    fn settle(&mut self) {
        let (send, done) = std::sync::mpsc::channel();
        self.worker.handle().call(|_| Ok(()), move |_| send.send(()).unwrap());
        done.recv_timeout(Duration::from_secs(20)).unwrap();
        self.kiosk.drain();
    }

    fn wait(&mut self, seconds: u64) {
        self.clock.0.set(self.clock.0.get() + Duration::from_secs(seconds));
        self.kiosk.tick();
    }

    fn rate(&mut self, face: u8) {
        self.kiosk.touched();
        self.kiosk.rate(Face::try_from(face).unwrap());
        self.settle();
    }

    fn choose(&mut self, index: usize) {
        self.kiosk.touched();
        self.kiosk.choose_for_rating(index);
        self.settle();
    }

    fn stored(&self) -> &Rating {
        self.kiosk.session.rate.stored().unwrap()
    }

    fn screen(&self) -> Screen {
        self.kiosk.session.screen()
    }

    /// The ratings in the file, in the words of the event that a rating becomes.
    fn rows(self, dir: &Path) -> Vec<Rating> {
        self.worker.shutdown();
        let file = rusqlite::Connection::open(dir.join("parter.db")).unwrap();
        let mut query = file
            .prepare(
                "SELECT json_object('id', id, 'bucket', bucket, 'face', face, 'repeated', json(iif(repeated, 'true', 'false')),
                 'queue', queue, 'reasons', json(reasons), 'answers', json(answers)) FROM ratings",
            )
            .unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|row| serde_json::from_str(&row.unwrap()).unwrap()).collect()
    }
}

#[test]
fn a_touch_of_a_face_is_stored_before_anything_else_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.kiosk.session.go(Screen::Rate);
    lobby.rate(4);
    assert_eq!(lobby.screen(), Screen::RateMore);
    let shown = lobby.stored().clone();
    assert_eq!(u8::from(shown.face), 4);
    // The visitor walks off.
    assert_eq!(lobby.rows(dir.path()), [shown]);
}

#[test]
fn the_next_screen_waits_for_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.kiosk.session.go(Screen::Rate);
    lobby.kiosk.rate(Face::try_from(2).unwrap());
    lobby.kiosk.rate(Face::try_from(3).unwrap());
    assert_eq!(lobby.screen(), Screen::Rate, "nothing is acknowledged yet");
    lobby.settle();
    assert_eq!(lobby.screen(), Screen::RateMore);
    let rows = lobby.rows(dir.path());
    assert_eq!(
        rows.len(),
        1,
        "a second touch before the answer is the same visitor's impatience"
    );
    assert_eq!(u8::from(rows[0].face), 2);
}

#[test]
fn a_rating_that_was_not_stored_is_not_thanked_for() {
    let mut kiosk = Kiosk::new(
        Config::default(),
        Arc::new(packs::load("kyustendil").unwrap()),
        Rc::new(TestClock(Cell::default())),
    );
    kiosk.session.go(Screen::Rate);
    kiosk.rate(Face::try_from(5).unwrap());
    kiosk.drain();
    assert_eq!(kiosk.session.screen(), Screen::Rate);
    assert!(kiosk.session.rate.failed());
    assert_eq!(kiosk.stored_rating(), []);
}

#[test]
fn each_choice_amends_the_same_rating_and_can_be_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.rate(5);
    let id = lobby.stored().id;

    let offered: Vec<String> = lobby
        .kiosk
        .rating_choices()
        .into_iter()
        .map(|choice| choice.text)
        .collect();
    assert_eq!(offered[0], "Любезно отношение", "praise for a good face");
    lobby.choose(0);
    lobby.choose(1);
    lobby.choose(0);
    assert_eq!(lobby.stored().remarks.reasons, ["barzo".to_owned()].into());

    lobby.kiosk.next_rating_step();
    lobby.choose(0);
    lobby.choose(1);
    assert_eq!(lobby.stored().remarks.queue.as_deref(), Some("kasa"), "one of them");
    lobby.choose(1);
    assert_eq!(lobby.stored().remarks.queue, None);

    lobby.kiosk.next_rating_step();
    lobby.choose(2);
    assert_eq!(lobby.stored().remarks.answers["orientatsia"], "ne");
    lobby.kiosk.back();
    lobby.kiosk.back();
    assert!(
        lobby.kiosk.rating_choices()[1].chosen,
        "what was said is still there one goes back to"
    );
    lobby.kiosk.back();
    assert_eq!(
        lobby.screen(),
        Screen::Home,
        "before the first question is the beginning"
    );

    let shown = lobby.stored().clone();
    assert_eq!(shown.id, id);
    assert_eq!(lobby.rows(dir.path()), [shown]);
}

#[test]
fn the_reasons_follow_the_face() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    for (face, first) in [(1, "Дълго чакане"), (3, "Дълго чакане"), (4, "Любезно отношение")]
    {
        lobby.rate(face);
        assert!(matches!(lobby.kiosk.rating_steps()[0], Step::Reasons(_)));
        assert_eq!(lobby.kiosk.rating_choices()[0].text, first);
    }
}

#[test]
fn everything_may_be_skipped() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.rate(3);
    let questions = lobby.kiosk.rating_steps().len();
    assert_eq!(questions, 5, "reasons, queue, three questions");
    for _ in 0..questions {
        assert_eq!(lobby.screen(), Screen::RateMore);
        lobby.kiosk.next_rating_step();
    }
    assert_eq!(lobby.screen(), Screen::RateThanks);
    assert_eq!(lobby.stored().remarks, parter::feedback::Remarks::default());
}

#[test]
fn the_thanks_show_every_field_of_the_row_and_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.rate(2);
    let id = lobby.stored().id.to_string();
    lobby.choose(0);
    lobby.choose(1);
    lobby.kiosk.next_rating_step();
    lobby.choose(0);
    lobby.kiosk.next_rating_step();
    lobby.choose(1);
    lobby.kiosk.done_rating();
    assert_eq!(
        lobby.kiosk.stored_rating(),
        [
            Stored::Face(2),
            Stored::Period("23 ноември 2026\u{a0}г.".to_owned()),
            Stored::Queue("Гражданско състояние и гражданска регистрация".to_owned()),
            Stored::Reasons("Дълго чакане · Нелюбезно отношение".to_owned()),
            Stored::Answer("Лесно ли намерихте къде да отидете?".to_owned(), "Донякъде".to_owned()),
            Stored::Repeated(false),
            Stored::Id(id),
        ]
    );
    // The row is shown, not what was touched: a field that the table has and the screen has not would be a lie.
    let shown = lobby.stored().clone();
    assert_eq!(lobby.rows(dir.path()), [shown]);
}

#[test]
fn a_period_of_hours_is_shown_with_its_hours() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config {
        rating: parter::config::Rating {
            bucket_hours: 12,
            ..Config::default().rating
        },
        ..Config::default()
    };
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.worker.shutdown();
    let store = StoreConfig {
        lobby: "kyustendil".to_owned(),
        zone: lobby.kiosk.pack.zone(),
        bucket_hours: config.rating.bucket_hours,
        repeat_window: Duration::ZERO,
    };
    let (folder, now) = (dir.path().to_owned(), lobby.clock.now());
    lobby.worker = Worker::spawn(move || Store::open(&folder, &store, now), |_| {}).unwrap();
    lobby.kiosk.connect(lobby.worker.handle(), Arc::new(|| {}));
    lobby.rate(4);
    let shown = lobby.kiosk.stored_rating();
    assert!(
        shown.contains(&Stored::Period("23 ноември 2026\u{a0}г., 0:00 – 12:00".to_owned())),
        "{shown:?}"
    );
}

#[test]
fn touches_too_close_are_thanked_for_alike_and_kept_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Rating);
    let mut rated = Vec::new();
    for seconds in [0, 5, 30] {
        lobby.wait(seconds);
        lobby.rate(1);
        assert_eq!(lobby.screen(), Screen::RateThanks);
        rated.push(lobby.stored().repeated);
        lobby.kiosk.done_rating();
        assert_eq!(lobby.screen(), Screen::Rate);
    }
    assert_eq!(rated, [false, true, false]);
    assert_eq!(lobby.rows(dir.path()).len(), 3, "none is deleted");
}

#[test]
fn by_the_door_there_are_faces_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Rating);
    assert_eq!(lobby.screen(), Screen::Rate);
    lobby.rate(5);
    assert_eq!(lobby.screen(), Screen::RateThanks, "no questions there");
    lobby.kiosk.session.home();
    assert_eq!(lobby.screen(), Screen::Rate);
}

#[test]
fn the_thanks_return_by_themselves_and_forget() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.kiosk.session.lang = "en".to_owned();
    lobby.kiosk.session.go(Screen::Rate);
    lobby.rate(4);
    lobby.kiosk.done_rating();
    assert_eq!(
        lobby.kiosk.idle(),
        Idle::Warning(20),
        "the countdown is there from the start"
    );
    lobby.wait(19);
    lobby.kiosk.touched();
    lobby.wait(19);
    assert_eq!(lobby.screen(), Screen::RateThanks, "a touch begins it anew");
    lobby.wait(1);
    assert_eq!(lobby.screen(), Screen::Home);
    assert_eq!(lobby.kiosk.session.lang, "bg");
    assert_eq!(
        lobby.kiosk.stored_rating(),
        [],
        "nothing of the visitor is left on the screen"
    );
}

#[test]
fn an_answer_of_the_store_never_reaches_the_next_visitor() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.kiosk.session.go(Screen::Rate);
    lobby.kiosk.rate(Face::try_from(2).unwrap());
    lobby.kiosk.forget();
    lobby.settle();
    assert_eq!(lobby.screen(), Screen::Home);
    assert_eq!(lobby.kiosk.stored_rating(), []);
    assert_eq!(lobby.rows(dir.path()).len(), 1, "the rating counts all the same");
}

#[test]
fn a_rating_leaves_when_its_day_is_over_though_nobody_touches_the_screen() {
    let dir = tempfile::tempdir().unwrap();
    let mut lobby = Lobby::open(dir.path(), Mode::Full);
    lobby.rate(4);
    lobby.wait(15 * 60 * 60);
    lobby.settle();
    assert!(lobby.rows(dir.path()).is_empty(), "the table keeps open days alone");
    let file = rusqlite::Connection::open(dir.path().join("parter.db")).unwrap();
    let waiting: u32 = file
        .query_row("SELECT count(*) FROM outbox WHERE kind = 'rating'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(waiting, 1);
}
