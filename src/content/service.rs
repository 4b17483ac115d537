//! Services, with the fields of CPSV-AP 3.2 (`PublicService` and what hangs on it).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{day, text::LocalText};

/// One administrative service (CPSV-AP `PublicService`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Stable: the register number where there is one, else a short Latin name.
    pub id: String,
    /// Number in the register of administrative services.
    pub register_number: Option<String>,
    /// True where the number was matched by name and not seen at the municipality itself.
    #[serde(default)]
    pub number_matched: bool,
    /// The municipality's own code: «ГРАО 8».
    pub local_code: Option<String>,
    pub name: LocalText,
    /// Everyday words for it, for search: «акт за раждане», «скица».
    #[serde(default)]
    pub keywords: Vec<String>,
    /// One or two plain sentences; absent where the source has none.
    pub description: Option<LocalText>,
    /// A [`Unit`](super::contacts::Unit)'s id.
    pub unit: Option<String>,
    /// Room or desk, as the source writes it.
    pub room: Option<LocalText>,
    /// Acts and articles (CPSV-AP `LegalResource`).
    #[serde(default)]
    pub legal_basis: Vec<String>,
    #[serde(default, rename = "evidence")]
    pub evidence: Vec<Evidence>,
    #[serde(default, rename = "tier")]
    pub tiers: Vec<Tier>,
    #[serde(default, rename = "fee")]
    pub fees: Vec<Fee>,
    /// What the fees' source adds in words: «15.00 лв., електронно заявени 10.50 лв.».
    pub fee_note: Option<LocalText>,
    #[serde(default, rename = "channel")]
    pub channels: Vec<Channel>,
    pub result: Option<LocalText>,
    pub validity: Option<LocalText>,
    pub form: Option<LocalText>,
    #[serde(default)]
    pub life_events: Vec<LifeEvent>,
    pub source: Source,
}

/// A document that the applicant brings (CPSV-AP `Evidence`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub name: LocalText,
    /// Only in some cases: «при упълномощаване».
    pub condition: Option<LocalText>,
    /// The office obtains it itself; the visitor need not bring it.
    #[serde(default)]
    pub ex_officio: bool,
}

/// How fast (a `Channel` variant of CPSV-AP, with `processingTime`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub speed: Speed,
    /// ISO 8601: `P7D`, `PT24H`, `P1M`; `P0D` is «в рамките на деня». Absent where the source's words give none.
    pub duration: Option<String>,
    #[serde(default)]
    pub working_days: bool,
    /// The source's words: «7 дни».
    pub text: LocalText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    Ordinary,
    Fast,
    Express,
}

impl Speed {
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Fast, Self::Express];
}

/// What it costs (CPSV-AP `Cost`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    pub speed: Speed,
    /// In hundredths: `300` is 3.00.
    pub cents: u32,
    /// ISO 4217.
    pub currency: Currency,
    /// The day the source bears; absent where it is undated.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub date: Option<NaiveDate>,
    pub source: String,
    /// True only where the municipality itself confirmed the amount as today's.
    #[serde(default)]
    pub confirmed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Currency {
    #[serde(rename = "BGN")]
    Bgn,
    #[serde(rename = "EUR")]
    Eur,
}

/// A way to apply (CPSV-AP `Channel`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub kind: ChannelKind,
    pub text: Option<LocalText>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    InPerson,
    Oral,
    Post,
    Courier,
    Egov,
    EDelivery,
    Email,
}

impl ChannelKind {
    pub const ALL: [Self; 7] = [
        Self::InPerson,
        Self::Oral,
        Self::Post,
        Self::Courier,
        Self::Egov,
        Self::EDelivery,
        Self::Email,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEvent {
    Birth,
    Marriage,
    Death,
    Address,
    Property,
    Building,
    Business,
    Taxes,
    Travel,
}

impl LifeEvent {
    pub const ALL: [Self; 9] = [
        Self::Birth,
        Self::Marriage,
        Self::Death,
        Self::Address,
        Self::Property,
        Self::Building,
        Self::Business,
        Self::Taxes,
        Self::Travel,
    ];
}

/// Where the record comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Address or description, as found.
    pub text: String,
    /// The day the source bears; absent where it is undated.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub date: Option<NaiveDate>,
    /// Confirmed by the municipality as true today.
    #[serde(default)]
    pub confirmed: bool,
    /// Remarks of whoever collected it.
    pub note: Option<String>,
}
