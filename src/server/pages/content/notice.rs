//! A notice: `/admin/content/ID/new-notice`, `/admin/content/ID/notices/NOTICE`.

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::super::{error::Answer, form::refused, page::Page};
use super::{
    address,
    desk::Desk,
    fields::Fields,
    frame::{framed, removal, status},
    save::{self, Subject},
    typed::Typed,
};
use crate::{
    content::{
        Pack,
        edit::{Cause, Edited, Fault, notices, typed},
        files::Files,
        notice::Notice,
        read::NOTICES,
        text::Lang,
    },
    server::state::App,
};

pub async fn new(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let mut typed = desk.blank();
    // Known from the first on, so that a form that is sent twice adds one.
    typed.set("id", format!("notice-{:08x}", rand::random::<u32>()));
    Ok(New.form(&page, &desk, &typed, &[]))
}

pub async fn add(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &New).await
}

pub async fn get(State(app): State<App>, page: Page, Path((municipality, id)): Path<(String, String)>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let Some(notice) = desk.pack.notices.iter().find(|notice| notice.id == id) else {
        return Ok(page.not_found());
    };
    let mut typed = desk.blank();
    typed.set_text("text", Some(&notice.text));
    for (name, day) in [("from", notice.from), ("to", notice.to)] {
        typed.set(name, day.map(|day| day.to_string()).unwrap_or_default());
    }
    Ok(Known(id).form(&page, &desk, &typed, &[]))
}

pub async fn post(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, id)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &Known(id)).await
}

pub async fn remove(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path((municipality, id)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    save::save(&app, &page, &headers, &municipality, &typed, &Removed(id)).await
}

/// One that is to come.
struct New;

/// One that there is, by its id.
struct Known(String);

struct Removed(String);

impl Subject for New {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        let plain = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
        let id = typed.get("id").chars().filter(plain).collect();
        notices::add(files, &read(typed, &pack.info.languages, id)?)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        if faults.iter().any(|fault| fault.cause == Cause::Taken) {
            return Redirect::to(&self.then(&desk.municipality)).into_response();
        }
        self.form(page, desk, typed, faults)
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/new-notice", address(municipality))
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=saved", address(municipality))
    }
}

impl Subject for Known {
    fn edit(&self, typed: &Typed, files: &Files, pack: &Pack) -> Edited {
        notices::change(files, &read(typed, &pack.info.languages, self.0.clone())?)
    }

    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        self.form(page, desk, typed, faults)
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/notices/{}", address(municipality), self.0)
    }
}

impl Subject for Removed {
    fn edit(&self, _: &Typed, files: &Files, _: &Pack) -> Edited {
        notices::remove(files, &self.0)
    }

    fn show(&self, page: &Page, _: &Desk, _: &Typed, _: &[Fault]) -> Response {
        page.not_found()
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/notices/{}/remove", address(municipality), self.0)
    }

    fn back(&self, municipality: &str) -> String {
        format!("{}/notices/{}", address(municipality), self.0)
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=removed", address(municipality))
    }
}

fn read(typed: &Typed, languages: &[Lang], id: String) -> Result<Notice, Vec<Fault>> {
    let days = ["from", "to"].map(|name| typed::day(name, typed.get(name)));
    let faults: Vec<Fault> = days.iter().filter_map(|day| day.clone().err()).collect();
    let [Ok(from), Ok(to)] = days else {
        return Err(faults);
    };
    Ok(Notice {
        id,
        text: typed.text("text", languages).unwrap_or_default(),
        from,
        to,
    })
}

impl New {
    fn form(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let fields = Fields::of(page, desk, typed, faults, (NOTICES, Vec::new()));
        let content = html! {
            (refused(page.lang, !faults.is_empty()))
            form.panel.wide method="post" action=(self.here(&desk.municipality)) {
                (fields.head())
                input type="hidden" name="id" value=(typed.get("id"));
                (body(page, &fields))
                button.button { (page.say("Добавяне", "Add")) }
            }
        };
        page.answer(
            status(faults),
            page.say("Ново съобщение", "New notice"),
            framed(page, desk, &content),
        )
    }
}

impl Known {
    fn form(&self, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Response {
        let at = desk
            .pack
            .notices
            .iter()
            .position(|notice| notice.id == self.0)
            .unwrap_or_default();
        let entry = format!("notice/{at}");
        let fields = ["text", "from", "to"].map(|name| (name.to_owned(), format!("{entry}/{name}")));
        let paths = [(String::new(), entry)].into_iter().chain(fields).collect();
        let fields = Fields::of(page, desk, typed, faults, (NOTICES, paths));
        let here = self.here(&desk.municipality);
        let content = html! {
            (refused(page.lang, !faults.is_empty()))
            (fields.placed.above(page))
            form.panel.wide data-saves method="post" action=(here) {
                (fields.head())
                (body(page, &fields))
                div.save { button.button { (page.say("Запис", "Save")) } (save::status(page)) }
            }
            (removal(page, desk, &format!("{here}/remove"), page.say("Премахване на съобщението", "Take the notice away")))
        };
        page.answer(
            status(faults),
            page.say("Съобщение", "Notice"),
            framed(page, desk, &content),
        )
    }
}

fn body(page: &Page, fields: &Fields<'_>) -> Markup {
    html! {
        (fields.text("text", page.say("Текст", "Text"), 3))
        div.languages {
            (fields.day("from", page.say("Първи ден", "First day"), Some(page.say("Празно: веднага", "Empty: at once"))))
            (fields.day("to", page.say("Последен ден", "Last day"), Some(page.say("Празно: докато не се махне", "Empty: until taken away"))))
        }
    }
}
