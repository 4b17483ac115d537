//! The staff's screens for pictures.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::{
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    logging::recent::LogLine,
};

/// Lets the kiosk, which is on one of those screens, see what stands there.
pub fn look(kiosk: &mut Kiosk, patience: Duration) -> serde_json::Result<()> {
    match kiosk.session.screen() {
        Screen::Pin => (1..=4).for_each(|digit| kiosk.type_digit(digit)),
        Screen::Staff => {
            kiosk.gather_facts();
            // From the store, and of the disk.
            kiosk.wait_for_reply(patience);
            kiosk.wait_for_reply(patience);
        }
        Screen::StaffLog => kiosk.session.staff.log = Some(Some(log(kiosk.clock.now())?)),
        _ => {}
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
