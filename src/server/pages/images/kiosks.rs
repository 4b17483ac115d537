//! Each kiosk's system: what runs, what it is offered, how far that is.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::{
    super::{
        error::{Answer, OrUnavailable},
        icon, municipalities,
        page::{Page, done},
        table::{row, table},
        time, words,
    },
    AT,
};
use crate::{
    protocol::image::{ImageReport, Step, Trouble, UpdateReport},
    server::{
        images::chosen,
        state::App,
        store::{
            devices::{Changed, DeviceReport},
            images::{Choice, Order},
        },
    },
};

/// Has this kiosk take at once what its municipality is offered.
pub async fn now(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let report = app.store.device(&id, app.now()).await.or_unavailable(&page)?;
    let Some(report) = report else {
        return Ok(page.not_found());
    };
    let (choice, _) = app.store.image_for(&report.device).await.or_unavailable(&page)?;
    let Some(version) = choice.and_then(|choice| choice.version) else {
        return Ok(page.not_found());
    };
    let ordered = app.store.order_image(&id, &version, &page.actor(), app.now()).await;
    match ordered.or_unavailable(&page)? {
        Changed::Done => Ok(done(AT, "image-ordered")),
        Changed::NotFound | Changed::NameTaken => Ok(page.not_found()),
    }
}

pub fn section(page: &Page, reports: &[DeviceReport], choices: &[Choice], orders: &[Order]) -> Markup {
    let columns = [
        page.say("Киоск", "Kiosk"),
        page.say("Работи с", "Runs"),
        page.say("Предлага се", "Is offered"),
        page.say("Докъде е", "How far"),
        page.say("Чут", "Heard"),
    ];
    let live = reports.iter().filter(|report| report.device.revoked_at.is_none());
    let rows: Vec<Markup> = live
        .map(|report| one(page, &columns, report, choices, orders))
        .collect();
    html! {
        section {
            h2 { (page.say("Киоски", "Kiosks")) }
            @if rows.is_empty() {
                p.empty { (page.say("Още няма киоски.", "There are no kiosks yet.")) }
            } @else {
                (table(&columns, &rows))
            }
        }
    }
}

fn one(page: &Page, columns: &[&str], report: &DeviceReport, choices: &[Choice], orders: &[Order]) -> Markup {
    let device = &report.device;
    let own = |choice: &&Choice| choice.municipality.as_ref() == Some(&device.municipality);
    let for_all = |choice: &&Choice| choice.municipality.is_none();
    let choice = choices.iter().find(own).or_else(|| choices.iter().find(for_all));
    let order = orders.iter().find(|order| order.device == device.id);
    let image = report.heartbeat.as_ref().and_then(|heartbeat| heartbeat.image.as_ref());
    let version = choice.and_then(|choice| choice.version.as_deref());
    let offered = chosen(choice, order, &device.id);
    let can_be_told = image.is_some_and(|image| version.is_some_and(|version| version != image.version.as_str()));
    let kiosk = html! {
        a href={ "/admin/kiosks/" (device.id) } { (device.name) }
        div.soft { (municipalities::name(page, &device.municipality)) }
    };
    let runs = html! {
        @match image {
            Some(image) => { (image.version) }
            None => { span.soft { (page.say("не е от образа на Партер", "not Parter's own image")) } }
        }
    };
    let is_offered = html! {
        @match (image, offered) {
            (Some(_), Some((version, order))) => {
                (version)
                @if let Some(order) = order {
                    div.soft { (page.say("веднага, от", "at once, since")) " " (time::date(page.lang, order.at, page.now)) }
                }
            }
            _ => { "–" }
        }
    };
    let far = html! {
        (progress(page, image, offered.map(|(version, _)| version)))
        @if page.is_administrator() && can_be_told {
            form method="post" action={ "/admin/kiosks/" (device.id) "/image-now" } {
                (page.csrf())
                @let label = page.say("Сега", "Now");
                button.button.second aria-label={ (label) ": " (device.name) } { (label) }
            }
        }
    };
    let heard = html! {
        @match report.heard_at {
            Some(at) => { (time::moment(page.lang, at, page.now)) }
            None => { (page.say("още не", "not yet")) }
        }
    };
    row(columns, &[kiosk, runs, is_offered, far, heard])
}

fn progress(page: &Page, image: Option<&ImageReport>, offered: Option<&str>) -> Markup {
    let Some(image) = image else { return html! { "–" } };
    match &image.update {
        Some(update) => step(page, update),
        None if offered == Some(image.version.as_str()) => html! {
            p.state.good { (icon::check()) span { (page.say("Обновен", "Up to date")) } }
        },
        None if offered.is_some() => html! { p { (page.say("още не е започнал", "not begun yet")) } },
        None => html! { "–" },
    }
}

fn step(page: &Page, update: &UpdateReport) -> Markup {
    let version = &update.version;
    match update.step {
        Step::Downloading => {
            let percent = (update.come * 100).checked_div(update.size).unwrap_or_default();
            html! {
                p { (page.say("изтегля", "downloads")) " " (version) ", " (percent) "\u{a0}% "
                    span.soft { (page.say("от", "of")) " " (words::bytes(page.lang, update.size)) } }
                @if let Some(trouble) = &update.trouble {
                    p.state.warn { (icon::warning()) span { (against(page, trouble)) } }
                }
            }
        }
        Step::Ready => html! {
            p { (page.say("изтегли", "has")) " " (version) (page.say(
                ", чака нощта и празен екран",
                ", waits for the night and nobody at the screen",
            )) }
        },
        Step::Applied => html! { p { (page.say("минава на", "goes over to")) " " (version) } },
        Step::Failed => html! {
            p.state.bad { (icon::warning()) span {
                (page.say("Версия", "Version")) " " (version) " "
                (page.say("не се задържа: киоскът работи с предишната", "did not hold: the kiosk runs the one before"))
            } }
        },
    }
}

/// Why a version does not come, and what mends it.
fn against(page: &Page, trouble: &Trouble) -> Markup {
    let bytes = |bytes: u64| words::bytes(page.lang, bytes);
    let folder = page.say(
        "проверете папката с образите на сървъра",
        "check the server's folder of images",
    );
    match trouble {
        Trouble::NoRoom { missing, free, reserve } => html! {
            (page.say("Няма място на диска: трябват още", "No room on the disk:")) " " (bytes(*missing))
            (page.say(", свободни са", " more are needed,")) " " (bytes(*free))
            (page.say(", а", " are free, and")) " " (bytes(*reserve)) " "
            (page.say(
                "трябва да останат свободни за записите. Проверете защо записите не стигат до сървъра или сменете диска.",
                "must stay free for records. See why records don't reach the server, or change the disk.",
            ))
        },
        Trouble::TooLarge { size, most } => html! {
            (page.say("Версията е", "The version has")) " " (bytes(*size)) ", "
            (page.say("а най-много може да е", "where the most is")) " " (bytes(*most)) ": "
            (page.say("публикувайте по-малка.", "publish a smaller one."))
        },
        Trouble::WrongSum { file } => html! {
            (file) " " (page.say("не е какъвто трябва по SHA256SUMS:", "is not what SHA256SUMS says:")) " " (folder) "."
        },
        Trouble::Short { file } => html! {
            (file) " " (page.say("свършва по-рано, отколкото трябва:", "ended before its time:")) " " (folder) "."
        },
        Trouble::OtherSums => html! {
            (page.say("В SHA256SUMS са други файлове:", "SHA256SUMS names other files than are offered:")) " " (folder) "."
        },
        Trouble::Disk { cause } => html! {
            (page.say("Дискът на киоска не може да се ползва; проверете го.", "The kiosk's disk can't be used; check it.")) " "
            span lang="en" { "(" (cause) ")" }
        },
        Trouble::Server { cause } => html! {
            (page.say("Сървърът не дава файловете.", "The server does not give the files.")) " "
            span lang="en" { "(" (cause) ")" }
        },
    }
}
