//! The search of services for pictures: what is typed, and what is open.

use clap::Args;

use crate::kiosk::controllers::{kiosk::Kiosk, services::Group, session::Screen};

/// Options of `parter shot` for the screens of services.
#[derive(Args)]
pub struct Browse {
    /// What is typed in the search field of the services or of the charter
    #[arg(long)]
    query: Option<String>,
    /// With the on-screen keyboard
    #[arg(long)]
    keyboard: bool,
    /// The department whose services are listed, by its id in the pack
    #[arg(long)]
    unit: Option<String>,
}

impl Browse {
    /// Brings the kiosk, which is on `screen` already, to what is asked for; `service` is the one to open.
    pub fn visit(&self, kiosk: &mut Kiosk, screen: Screen, service: Option<&str>) -> Result<(), String> {
        match &self.query {
            Some(query) if screen == Screen::CharterSearch => kiosk.search_charter(query),
            Some(query) => kiosk.search_services(query),
            None => {}
        }
        if let Some(unit) = &self.unit {
            kiosk.open_group(Group::Unit(unit.clone()));
        }
        if screen == Screen::Service {
            let id = service.ok_or("name the service to show with --service")?;
            if kiosk.pack.service(id).is_none() {
                return Err(format!("the pack has no service “{id}”: see `parter pack show`"));
            }
            kiosk.open_service(id);
        }
        if self.keyboard {
            kiosk.session.start_typing();
        }
        Ok(())
    }
}
