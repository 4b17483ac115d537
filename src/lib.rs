//! Parter: the self-service kiosk in the lobby of a Bulgarian municipality.

pub mod cli;
pub mod config;
pub mod content;
pub mod feedback;
pub mod kiosk;
pub mod logging;
pub mod packs;
pub mod queue;
pub mod store;
