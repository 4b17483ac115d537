//! The typeface of the screens, for text that is set without the system's.

use std::sync::Arc;

use parley::{
    FontContext,
    fontique::{Blob, Collection, CollectionOptions, FontInfoOverride},
};

pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/SofiaSans_400Regular.ttf");
pub static BOLD: &[u8] = include_bytes!("../../assets/fonts/SofiaSans_700Bold.ttf");

/// The name under which [`fonts`] knows it.
pub const FAMILY: &str = "Sofia Sans";

/// The two weights, and no font of the system's.
#[must_use]
pub fn fonts() -> FontContext {
    let options = CollectionOptions {
        shared: false,
        system_fonts: false,
    };
    let mut fonts = FontContext {
        collection: Collection::new(options),
        ..FontContext::default()
    };
    for file in [REGULAR, BOLD] {
        let family = FontInfoOverride {
            family_name: Some(FAMILY),
            ..FontInfoOverride::default()
        };
        fonts.collection.register_fonts(Blob::new(Arc::new(file)), Some(family));
    }
    fonts
}
