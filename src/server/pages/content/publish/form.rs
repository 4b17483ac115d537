//! What would be published, when and where, and what has been.

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{NaiveTime, TimeZone, Utc};
use maud::{Markup, html};

use super::super::super::{
    error::{Answer, OrUnavailable, Refusal},
    form::refused,
    icon,
    page::Page,
    time,
};
use super::super::{
    desk::Desk,
    differences,
    fields::Fields,
    findings,
    frame::{framed, status},
    typed::Typed,
};
use super::{approval, bundle, place, published, rule};
use crate::{
    content::{
        difference,
        edit::{Cause, Fault, typed},
        finding::Finding,
        read::PACK,
    },
    server::{publish::Aim, state::App},
};

pub async fn get(State(app): State<App>, page: Page, Path(municipality): Path<String>) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    show(&app, &page, &desk, &desk.blank(), &[]).await
}

/// When and where, as it was typed: in the municipality's own time.
pub fn aim(typed: &Typed, desk: &Desk) -> Result<Aim, Vec<Fault>> {
    let day = typed::day("from", typed.get("from")).map_err(|fault| vec![fault])?;
    let at = typed::time("at", typed.get("at")).map_err(|fault| vec![fault])?;
    let at = at.map_or(NaiveTime::MIN, |at| at.0);
    let valid_from = match day {
        None => None,
        Some(day) => {
            // An hour that the clocks leave out is no hour to begin at.
            let local = desk.pack.zone().from_local_datetime(&day.and_time(at)).earliest();
            let local = local.ok_or_else(|| vec![Fault::of("at", Cause::Time)])?;
            Some(local.with_timezone(&Utc))
        }
    };
    Ok(Aim {
        valid_from,
        device: typed::line(typed.get("device")),
        wish: None,
    })
}

pub async fn show(app: &App, page: &Page, desk: &Desk, typed: &Typed, faults: &[Fault]) -> Answer {
    let municipality = &desk.municipality;
    let shown = page.packs.files(municipality).cloned().unwrap_or_default();
    let differs = difference::between(&shown, &desk.draft.files);
    let kiosks = kiosks(app, page, municipality).await?;
    let needs_second = app.store.needs_second(municipality).await.or_unavailable(page)?;
    let content = html! {
        (approval::waiting(app, page, municipality, &kiosks).await?)
        (refused(page.lang, !faults.is_empty()))
        section {
            h2 { (page.say("Какво ще се промени на киоските", "What will change on the kiosks")) }
            @if differs.is_empty() {
                p { (page.say("Нищо: черновата е каквото се показва.", "Nothing: the draft is what is shown.")) }
            } @else { (differences::list(page, &differs)) }
        }
        (form(page, desk, (typed, faults), &kiosks, needs_second))
        @if !needs_second { (bundle::form(page, municipality)) }
        (published::list(app, page, municipality, &kiosks).await?)
        @if page.is_administrator() { (rule::form(page, municipality, needs_second)) }
    };
    let title = page.say("Публикуване", "Publication");
    let answer: Response = page.answer(status(faults), title, framed(page, desk, &content));
    Ok(answer)
}

/// Ids and names of the municipality's kiosks that may ask for content.
async fn kiosks(app: &App, page: &Page, municipality: &str) -> Result<Vec<(String, String)>, Refusal> {
    let fleet = app.store.fleet(page.now).await.or_unavailable(page)?;
    let devices = fleet.into_iter().map(|report| report.device);
    let own = devices.filter(|device| device.municipality == municipality && device.revoked_at.is_none());
    Ok(own.map(|device| (device.id, device.name)).collect())
}

fn form(
    page: &Page,
    desk: &Desk,
    (typed, faults): (&Typed, &[Fault]),
    kiosks: &[(String, String)],
    needs_second: bool,
) -> Markup {
    let errors = desk.findings.iter().filter(|finding| finding.is_error()).count();
    if errors > 0 {
        return html! {
            section {
                p.alert role="alert" { (icon::warning()) span { (page.say(
                    "Има грешки. Докато не се поправят, нищо не се публикува.",
                    "There are errors. Nothing is published until they are put right.",
                )) } }
                (findings::all(page, Some(desk), desk.findings.iter().filter(|finding| finding.is_error())))
            }
        };
    }
    let fields = Fields::of(page, desk, typed, faults, (PACK, Vec::new()));
    let mut places = vec![("", page.say("Всички киоски", "All kiosks"))];
    places.extend(kiosks.iter().map(|(id, name)| (id.as_str(), name.as_str())));
    let where_to = page.say("Къде", "Where");
    let button = if needs_second {
        page.say("Искане за публикуване", "Ask for publication")
    } else {
        page.say("Публикуване", "Publish")
    };
    html! {
        form.panel.wide method="post" action=(place(&desk.municipality)) {
            (fields.head())
            div.languages {
                (fields.line("from", page.say("От дата", "From the day"), Some(page.say("Празно: веднага", "Empty: at once")), "date"))
                (fields.line("at", page.say("От час", "From the time"), Some(page.say("Празно: 0:00", "Empty: 0:00")), "text"))
            }
            div.field {
                label for="device" { (where_to) }
                p.hint { (page.say(
                    "Може първо на един киоск, а после, с един бутон, на всички.",
                    "It may go to one kiosk first and then, by one button, to all.",
                )) }
                (fields.choice("device", where_to, &places))
            }
            (warnings(page, desk, &fields))
            button.button { (button) }
        }
    }
}

fn warnings(page: &Page, desk: &Desk, fields: &Fields<'_>) -> Markup {
    let warnings: Vec<&Finding> = desk.findings.iter().filter(|finding| !finding.is_error()).collect();
    html! {
        @if !warnings.is_empty() {
            details {
                summary { (page.say("Забележки на проверката", "Warnings of the check")) ": " (warnings.len()) }
                (findings::all(page, Some(desk), warnings.into_iter()))
            }
            (fields.tick("warnings", page.say("Прегледани са: да се публикува въпреки тях", "They were looked at: publish all the same")))
        }
    }
}

/// What a kiosk is called, by its id.
pub fn kiosk<'a>(kiosks: &'a [(String, String)], id: &'a str) -> &'a str {
    let known = kiosks.iter().find(|(known, _)| known == id);
    known.map_or(id, |(_, name)| name)
}

/// `от 01.01.2027 г., 00:00`, or at once.
pub fn begins(page: &Page, at: Option<chrono::DateTime<Utc>>) -> Markup {
    html! {
        @match at {
            None => (page.say("веднага", "at once")),
            Some(at) => { (page.say("от", "from")) " " (time::date(page.lang, at, page.now)) },
        }
    }
}
