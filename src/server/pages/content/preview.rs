//! `/admin/content/ID/preview`: a draft as the kiosk will draw it, beside what is shown today.

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::super::{error::Answer, form::Choice, page::Page};
use super::{address, desk::Desk, fields::language};
use crate::{
    content::{files::Files, finding::Finding},
    server::{
        preview::{Failure, Look, PANELS, SCREENS},
        state::App,
    },
};

pub async fn get(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(look): Query<Look>,
) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    let has_errors = desk.findings.iter().any(Finding::is_error);
    let before = async {
        match page.packs.files(&municipality) {
            Some(shown) => Some(drawn(&app, shown, &look).await),
            None => None,
        }
    };
    let (before, after) = tokio::join!(before, drawn(&app, &desk.draft.files, &look));
    let no_screens = matches!(after, Err(Failure::NoScreens));
    let content = html! {
        p { a href=(address(&municipality)) { (page.say("Към черновата", "To the draft")) } }
        @if no_screens {
            p.banner { (page.say(
                "Този сървър е без екраните на киоска и не може да рисува. Черновата може да се разгледа с «parter shot» на компютър, където са.",
                "This server is without the kiosk's screens and can't draw. `parter shot` shows the draft on a computer that has them.",
            )) }
        } @else {
            (choices(&page, &desk, &look))
            @if has_errors {
                p.alert { (page.say(
                    "Черновата има грешки, които спират публикуването, и киоск не би я показал. Поправете ги, за да я видите.",
                    "The draft has errors that stop publication, and no kiosk would show it. Mend them to see it.",
                )) }
            }
            div.previews {
                @if let Some(before) = &before {
                    (picture(&page, page.say("Сега на киоска", "On the kiosk now"), before, &url(&municipality, "shown", &look)))
                }
                (picture(&page, page.say("Черновата", "The draft"), &after, &url(&municipality, "draft", &look)))
            }
        }
    };
    Ok(page.show(page.say("Как ще изглежда", "How it will look"), content))
}

/// `…/preview/draft.png`, `…/preview/shown.png`
pub async fn draft(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(look): Query<Look>,
) -> Answer {
    let desk = Desk::open(&app, &page, &municipality).await?;
    Ok(png(drawn(&app, &desk.draft.files, &look).await))
}

pub async fn today(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(look): Query<Look>,
) -> Answer {
    let shown = page.packs.files(&municipality).ok_or_else(|| page.not_found())?;
    Ok(png(drawn(&app, shown, &look).await))
}

type Drawn = Result<axum::body::Bytes, Failure>;

async fn drawn(app: &App, files: &Files, look: &Look) -> Drawn {
    let drawn = app.preview.picture(files, look).await;
    if let Err(failure @ (Failure::Io(_) | Failure::TooLong)) = &drawn {
        tracing::error!(%failure, "a preview could not be drawn");
    }
    drawn
}

fn png(drawn: Drawn) -> Response {
    match drawn {
        Ok(picture) => ([(header::CONTENT_TYPE, "image/png")], picture).into_response(),
        Err(Failure::NoScreens) => StatusCode::NOT_FOUND.into_response(),
        Err(Failure::Refused(_)) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn url(municipality: &str, which: &str, look: &Look) -> String {
    // Its fields are words and ticks, which any form can say.
    let query = serde_urlencoded::to_string(look).unwrap_or_default();
    format!("{}/preview/{which}.png?{query}", address(municipality))
}

fn picture(page: &Page, title: &str, drawn: &Drawn, url: &str) -> Markup {
    html! {
        figure {
            figcaption { h2 { (title) } }
            @match drawn {
                Ok(_) => a href=(url) { img src=(url) alt=(title); },
                Err(failure) => p.empty role="status" { (sentence(page, failure)) },
            }
        }
    }
}

fn sentence(page: &Page, failure: &Failure) -> String {
    let (bg, en) = match failure {
        Failure::NoScreens => ("Този сървър не може да рисува.", "This server can't draw."),
        Failure::Busy => (
            "В момента се рисуват други екрани. Опитайте отново след малко.",
            "Other screens are being drawn. Try once more in a moment.",
        ),
        Failure::TooLong => (
            "Рисуването отне твърде много време и беше спряно. Опитайте отново; ако се повтори, съдържанието е твърде голямо за екрана.",
            "Drawing took too long and was stopped. Try once more; if it happens again, there is too much for the screen.",
        ),
        Failure::Io(_) => (
            "Екранът не можа да се нарисува. Причината е в дневника на сървъра.",
            "The screen could not be drawn. The server's log says why.",
        ),
        Failure::Refused(said) => {
            let what = page.say("Киоскът не може да покаже това:", "A kiosk can't show this:");
            return format!("{what} {said}");
        }
    };
    page.say(bg, en).to_owned()
}

fn choices(page: &Page, desk: &Desk, look: &Look) -> Markup {
    let lang = page.lang.code();
    let screens = SCREENS.iter().map(|screen| (*screen, screen_name(page, screen)));
    let services = desk
        .pack
        .services
        .iter()
        .map(|service| (service.id.as_str(), service.name.get(lang)));
    let languages = desk.languages().iter();
    let languages = languages.map(|lang| (lang.as_str(), language(page, lang)));
    let panels = PANELS.iter().map(|panel| (panel.name, panel_name(page, panel.name)));
    let choice = |name, label, options, chosen| {
        Choice {
            name,
            label,
            options,
            chosen,
        }
        .html()
    };
    html! {
        form.preview method="get" action={ (address(&desk.municipality)) "/preview" } {
            (choice("screen", page.say("Екран", "Screen"), screens.collect(), look.screen.as_str()))
            (choice("service", page.say("Услуга, за нейния екран", "Service, for its screen"), services.collect(), look.service.as_str()))
            (choice("lang", page.say("Език", "Language"), languages.collect(), look.lang.as_str()))
            (choice("panel", page.say("Екранът на киоска", "The kiosk's panel"), panels.collect(), look.panel().name))
            div.field {
                label for="at" { (page.say("Дата и час; сега, ако е празно", "Day and time; now where it is empty")) }
                input id="at" name="at" type="datetime-local" value=(look.at);
            }
            label.tick { input type="checkbox" name="large" value="true" checked[look.large]; span { (page.say("Едър текст", "Large text")) } }
            label.tick { input type="checkbox" name="contrast" value="true" checked[look.contrast]; span { (page.say("Висок контраст", "High contrast")) } }
            button.button { (page.say("Покажи", "Show")) }
        }
    }
}

fn screen_name<'a>(page: &Page, screen: &'a str) -> &'a str {
    let (bg, en) = match screen {
        "home" => ("Начало", "Home"),
        "services" => ("Услуги", "Services"),
        "service" => ("Една услуга", "One service"),
        "queues" => ("Билет за опашка", "Ticket for a queue"),
        "charter" => ("Харта на клиента", "Charter"),
        "promises" => ("Обещания", "Promises"),
        "contacts" => ("Контакти и работно време", "Contacts and hours"),
        other => (other, other),
    };
    page.lang.say(bg, en)
}

fn panel_name<'a>(page: &Page, panel: &'a str) -> &'a str {
    let (bg, en) = match panel {
        "portrait" => ("изправен, 21,5 инча", "upright, 21.5 inches"),
        "landscape" => ("легнал, 21,5 инча", "on its side, 21.5 inches"),
        "large" => ("изправен, 32 инча", "upright, 32 inches"),
        "small" => ("изправен, 15,6 инча", "upright, 15.6 inches"),
        other => (other, other),
    };
    page.lang.say(bg, en)
}
