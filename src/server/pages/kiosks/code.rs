//! A one-time code, shown once: in words, and as a QR for the kiosk's camera or a phone.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};

use super::{
    super::{
        error::{Answer, OrUnavailable},
        icon,
        page::Page,
        time,
    },
    address, find,
};
use crate::{
    content::hours::Place,
    protocol::secret::EnrolmentCode,
    queue::qr::QrMatrix,
    server::{
        state::App,
        store::devices::{CODE_LIFE, Changed, NewDevice, Offer},
    },
};

/// Light modules around the code, as readers need them.
const QUIET: usize = 4;

/// A new code, and what is stored of it.
pub fn random() -> (EnrolmentCode, Offer) {
    let code = EnrolmentCode::random(&mut rand::rng());
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    (code, offer)
}

/// Another code for a kiosk that is known.
pub async fn post(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let report = find(&app, &page, &id).await?;
    let (code, offer) = random();
    let offered = app.store.offer_code(&id, &offer, &page.actor(), app.now()).await;
    match offered.or_unavailable(&page)? {
        Changed::Done => {
            let device = NewDevice {
                id,
                name: report.device.name,
                municipality: report.device.municipality,
            };
            Ok(show(&page, &device, &code, &app.public_url))
        }
        Changed::NotFound | Changed::NameTaken => Ok(page.not_found()),
    }
}

/// The page with the code.
pub fn show(page: &Page, device: &NewDevice, code: &EnrolmentCode, server: &str) -> Response {
    let code = code.to_string();
    let municipality = &device.municipality;
    let places = page.packs.of(municipality).map(|pack| &pack.hours.places[..]);
    let places = places.unwrap_or_default();
    let until = page.now + CODE_LIFE;
    let content = html! {
        p.lead { (device.name) }
        section.code aria-label=(page.say("Код", "Code")) {
            p.groups { @for group in code.split('-') { span { (group) } " " } }
            @if let Ok(matrix) = QrMatrix::of(&code) { (svg(&matrix, page.say("Кодът като QR", "The code as a QR"))) }
        }
        p.alert.calm {
            (icon::info())
            span {
                (page.say("Кодът се показва само сега. Важи за едно свързване, до", "The code is shown only now. It is good once, until"))
                " " (time::date(page.lang, until, page.now))
            }
        }
        h2 { (page.say("Как се въвежда", "How to enter it")) }
        ol.steps {
            li {
                (page.say("Напишете тези редове в конфигурацията на киоска и го пуснете отново:", "Write these lines into the kiosk's configuration, and start the kiosk again:"))
                (lines(page, &configuration(municipality, places.first(), server, &code)))
                @if places.len() > 1 {
                    p { (page.say("Мястото е едно от:", "The place is one of:")) " "
                        @for (at, place) in places.iter().enumerate() {
                            @if at > 0 { ", " }
                            code { (place.id) } " (" (place.name.get(page.lang.code())) ")"
                        }
                    }
                }
            }
            li {
                (page.say(
                    "Или запишете само кода в текстов файл, например на USB памет, и посочете файла вместо последния ред:",
                    "Or put the code alone into a text file, on a USB stick say, and name the file instead of the last line:",
                ))
                (lines(page, "enrolment_file = \"/media/usb/parter-code.txt\""))
            }
        }
        p { a.button href=(address(&device.id)) { (page.say("Към киоска", "To the kiosk")) } }
    };
    page.answer(
        StatusCode::CREATED,
        page.say("Код за свързване", "Enrolment code"),
        content,
    )
}

/// What the kiosk's configuration must hold to become this one. A folder of its own, where it has one, stays as it is.
fn configuration(municipality: &str, place: Option<&Place>, server: &str, code: &str) -> String {
    let place = place
        .map(|place| format!("place = \"{}\"\n", place.id))
        .unwrap_or_default();
    format!("pack = \"{municipality}\"\n{place}\n[server]\nurl = \"{server}\"\nenrolment_code = \"{code}\"")
}

/// Lines of a configuration. They may scroll, so the keyboard has to reach them.
fn lines(page: &Page, text: &str) -> Markup {
    let label = page.say("Конфигурация", "Configuration");
    html! { pre tabindex="0" role="group" aria-label=(label) { (text) } }
}

fn svg(matrix: &QrMatrix, label: &str) -> Markup {
    let side = matrix.side + 2 * QUIET;
    let dark = matrix.dark.iter().enumerate().filter(|(_, dark)| **dark);
    let squares: String = dark
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % matrix.side + QUIET, at / matrix.side + QUIET))
        .collect();
    html! {
        svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(squares) fill="#000" {}
        }
    }
}
