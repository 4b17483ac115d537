//! The second person, where a municipality wants two: what one has asked for, another publishes or declines.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};

use super::super::super::{
    error::{Answer, OrUnavailable, Refusal},
    icon,
    page::{Page, done},
    time,
};
use super::super::{differences, typed::Typed};
use super::{
    changed,
    form::{begins, kiosk},
    place, publish, revision, stopped,
};
use crate::{
    content::difference,
    server::{publish::Aim, state::App, store::approvals::Wish},
};

/// What waits, with what it would change.
pub async fn waiting(
    app: &App,
    page: &Page,
    municipality: &str,
    kiosks: &[(String, String)],
) -> Result<Markup, Refusal> {
    let Some(wish) = app.store.wish(municipality).await.or_unavailable(page)? else {
        return Ok(html! {});
    };
    let Some((draft, findings)) = revision(app, page, &wish).await? else {
        return Ok(html! {});
    };
    let shown = page.packs.files(municipality).cloned().unwrap_or_default();
    let differs = difference::between(&shown, &draft.files);
    let at = place(municipality);
    let asked = wish.asked_at.timestamp();
    Ok(html! {
        section.panel.wide {
            h2 { (icon::info()) (page.say("Чака втори човек", "Waits for a second person")) }
            p {
                strong { (wish.asked_by) } " "
                (page.say("поиска да се публикува версия", "asked for the publication of version")) " " (wish.revision) " "
                (page.say("на черновата", "of the draft")) ", " (time::moment(page.lang, wish.asked_at, page.now)) ": "
                (begins(page, wish.valid_from)) ", "
                @match &wish.device {
                    Some(device) => (kiosk(kiosks, device)),
                    None => (page.say("на всички киоски", "on all kiosks")),
                }
                "."
            }
            (differences::list(page, &differs))
            @if wish.asked_by == page.name() {
                p.soft { (page.say("Публикува го някой друг, не който го е поискал.", "Somebody else publishes it, not who asked.")) }
            } @else {
                form method="post" action={ (at) "/approve" } {
                    (page.csrf())
                    input type="hidden" name="asked" value=(asked);
                    @if !findings.is_empty() {
                        label.tick {
                            input type="checkbox" name="warnings" value="yes";
                            span { (page.say("Забележки на проверката", "Warnings of the check")) ": " (findings.len()) ". "
                                (page.say("Прегледани са", "They were looked at")) }
                        }
                    }
                    button.button { (page.say("Публикуване на исканото", "Publish what was asked")) }
                }
            }
            form method="post" action={ (at) "/decline" } {
                (page.csrf())
                input type="hidden" name="asked" value=(asked);
                button.button.second { (page.say("Отказване на искането", "Decline what was asked")) }
            }
        }
    })
}

pub async fn approve(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let Some(wish) = meant(&app, &page, &municipality, &typed).await? else {
        return Ok(changed(&page, &municipality));
    };
    if wish.asked_by == page.name() {
        return Ok(alone(&page));
    }
    let Some((draft, findings)) = revision(&app, &page, &wish).await? else {
        return Ok(changed(&page, &municipality));
    };
    if let Some(refusal) = stopped(&page, &municipality, &findings, typed.has("warnings")) {
        return Ok(refusal);
    }
    let aim = Aim {
        valid_from: wish.valid_from,
        device: wish.device.clone(),
        wish: Some(wish),
    };
    publish(&app, &page, &municipality, &draft, aim).await
}

pub async fn decline(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let Some(wish) = meant(&app, &page, &municipality, &typed).await? else {
        return Ok(changed(&page, &municipality));
    };
    let declined = app.store.decline_wish(&wish, &page.actor(), page.now).await;
    declined.or_unavailable(&page)?;
    Ok(done(&place(&municipality), "declined"))
}

/// What waits, where it is what the form showed.
async fn meant(app: &App, page: &Page, municipality: &str, typed: &Typed) -> Result<Option<Wish>, Refusal> {
    let wish = app.store.wish(municipality).await.or_unavailable(page)?;
    Ok(wish.filter(|wish| wish.asked_at.timestamp().to_string() == typed.get("asked")))
}

fn alone(page: &Page) -> Response {
    let text = page.say(
        "Общината публикува с двама души: вие го поискахте, някой друг го публикува.",
        "This municipality publishes by two people: you asked for it, somebody else publishes it.",
    );
    let title = page.say("Трябва втори човек", "A second person is needed");
    page.answer(StatusCode::FORBIDDEN, title, html! { p.lead { (text) } })
}
