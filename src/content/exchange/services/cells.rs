//! A service as the cells of its row.

use super::{
    column::{Column, Field},
    lists, words,
};
use crate::content::{
    contacts::Unit,
    l10n,
    pack::Pack,
    service::{Fee, Service, Speed, Tier},
    text::LocalText,
};

/// What stands in that column, without spaces around it.
pub fn cell(pack: &Pack, service: &Service, column: &Column) -> String {
    let lang = column.lang.as_str();
    let local = |text: &LocalText| text.0.get(lang).cloned().unwrap_or_default();
    let optional = |text: &Option<LocalText>| text.as_ref().map(local).unwrap_or_default();
    let named = |text: &Option<String>| text.clone().unwrap_or_default();
    let yes = |holds: bool| if holds { words::YES } else { "" }.to_owned();
    let of_fee = |speed, said: fn(&Fee) -> String| fee(service, speed).map(said).unwrap_or_default();
    let cell = match column.field {
        Field::Id => service.id.clone(),
        Field::RegisterNumber => named(&service.register_number),
        Field::NumberMatched => yes(service.number_matched),
        Field::LocalCode => named(&service.local_code),
        Field::Name => local(&service.name),
        Field::Description => optional(&service.description),
        Field::Keywords => lists::lines(&service.keywords),
        Field::Unit => service.unit.as_ref().map(|id| unit(pack, id)).unwrap_or_default(),
        Field::Room => optional(&service.room),
        Field::Evidence => lists::evidence().cell(&service.evidence, lang),
        Field::Term(speed) => tier(service, speed).map(|tier| local(&tier.text)).unwrap_or_default(),
        Field::Duration(speed) => tier(service, speed).map(words::said_duration).unwrap_or_default(),
        Field::Fee(speed) => of_fee(speed, words::said_amount),
        Field::FeeDate(speed) => of_fee(speed, |fee| fee.date.map(words::said_day).unwrap_or_default()),
        Field::FeeSource(speed) => of_fee(speed, |fee| fee.source.clone()),
        Field::FeeConfirmed(speed) => yes(fee(service, speed).is_some_and(|fee| fee.confirmed)),
        Field::FeeNote => optional(&service.fee_note),
        Field::Channels => lists::channels().cell(&service.channels, lang),
        Field::Result => optional(&service.result),
        Field::Validity => optional(&service.validity),
        Field::Form => optional(&service.form),
        Field::LegalBasis => lists::lines(&service.legal_basis),
        Field::LifeEvents => {
            let events = service.life_events.iter().map(|event| l10n::life_event(*event, "bg"));
            events.collect::<Vec<_>>().join(", ")
        }
        Field::Source => service.source.text.clone(),
        Field::SourceDate => service.source.date.map(words::said_day).unwrap_or_default(),
        Field::SourceConfirmed => yes(service.source.confirmed),
        Field::SourceNote => named(&service.source.note),
    };
    plain(&cell)
}

/// As a cell comes back: without spaces around it, each line ended in one way.
pub fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// The first of that speed.
pub fn tier(service: &Service, speed: Speed) -> Option<&Tier> {
    service.tiers.iter().find(|tier| tier.speed == speed)
}

/// The first of that speed.
pub fn fee(service: &Service, speed: Speed) -> Option<&Fee> {
    service.fees.iter().find(|fee| fee.speed == speed)
}

/// The unit's name; its id where that is no unit, or another has the same name.
fn unit(pack: &Pack, id: &str) -> String {
    let units = &pack.contacts.units;
    let name = |unit: &Unit| unit.name.get("bg").to_lowercase();
    let own = units.iter().find(|unit| unit.id == id);
    let own = own.filter(|own| units.iter().filter(|other| name(other) == name(own)).count() == 1);
    own.map_or(id, |unit| unit.name.get("bg")).to_owned()
}
