//! Whole `[[service]]` records in `services.toml`, with all that they hold.

use toml_edit::{Item, Table};

use super::{
    Cause, Edited, Fault,
    document::Document,
    entries,
    services::{Form, KEY, by_speed, documents, write_channels, write_fee, write_tier},
    table, texts,
};
use crate::content::{
    files::Files,
    pack::Pack,
    read::SERVICES,
    service::{LifeEvent, Service, Source},
    text::LocalText,
};

/// The service of each id becomes this one; those that are new come after the others. `pack` is that of `files`.
///
/// # Errors
/// When a text has no Bulgarian, a fee no source, or a deadline no length.
pub fn put<'a>(files: &Files, pack: &Pack, services: impl IntoIterator<Item = &'a Service>) -> Edited {
    let mut document = Document::open(files, SERVICES)?;
    let unreadable = || vec![Fault::of(SERVICES, Cause::Unreadable)];
    for service in services {
        let before = pack.service(&service.id);
        let form = form(service, before);
        form.check()?;
        check_rest(service)?;
        let all = entries::of(document.root(), KEY).ok_or_else(unreadable)?;
        let is_its = |entry: &Table| entry.get("id").and_then(Item::as_str) == Some(service.id.as_str());
        let place = all.iter().position(is_its);
        let comments = match place.and_then(|place| all.get_mut(place)) {
            Some(entry) => write(entry, service, &form),
            None => {
                entries::append(&mut document, KEY, |entry| {
                    write(entry, service, &form);
                })
                .ok_or_else(unreadable)?;
                String::new()
            }
        };
        document.keep(&comments);
    }
    Ok(document.save(files))
}

/// As its form has it, its documents and channels with the places where they stood.
fn form(service: &Service, before: Option<&Service>) -> Form {
    let was = before.map_or(&[][..], |before| &before.evidence);
    let places = places(was, &service.evidence, |one, other| {
        one.name.get("bg") == other.name.get("bg")
    });
    let stood = before.map_or(&[][..], |before| &before.channels);
    let channels = self::places(stood, &service.channels, PartialEq::eq);
    Form {
        evidence: places.into_iter().zip(service.evidence.iter().cloned()).collect(),
        channels: channels.into_iter().zip(service.channels.iter().cloned()).collect(),
        ..Form::of(service)
    }
}

/// Where each stood, if it did; nothing stood for two.
fn places<T>(before: &[T], meant: &[T], is_same: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let mut taken = Vec::new();
    let place = |it| {
        let mut all = before.iter().enumerate();
        let place = all
            .find(|(at, was)| !taken.contains(at) && is_same(was, it))
            .map(|(at, _)| at);
        taken.extend(place);
        place
    };
    meant.iter().map(place).collect()
}

fn check_rest(service: &Service) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    for (field, text) in texts_of(service) {
        texts::check_optional(field, text.as_ref(), &mut faults);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn texts_of(service: &Service) -> [(&'static str, &Option<LocalText>); 5] {
    [
        ("room", &service.room),
        ("fee_note", &service.fee_note),
        ("result", &service.result),
        ("validity", &service.validity),
        ("form", &service.form),
    ]
}

/// Gives back the comments of what has gone.
fn write(entry: &mut Table, service: &Service, form: &Form) -> String {
    table::string(entry, "id", Some(&service.id));
    table::string(entry, "register_number", service.register_number.as_deref());
    table::flag(entry, "number_matched", service.number_matched);
    table::string(entry, "local_code", service.local_code.as_deref());
    table::text(entry, "name", Some(&service.name));
    table::text(entry, "description", service.description.as_ref());
    table::strings(entry, "keywords", service.keywords.iter().map(String::as_str));
    table::string(entry, "unit", service.unit.as_deref());
    for (key, text) in texts_of(service) {
        table::text(entry, key, text.as_ref());
    }
    table::strings(entry, "legal_basis", service.legal_basis.iter().map(String::as_str));
    table::strings(
        entry,
        "life_events",
        service.life_events.iter().map(|event| event_name(*event)),
    );
    write_source(entry, &service.source);

    let mut comments = documents(entry, &form.evidence);
    let tiers = form.tiers.iter().map(|tier| (tier.speed, tier)).collect();
    comments += &by_speed(entry, "tier", tiers, write_tier);
    let fees = form.fees.iter().map(|fee| (fee.speed, fee)).collect();
    comments += &by_speed(entry, "fee", fees, write_fee);
    comments + &write_channels(entry, &form.channels)
}

fn write_source(entry: &mut Table, source: &Source) {
    let written = entry.entry("source").or_insert_with(|| Item::Table(Table::new()));
    if let Some(written) = written.as_table_like_mut() {
        table::string(written, "text", Some(&source.text));
        table::day(written, "date", source.date);
        table::flag(written, "confirmed", source.confirmed);
        table::string(written, "note", source.note.as_deref());
    }
}

/// `birth`, as documents have it.
#[must_use]
pub fn event_name(event: LifeEvent) -> &'static str {
    match event {
        LifeEvent::Birth => "birth",
        LifeEvent::Marriage => "marriage",
        LifeEvent::Death => "death",
        LifeEvent::Address => "address",
        LifeEvent::Property => "property",
        LifeEvent::Building => "building",
        LifeEvent::Business => "business",
        LifeEvent::Taxes => "taxes",
        LifeEvent::Travel => "travel",
    }
}
