//! What was signed on another machine, uploaded: `parter pack sign` makes it, and the page takes a zip of its folder.

use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};
use tokio::task::spawn_blocking;

use super::super::super::{
    error::{Answer, OrUnavailable},
    page::{Page, done},
};
use super::super::import::{file_field, sent};
use super::{failed, place};
use crate::{
    bundle::{Manifest, Refused, archive::Archive},
    content::exchange::archive,
    server::{
        publish::{self, PublishError},
        state::App,
    },
};

/// The field's, among those of the page.
const NAME: &str = "bundle";
/// The archive with its form.
pub const LONGEST: usize = archive::LONGEST as usize + 16 * 1024;

/// Where it is sent to.
fn address(municipality: &str) -> String {
    format!("{}/bundle", place(municipality))
}

pub fn form(page: &Page, municipality: &str) -> Markup {
    let field = (page.say("Файл zip", "A zip file"), ".zip,application/zip");
    html! {
        details {
            summary { (page.say("Подписано на друга машина", "Signed on another machine")) }
            p { (page.say(
                "Когато ключът се пази отделно: папката, която прави „parter pack sign“, като zip. Публикува се каквото е в нея; черновата не се променя.",
                "Where the key is kept apart: the folder that “parter pack sign” makes, as a zip. What is in it is published; the draft stays as it is.",
            )) }
            form.panel method="post" enctype="multipart/form-data" action=(address(municipality)) {
                (page.csrf())
                (file_field(page, NAME, field, false))
                button.button { (page.say("Публикуване на файла", "Publish the file")) }
            }
        }
    }
}

pub async fn upload(State(app): State<App>, page: Page, Path(municipality): Path<String>, form: Multipart) -> Answer {
    let say = |bg, en| Ok(refused(&page, &municipality, page.say(bg, en)));
    if app.store.needs_second(&municipality).await.or_unavailable(&page)? {
        return say(
            "Тук се публикува от двама души: единият пише в черновата, другият позволява.",
            "Two people publish here: one writes in the draft, the other allows it.",
        );
    }
    let Some(sent) = sent(form).await else {
        return say("Изберете файл.", "Choose a file.");
    };
    let unpacked = spawn_blocking(move || {
        let archive = Archive::read(&sent.file).map_err(|refused| refused.to_string())?;
        let signed = archive.signed().map_err(|missing| missing.to_string())?;
        Ok::<_, String>((archive, signed))
    });
    let unpacked = unpacked.await.unwrap_or_else(|fault| Err(fault.to_string()));
    let Ok((archive, signed)) = unpacked.inspect_err(|fault| tracing::warn!(%municipality, fault, "no bundle came"))
    else {
        return say(
            "Това не е zip на папката, която прави „parter pack sign“.",
            "This is no zip of the folder that “parter pack sign” makes.",
        );
    };
    if Manifest::read(&signed.manifest).is_ok_and(|manifest| manifest.municipality != municipality) {
        return say(
            "Подписаното е за друга община.",
            "What was signed is for another municipality.",
        );
    }
    let object = |entry: &_| archive.file(entry);
    match publish::signed(&*app.store, signed, object, None, &page.actor(), page.now).await {
        Ok(_) => {}
        Err(PublishError::Refused(fault)) => {
            tracing::warn!(%municipality, %fault, "a bundle was refused");
            return Ok(refused(&page, &municipality, why(&page, &fault)));
        }
        Err(PublishError::NotNewer { .. }) => {
            return say(
                "Версията не е по-нова от публикуваната. Дайте на съдържанието по-висока и го подпишете отново.",
                "Its version is not newer than what is published. Give the content a higher one, and sign it again.",
            );
        }
        Err(fault) => return failed(&page, &municipality, fault),
    }
    let refreshed = app.packs.refresh(&app).await;
    refreshed.or_unavailable(&page)?;
    Ok(done(&place(&municipality), "published"))
}

fn why<'a>(page: &Page, fault: &Refused) -> &'a str {
    match fault {
        Refused::Signature => page.say(
            "Подписът не е на ключ, на който сървърът се доверява. Администраторът го добавя с „parter server key trust“.",
            "It is signed with no key that the server trusts. The administrator adds one with “parter server key trust”.",
        ),
        _ => page.say(
            "Файловете не са каквито са подписани, или съдържанието има грешки. Причината е в дневника на сървъра.",
            "The files are not those that were signed, or the content has errors. Why stands in the server's log.",
        ),
    }
}

fn refused(page: &Page, municipality: &str, text: &str) -> Response {
    let content = html! {
        p.lead { (text) }
        p { a.button href=(place(municipality)) { (page.say("Към публикуването", "To publication")) } }
    };
    let title = page.say("Не е публикувано", "Not published");
    page.answer(StatusCode::UNPROCESSABLE_ENTITY, title, content)
}
