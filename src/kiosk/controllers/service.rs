//! One service as its screen shows it: the pack's facts in the visitor's language, and what is not known left out.

use super::kiosk::Kiosk;
use crate::{
    content::{
        calendar::deadline::service_due,
        l10n,
        service::{ChannelKind, Currency, Evidence, Fee, Service, Speed, Tier},
        text::LocalText,
    },
    queue::qr,
};

/// All that the screen says of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServicePage {
    pub name: String,
    pub description: Option<String>,
    /// What one brings. Empty together with `ex_officio` where the source lists no documents.
    pub documents: Vec<Document>,
    /// What the office obtains by itself.
    pub ex_officio: Vec<Document>,
    pub tiers: Vec<TierLine>,
    pub fee_note: Option<String>,
    pub unit: Option<String>,
    pub room: Option<String>,
    pub phone: Option<String>,
    /// Building and address.
    pub place: Option<String>,
    pub channels: Vec<(ChannelKind, Option<String>)>,
    pub result: Option<String>,
    pub validity: Option<String>,
    pub form: Option<String>,
    pub legal_basis: Vec<String>,
    pub number: Option<Number>,
    pub local_code: Option<String>,
    pub source: String,
    pub source_date: Option<String>,
    pub source_note: Option<String>,
    pub confirmed: bool,
    /// Whether a queue of this place serves it.
    pub has_queue: bool,
    /// The text that the QR carries, which needs no network.
    pub take_along: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub name: String,
    /// «при упълномощаване»
    pub condition: Option<String>,
}

/// One speed: how long, until when, for how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierLine {
    pub speed: Speed,
    /// The source's words.
    pub deadline: Option<String>,
    pub due: Option<Due>,
    pub fee: Option<FeeLine>,
}

/// The last day of the deadline for who applies now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub day: String,
    /// The day of applying, where it can't be today.
    pub from: Option<String>,
}

/// An amount as the source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeLine {
    pub amount: String,
    pub confirmed: bool,
    /// In leva: it can't be what is paid today.
    pub before_euro: bool,
}

/// The number in the register of services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub number: String,
    /// Matched by name, not seen at the municipality.
    pub matched: bool,
}

impl Kiosk {
    /// The open service; None where none is open.
    #[must_use]
    pub fn service_page(&self) -> Option<ServicePage> {
        let service = self.open_service_record()?;
        let lang = self.session.lang.as_str();
        let unit = self.unit_of(service);
        let place = unit
            .and_then(|unit| unit.place.as_ref())
            .and_then(|id| self.pack.hours.places.iter().find(|place| place.id == *id));
        let (ex_officio, documents) = service
            .evidence
            .iter()
            .partition::<Vec<_>, _>(|document| document.ex_officio);
        let say = |text: &Option<LocalText>| text.as_ref().map(|text| text.get(lang).to_owned());
        Some(ServicePage {
            name: service.name.get(lang).to_owned(),
            description: say(&service.description),
            documents: documents.into_iter().map(|document| said(document, lang)).collect(),
            ex_officio: ex_officio.into_iter().map(|document| said(document, lang)).collect(),
            tiers: self.tier_lines(service),
            fee_note: say(&service.fee_note),
            unit: unit.map(|unit| unit.name.get(lang).to_owned()),
            room: say(&service.room).or_else(|| unit.and_then(|unit| say(&unit.room))),
            phone: unit.and_then(|unit| unit.phone.clone()),
            place: place.map(|place| format!("{}, {}", place.name.get(lang), place.address.get(lang))),
            channels: service
                .channels
                .iter()
                .map(|channel| (channel.kind, say(&channel.text).or_else(|| channel.url.clone())))
                .collect(),
            result: say(&service.result),
            validity: say(&service.validity),
            form: say(&service.form),
            legal_basis: service.legal_basis.clone(),
            number: service.register_number.clone().map(|number| Number {
                number,
                matched: service.number_matched,
            }),
            local_code: service.local_code.clone(),
            source: service.source.text.clone(),
            source_date: service.source.date.map(|date| l10n::date_with_year(date, lang)),
            source_note: service.source.note.clone(),
            confirmed: service.source.confirmed,
            has_queue: self.queue_for(service).is_some(),
            take_along: qr::service_text(service, lang),
        })
    }

    /// Each speed that has a deadline or a fee, slowest first.
    fn tier_lines(&self, service: &Service) -> Vec<TierLine> {
        let lang = self.session.lang.as_str();
        let of = |speed| {
            let tier = service.tiers.iter().find(|tier| tier.speed == speed);
            let fee = service.fees.iter().find(|fee| fee.speed == speed);
            (tier.is_some() || fee.is_some()).then(|| TierLine {
                speed,
                deadline: tier.map(|tier| tier.text.get(lang).to_owned()),
                due: tier.and_then(|tier| self.due(tier)),
                fee: fee.map(|fee| fee_line(fee, lang)),
            })
        };
        [Speed::Ordinary, Speed::Fast, Speed::Express]
            .into_iter()
            .filter_map(of)
            .collect()
    }

    /// Said only where it says more than the deadline's words: not for what is done on the spot.
    fn due(&self, tier: &Tier) -> Option<Due> {
        let lang = self.session.lang.as_str();
        let (today, start) = (self.today()?, self.day_of_applying()?);
        let day = service_due(start, tier)?;
        (day > start).then(|| Due {
            day: l10n::day_near(day, today, lang),
            from: (start > today).then(|| l10n::day_near(start, today, lang)),
        })
    }
}

fn said(document: &Evidence, lang: &str) -> Document {
    Document {
        name: document.name.get(lang).to_owned(),
        condition: document.condition.as_ref().map(|text| text.get(lang).to_owned()),
    }
}

fn fee_line(fee: &Fee, lang: &str) -> FeeLine {
    FeeLine {
        amount: l10n::money(fee.cents, fee.currency, lang),
        confirmed: fee.confirmed,
        before_euro: fee.currency == Currency::Bgn && fee.cents > 0,
    }
}
