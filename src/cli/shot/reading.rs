//! The charter, contacts and telephones for pictures: what is open on the screen.

use clap::{Args, ValueEnum};

use crate::kiosk::controllers::{
    contacts::{ContactsPart, Telephone},
    kiosk::Kiosk,
    session::Screen,
};

/// Options of `parter shot` for the screens that are read.
#[derive(Args)]
pub struct Reading {
    /// What to open on the screen: a section of the charter by its id, or hours, reach or building of the contacts
    #[arg(long)]
    section: Option<String>,
}

impl Reading {
    /// Brings the kiosk, which is on `screen` already, to what is asked for.
    pub fn visit(&self, kiosk: &mut Kiosk, screen: Screen) -> Result<(), String> {
        match (&self.section, screen) {
            (Some(part), Screen::Contacts) => kiosk.session.contacts_part = ContactsPart::from_str(part, true)?,
            (Some(id), _) => open_section(kiosk, id)?,
            (None, Screen::Telephone) => open_telephone(kiosk),
            (None, _) => {}
        }
        Ok(())
    }
}

/// The first telephone of the pack.
fn open_telephone(kiosk: &mut Kiosk) {
    let contacts = &kiosk.pack.contacts.contacts;
    let found = contacts
        .iter()
        .find_map(|contact| Some((contact, contact.dial.clone()?)));
    if let Some((contact, dial)) = found {
        let telephone = Telephone {
            name: contact.label.get(&kiosk.session.lang).to_owned(),
            number: contact.value.clone(),
            dial,
        };
        kiosk.open_telephone(telephone);
    }
}

fn open_section(kiosk: &mut Kiosk, id: &str) -> Result<(), String> {
    if kiosk.open_section(id) {
        return Ok(());
    }
    let sections = &kiosk.pack.charter.sections;
    let ids: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();
    Err(format!("the charter has no section “{id}”; it has {}", ids.join(", ")))
}
