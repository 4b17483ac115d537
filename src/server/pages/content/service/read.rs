//! A service's form as values, and back.

use super::super::{rows, typed::Typed};
use crate::content::{
    edit::{
        Cause, Fault,
        services::{Form, SPEEDS, channel_name, currency_name, speed_name},
        typed,
    },
    service::{Channel, ChannelKind, Currency, Evidence, Fee, Service, Speed, Tier},
    text::Lang,
};

/// Lists of the form.
pub const EVIDENCE: &str = "evidence";
pub const CHANNELS: &str = "channel";
pub const CURRENCIES: [Currency; 2] = [Currency::Eur, Currency::Bgn];

/// Puts the service into the form's fields.
pub fn fill(typed: &mut Typed, service: &Service) {
    let form = Form::of(service);
    typed.set_text("name", Some(&form.name));
    typed.set_text("description", form.description.as_ref());
    for (at, (_, evidence)) in form.evidence.iter().enumerate() {
        let row = format!("evidence.{at}");
        typed.set(format!("{row}.was"), at.to_string());
        typed.set_text(&format!("{row}.name"), Some(&evidence.name));
        typed.set_text(&format!("{row}.condition"), evidence.condition.as_ref());
        if evidence.ex_officio {
            typed.set(format!("{row}.ex_officio"), "yes");
        }
    }
    for (at, (_, channel)) in form.channels.iter().enumerate() {
        let row = format!("channel.{at}");
        typed.set(format!("{row}.was"), at.to_string());
        typed.set(format!("{row}.kind"), channel_name(channel.kind));
        typed.set_text(&format!("{row}.text"), channel.text.as_ref());
        typed.set(format!("{row}.url"), channel.url.clone().unwrap_or_default());
    }
    for tier in &form.tiers {
        let row = format!("tier.{}", speed_name(tier.speed));
        typed.set_text(&format!("{row}.text"), Some(&tier.text));
        let duration = tier.duration.as_deref();
        if let Some((count, unit)) = duration.and_then(|iso| typed::typed_duration(iso, tier.working_days)) {
            typed.set(format!("{row}.count"), count.to_string());
            typed.set(format!("{row}.unit"), unit.name());
        }
    }
    for fee in &form.fees {
        let row = format!("fee.{}", speed_name(fee.speed));
        typed.set(
            format!("{row}.amount"),
            format!("{}.{:02}", fee.cents / 100, fee.cents % 100),
        );
        typed.set(format!("{row}.currency"), currency_name(fee.currency));
        typed.set(format!("{row}.source"), &fee.source);
        typed.set(
            format!("{row}.date"),
            fee.date.map(|date| date.to_string()).unwrap_or_default(),
        );
        if fee.confirmed {
            typed.set(format!("{row}.confirmed"), "yes");
        }
    }
}

/// What the form means for `service`, after the button that moves a row, if that was pressed.
pub fn form(typed: &Typed, languages: &[Lang], service: Option<&Service>) -> Result<Form, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut tiers = Vec::new();
    let mut fees = Vec::new();
    for speed in SPEEDS {
        let stood = service.and_then(|service| service.tiers.iter().find(|tier| tier.speed == speed));
        match tier(typed, languages, speed, stood) {
            Ok(tier) => tiers.extend(tier),
            Err(fault) => faults.push(fault),
        }
        match fee(typed, speed) {
            Ok(fee) => fees.extend(fee),
            Err(mut wrong) => faults.append(&mut wrong),
        }
    }
    let mut channels = channels(typed, languages).unwrap_or_else(|mut wrong| {
        faults.append(&mut wrong);
        Vec::new()
    });
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut evidence = documents(typed, languages);
    rows::arrange(&mut evidence, EVIDENCE, typed.get("do"));
    rows::arrange(&mut channels, CHANNELS, typed.get("do"));
    Ok(Form {
        name: typed.text("name", languages).unwrap_or_default(),
        description: typed.text("description", languages),
        evidence,
        tiers,
        fees,
        channels,
    })
}

/// Rows that are wholly empty are none.
fn documents(typed: &Typed, languages: &[Lang]) -> Vec<(Option<usize>, Evidence)> {
    let document = |row: String| {
        let name = typed.text(&format!("{row}.name"), languages);
        let condition = typed.text(&format!("{row}.condition"), languages);
        if name.is_none() && condition.is_none() {
            return None;
        }
        let evidence = Evidence {
            name: name.unwrap_or_default(),
            condition,
            ex_officio: typed.has(&format!("{row}.ex_officio")),
        };
        Some((rows::was(typed, &row), evidence))
    };
    rows::typed(typed, EVIDENCE).filter_map(document).collect()
}

/// Rows that are wholly empty are none.
fn channels(typed: &Typed, languages: &[Lang]) -> Result<Vec<(Option<usize>, Channel)>, Vec<Fault>> {
    let mut channels = Vec::new();
    let mut faults = Vec::new();
    for row in rows::typed(typed, CHANNELS) {
        let kind = typed.get(&format!("{row}.kind"));
        let text = typed.text(&format!("{row}.text"), languages);
        let url = typed::line(typed.get(&format!("{row}.url")));
        if kind.is_empty() && text.is_none() && url.is_none() {
            continue;
        }
        match ChannelKind::ALL.into_iter().find(|it| channel_name(*it) == kind) {
            Some(kind) => channels.push((rows::was(typed, &row), Channel { kind, text, url })),
            None => faults.push(Fault::of(format!("{row}.kind"), Cause::Choice)),
        }
    }
    if faults.is_empty() { Ok(channels) } else { Err(faults) }
}

fn tier(typed: &Typed, languages: &[Lang], speed: Speed, stood: Option<&Tier>) -> Result<Option<Tier>, Fault> {
    let row = format!("tier.{}", speed_name(speed));
    let field = format!("{row}.count");
    let text = typed.text(&format!("{row}.text"), languages);
    let mut length = typed::duration(&field, typed.get(&field), typed.get(&format!("{row}.unit")))?;
    if text.is_none() && length.is_none() {
        return Ok(None);
    }
    // A length of several units has no field: it stays as it stood.
    if length.is_none()
        && let Some(iso) = stood.and_then(|tier| tier.duration.as_ref())
        && let Some(working_days) = stood.map(|tier| tier.working_days)
        && typed::typed_duration(iso, working_days).is_none()
    {
        length = Some((iso.clone(), working_days));
    }
    // Of which days an unknown length is, the source may say all the same.
    let stood_days = stood.is_some_and(|tier| tier.duration.is_none() && tier.working_days);
    let (duration, working_days) = length.map_or((None, stood_days), |(iso, days)| (Some(iso), days));
    Ok(Some(Tier {
        speed,
        duration,
        working_days,
        text: text.unwrap_or_default(),
    }))
}

fn fee(typed: &Typed, speed: Speed) -> Result<Option<Fee>, Vec<Fault>> {
    let row = format!("fee.{}", speed_name(speed));
    let field = |name: &str| format!("{row}.{name}");
    let amount = typed::amount(&field("amount"), typed.get(&field("amount")));
    let date = typed::day(&field("date"), typed.get(&field("date")));
    let currency = CURRENCIES
        .into_iter()
        .find(|it| currency_name(*it) == typed.get(&field("currency")));
    let currency = currency.ok_or_else(|| Fault::of(field("currency"), Cause::Choice));
    let source = typed::line(typed.get(&field("source")));
    match (amount, date, currency) {
        (Ok(None), Ok(None), _) if source.is_none() => Ok(None),
        (Ok(None), ..) => Err(vec![Fault::of(field("amount"), Cause::Missing)]),
        (Ok(Some(cents)), Ok(date), Ok(currency)) => Ok(Some(Fee {
            speed,
            cents,
            currency,
            date,
            source: source.unwrap_or_default(),
            confirmed: typed.has(&field("confirmed")),
        })),
        (amount, date, currency) => Err([amount.err(), date.err(), currency.err()]
            .into_iter()
            .flatten()
            .collect()),
    }
}
