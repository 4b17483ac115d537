//! To whom a municipality's alerts are sent.

use axum::{
    Form,
    extract::{Path, State},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::{
        super::{
            error::{Answer, OrUnavailable},
            icon,
            page::{Page, done},
        },
        desk,
    },
    address, list,
};
use crate::server::{mail, state::App};

/// A municipality has no more.
const MOST: usize = 20;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    addresses: String,
}

/// What was not accepted.
pub struct Wrong {
    typed: String,
    /// That is no address; none where there are too many.
    line: Option<String>,
}

pub async fn set(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    // A municipality that there is not is told nothing.
    desk::pack(&page, &municipality)?;
    let lines = typed.addresses.lines().map(str::trim).filter(|line| !line.is_empty());
    let addresses: Vec<String> = lines.map(str::to_owned).collect();
    let bad = addresses.iter().find(|address| !mail::is_address(address)).cloned();
    if bad.is_some() || addresses.len() > MOST {
        let wrong = Wrong {
            typed: typed.addresses,
            line: bad,
        };
        return list::show(&app, &page, &municipality, None, Some(&wrong)).await;
    }
    let set = app
        .store
        .set_alert_addresses(&municipality, &addresses, &page.actor(), app.now())
        .await;
    set.or_unavailable(&page)?;
    Ok(done(&address(&municipality), "addresses-set"))
}

/// The addresses, and for editors their form.
pub fn section(
    page: &Page,
    municipality: &str,
    (addresses, is_sent): (&[String], bool),
    wrong: Option<&Wrong>,
) -> Markup {
    html! {
        section #addresses {
            h2 { (page.say("По електронна поща", "By e-mail")) }
            @if !is_sent {
                p.alert.calm { (icon::info()) span { (page.say(
                    "Сървърът няма настроена поща, затова известията се виждат само тук.",
                    "No mail server is set, so alerts are seen here alone.",
                )) } }
            }
            @if page.is_editor() {
                form.panel.wide method="post" action={ (super::super::address(municipality)) "/alert-addresses" } {
                    (page.csrf())
                    div.field {
                        label for="addresses-field" { (page.say("Адреси, по един на ред", "Addresses, one a line")) }
                        @if let Some(wrong) = wrong { p.error #addresses-error { (icon::warning()) span { (fault(page, wrong)) } } }
                        textarea #addresses-field name="addresses" rows="3" spellcheck="false" autocomplete="off"
                            aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "addresses-error")] {
                            (wrong.map_or_else(|| addresses.join("\n"), |wrong| wrong.typed.clone()))
                        }
                    }
                    button.button { (page.say("Запис", "Save")) }
                }
            } @else if addresses.is_empty() {
                p { (page.say("Не се изпращат на никого.", "They are sent to nobody.")) }
            } @else {
                ul { @for address in addresses { li { (address) } } }
            }
        }
    }
}

fn fault(page: &Page, wrong: &Wrong) -> String {
    match &wrong.line {
        Some(line) => format!(
            "„{line}“ {}",
            page.say("не е адрес на електронна поща.", "is no e-mail address.")
        ),
        None => format!(
            "{} {MOST}.",
            page.say("Адресите са повече от", "There are more addresses than")
        ),
    }
}
