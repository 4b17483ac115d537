//! A clock that nobody has set since the machine started is not believed.

use std::{fs, rc::Rc, time::Duration};

use chrono::{DateTime, Utc};
use parter::{
    clock::Clock, config::Config, content::calendar::opening::Opening, kiosk::controllers::kiosk::Kiosk, packs,
};

struct MondayMorning;

impl Clock for MondayMorning {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-23T08:30:00Z".parse().unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

#[test]
fn until_the_clock_is_set_nothing_is_said_that_follows_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("synchronized");
    let mut config = Config::default();
    config.clock.set_file = Some(set.clone());
    let pack = packs::load("kyustendil").unwrap();
    let mut kiosk = Kiosk::new(config, pack.into(), Rc::new(MondayMorning));
    kiosk.tick();
    assert_eq!((kiosk.today(), kiosk.opening()), (None, Opening::Unknown));
    fs::write(&set, "").unwrap();
    let before = kiosk.moment();
    kiosk.tick();
    assert_ne!(kiosk.moment(), before, "the screens are shown anew");
    assert_eq!(kiosk.today(), Some("2026-11-23".parse().unwrap()));
    assert!(matches!(kiosk.opening(), Opening::Open { .. }), "{:?}", kiosk.opening());
}
