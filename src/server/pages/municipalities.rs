//! The municipalities that the program knows by name: those of the packs inside it.

use std::sync::LazyLock;

use super::lang::Lang;
use crate::{
    content::text::LocalText,
    packs::{self, builtin},
};

struct Known {
    id: &'static str,
    name: LocalText,
    /// By id.
    places: Vec<(String, LocalText)>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |id| {
        let pack = packs::load(id).ok()?;
        let places = pack.hours.places.into_iter().map(|place| (place.id, place.name));
        Some(Known {
            id,
            name: pack.info.municipality.name,
            places: places.collect(),
        })
    };
    builtin::names().filter_map(known).collect()
});

/// Ids and names, in the order of the names.
pub fn all(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = KNOWN
        .iter()
        .map(|known| (known.id, known.name.get(lang.code())))
        .collect();
    all.sort_by_key(|(_, name)| *name);
    all
}

/// The name, or the id where it is of another pack.
pub fn name(id: &str, lang: Lang) -> &str {
    find(id).map_or(id, |known| known.name.get(lang.code()))
}

/// The place of a lobby (`kyustendil/main`), by its name where it is known.
pub fn place(lobby: &str, lang: Lang) -> &str {
    let (municipality, place) = lobby.split_once('/').unwrap_or(("", lobby));
    let places = find(municipality).map_or(&[][..], |known| &known.places);
    let named = places.iter().find(|(id, _)| id == place);
    named.map_or(place, |(_, name)| name.get(lang.code()))
}

fn find(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.id == id)
}
