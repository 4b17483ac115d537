//! What the machine's service manager is told (systemd's `sd_notify`). Without one nothing is.

use std::{io, time::Duration};

use sd_notify::NotifyState;
use tracing::warn;

/// The first frame is on the screen; `status` says of which screen.
pub fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// The event loop turns.
pub fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// The end has begun.
pub fn stopping() {
    tell(&[NotifyState::Stopping, NotifyState::Status("closing")]);
}

/// How often it wants to hear [`alive`], which is twice in the time that it waits; none where it does not wait.
#[must_use]
pub fn pulse() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|patience| patience / 2)
}

fn tell(states: &[NotifyState<'_>]) {
    let told: io::Result<()> = sd_notify::notify(states);
    if let Err(error) = told {
        warn!(%error, "the service manager can't be told how the kiosk is");
    }
}
