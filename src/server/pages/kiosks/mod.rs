//! The kiosks: all of them, each of them, and what an administrator does with one.

pub mod code;
pub mod list;
pub mod log;
pub mod name;
pub mod new;
pub mod one;
mod parts;
pub mod refused;
pub mod revoke;

use maud::{Markup, html};

use super::{
    error::{OrUnavailable, Refusal},
    page::Page,
};
use crate::server::{state::App, store::devices::DeviceReport};

/// The kiosk that an address names.
async fn find(app: &App, page: &Page, id: &str) -> Result<DeviceReport, Refusal> {
    let found = app.store.device(id, app.now()).await.or_unavailable(page)?;
    found.ok_or_else(|| page.not_found().into())
}

/// Its page.
fn address(id: &str) -> String {
    format!("/admin/kiosks/{id}")
}

/// A kiosk in short, with what is wrong.
pub fn summary(page: &Page, report: &DeviceReport) -> Markup {
    html! {
        h3 { a href=(address(&report.device.id)) { (report.device.name) } }
        p.soft { (parts::place(page, report)) }
        (parts::state(page, report))
        (parts::problems(page, report))
    }
}
