//! Millimetres, the pack's colour, and how this visitor reads.

use parter_ui::{App, Theme};
use slint::{Color, ComponentHandle};

use crate::{content::colour::Rgb, kiosk::controllers::kiosk::Kiosk};

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let theme = app.global::<Theme>();
    if let Ok(Rgb { red, green, blue }) = kiosk.pack.info.accent.parse() {
        theme.set_pack_accent(Color::from_rgb_u8(red, green, blue));
    }
    theme.set_diagonal_mm(kiosk.config.screen.diagonal_inches * 25.4);
    theme.set_reduced_motion(kiosk.config.screen.reduced_motion);
    theme.set_large(kiosk.session.large);
    theme.set_high_contrast(kiosk.session.high_contrast);
    theme.set_low_reach(kiosk.session.low_reach);
}
