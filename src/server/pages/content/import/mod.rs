//! A file into a draft: `/admin/content/ID/import`, and `/admin/import-pack` where there is no draft yet.
//!
//! What is sent is read and kept, and its report shows what it would change and what was not understood. The draft changes when
//! the report's own form is sent, in the way of all forms: see [`save`](super::save).

pub mod pack;
mod refused_words;
pub mod services;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Multipart, Path, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use maud::{Markup, html};

use super::super::{
    error::{Answer, Refusal},
    icon,
    page::Page,
};
use super::{address, desk::Desk, differences, frame::framed, typed::Typed};
use crate::{
    content::{difference, exchange, files::Files},
    protocol::record::Hash,
    server::{
        app::Route,
        auth::access::{Access, EDITOR_ROLES, EDITORS},
        state::App,
        uploads,
    },
};

/// Of a form, what is not the file: names, boundaries, fields.
const FIELDS: usize = 16 * 1024;
/// A pack's archive with its form.
const LONGEST_PACK: usize = exchange::archive::LONGEST as usize + FIELDS;
/// A table with its form: as UTF-16 it has twice as many bytes as its text may have.
const LONGEST_TABLE: usize = 2 * exchange::services::LONGEST + FIELDS;
/// Letters of a file's name.
const LONGEST_NAME: usize = 100;

pub fn routes() -> Vec<Route> {
    let uploads = |most| Access::Upload {
        roles: EDITOR_ROLES,
        most,
    };
    // The guard has counted the bytes.
    let limit = DefaultBodyLimit::disable;
    let here = "/admin/content/{municipality}/import";
    vec![
        Route::get(here, EDITORS, get(ask)),
        Route::post(here, uploads(LONGEST_TABLE), post(services::upload).layer(limit())),
        Route::get(pack::PLACE, EDITORS, get(pack::get)),
        Route::post(pack::PLACE, uploads(LONGEST_PACK), post(pack::upload).layer(limit())),
        Route::post(
            "/admin/content/{municipality}/import/services",
            EDITORS,
            post(services::save),
        ),
        Route::post("/admin/content/{municipality}/import/pack", EDITORS, post(pack::save)),
    ]
}

/// Where files are sent from.
pub fn place(municipality: &str) -> String {
    format!("{}/import", address(municipality))
}

/// The way here from the draft.
pub fn link(page: &Page, desk: &Desk) -> Markup {
    html! {
        section {
            h2 { (page.say("Внасяне", "Import")) }
            p { (page.say(
                "Услуги от таблица или цялото съдържание от архив. Преди записа се вижда какво променят.",
                "Services from a table, or all of the content from an archive. What they change is seen before it is saved.",
            )) }
            p { a.button.second href=(place(&desk.municipality)) { (page.say("Внасяне от файл", "Import from a file")) } }
        }
    }
}

async fn ask(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    Ok(forms(&page, &desk, None))
}

/// `empty` is the form that came without a file.
fn forms(page: &Page, desk: &Desk, empty: Option<&str>) -> Response {
    let content = html! {
        p { (page.say(
            "Файлът първо се прочита. Ще видите какво променя и какво не е разбрано; записва се чак след това.",
            "The file is read first. You will see what it changes and what was not understood; it is saved only then.",
        )) }
        section {
            h2 { (page.say("Таблица с услуги (CSV)", "A table of services (CSV)")) }
            p { (page.say(
                "Първият ред са имената на колоните, както в таблицата за изтегляне. Услуги, които ги няма в нея, остават.",
                "The first line names the columns, as in the table to download. Services that are not in it stay.",
            )) }
            (services::form(page, &desk.municipality, empty == Some(services::NAME)))
        }
        section {
            h2 { (page.say("Цялото съдържание (архив)", "All of the content (an archive)")) }
            p { (page.say(
                "Архивът, който се изтегля оттук, или zip на папката на съдържанието. Черновата става каквото е в него.",
                "The archive that is downloaded here, or a zip of the content's folder. The draft becomes what is in it.",
            )) }
            (pack::form(page, &desk.municipality, empty == Some(pack::NAME)))
        }
    };
    let title = page.say("Внасяне от файл", "Import from a file");
    page.answer(status(empty.is_some()), title, framed(page, desk, &content))
}

fn status(is_refused: bool) -> StatusCode {
    if is_refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

/// The field of a form that takes a file; `kinds` are those that the browser offers.
pub fn file_field(page: &Page, name: &str, (label, kinds): (&str, &str), is_missing: bool) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            @if is_missing {
                p.error id={ (name) "-error" } { (icon::warning()) span { (page.say("Изберете файл.", "Choose a file.")) } }
            }
            input id=(name) name="file" type="file" accept=(kinds) required
                aria-describedby=[is_missing.then(|| format!("{name}-error"))] aria-invalid=[is_missing.then_some("true")];
        }
    }
}

/// What came with a form.
pub struct Sent {
    /// The municipality that it was sent from the pages of, if of any.
    municipality: String,
    file_name: String,
    pub file: Bytes,
}

/// None where there is no file, or an empty one, or it broke off.
pub async fn sent(mut form: Multipart) -> Option<Sent> {
    let mut sent = Sent {
        municipality: String::new(),
        file_name: String::new(),
        file: Bytes::new(),
    };
    while let Some(field) = form.next_field().await.ok()? {
        match field.name() {
            Some("municipality") => sent.municipality = field.text().await.ok()?,
            Some("file") => {
                let name = field.file_name().unwrap_or_default().chars();
                sent.file_name = name.filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
                sent.file = field.bytes().await.ok()?;
            }
            _ => {}
        }
    }
    (!sent.file.is_empty()).then_some(sent)
}

async fn kept(app: &App, page: &Page, file: Bytes) -> Result<Hash, Refusal> {
    uploads::keep(app, file).await.map_err(|error| failed(page, &error))
}

/// The machine, not the file, is at fault.
fn failed(page: &Page, error: &dyn std::error::Error) -> Refusal {
    tracing::error!(%error, "a file that was sent");
    let text = page.say(
        "Нищо не е записано. Опитайте след малко; ако пак не стане, кажете на администратора: дискът на сървъра може да е пълен.",
        "Nothing was saved. Try again in a moment; if it fails again, tell the administrator: the server’s disk may be full.",
    );
    let title = page.say("Файлът не може да се приеме сега", "The file can't be taken now");
    page.answer(StatusCode::SERVICE_UNAVAILABLE, title, html! { p.lead { (text) } })
        .into()
}

/// The file that the report was of.
async fn again(app: &App, page: &Page, municipality: &str, typed: &Typed) -> Result<Vec<u8>, Refusal> {
    let found = match typed.get("upload").parse() {
        Ok(hash) => uploads::get(app, hash).await.map_err(|error| failed(page, &error))?,
        Err(_) => None,
    };
    found.ok_or_else(|| {
        let content = html! {
            p.lead { (page.say(
                "Пази се един ден, докато не се запише. Нищо не е променено; изпратете го отново.",
                "It is kept for a day until it is saved. Nothing was changed; send it again.",
            )) }
            p { a.button href=(place(municipality)) { (page.say("Внасяне от файл", "Import from a file")) } }
        };
        let title = page.say("Файлът вече не се пази", "The file is kept no more");
        page.answer(StatusCode::GONE, title, content).into()
    })
}

/// What a file would make of a draft.
struct Offer<'a> {
    /// Where its form is sent to, and where one goes who leaves all as it is.
    ways: (String, String),
    /// The draft's revision that it was compared with.
    revision: u64,
    before: &'a Files,
    after: &'a Files,
    /// What the form has to send again.
    fields: Vec<(&'static str, String)>,
}

impl Offer<'_> {
    fn html(&self, page: &Page) -> Markup {
        let changed = difference::between(self.before, self.after);
        let (here, back) = &self.ways;
        html! {
            section #changes {
                h2 { (page.say("Какво ще се промени", "What will change")) }
                @if self.before == self.after {
                    p { (page.say("Нищо: черновата вече е такава.", "Nothing: the draft is so already.")) }
                } @else if changed.is_empty() {
                    p { (page.say("Само бележки в документите и начинът, по който са изписани.", "Comments in the documents alone, and how they are spelt.")) }
                }
                (differences::list(page, &changed))
            }
            div.choices {
                @if self.before != self.after { (self.form(page, here)) }
                a.button.second href=(back) { (page.say("Назад, без запис", "Back, without saving")) }
            }
        }
    }

    /// The button that saves it.
    fn form(&self, page: &Page, here: &str) -> Markup {
        html! {
            form method="post" action=(here) {
                (page.csrf())
                input type="hidden" name="revision" value=(self.revision);
                @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                button.button { (page.say("Запис в черновата", "Save to the draft")) }
            }
        }
    }
}

/// What every report begins with.
fn unsaved(page: &Page) -> Markup {
    html! {
        p.alert.calm { (icon::info()) span { (page.say(
            "Още нищо не е записано. Прегледайте и решете.",
            "Nothing is saved yet. Look it over and decide.",
        )) } }
    }
}
