//! The versions in the folder, and why one is not offered.

use maud::{Markup, html};

use super::super::{
    icon,
    page::Page,
    table::{row, table},
    words,
};
use crate::server::images::folder::{Fault, Listed};

pub fn section(page: &Page, listed: &[Listed]) -> Markup {
    let columns = [
        page.say("Версия", "Version"),
        page.say("Състояние", "State"),
        page.say("Размер", "Size"),
    ];
    let rows: Vec<Markup> = listed.iter().map(|listed| one(page, &columns, listed)).collect();
    html! {
        section {
            h2 { (page.say("Версии на сървъра", "Versions on the server")) }
            @if rows.is_empty() {
                p.empty { (page.say("В папката още няма версии.", "There are no versions in the folder yet.")) }
            } @else {
                (table(&columns, &rows))
            }
        }
    }
}

fn one(page: &Page, columns: &[&str], listed: &Listed) -> Markup {
    let version = html! { (listed.version) };
    let (state, size) = match &listed.files {
        Ok(files) => (
            html! { p.state.good { (icon::check()) span { (page.say("Може да се избере", "Can be chosen")) } } },
            html! { (words::bytes(page.lang, files.iter().map(|file| file.size).sum())) },
        ),
        Err(fault) => (
            html! { p.state.bad { (icon::warning()) span { (words_of(page, fault)) } } },
            html! { "–" },
        ),
    };
    row(columns, &[version, state, size])
}

fn words_of(page: &Page, fault: &Fault) -> String {
    let say = |bg: &str, en: &str, what: &dyn std::fmt::Display| format!("{}: {what}", page.say(bg, en));
    match fault {
        Fault::Name => page
            .say(
                "Името на папката не може да е версия: само латински букви, цифри и . _ + ~ @ -",
                "The folder's name can be no version: Latin letters, digits and . _ + ~ @ - alone",
            )
            .to_owned(),
        Fault::NoSums => page.say("Няма файл SHA256SUMS", "There is no SHA256SUMS").to_owned(),
        Fault::NoSignature => page
            .say("Няма подпис SHA256SUMS.gpg", "There is no signature SHA256SUMS.gpg")
            .to_owned(),
        Fault::Sums(0) => page.say("SHA256SUMS е празен", "SHA256SUMS is empty").to_owned(),
        Fault::Sums(line) => say(
            "SHA256SUMS не може да се разчете на ред",
            "SHA256SUMS can't be read at line",
            line,
        ),
        Fault::Missing(name) => say("Липсва файл от SHA256SUMS", "A file of SHA256SUMS is missing", name),
        Fault::Differs(name) => say(
            "Файл не отговаря на SHA256SUMS, може би още се копира",
            "A file is not what SHA256SUMS says, perhaps it is still being copied",
            name,
        ),
        Fault::Unreadable(cause) => say("Не може да се прочете", "It can't be read", cause),
    }
}
