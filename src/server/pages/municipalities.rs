//! The municipalities that the server knows by name: those of its packs.

use super::page::Page;

/// Ids and names, in the order of the names.
pub fn all(page: &Page) -> Vec<(&str, &str)> {
    let known = page.packs.all().map(|pack| &pack.info.municipality);
    let mut all: Vec<_> = known
        .map(|municipality| (municipality.id.as_str(), municipality.name.get(page.lang.code())))
        .collect();
    all.sort_by_key(|(_, name)| *name);
    all
}

/// The name, or the id where it is of no pack.
pub fn name<'a>(page: &'a Page, id: &'a str) -> &'a str {
    let pack = page.packs.of(id);
    pack.map_or(id, |pack| pack.info.municipality.name.get(page.lang.code()))
}

/// The place of a lobby (`kyustendil/main`), by its name where it is known.
pub fn place<'a>(page: &'a Page, lobby: &'a str) -> &'a str {
    let place = page.packs.of_lobby(lobby).and_then(|pack| pack.place_of(lobby));
    let id = lobby.split_once('/').map_or(lobby, |(_, id)| id);
    place.map_or(id, |place| place.name.get(page.lang.code()))
}
