//! `/admin/content/ID`: a municipality's draft, its parts, what is wrong or missing in it, and how it differs from what is shown.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::super::{
    error::Answer,
    icon,
    page::Page,
    table::{row, table},
    time,
};
use super::{address, desk::Desk, differences, export, findings, import, list::saved, part, publish};
use crate::{
    content::{
        difference,
        edit::{
            closures,
            part::{entries, schema::ALL},
        },
        finding::Finding,
        hours::Closure,
        l10n,
        notice::Notice,
        service::{Service, Speed},
        text::{BULGARIAN, LocalText},
    },
    server::{state::App, store::drafts::FIRST},
};

const UNTRANSLATED: &str = "missing-translation";

pub async fn get(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let published = page.packs.files(&municipality).cloned().unwrap_or_default();
    let differs = difference::between(&published, &desk.draft.files);
    let (untranslated, others): (Vec<&Finding>, Vec<&Finding>) =
        desk.findings.iter().partition(|finding| finding.code == UNTRANSLATED);
    let content = html! {
        p { a href="/admin/content" { (page.say("Всички общини", "All municipalities")) } }
        (state(&page, &desk, differs.len()))
        (health(&page, &others))
        (notices(&page, &desk))
        (services(&page, &desk))
        (hours(&page, &desk))
        (parts(&page, &desk))
        (export::links(&page, &desk))
        (import::link(&page, &desk))
        section #different {
            h2 { (page.say("Какво се различава от показваното", "What differs from what is shown")) }
            @if differs.is_empty() {
                p { (page.say("Нищо: черновата е каквото показват киоските.", "Nothing: the draft is what the kiosks show.")) }
            } @else { (differences::list(&page, &differs)) }
        }
        @if !untranslated.is_empty() {
            details {
                summary { (page.say("Липсващи преводи", "Missing translations")) ": " (untranslated.len()) }
                (findings::all(&page, Some(&desk), untranslated.into_iter()))
            }
        }
        @if !others.is_empty() {
            section #findings {
                h2 { (page.say("Какво показа проверката", "What the check found")) }
                (findings::all(&page, Some(&desk), errors_first(&others).into_iter()))
            }
        }
    };
    let title = format!(
        "{}: {}",
        page.say("Съдържание", "Content"),
        desk.pack.info.municipality.name.get(page.lang.code())
    );
    Ok(page.show(&title, content))
}

fn state(page: &Page, desk: &Desk, differs: usize) -> Markup {
    let revision = &desk.draft.revision;
    html! {
        p.lead {
            @if revision.number > FIRST || !revision.saved_by.is_empty() {
                (page.say("Чернова, версия", "Draft, version")) " " (revision.number) ", " (saved(page, revision)) "."
            } @else {
                (page.say("Още няма промени. Първият запис започва чернова.", "There are no changes yet. The first save begins a draft."))
            }
        }
        p {
            a href="#different" { (page.say("Разлики от показваното", "Differences from what is shown")) ": " (differs) }
            " · "
            a href={ (address(&desk.municipality)) "/preview" } { (page.say("Как ще изглежда", "How it will look")) }
            " · "
            a href={ (address(&desk.municipality)) "/history" } { (page.say("История на черновата", "The draft's history")) }
        }
        p { a.button href=(publish::place(&desk.municipality)) { (page.say("Публикуване", "Publication")) } }
    }
}

fn health(page: &Page, findings: &[&Finding]) -> Markup {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.len() - errors;
    html! {
        @if errors > 0 {
            p.alert { (icon::warning()) a href="#findings" {
                (page.say("Грешки, които спират публикуването", "Errors that stop publication")) ": " (errors)
            } }
        }
        @if warnings > 0 {
            p.alert.calm { (icon::info()) a href="#findings" { (page.say("Забележки на проверката", "Warnings of the check")) ": " (warnings) } }
        }
        @if findings.is_empty() { p.banner.good { (icon::check()) span { (page.say("Проверката не намери нищо нередно.", "The check found nothing wrong.")) } } }
    }
}

fn errors_first<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut sorted = findings.to_vec();
    sorted.sort_by_key(|finding| finding.severity);
    sorted
}

fn notices(page: &Page, desk: &Desk) -> Markup {
    let at = address(&desk.municipality);
    let columns = [page.say("Съобщение", "Notice"), page.say("Показва се", "Shown")];
    let one = |notice: &Notice| {
        let cells = [
            html! {
                a href={ (at) "/notices/" (notice.id) } { (notice.text.get(page.lang.code())) }
                (missing(page, desk, &notice.text))
            },
            shown(page, notice),
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = desk.pack.notices.iter().map(one).collect();
    html! {
        section {
            div.actions {
                h2 { (page.say("Съобщения", "Notices")) }
                a.button.second href={ (at) "/new-notice" } { (page.say("Ново съобщение", "New notice")) }
            }
            @if rows.is_empty() { p.soft { (page.say("Няма съобщения.", "There are no notices.")) } } @else { (table(&columns, &rows)) }
        }
    }
}

fn shown(page: &Page, notice: &Notice) -> Markup {
    html! {
        @match (notice.from, notice.to) {
            (None, None) => (page.say("докато не се махне", "until it is taken away")),
            (from, to) => {
                @if let Some(from) = from { (page.say("от", "from")) " " (time::day(page.lang, from)) " " }
                @if let Some(to) = to { (page.say("до", "to")) " " (time::day(page.lang, to)) }
            }
        }
    }
}

fn services(page: &Page, desk: &Desk) -> Markup {
    let at = address(&desk.municipality);
    let columns = [
        page.say("Услуга", "Service"),
        page.say("Такса", "Fee"),
        page.say("Срок", "Deadline"),
    ];
    let lang = page.lang.code();
    let one = |service: &Service| {
        let fee = service
            .fees
            .iter()
            .find(|fee| fee.speed == Speed::Ordinary)
            .or(service.fees.first());
        let tier = service
            .tiers
            .iter()
            .find(|tier| tier.speed == Speed::Ordinary)
            .or(service.tiers.first());
        let cells = [
            html! {
                a href={ (at) "/services/" (service.id) } { (service.name.get(lang)) }
                (missing(page, desk, &service.name))
            },
            html! { @if let Some(fee) = fee { (l10n::money(fee.cents, fee.currency, lang)) } @else { "–" } },
            html! { @if let Some(tier) = tier { (tier.text.get(lang)) } @else { "–" } },
        ];
        row(&columns, &cells)
    };
    let rows: Vec<Markup> = desk.pack.services.iter().map(one).collect();
    html! {
        section {
            div.actions {
                h2 { (page.say("Услуги", "Services")) }
                a.button.second href={ (at) "/new-part/services" } { (page.say("Нова услуга", "New service")) }
            }
            @if rows.is_empty() { p.soft { (page.say("Няма услуги.", "There are no services.")) } } @else { (table(&columns, &rows)) }
        }
    }
}

fn hours(page: &Page, desk: &Desk) -> Markup {
    let at = address(&desk.municipality);
    let lang = page.lang.code();
    let one = |closure: &Closure| {
        let place = desk
            .pack
            .hours
            .places
            .iter()
            .find(|place| Some(&place.id) == closure.place.as_ref());
        html! {
            li {
                a href={ (at) "/closures/" (closures::name(closure)) } {
                    (time::day(page.lang, closure.from)) " – " (time::day(page.lang, closure.to))
                }
                ": " (closure.text.get(lang)) ", "
                (place.map_or(page.say("всички места", "all places"), |place| place.name.get(lang)))
                (missing(page, desk, &closure.text))
            }
        }
    };
    html! {
        section {
            h2 { (page.say("Работно време", "Hours")) }
            ul { @for place in &desk.pack.hours.places { li { a href={ (at) "/places/" (place.id) } { (place.name.get(lang)) } } } }
            div.actions {
                h3 { (page.say("Затваряния", "Closures")) }
                a.button.second href={ (at) "/new-closure" } { (page.say("Ново затваряне", "New closure")) }
            }
            @if desk.pack.hours.closures.is_empty() { p.soft { (page.say("Няма затваряния извън празниците.", "There are none besides the holidays.")) } }
            ul { @for closure in &desk.pack.hours.closures { (one(closure)) } }
        }
    }
}

/// The charter, and every part that is plain fields.
fn parts(page: &Page, desk: &Desk) -> Markup {
    html! {
        section {
            h2 { (page.say("Харта и всичко останало", "The charter and all the rest")) }
            ul {
                li { a href={ (address(&desk.municipality)) "/charter" } { (page.say("Харта на клиента", "Customer charter")) } }
                @for part in ALL {
                    li {
                        a href=(part::place(&desk.municipality, part)) { (part::title(page, part)) }
                        @if part.is_list() { ": " (entries(&desk.draft.files, part).len()) }
                    }
                }
            }
        }
    }
}

/// Which of the pack's languages a text lacks.
fn missing(page: &Page, desk: &Desk, text: &LocalText) -> Markup {
    let lacking: Vec<&str> = desk
        .languages()
        .iter()
        .map(String::as_str)
        .filter(|lang| *lang != BULGARIAN && !text.has(lang))
        .collect();
    html! {
        @if !lacking.is_empty() { " " span.missing { (page.say("липсва", "missing")) ": " (lacking.join(", ")) } }
    }
}
