//! Parter: the self-service kiosk in the lobby of a Bulgarian municipality.
pub mod content;
