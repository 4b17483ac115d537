//! Which version kiosks are offered, and how many of them: what holds, and the form that changes it.

use axum::{Form, extract::State, http::StatusCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        form::{Choice as Select, refused},
        icon, municipalities,
        page::{Page, done},
    },
    AT, answer,
};
use crate::server::{state::App, store::images::Choice};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Empty for all.
    municipality: String,
    version: String,
    share: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Version,
    Share,
}

pub async fn choose(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let Some(municipality) = of(&page, &typed) else {
        return Ok(page.not_found());
    };
    let share = typed.share.trim().trim_end_matches('%').trim_end().parse();
    let share = share.ok().filter(|share: &u8| *share <= 100);
    let (wrong, share) = match share {
        _ if app.images.offer(&typed.version).is_none() => (Some(Wrong::Version), 0),
        None => (Some(Wrong::Share), 0),
        Some(share) => (None, share),
    };
    if wrong.is_some() {
        return answer(&app, &page, StatusCode::UNPROCESSABLE_ENTITY, &typed, wrong).await;
    }
    let choice = Choice {
        municipality,
        version: Some(typed.version),
        share,
    };
    let chosen = app.store.choose_image(&choice, &page.actor(), app.now()).await;
    chosen.or_unavailable(&page)?;
    Ok(done(AT, "image-chosen"))
}

/// Nobody is offered any more.
pub async fn stop(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let Some(municipality) = of(&page, &typed) else {
        return Ok(page.not_found());
    };
    let choice = Choice {
        municipality,
        version: None,
        share: 0,
    };
    let stopped = app.store.choose_image(&choice, &page.actor(), app.now()).await;
    stopped.or_unavailable(&page)?;
    Ok(done(AT, "image-stopped"))
}

/// Whose kiosks are meant; none where there is no such municipality.
fn of(page: &Page, typed: &Typed) -> Option<Option<String>> {
    let id = &typed.municipality;
    if id.is_empty() {
        return Some(None);
    }
    page.packs.of(id).map(|_| Some(id.clone()))
}

pub fn section(page: &Page, choices: &[Choice], offered: &[&str], typed: &Typed, wrong: Option<Wrong>) -> Markup {
    html! {
        section {
            h2 { (page.say("Какво се предлага", "What is offered")) }
            @if choices.is_empty() {
                p.empty { (page.say("На никой киоск не се предлага нова версия.", "No kiosk is offered a new version.")) }
            } @else {
                @for choice in choices { (one(page, choice)) }
            }
            @if page.is_administrator() && !offered.is_empty() { (form(page, offered, typed, wrong)) }
        }
    }
}

fn one(page: &Page, choice: &Choice) -> Markup {
    let whose = choice.municipality.as_deref();
    let name = whose.map_or_else(
        || page.say("Всички общини", "All municipalities"),
        |id| municipalities::name(page, id),
    );
    html! {
        article.panel {
            h3 { (name) }
            @match &choice.version {
                Some(version) => {
                    p { (page.say("Версия", "Version")) " " strong { (version) } ", " (share(page, choice.share)) }
                    @if page.is_administrator() {
                        form method="post" action="/admin/images/stop" {
                            (page.csrf())
                            input type="hidden" name="municipality" value=(whose.unwrap_or_default());
                            button.button.danger { (page.say("Спиране за", "Stop for")) ": " (name) }
                        }
                    }
                }
                None => p { (page.say("Спряно: не се предлага нищо.", "Stopped: nothing is offered.")) }
            }
        }
    }
}

fn share(page: &Page, share: u8) -> String {
    match share {
        0 => page
            .say(
                "само на киоски, на които е наредено поотделно",
                "to kiosks alone that are told one by one",
            )
            .to_owned(),
        100 => page.say("на всички киоски", "to all kiosks").to_owned(),
        share => format!(
            "{} {share}\u{a0}%",
            page.say("дял от киоските:", "share of the kiosks:")
        ),
    }
}

fn form(page: &Page, offered: &[&str], typed: &Typed, wrong: Option<Wrong>) -> Markup {
    let mut whose = vec![("", page.say("Всички общини", "All municipalities"))];
    whose.extend(municipalities::all(page));
    let error = wrong.map(|wrong| match wrong {
        Wrong::Version => page.say(
            "Версията вече я няма на сървъра. Изберете друга.",
            "The version is on the server no more. Choose another.",
        ),
        Wrong::Share => page.say(
            "Напишете цяло число от 0 до 100.",
            "Write a whole number from 0 to 100.",
        ),
    });
    let typed_share = if typed.share.is_empty() { "10" } else { &typed.share };
    html! {
        (refused(page.lang, wrong.is_some()))
        form.panel method="post" action=(AT) {
            (page.csrf())
            h3 { (page.say("Избор на версия", "Choose a version")) }
            (Select {
                name: "version",
                label: page.say("Версия", "Version"),
                options: offered.iter().map(|version| (*version, *version)).collect(),
                chosen: &typed.version,
            }.html())
            (Select {
                name: "municipality",
                label: page.say("За киоските на", "For the kiosks of"),
                options: whose,
                chosen: &typed.municipality,
            }.html())
            div.field {
                label for="share" { (page.say("Дял от киоските, в проценти", "Share of the kiosks, in per cent")) }
                p.hint #share-hint { (page.say(
                    "Започнете с малко и увеличавайте: който вече е избран, остава. При 0 новата версия получават само киоските, на които наредите поотделно.",
                    "Begin with few and raise it: who is chosen stays so. With 0, those kiosks alone get the version that you tell one by one.",
                )) }
                @if let Some(error) = error { p.error #share-error { (icon::warning()) (error) } }
                input #share name="share" value=(typed_share) required inputmode="numeric" autocomplete="off"
                    aria-describedby=(if error.is_some() { "share-error share-hint" } else { "share-hint" })
                    aria-invalid=[error.map(|_| "true")];
            }
            p.soft { (page.say(
                "Киоските изтеглят версията през деня и минават на нея през нощта, между 2 и 5 часа. Който нощем е изключен, чака „Сега“. Киоск минава само на по-нова версия: за да се върне предишната, издайте я с по-голям номер. Изборът за всички общини заменя отделните избори.",
                "Kiosks fetch the version by day and go over to it by night, between 2 and 5 o'clock. One that is switched off at night waits for “Now”. A kiosk goes to a newer version alone: to bring the one before back, issue it under a higher number. What is chosen for all municipalities takes the place of each one's own choice.",
            )) }
            button.button { (page.say("Предлагане", "Offer it")) }
        }
    }
}
