//! A pack: all that one municipality publishes, as one value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    charter::Charter,
    contacts::Contacts,
    day,
    hours::{Hours, Place},
    notice::Notice,
    promise::Promise,
    queue_plan::QueuePlan,
    service::Service,
    survey::SurveyCard,
    text::{Lang, LocalText},
};
use crate::protocol::{heartbeat::ContentShown, record::Hash};

/// The pack format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// A municipality's published content, checked and whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// `pack.toml`
    pub info: PackInfo,
    /// `charter.toml` and `charter.bg.md`
    pub charter: Charter,
    /// `promises.toml`
    pub promises: Vec<Promise>,
    /// `hours.toml`
    pub hours: Hours,
    /// `services.toml`
    pub services: Vec<Service>,
    /// `queues.toml`
    pub queues: QueuePlan,
    /// `contacts.toml`
    pub contacts: Contacts,
    /// `notices.toml`
    pub notices: Vec<Notice>,
    /// `survey.toml`
    pub survey: SurveyCard,
    /// Of all the files, see [`Files::hash`](super::files::Files::hash).
    pub sha256: Hash,
}

/// `pack.toml`: whose pack this is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackInfo {
    /// [`FORMAT`]
    pub format: u32,
    /// Grows with every publication.
    pub version: u64,
    /// The day on which the content was last looked over.
    #[serde(deserialize_with = "day::read")]
    pub updated: NaiveDate,
    /// The languages that the pack is written in; the first is `bg`.
    pub languages: Vec<Lang>,
    /// `#rrggbb`, at least 4.5:1 on the kiosk's paper.
    pub accent: String,
    /// IANA name; days and hours are those of this zone.
    #[serde(default = "sofia")]
    pub timezone: String,
    pub municipality: Municipality,
}

fn sofia() -> String {
    "Europe/Sofia".to_owned()
}

/// The municipality itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Short Latin name, also the pack folder's: `kyustendil`.
    pub id: String,
    /// «Община Кюстендил»
    pub name: LocalText,
    /// The National Statistical Institute's code: `KNL29`.
    pub nsi_code: String,
    /// EKATTE of the seat.
    pub ekatte: String,
}

impl Pack {
    #[must_use]
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// The place of a lobby (`kyustendil/main`).
    #[must_use]
    pub fn place_of(&self, lobby: &str) -> Option<&Place> {
        let (_, id) = lobby.split_once('/')?;
        self.hours.places.iter().find(|place| place.id == id)
    }

    /// The zone of the pack's days and hours. The linter refuses a pack with a zone that does not exist.
    #[must_use]
    pub fn zone(&self) -> chrono_tz::Tz {
        self.info.timezone.parse().unwrap_or(chrono_tz::Europe::Sofia)
    }

    /// As the server is told of it.
    #[must_use]
    pub fn shown(&self) -> ContentShown {
        ContentShown {
            municipality: self.info.municipality.id.clone(),
            version: self.info.version,
            sha256: self.sha256,
        }
    }
}
