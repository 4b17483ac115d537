//! Units, telephones, addresses, access, and the ways to complain.

use serde::{Deserialize, Serialize};

use super::text::LocalText;

/// `contacts.toml`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    #[serde(default, rename = "contact")]
    pub contacts: Vec<Contact>,
    #[serde(default, rename = "unit")]
    pub units: Vec<Unit>,
    #[serde(default)]
    pub access: Vec<Access>,
    pub complaints: Complaints,
}

/// A way to reach the municipality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub kind: ContactKind,
    /// The number, address or URL itself, as the charter writes it.
    pub value: String,
    /// E.164 for telephones (`+35978551166`), for the `tel:` QR.
    pub dial: Option<String>,
    /// What for: «Горещ телефон за сигнали и предложения».
    pub label: LocalText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Phone,
    Fax,
    Email,
    Web,
    Address,
}

/// A part of the administration that provides services.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: String,
    pub name: LocalText,
    /// A [`Place`](super::hours::Place)'s id, where it is known.
    pub place: Option<String>,
    pub room: Option<LocalText>,
    pub phone: Option<String>,
}

/// What makes the building reachable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    pub kind: AccessKind,
    pub text: LocalText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessKind {
    Ramp,
    Lift,
    Parking,
    Toilet,
    Other,
}

/// Screen 6: what becomes of an anonymous opinion and of a registered complaint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaints {
    /// What the charter says of anonymous signals, where it does.
    pub anonymous: Option<LocalText>,
    /// The [`Promise`](super::promise::Promise) that gives the time for the answer, where there is one.
    pub promise: Option<String>,
    #[serde(default, rename = "way")]
    pub ways: Vec<ComplaintWay>,
}

/// One way to complain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintWay {
    pub kind: WayKind,
    pub text: LocalText,
    /// The telephone, e-mail or address, where there is one.
    pub value: Option<String>,
    /// E.164 for telephones.
    pub dial: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    InPerson,
    Phone,
    Email,
    Post,
    Box,
    LogBook,
    Web,
}
