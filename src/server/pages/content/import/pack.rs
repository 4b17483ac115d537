//! A whole pack, as an archive, into the draft of the municipality that it names, or into a new one.

use axum::{
    Form,
    extract::{Multipart, Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use tokio::task::spawn_blocking;

use super::super::super::{
    error::{Answer, OrUnavailable, Refusal},
    icon,
    page::Page,
};
use super::super::{
    address,
    desk::Desk,
    fault_words, findings,
    save::{self, Subject},
    typed::Typed,
};
use super::{Offer, again, failed, file_field, kept, place, refused_words, sent, status, unsaved};
use crate::{
    content::{
        Pack,
        edit::{Cause, Edited, Fault, blank},
        exchange::archive::{self, Refused},
        files::Files,
        finding::Finding,
        lint,
        read::{PACK, Reading},
    },
    server::{
        drafts,
        state::App,
        store::{
            audit::Act,
            drafts::{FIRST, Save, Saved},
        },
    },
};

pub const PLACE: &str = "/admin/import-pack";
/// The form's, among those of a page.
pub const NAME: &str = "archive";
/// The linter's finding of a file that nothing reads.
const UNKNOWN_FILE: &str = "unknown-file";

/// For a municipality that has no draft yet.
pub async fn get(page: Page) -> Response {
    ask(&page, false)
}

fn ask(page: &Page, is_missing: bool) -> Response {
    let content = html! {
        p { a href="/admin/content" { (page.say("Всички общини", "All municipalities")) } }
        p { (page.say(
            "Архивът казва на коя община е. Ще видите какво има в него; записва се чак след това.",
            "The archive says which municipality it is of. You will see what is in it; it is saved only then.",
        )) }
        (form(page, "", is_missing))
    };
    page.answer(
        status(is_missing),
        page.say("Внасяне на община", "Import of a municipality"),
        content,
    )
}

pub fn form(page: &Page, municipality: &str, is_missing: bool) -> Markup {
    let field = (page.say("Файл zip", "A zip file"), ".zip,application/zip");
    html! {
        form.panel method="post" enctype="multipart/form-data" action=(PLACE) {
            (page.csrf())
            input type="hidden" name="municipality" value=(municipality);
            (file_field(page, NAME, field, is_missing))
            button.button { (page.say("Прочитане на архива", "Read the archive")) }
        }
    }
}

pub async fn upload(State(app): State<App>, page: Page, form: Multipart) -> Answer {
    let Some(sent) = sent(form).await else {
        return Ok(ask(&page, true));
    };
    let (files, reading) = unpacked(&page, sent.file.clone()).await?;
    let Some(pack) = &reading.pack else {
        return Err(unreadable(&page, &reading.findings));
    };
    let id = &pack.info.municipality.id;
    if !blank::is_id(id) {
        let why = html! { p.alert { (icon::warning()) span { (PACK) ": " (fault_words::of(&page, Cause::Id)) } } };
        return Err(turned_away(&page, &why));
    }
    if !sent.municipality.is_empty() && sent.municipality != *id {
        return Err(of_another(&page, pack));
    }
    let upload = kept(&app, &page, sent.file).await?.to_string();
    let known = drafts::open(&*app.store, &page.packs, id).await.or_unavailable(&page)?;
    let nothing = Files::default();
    let offer = Offer {
        ways: (
            format!("{}/import/pack", address(id)),
            known.as_ref().map_or(PLACE.to_owned(), |_| place(id)),
        ),
        revision: known.as_ref().map_or(FIRST, |draft| draft.revision.number),
        before: known.as_ref().map_or(&nothing, |draft| &draft.files),
        after: &files,
        fields: vec![("upload", upload)],
    };
    Ok(report(
        &page,
        (&files, pack, &reading.findings),
        known.is_none(),
        &offer,
    ))
}

pub async fn save(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let bytes = again(&app, &page, &municipality, &typed).await?;
    let (files, reading) = unpacked(&page, bytes).await?;
    let is_its = |pack: &Pack| pack.info.municipality.id == municipality && blank::is_id(&municipality);
    if !reading.pack.as_ref().is_some_and(is_its) {
        return Ok(page.not_found());
    }
    let archive = Archive(files);
    let known = drafts::open(&*app.store, &page.packs, &municipality).await;
    if known.or_unavailable(&page)?.is_none() && begun(&app, &page, &municipality, &archive).await? {
        return Ok(Redirect::to(&archive.then(&municipality)).into_response());
    }
    save::save(&app, &page, &headers, &municipality, &typed, &archive).await
}

/// The first draft of a municipality; false where somebody has begun one meanwhile.
async fn begun(app: &App, page: &Page, municipality: &str, archive: &Archive) -> Result<bool, Refusal> {
    let save = Save {
        municipality: municipality.to_owned(),
        on: FIRST,
        begins_from: archive.0.clone(),
        files: archive.0.clone(),
        act: archive.act(),
    };
    let saved = app.store.save_draft(&save, &page.actor(), page.now).await;
    Ok(saved.or_unavailable(page)? != Saved::Stale)
}

/// The files of an archive, and what they are as a pack.
async fn unpacked(page: &Page, bytes: impl AsRef<[u8]> + Send + 'static) -> Result<(Files, Reading), Refusal> {
    let today = page.now.date_naive();
    let read = move || {
        let files = archive::read(bytes.as_ref())?;
        let reading = lint::check(&files, today);
        Ok((files, reading))
    };
    let read: Result<_, Refused> = spawn_blocking(read).await.map_err(|error| failed(page, &error))?;
    read.map_err(|refused| {
        let words = html! { p.alert { (icon::warning()) span { (refused_words::of(page, &refused)) } } };
        turned_away(page, &words)
    })
}

/// Nothing of it is taken, and nothing was kept.
fn turned_away(page: &Page, why: &Markup) -> Refusal {
    let content = html! {
        (why)
        p { (page.say("Черновата е каквато беше.", "The draft is as it was.")) }
        p { a.button.second href="/admin/content" { (page.say("Към съдържанието", "To the content")) } }
    };
    let title = page.say("Архивът не може да се внесе", "The archive can't be imported");
    page.answer(status(true), title, content).into()
}

/// Its documents can't be read.
fn unreadable(page: &Page, found: &[Finding]) -> Refusal {
    let errors = found.iter().filter(|finding| finding.is_error());
    let why = html! {
        p.lead { (page.say(
            "Документите в него не могат да се разчетат, докато това не се поправи:",
            "Its documents can't be read until this is put right:",
        )) }
        (findings::all(page, None, errors))
    };
    turned_away(page, &why)
}

fn of_another(page: &Page, pack: &Pack) -> Refusal {
    let municipality = &pack.info.municipality;
    let why = html! {
        p.alert { (icon::warning()) span {
            (page.say("Архивът е на друга община:", "The archive is another municipality’s:")) " "
            strong { (municipality.name.get(page.lang.code())) } " (" (municipality.id) "). "
            (page.say("Внесете го от нейната страница.", "Import it from its own page."))
        } }
    };
    turned_away(page, &why)
}

fn report(page: &Page, (files, pack, found): (&Files, &Pack, &[Finding]), is_new: bool, offer: &Offer<'_>) -> Response {
    let (bad, others): (Vec<&Finding>, Vec<&Finding>) = found
        .iter()
        .partition(|finding| finding.is_error() || finding.code == UNKNOWN_FILE);
    let content = html! {
        (unsaved(page))
        ul {
            li { (page.say("Файлове", "Files")) ": " strong { (files.iter().count()) } }
            li { (page.say("Услуги", "Services")) ": " strong { (pack.services.len()) } }
            li { (page.say("Опашки", "Queues")) ": " strong { (pack.queues.queues.len()) } }
            li { (page.say("Раздели на хартата", "Sections of the charter")) ": " strong { (pack.charter.sections.len()) } }
        }
        @if is_new { p.alert.calm { (icon::info()) span { (page.say(
            "Тази община още няма чернова. С записа започва такава.",
            "This municipality has no draft yet. Saving begins one.",
        )) } } }
        @if !bad.is_empty() {
            section #faults {
                h2 { (page.say("Какво не е разбрано или спира публикуването", "What was not understood, or stops publication")) }
                (findings::all(page, None, bad.into_iter()))
            }
        }
        @if !others.is_empty() {
            details {
                summary { (page.say("Забележки на проверката", "Warnings of the check")) ": " (others.len()) }
                (findings::all(page, None, others.into_iter()))
            }
        }
        (offer.html(page))
    };
    let name = pack.info.municipality.name.get(page.lang.code());
    let title = format!("{}: {name}", page.say("Внасяне на съдържание", "Import of content"));
    page.answer(status(false), &title, content)
}

/// The draft becomes what is in it.
struct Archive(Files);

impl Subject for Archive {
    fn edit(&self, _: &Typed, _: &Files, _: &Pack) -> Edited {
        Ok(self.0.clone())
    }

    fn show(&self, _: &Page, desk: &Desk, _: &Typed, _: &[Fault]) -> Response {
        Redirect::to(&self.back(&desk.municipality)).into_response()
    }

    fn here(&self, municipality: &str) -> String {
        format!("{}/import/pack", address(municipality))
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
