//! What can be drawn: the kiosk's screens, and what stands in for them.

use clap::{
    ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::kiosk::controllers::session::Screen;

const OUT_OF_SERVICE: &str = "out-of-service";

#[derive(Clone, Copy)]
pub enum Picture {
    Of(Screen),
    /// There is nothing to show, not even a pack.
    OutOfService,
}

/// Reads a screen's name.
pub fn parser() -> impl TypedValueParser<Value = Picture> {
    let screens = Screen::value_variants().iter().filter_map(Screen::to_possible_value);
    PossibleValuesParser::new(screens.chain([OUT_OF_SERVICE.into()])).map(|name| {
        // All names but one are screens'.
        Screen::from_str(&name, false).map_or(Picture::OutOfService, Picture::Of)
    })
}
