//! The screens. Only what is seen lives here; what it means is decided in `parter::kiosk`.
// A linter has nothing to say on what is generated, and takes minutes to find that.
#![allow(clippy::all)]
slint::include_modules!();
