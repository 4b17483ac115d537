//! What can be drawn: the kiosk's screens, and what stands in for them.

use clap::{
    ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::{
    content::text::BULGARIAN,
    kiosk::{adapters::notice::Notice, controllers::session::Screen},
    machine::setup,
};

/// The names of the notices' pictures.
const NOTICES: [&str; 5] = [
    "out-of-service",
    "insert-stick",
    "setup-errors",
    "take-stick-out",
    "setup-done",
];

/// A stick's file as people fill it in.
const BADLY_FILLED_IN: &str = "\
[kiosk]
id = \"Киоск 1\"
municipality = \"kyustendil\"
[server]
url = \"queue.example.bg\"
enrollment_code = \"K7QM-3X9P-2WD4-R0AB\"
[screen]
diagonal_inches = 215
orientation = \"изправен\"
[network]
method = \"static\"
[staff]
pin = \"1234\"
";

/// What a setup says of a stick that is write-protected.
const LOCKED: [&str; 2] = [
    "Настройките са приложени.",
    "Стикът не може да се записва: кодът, паролата и PIN са още на него. Изтрийте ги.",
];

#[derive(Clone)]
pub enum Picture {
    Of(Screen),
    /// There is no kiosk to show, not even a pack.
    Notice(Notice),
}

/// Reads a screen's name.
pub fn parser() -> impl TypedValueParser<Value = Picture> {
    let screens = Screen::value_variants().iter().filter_map(Screen::to_possible_value);
    PossibleValuesParser::new(screens.chain(NOTICES.map(Into::into)))
        .map(|name| Screen::from_str(&name, false).map_or_else(|_| Picture::Notice(notice(&name)), Picture::Of))
}

/// As a machine without a telephone to call shows it, and one with a stick that was filled in badly.
fn notice(name: &str) -> Notice {
    match name {
        "insert-stick" => Notice::InsertStick,
        "setup-done" => Notice::SetupDone,
        "setup-errors" => Notice::SetupErrors(faults()),
        "take-stick-out" => Notice::TakeStickOut(LOCKED.map(str::to_owned).to_vec()),
        _ => Notice::OutOfService(None),
    }
}

fn faults() -> Vec<String> {
    let faults = setup::check(BADLY_FILLED_IN.as_bytes()).err().unwrap_or_default();
    faults.iter().map(|fault| fault.say(BULGARIAN)).collect()
}
