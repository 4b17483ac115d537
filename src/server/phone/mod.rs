//! What a visitor's phone shows of a ticket, at `/t/CODE`.

use super::app::Route;

/// The ways in that this page serves.
#[must_use]
pub fn routes() -> Vec<Route> {
    Vec::new()
}
