//! A `[[service]]` in `services.toml`: its words, its documents, its deadlines, its fees and the ways to apply.

use toml_edit::{ArrayOfTables, Item, Table};

use super::{Cause, Edited, Fault, document::Document, entries, table, texts};
use crate::content::{
    calendar::deadline::IsoDuration,
    files::Files,
    read::SERVICES,
    service::{Channel, ChannelKind, Currency, Evidence, Fee, Service, Speed, Tier},
    text::LocalText,
};

pub(super) const KEY: &str = "service";

pub const SPEEDS: [Speed; 3] = Speed::ALL;

/// What of a service its form holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub name: LocalText,
    pub description: Option<LocalText>,
    /// In the order in which they are shown, each with the place where it stood before; `None` is a new one.
    pub evidence: Vec<(Option<usize>, Evidence)>,
    /// At most one of each speed.
    pub tiers: Vec<Tier>,
    /// At most one of each speed.
    pub fees: Vec<Fee>,
    /// As `evidence`.
    pub channels: Vec<(Option<usize>, Channel)>,
}

impl Form {
    /// As the service is. Of several deadlines or fees of one speed it holds the first; the others stay as they are.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        let first = |speed| service.tiers.iter().find(move |tier| tier.speed == speed).cloned();
        let fee = |speed| service.fees.iter().find(move |fee| fee.speed == speed).cloned();
        Self {
            name: service.name.clone(),
            description: service.description.clone(),
            evidence: service
                .evidence
                .iter()
                .cloned()
                .enumerate()
                .map(|(at, it)| (Some(at), it))
                .collect(),
            tiers: SPEEDS.into_iter().filter_map(first).collect(),
            fees: SPEEDS.into_iter().filter_map(fee).collect(),
            channels: service
                .channels
                .iter()
                .cloned()
                .enumerate()
                .map(|(at, it)| (Some(at), it))
                .collect(),
        }
    }

    pub(super) fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        texts::check("name", &self.name, &mut faults);
        texts::check_optional("description", self.description.as_ref(), &mut faults);
        for (at, (_, evidence)) in self.evidence.iter().enumerate() {
            texts::check(&format!("evidence.{at}.name"), &evidence.name, &mut faults);
            let condition = format!("evidence.{at}.condition");
            texts::check_optional(&condition, evidence.condition.as_ref(), &mut faults);
        }
        for tier in &self.tiers {
            let field = format!("tier.{}", speed_name(tier.speed));
            texts::check(&format!("{field}.text"), &tier.text, &mut faults);
            if tier
                .duration
                .as_ref()
                .is_some_and(|it| it.parse::<IsoDuration>().is_err())
            {
                faults.push(Fault::of(format!("{field}.count"), Cause::Count));
            }
        }
        for fee in &self.fees {
            let field = format!("fee.{}.source", speed_name(fee.speed));
            if fee.source.trim().is_empty() {
                faults.push(Fault::of(&field, Cause::Missing));
            }
            texts::check_length(&field, &fee.source, &mut faults);
        }
        for (at, (_, channel)) in self.channels.iter().enumerate() {
            texts::check_optional(&format!("channel.{at}.text"), channel.text.as_ref(), &mut faults);
            let field = format!("channel.{at}.url");
            texts::check_length(&field, channel.url.as_deref().unwrap_or_default(), &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// `ordinary`, as documents and forms have it.
#[must_use]
pub fn speed_name(speed: Speed) -> &'static str {
    match speed {
        Speed::Ordinary => "ordinary",
        Speed::Fast => "fast",
        Speed::Express => "express",
    }
}

/// `BGN`
#[must_use]
pub fn currency_name(currency: Currency) -> &'static str {
    match currency {
        Currency::Bgn => "BGN",
        Currency::Eur => "EUR",
    }
}

/// `in_person`, as documents and forms have it.
#[must_use]
pub fn channel_name(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::InPerson => "in_person",
        ChannelKind::Oral => "oral",
        ChannelKind::Post => "post",
        ChannelKind::Courier => "courier",
        ChannelKind::Egov => "egov",
        ChannelKind::EDelivery => "e_delivery",
        ChannelKind::Email => "email",
    }
}

/// The service of that id becomes what the form says; what the form does not hold stays.
///
/// # Errors
/// When there is no such service, a text has no Bulgarian, a fee no source, or a deadline no length.
pub fn change(files: &Files, id: &str, form: &Form) -> Edited {
    form.check()?;
    let gone = || vec![Fault::of("id", Cause::Gone)];
    let mut document = Document::open(files, SERVICES)?;
    let services = entries::of(document.root(), KEY).ok_or_else(gone)?;
    let place = services
        .iter()
        .position(|entry| entry.get("id").and_then(Item::as_str) == Some(id));
    let service = place.and_then(|place| services.get_mut(place)).ok_or_else(gone)?;

    table::text(service, "name", Some(&form.name));
    table::text(service, "description", form.description.as_ref());
    let mut comments = documents(service, &form.evidence);
    let tiers = form.tiers.iter().map(|tier| (tier.speed, tier)).collect();
    comments += &by_speed(service, "tier", tiers, write_tier);
    let fees = form.fees.iter().map(|fee| (fee.speed, fee)).collect();
    comments += &by_speed(service, "fee", fees, write_fee);
    comments += &write_channels(service, &form.channels);
    document.keep(&comments);
    Ok(document.save(files))
}

pub(super) fn documents(service: &mut Table, meant: &[(Option<usize>, Evidence)]) -> String {
    let Some(all) = list(service, "evidence", meant.is_empty()) else {
        return String::new();
    };
    let comments = entries::arrange(all, &entries::order(all.len(), meant));
    for (entry, (_, evidence)) in all.iter_mut().zip(meant) {
        table::text(entry, "name", Some(&evidence.name));
        table::text(entry, "condition", evidence.condition.as_ref());
        table::flag(entry, "ex_officio", evidence.ex_officio);
    }
    comments
}

pub(super) fn write_channels(service: &mut Table, meant: &[(Option<usize>, Channel)]) -> String {
    let Some(all) = list(service, "channel", meant.is_empty()) else {
        return String::new();
    };
    let comments = entries::arrange(all, &entries::order(all.len(), meant));
    for (entry, (_, channel)) in all.iter_mut().zip(meant) {
        table::string(entry, "kind", Some(channel_name(channel.kind)));
        table::text(entry, "text", channel.text.as_ref());
        table::string(entry, "url", channel.url.as_deref());
    }
    comments
}

/// The first entry of each speed becomes what is meant; a speed that is not meant goes, one that was not there comes last.
pub(super) fn by_speed<T>(
    service: &mut Table,
    key: &str,
    meant: Vec<(Speed, &T)>,
    write: fn(&mut Table, &T),
) -> String {
    let Some(all) = list(service, key, meant.is_empty()) else {
        return String::new();
    };
    let speeds: Vec<_> = all
        .iter()
        .map(|entry| entry.get("speed").and_then(Item::as_str).map(str::to_owned))
        .collect();
    let first = |speed| speeds.iter().position(|it| it.as_deref() == Some(speed_name(speed)));
    let dropped: Vec<_> = SPEEDS
        .into_iter()
        .filter(|speed| meant.iter().all(|(it, _)| it != speed))
        .filter_map(first)
        .collect();
    let mut order: Vec<_> = (0..speeds.len()).filter(|at| !dropped.contains(at)).map(Some).collect();
    order.extend(meant.iter().filter(|(speed, _)| first(*speed).is_none()).map(|_| None));
    let comments = entries::arrange(all, &order);
    let mut new = order.iter().filter(|was| was.is_some()).count();
    for (speed, it) in meant {
        let place = match first(speed) {
            Some(was) => order.iter().position(|it| *it == Some(was)),
            None => {
                new += 1;
                Some(new - 1)
            }
        };
        if let Some(entry) = place.and_then(|place| all.get_mut(place)) {
            table::string(entry, "speed", Some(speed_name(speed)));
            write(entry, it);
        }
    }
    comments
}

/// Nothing where there is none and none is meant, so that no empty key is left behind.
pub(super) fn list<'a>(service: &'a mut Table, key: &str, is_empty: bool) -> Option<&'a mut ArrayOfTables> {
    if is_empty && !service.contains_key(key) {
        return None;
    }
    entries::of(service, key)
}

pub(super) fn write_tier(entry: &mut Table, tier: &Tier) {
    table::string(entry, "duration", tier.duration.as_deref());
    table::flag(entry, "working_days", tier.working_days);
    table::text(entry, "text", Some(&tier.text));
}

pub(super) fn write_fee(entry: &mut Table, fee: &Fee) {
    table::number(entry, "cents", fee.cents.into());
    table::string(entry, "currency", Some(currency_name(fee.currency)));
    table::day(entry, "date", fee.date);
    table::string(entry, "source", Some(&fee.source));
    table::flag(entry, "confirmed", fee.confirmed);
}
