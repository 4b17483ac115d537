//! A row of cells as a service.

use std::collections::BTreeMap;

use super::{
    Cause, cells,
    column::{Column, Field},
    lists, words,
};
use crate::content::{
    l10n,
    pack::Pack,
    service::{Fee, LifeEvent, Service, Source, Speed, Tier},
    text::{BULGARIAN, Lang, LocalText},
};

/// The cells of one row, by their columns.
pub struct Row<'a> {
    pub pack: &'a Pack,
    pub cells: Vec<(&'a Column, &'a str)>,
    /// Where a new service comes from, unless the row says so: the table's name.
    pub origin: &'a str,
}

/// What was not understood, and in which column.
pub type Faults = Vec<(Column, Cause)>;

impl<'a> Row<'a> {
    /// The service that the row makes of `before`; of a new one `before` is [`blank`].
    pub fn read(&self, before: &Service) -> Result<Service, Faults> {
        let mut service = before.clone();
        let mut faults = Faults::new();
        for field in self.changed(before) {
            if let Err(cause) = self.take(field, before, &mut service) {
                let column = self.cells.iter().find(|(column, _)| column.field == field);
                faults.extend(column.map(|(column, _)| ((*column).clone(), cause)));
            }
        }
        if faults.is_empty() { Ok(service) } else { Err(faults) }
    }

    /// The fields of which a cell says anything else than it did.
    fn changed(&self, before: &Service) -> Vec<Field> {
        let is_other = |(column, cell): &&(&Column, &str)| cells::cell(self.pack, before, column) != *cell;
        let others: Vec<Field> = self
            .cells
            .iter()
            .filter(is_other)
            .map(|(column, _)| column.field)
            .collect();
        Field::all()
            .into_iter()
            .filter(|field| others.contains(field))
            .collect()
    }

    fn take(&self, field: Field, before: &Service, service: &mut Service) -> Result<(), Cause> {
        let cell = self.cell(field, BULGARIAN).unwrap_or_default();
        match field {
            // Whose row it is was found out before.
            Field::Id => {}
            Field::RegisterNumber => service.register_number = optional(cell),
            Field::NumberMatched => service.number_matched = words::flag(cell)?,
            Field::LocalCode => service.local_code = optional(cell),
            Field::Name => service.name = self.text(field, Some(&before.name))?.ok_or(Cause::Missing)?,
            Field::Description => service.description = self.text(field, before.description.as_ref())?,
            Field::Keywords => service.keywords = lists::split(cell).map(str::to_owned).collect(),
            Field::Unit => service.unit = self.unit(cell)?,
            Field::Room => service.room = self.text(field, before.room.as_ref())?,
            Field::Evidence => service.evidence = lists::evidence().read(&self.languages(field), &before.evidence)?,
            Field::Term(speed) => self.term(speed, before, service)?,
            Field::Duration(speed) => self.duration(speed, service)?,
            Field::Fee(speed) => self.fee(speed, service)?,
            Field::FeeDate(speed) => {
                let day = words::day(cell)?;
                self.of_fee(speed, cell, service, |fee| fee.date = day)?;
            }
            Field::FeeSource(speed) => {
                self.of_fee(speed, cell, service, |fee| cell.clone_into(&mut fee.source))?;
            }
            Field::FeeConfirmed(speed) => {
                let confirmed = words::flag(cell)?;
                let said = if confirmed { cell } else { "" };
                self.of_fee(speed, said, service, |fee| fee.confirmed = confirmed)?;
            }
            Field::FeeNote => service.fee_note = self.text(field, before.fee_note.as_ref())?,
            Field::Channels => service.channels = lists::channels().read(&self.languages(field), &before.channels)?,
            Field::Result => service.result = self.text(field, before.result.as_ref())?,
            Field::Validity => service.validity = self.text(field, before.validity.as_ref())?,
            Field::Form => service.form = self.text(field, before.form.as_ref())?,
            Field::LegalBasis => service.legal_basis = lists::split(cell).map(str::to_owned).collect(),
            Field::LifeEvents => service.life_events = life_events(cell)?,
            Field::Source => {
                let source = optional(cell).unwrap_or_else(|| self.origin.to_owned());
                service.source.text = source;
            }
            Field::SourceDate => service.source.date = words::day(cell)?,
            Field::SourceConfirmed => service.source.confirmed = words::flag(cell)?,
            Field::SourceNote => service.source.note = optional(cell),
        }
        Ok(())
    }

    /// What stands there; none where the table has no such column.
    fn cell(&self, field: Field, lang: &str) -> Option<&'a str> {
        let mut cells = self.cells.iter();
        let found = cells.find(|(column, _)| column.field == field && column.lang == lang);
        found.map(|(_, cell)| *cell)
    }

    fn languages(&self, field: Field) -> Vec<(&'a Lang, &'a str)> {
        let cells = self.cells.iter().filter(|(column, _)| column.field == field);
        cells.map(|(column, cell)| (&column.lang, *cell)).collect()
    }

    /// The text in the table's languages; in others it stays as it was. None where it is in no language any more.
    fn text(&self, field: Field, before: Option<&LocalText>) -> Result<Option<LocalText>, Cause> {
        let mut texts: BTreeMap<Lang, String> = before.map(|text| text.0.clone()).unwrap_or_default();
        for (lang, cell) in self.languages(field) {
            let is_same = texts.get(lang).is_some_and(|was| cells::plain(was) == cell);
            match cell {
                "" => drop(texts.remove(lang)),
                _ if is_same => {}
                words => drop(texts.insert(lang.clone(), words.to_owned())),
            }
        }
        if texts.is_empty() {
            return Ok(None);
        }
        let text = LocalText(texts);
        if text.has(BULGARIAN) {
            Ok(Some(text))
        } else {
            Err(Cause::Missing)
        }
    }

    /// By its name or its id.
    fn unit(&self, cell: &str) -> Result<Option<String>, Cause> {
        if cell.is_empty() {
            return Ok(None);
        }
        let units = &self.pack.contacts.units;
        let small = cell.to_lowercase();
        let by_id = units.iter().find(|unit| unit.id == cell);
        let by_name = || {
            let mut named = units
                .iter()
                .filter(|unit| unit.name.get(BULGARIAN).to_lowercase() == small);
            // Of two of one name neither is meant.
            named.next().filter(|_| named.next().is_none())
        };
        let unit = by_id.or_else(by_name).ok_or_else(|| Cause::Unit(cell.to_owned()))?;
        Ok(Some(unit.id.clone()))
    }

    /// The words of a term. Where the table has no column of durations, they say it themselves if they can.
    fn term(&self, speed: Speed, before: &Service, service: &mut Service) -> Result<(), Cause> {
        let field = Field::Term(speed);
        let was = cells::tier(before, speed);
        let duration = self.cell(Field::Duration(speed), BULGARIAN);
        match (self.text(field, was.map(|tier| &tier.text))?, duration) {
            (None, None | Some("")) => remove_first(&mut service.tiers, |tier| tier.speed == speed),
            (None, Some(duration)) => tier_of(speed, service).text = LocalText::bg(duration),
            (Some(text), duration) => {
                let said = words::duration(text.get(BULGARIAN));
                let tier = tier_of(speed, service);
                tier.text = text;
                if duration.is_none() {
                    let (iso, working_days) = said.map_or((None, false), |(iso, working)| (Some(iso), working));
                    (tier.duration, tier.working_days) = (iso, working_days);
                }
            }
        }
        Ok(())
    }

    /// Without words of its own the term is said as the duration.
    fn duration(&self, speed: Speed, service: &mut Service) -> Result<(), Cause> {
        let cell = self.cell(Field::Duration(speed), BULGARIAN).unwrap_or_default();
        let words = self.cell(Field::Term(speed), BULGARIAN);
        if cell.is_empty() {
            let mut tiers = service.tiers.iter_mut();
            // Without words either the tier has gone already.
            let left = tiers.find(|tier| tier.speed == speed && words != Some(""));
            if let Some(tier) = left {
                (tier.duration, tier.working_days) = (None, false);
            }
            return Ok(());
        }
        let (iso, working_days) = words::duration(cell).ok_or_else(|| Cause::Duration(cell.to_owned()))?;
        let tier = tier_of(speed, service);
        (tier.duration, tier.working_days) = (Some(iso), working_days);
        if tier.text.is_empty() || words.is_some_and(str::is_empty) {
            tier.text = LocalText::bg(cell);
        }
        Ok(())
    }

    fn fee(&self, speed: Speed, service: &mut Service) -> Result<(), Cause> {
        let cell = self.cell(Field::Fee(speed), BULGARIAN).unwrap_or_default();
        if cell.is_empty() {
            remove_first(&mut service.fees, |fee| fee.speed == speed);
            return Ok(());
        }
        let (cents, currency) = words::amount(cell)?;
        if let Some(fee) = service.fees.iter_mut().find(|fee| fee.speed == speed) {
            (fee.cents, fee.currency) = (cents, currency);
            return Ok(());
        }
        service.fees.push(Fee {
            speed,
            cents,
            currency,
            date: None,
            source: service.source.text.clone(),
            confirmed: false,
        });
        Ok(())
    }

    /// What stands beside an amount. An empty source is the service's.
    fn of_fee(&self, speed: Speed, cell: &str, service: &mut Service, set: impl FnOnce(&mut Fee)) -> Result<(), Cause> {
        let source = service.source.text.clone();
        match service.fees.iter_mut().find(|fee| fee.speed == speed) {
            Some(fee) => {
                set(fee);
                if fee.source.is_empty() {
                    fee.source = source;
                }
                Ok(())
            }
            None if cell.is_empty()
                || self
                    .cell(Field::Fee(speed), BULGARIAN)
                    .is_some_and(|fee| !fee.is_empty()) =>
            {
                Ok(())
            }
            None => Err(Cause::NoFee),
        }
    }
}

/// A service of which nothing is known yet but where it comes from.
pub fn blank(id: &str, origin: &str) -> Service {
    Service {
        id: id.to_owned(),
        register_number: None,
        number_matched: false,
        local_code: None,
        name: LocalText::default(),
        keywords: Vec::new(),
        description: None,
        unit: None,
        room: None,
        legal_basis: Vec::new(),
        evidence: Vec::new(),
        tiers: Vec::new(),
        fees: Vec::new(),
        fee_note: None,
        channels: Vec::new(),
        result: None,
        validity: None,
        form: None,
        life_events: Vec::new(),
        source: Source {
            text: origin.to_owned(),
            date: None,
            confirmed: false,
            note: None,
        },
    }
}

fn optional(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn life_events(cell: &str) -> Result<Vec<LifeEvent>, Cause> {
    let written = cell
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty());
    written
        .map(|word| {
            let small = word.to_lowercase();
            let mut events = LifeEvent::ALL.into_iter();
            let event = events.find(|event| l10n::life_event(*event, BULGARIAN) == small);
            event.ok_or_else(|| Cause::LifeEvent(word.to_owned()))
        })
        .collect()
}

/// The first of that speed; a new one stands in the order of speeds.
fn tier_of(speed: Speed, service: &mut Service) -> &mut Tier {
    let tiers = &mut service.tiers;
    let at = tiers.iter().position(|tier| tier.speed == speed).unwrap_or_else(|| {
        tiers.push(Tier {
            speed,
            duration: None,
            working_days: false,
            text: LocalText::default(),
        });
        tiers.len() - 1
    });
    &mut tiers[at]
}

fn remove_first<T>(all: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) {
    if let Some(at) = all.iter().position(is_meant) {
        all.remove(at);
    }
}
