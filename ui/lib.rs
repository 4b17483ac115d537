//! The screens. Only what is seen lives here; what it means is decided in `parter::kiosk`.
slint::include_modules!();
