//! When a place receives people: `/admin/content/ID/places/PLACE`.

mod form;
mod read;

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::super::{error::Answer, page::Page};
use super::{
    address,
    desk::Desk,
    save::{self, Subject},
    typed::Typed,
};
use crate::{
    content::{
        Pack,
        edit::{Edited, Fault, place_hours},
        files::Files,
    },
    server::state::App,
};

pub async fn get(State(app): State<App>, page: Page, Path((municipality, id)): Path<(String, String)>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let Some(place) = desk.pack.hours.places.iter().find(|place| place.id == id) else {
        return Ok(page.not_found());
    };
    let mut typed = desk.blank();
    read::fill(&mut typed, &place_hours::Form::of(place));
    Ok(PlaceOf { id, is_moved: false }.show(&page, &desk, &typed, &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, id)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    let is_moved = !typed.get("do").is_empty();
    save::save(&app, &page, &headers, &municipality, &typed, &PlaceOf { id, is_moved }).await
}

struct PlaceOf {
    id: String,
    /// A button that moves a reception saves the rest of the form too, and leads back to the receptions.
    is_moved: bool,
}

impl Subject for PlaceOf {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        let form = read::form(typed, &pack.info.languages)?;
        place_hours::change(files, &pack.hours, &self.id, &form)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        form::show(page, desk, &self.id, (typed, faults), &self.here(&desk.municipality))
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/places/{}", address(municipality), self.id)
    }

    fn then(&self, municipality: &str) -> String {
        let list = if self.is_moved { "#receptions" } else { "" };
        format!("{}?done=saved{list}", self.here(municipality))
    }
}
