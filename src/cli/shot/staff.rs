//! The staff's screens for pictures.

use std::{error::Error, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::{
    config::Counter,
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    logging::recent::LogLine,
};

/// The code that chance would make different in each picture.
const CODE: &str = "K7QM-3X9P";

/// Lets the kiosk, which is on one of those screens, see what stands there.
pub fn look(kiosk: &mut Kiosk, patience: Duration) -> Result<(), Box<dyn Error>> {
    match kiosk.session.screen() {
        Screen::Pin => (1..=4).for_each(|digit| kiosk.type_digit(digit)),
        Screen::Staff => {
            kiosk.gather_facts();
            // From the store, and of the disk.
            kiosk.wait_for_reply(patience);
            kiosk.wait_for_reply(patience);
        }
        Screen::StaffCounters | Screen::StaffPairing => pairings(kiosk, patience)?,
        Screen::StaffLog => kiosk.session.staff.log = Some(Some(log(kiosk.clock.now())?)),
        _ => {}
    }
    Ok(())
}

/// Of a lobby with two counters, with a code for the first.
fn pairings(kiosk: &mut Kiosk, patience: Duration) -> Result<(), Box<dyn Error>> {
    let queues: Vec<String> = kiosk.queues().map(|queue| queue.id.clone()).collect();
    let counter = |id: &str| Counter {
        id: id.to_owned(),
        name: None,
        queues: queues.clone(),
        breaks: Vec::new(),
    };
    kiosk.config.lobby.counters = vec![counter("1"), counter("2")];
    kiosk.pair_at(Arc::new(|| None));
    let desk = &mut kiosk.session.staff.pairing;
    desk.page = Some(Some("https://192.0.2.7:8443".to_owned()));
    desk.post = Some("1".to_owned());
    kiosk.offer_code();
    kiosk.wait_for_reply(patience);
    if let Some(offer) = &mut kiosk.session.staff.pairing.offer {
        offer.code = CODE.parse()?;
    }
    Ok(())
}

/// As it is an hour after an opening without a network.
fn log(now: DateTime<Utc>) -> serde_json::Result<Vec<LogLine>> {
    serde_json::from_value(json!([
        {
            "timestamp": now - TimeDelta::minutes(47),
            "level": "WARN",
            "message": "records wait on the kiosk",
            "error": "the server can't be reached (no route to host): it is tried again and again",
            "permanent": false,
        },
        {
            "timestamp": now - TimeDelta::minutes(60),
            "level": "INFO",
            "message": "the kiosk is open",
            "mode": "Full",
        },
    ]))
}
