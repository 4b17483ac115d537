//! A table of services into a draft.

use axum::{
    Form,
    extract::{Multipart, Path, State},
    http::HeaderMap,
    response::Response,
};
use maud::{Markup, html};

use super::super::super::{error::Answer, icon, page::Page, words::number};
use super::super::{
    address,
    desk::Desk,
    fault_words,
    frame::framed,
    save::{self, Subject},
    typed::Typed,
};
use super::{Offer, again, file_field, forms, kept, place, sent, status, unsaved};
use crate::{
    content::{
        Pack,
        edit::{Edited, Fault},
        exchange::services::{self, Import},
        files::Files,
    },
    server::{state::App, store::audit::Act},
    sheet,
};

/// The form's, among those of the page.
pub const NAME: &str = "table";

pub async fn upload(State(app): State<App>, page: Page, Path(municipality): Path<String>, form: Multipart) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let Some(sent) = sent(form).await else {
        return Ok(forms(&page, &desk, Some(NAME)));
    };
    let table = Table::of(&sent.file, sent.file_name);
    let mut typed = desk.blank();
    typed.set("upload", kept(&app, &page, sent.file).await?.to_string());
    typed.set("origin", &table.origin);
    Ok(table.show(&page, &desk, &typed, &[]))
}

pub async fn save(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let bytes = again(&app, &page, &municipality, &typed).await?;
    let table = Table::of(&bytes, typed.get("origin").to_owned());
    save::save(&app, &page, &headers, &municipality, &typed, &table).await
}

pub fn form(page: &Page, municipality: &str, is_missing: bool) -> Markup {
    let field = (page.say("Файл CSV", "A CSV file"), ".csv,text/csv,.txt,.tsv");
    html! {
        form.panel method="post" enctype="multipart/form-data" action=(place(municipality)) {
            (page.csrf())
            (file_field(page, NAME, field, is_missing))
            button.button { (page.say("Прочитане на таблицата", "Read the table")) }
        }
    }
}

struct Table {
    text: String,
    /// The file's name, which new services name as their source.
    origin: String,
}

impl Table {
    fn of(bytes: &[u8], origin: String) -> Self {
        Self {
            text: sheet::decode(bytes).into_owned(),
            origin,
        }
    }

    fn read(&self, pack: &Pack) -> Import {
        services::read(&self.text, pack, &self.origin)
    }

    fn applied(&self, import: &Import, files: &Files, pack: &Pack) -> Edited {
        if import.changes.is_empty() {
            return Ok(files.clone());
        }
        import.apply(files, pack)
    }
}

impl Subject for Table {
    fn edit(&self, _: &Typed, files: &Files, pack: &Pack) -> Edited {
        self.applied(&self.read(pack), files, pack)
    }

    /// The report.
    fn show(&self, page: &Page, desk: &Desk, typed: &Typed, _: &[Fault]) -> Response {
        let import = self.read(&desk.pack);
        let applied = self.applied(&import, &desk.draft.files, &desk.pack);
        let result = match &applied {
            Ok(after) => {
                let offer = Offer {
                    ways: (self.here(&desk.municipality), self.back(&desk.municipality)),
                    revision: desk.draft.revision.number,
                    before: &desk.draft.files,
                    after,
                    fields: vec![
                        ("upload", typed.get("upload").to_owned()),
                        ("origin", self.origin.clone()),
                    ],
                };
                offer.html(page)
            }
            Err(faults) => refused(page, faults),
        };
        let content = html! {
            (unsaved(page))
            (counts(page, &import))
            @if !import.faults.is_empty() { (not_understood(page, &import)) }
            (result)
        };
        let title = format!(
            "{}: {}",
            page.say("Внасяне на услуги", "Import of services"),
            self.origin
        );
        let is_refused = applied.is_err() || (import.changes.is_empty() && !import.faults.is_empty());
        page.answer(status(is_refused), &title, framed(page, desk, &content))
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/import/services", address(municipality))
    }

    fn back(&self, municipality: &str) -> String {
        place(municipality)
    }

    fn then(&self, municipality: &str) -> String {
        format!("{}?done=imported", address(municipality))
    }

    fn act(&self) -> Option<Act> {
        Some(Act::ImportContent)
    }
}

fn counts(page: &Page, import: &Import) -> Markup {
    let new = import.changes.iter().filter(|change| change.is_new).count();
    let counts = [
        (page.say("Нови услуги", "New services"), new),
        (page.say("Променени", "Changed"), import.changes.len() - new),
        (page.say("Без промяна", "As they are"), import.same),
        (
            page.say("Без ред в таблицата, остават", "Without a row, they stay"),
            import.without_row,
        ),
        (page.say("Неразбрано", "Not understood"), import.faults.len()),
    ];
    html! {
        ul { @for (what, count) in counts { li { (what) ": " strong { (number(page.lang, count as u64)) } } } }
    }
}

/// Every line of it, with its number.
fn not_understood(page: &Page, import: &Import) -> Markup {
    html! {
        section #faults {
            h2 { (page.say("Какво не е разбрано", "What was not understood")) }
            p { (page.say(
                "Тези редове и колони не са взети, останалото е. Поправете ги в таблицата и я внесете пак: което вече е записано, не се повтаря.",
                "These lines and columns were not taken, the rest was. Mend them in the table and import it again: what is saved already is not repeated.",
            )) }
            ul.findings {
                @for fault in &import.faults {
                    li { p.finding.warn { (icon::warning()) span { (fault.words(page.lang.code())) } } }
                }
            }
        }
    }
}

/// What was understood, but can't be written.
fn refused(page: &Page, faults: &[Fault]) -> Markup {
    html! {
        section {
            h2 { (page.say("Не може да се запише", "It can't be saved")) }
            ul.findings {
                @for fault in faults {
                    li { p.finding.bad { (icon::warning()) span { (fault.field) ": " (fault_words::of(page, fault.cause)) } } }
                }
            }
        }
    }
}
