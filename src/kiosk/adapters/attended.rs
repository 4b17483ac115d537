//! What the machine's service manager hears of a window: that it is seen, and that its event loop turns.

use std::time::Duration;

use parter_ui::Frame;
use slint::{Color, Timer, TimerMode};

use crate::machine::manager;

/// Says `status` once the first frame is on the screen, and that all is well for as long as the timer is kept and the
/// event loop turns.
#[must_use]
pub(super) fn attend(frame: &Frame<'_>, status: &'static str) -> Timer {
    frame.on_drawn(move || {
        // It is being drawn: the event loop's next turn comes when it has been given to the screen.
        Timer::single_shot(Duration::ZERO, move || manager::ready(status));
        Color::default()
    });
    let pulse = Timer::default();
    if let Some(every) = manager::pulse() {
        pulse.start(TimerMode::Repeated, every, manager::alive);
    }
    pulse
}
