//! The pages' looks.

use crate::{
    server::app::Route,
    web::assets::{REGULAR, SEMIBOLD, STYLES},
};

pub fn routes() -> [Route; 3] {
    [&STYLES, &REGULAR, &SEMIBOLD].map(|asset| Route::asset(asset))
}

/// What every page names.
pub fn styles() -> String {
    STYLES.address()
}
