//! A service: `/admin/content/ID/services/SERVICE`.

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
        edit::{Edited, Fault, services},
        files::Files,
    },
    server::state::App,
};

pub async fn get(State(app): State<App>, page: Page, Path((municipality, id)): Path<(String, String)>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let Some(service) = desk.pack.service(&id) else {
        return Ok(page.not_found());
    };
    let mut typed = desk.blank();
    read::fill(&mut typed, service);
    Ok(ServiceOf(id).show(&page, &desk, &typed, &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, id)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    // A button that moves a row saves the rest of the form too, and leads back to its list.
    let subject = ServiceOf(id);
    let list = match typed.get("do").split_once('.') {
        None => return save::save(&app, &page, &headers, &municipality, &typed, &subject).await,
        Some((read::CHANNELS, _)) => "channels",
        Some(_) => "documents",
    };
    save::save(&app, &page, &headers, &municipality, &typed, &Moved(subject, list)).await
}

/// By its id.
struct ServiceOf(String);

/// With the list in which something was moved.
struct Moved(ServiceOf, &'static str);

impl Subject for ServiceOf {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        let service = pack.service(&self.0);
        services::change(files, &self.0, &read::form(typed, &pack.info.languages, service)?)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        form::show(page, desk, &self.0, typed, faults)
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/services/{}", address(municipality), self.0)
    }
}

impl Subject for Moved {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        self.0.edit(typed, files, pack)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        self.0.show(page, desk, typed, faults)
    }

    fn here(&self, municipality: &str) -> String {
        self.0.here(municipality)
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=saved#{}", self.here(municipality), self.1)
    }
}
