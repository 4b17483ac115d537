//! Whoever looks after the machine can tell whether somebody stands at the screen.

use std::{
    cell::{Cell, RefCell},
    fs,
    rc::Rc,
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock,
    config::Config,
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    machine::visit_file::VisitFile,
    packs,
};

#[derive(Default)]
struct Uptime(Cell<Duration>);

impl Clock for Uptime {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn uptime(&self) -> Duration {
        self.0.get()
    }
}

fn watched() -> (Kiosk, Rc<Uptime>, Rc<RefCell<Vec<bool>>>) {
    let clock = Rc::new(Uptime::default());
    let pack = packs::load("kyustendil").unwrap();
    let mut kiosk = Kiosk::new(Config::default(), pack.into(), clock.clone());
    let told = Rc::<RefCell<Vec<bool>>>::default();
    let hear = told.clone();
    kiosk.tell_of_visits(move |is_visited| hear.borrow_mut().push(is_visited));
    (kiosk, clock, told)
}

#[test]
fn a_visit_begins_with_the_first_touch_and_ends_when_it_is_forgotten() {
    let (mut kiosk, clock, told) = watched();
    kiosk.tick();
    assert!(told.borrow().is_empty(), "the screen that nobody touched is no visit");
    kiosk.touched();
    kiosk.session.go(Screen::Services);
    kiosk.touched();
    assert_eq!(*told.borrow(), [true]);
    // Home again, they may still stand there.
    kiosk.home();
    clock.0.set(Duration::from_secs(64));
    kiosk.tick();
    assert_eq!(*told.borrow(), [true]);
    clock.0.set(Duration::from_secs(65));
    kiosk.tick();
    assert_eq!(*told.borrow(), [true, false]);
    kiosk.touched();
    kiosk.forget();
    assert_eq!(*told.borrow(), [true, false, true, false]);
}

#[test]
fn the_file_is_there_while_somebody_is_and_not_after_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("visit");
    fs::write(&file, "").unwrap();
    let visits = VisitFile::start(folder.path()).unwrap();
    assert!(!file.exists(), "what a kiosk that was killed left is gone");
    let mark = visits.marker();
    for is_visited in [true, false, true] {
        mark(is_visited);
        let began = Instant::now();
        while file.exists() != is_visited {
            assert!(began.elapsed() < Duration::from_secs(20), "never: {is_visited}");
            thread::sleep(Duration::from_millis(5));
        }
    }
    drop(mark);
    visits.shutdown();
    assert!(!file.exists(), "the kiosk has ended");
}
