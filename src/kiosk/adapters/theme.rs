//! Millimetres, the pack's colour, and how this visitor reads.

use parter_ui::{App, Theme};
use slint::{Color, ComponentHandle};

use crate::{content::colour::Rgb, kiosk::controllers::kiosk::Kiosk};

/// The panel that the window fills.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    pub width_px: u32,
    pub height_px: u32,
    pub diagonal_inches: f32,
}

impl Panel {
    /// Pixels per millimetre.
    #[must_use]
    pub fn px_per_mm(self) -> f32 {
        let diagonal_px = (self.width_px as f32).hypot(self.height_px as f32);
        diagonal_px / (self.diagonal_inches * 25.4)
    }
}

/// Gives the screens their scale; once for a window.
pub fn fit(app: &App, panel: Panel) {
    app.global::<Theme>().set_mm(panel.px_per_mm());
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let theme = app.global::<Theme>();
    if let Ok(Rgb { red, green, blue }) = kiosk.pack.info.accent.parse() {
        theme.set_pack_accent(Color::from_rgb_u8(red, green, blue));
    }
    theme.set_reduced_motion(kiosk.config.screen.reduced_motion);
    theme.set_large(kiosk.session.large);
    theme.set_high_contrast(kiosk.session.high_contrast);
    theme.set_low_reach(kiosk.session.low_reach);
}
