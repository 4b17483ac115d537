//! What each screen does, without a window.

pub mod keyboard;
