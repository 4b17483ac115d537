//! A kiosk's log: asked for, awaited, and fetched from here.

use axum::{
    extract::{Path, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse as _,
};
use maud::{Markup, html};

use super::{
    super::{
        error::{Answer, OrUnavailable, Refusal},
        page::{Page, done},
        time,
    },
    address,
};
use crate::server::{
    state::App,
    store::{devices::Changed, logs::KioskLog},
};

/// Asks for it.
pub async fn ask(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let asked = app.store.ask_log(&id, &page.actor(), app.now()).await;
    match asked.or_unavailable(&page)? {
        Changed::Done => Ok(done(&address(&id), "log-asked")),
        Changed::NotFound | Changed::NameTaken => Ok(page.not_found()),
    }
}

/// One that has come, as it came.
pub async fn get(State(app): State<App>, page: Page, Path((id, log)): Path<(String, String)>) -> Answer {
    let Ok(number) = log.parse() else {
        return Ok(page.not_found());
    };
    let Some(text) = app.store.log(&id, number).await.or_unavailable(&page)? else {
        return Ok(page.not_found());
    };
    let name = format!("attachment; filename=\"{id}-{number}.log.gz\"");
    let kind = "application/gzip".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], text).into_response())
}

/// Of a kiosk, for its page: administrators alone see them.
pub async fn of(app: &App, page: &Page, device: &str) -> Result<Vec<KioskLog>, Refusal> {
    if !page.is_administrator() {
        return Ok(Vec::new());
    }
    app.store.logs(device).await.or_unavailable(page)
}

pub fn section(page: &Page, device: &str, logs: &[KioskLog]) -> Markup {
    let at = address(device);
    let is_awaited = logs.iter().any(|log| log.came_at.is_none());
    html! {
        section {
            h2 { (page.say("Журнал", "Log")) }
            p { (page.say(
                "Киоскът праща своя журнал само когато бъде поискан. В него няма лични данни. Пазят се последните три, до 30 дни.",
                "The kiosk sends its log only when it is asked for. There are no personal data in it. The last three are kept, for 30 days at most.",
            )) }
            @if !logs.is_empty() {
                ul {
                    @for log in logs {
                        li {
                            @match log.came_at {
                                Some(came) => {
                                    a href={ (at) "/logs/" (log.id) } {
                                        (page.say("Журнал от", "Log of")) " " (time::date(page.lang, came, page.now))
                                    }
                                }
                                None => { (page.say("Чака се от киоска", "Awaited from the kiosk")) }
                            }
                            ", " span.soft {
                                (page.say("поискан от", "asked for by")) " " (log.asked_by) ", "
                                (time::date(page.lang, log.asked_at, page.now))
                            }
                        }
                    }
                }
            }
            @if !is_awaited { (page.act(&format!("{at}/log"), "button second", page.say("Поискай журнала", "Ask for the log"))) }
        }
    }
}
