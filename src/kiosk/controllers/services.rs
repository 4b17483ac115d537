//! Finding a service: by what is typed, by what happens in life, by who does it.

use super::{kiosk::Kiosk, session::Screen};
use crate::content::{
    contacts::Unit,
    service::{LifeEvent, Service, Speed},
};

/// Longer than any question; what is pasted or held down ends here.
const LONGEST_QUERY: usize = 80;

/// More results than this say only that the question was too wide.
const MOST_RESULTS: usize = 40;

/// What this visitor is looking for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browsing {
    pub query: String,
    /// What the query may mean.
    found: Vec<ServiceLine>,
    pub group: Option<Group>,
    /// The service that is open, by its id.
    pub service: Option<String>,
}

/// Services that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    LifeEvent(LifeEvent),
    /// By id.
    Unit(String),
    /// The sources name no unit for these.
    NoUnit,
}

impl Group {
    fn holds(&self, service: &Service) -> bool {
        match self {
            Self::LifeEvent(event) => service.life_events.contains(event),
            Self::Unit(id) => service.unit.as_ref() == Some(id),
            Self::NoUnit => service.unit.is_none(),
        }
    }
}

/// One line of a list of services, in the visitor's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    pub id: String,
    pub name: String,
    /// Who does it, where that is known.
    pub unit: Option<String>,
    /// How many documents one brings; None where the source lists none.
    pub documents: Option<usize>,
    /// The ordinary deadline in the source's words.
    pub deadline: Option<String>,
}

impl Kiosk {
    /// What is typed in the search field now.
    pub fn search_services(&mut self, query: &str) {
        self.session.browsing.query = query.chars().take(LONGEST_QUERY).collect();
        self.find_services();
    }

    /// Searches for what is typed, in the visitor's language.
    pub(super) fn find_services(&mut self) {
        let hits = self.index.services(&self.session.browsing.query, &self.session.lang);
        self.session.browsing.found = hits
            .iter()
            .take(MOST_RESULTS)
            .filter_map(|hit| self.pack.service(&hit.service))
            .map(|service| self.service_line(service))
            .collect();
    }

    /// The services that the query may mean, best first; none while nothing is typed.
    #[must_use]
    pub fn found_services(&self) -> &[ServiceLine] {
        &self.session.browsing.found
    }

    /// The life events that the pack has services for, in the order of a life, with how many.
    #[must_use]
    pub fn life_events(&self) -> Vec<(LifeEvent, usize)> {
        let mut events: Vec<LifeEvent> = self
            .pack
            .services
            .iter()
            .flat_map(|service| service.life_events.iter().copied())
            .collect();
        events.sort_unstable();
        events.dedup();
        events
            .into_iter()
            .map(|event| (event, self.count(&Group::LifeEvent(event))))
            .collect()
    }

    /// The units that have services, in the pack's order, with how many.
    #[must_use]
    pub fn service_units(&self) -> Vec<(&Unit, usize)> {
        let units = self.pack.contacts.units.iter();
        units
            .map(|unit| (unit, self.count(&Group::Unit(unit.id.clone()))))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// How many services the sources name no unit for.
    #[must_use]
    pub fn services_without_unit(&self) -> usize {
        self.count(&Group::NoUnit)
    }

    pub fn open_group(&mut self, group: Group) {
        self.session.stop_typing();
        self.session.browsing.group = Some(group);
        self.session.go(Screen::ServiceGroup);
    }

    /// The services of the open group.
    #[must_use]
    pub fn group_services(&self) -> Vec<ServiceLine> {
        let Some(group) = &self.session.browsing.group else {
            return Vec::new();
        };
        let services = self.pack.services.iter().filter(|service| group.holds(service));
        let lines = services.map(|service| self.service_line(service));
        match group {
            // The heading has named it.
            Group::Unit(_) => lines.map(|line| ServiceLine { unit: None, ..line }).collect(),
            _ => lines.collect(),
        }
    }

    pub fn open_service(&mut self, id: &str) {
        if self.pack.service(id).is_some() {
            self.session.stop_typing();
            self.session.browsing.service = Some(id.to_owned());
            self.session.go(Screen::Service);
        }
    }

    /// The service that is open.
    #[must_use]
    pub fn open_service_record(&self) -> Option<&Service> {
        self.pack.service(self.session.browsing.service.as_ref()?)
    }

    /// On to the ticket for the service that is open.
    pub fn take_ticket_for_open_service(&mut self) {
        let service = self.session.browsing.service.clone();
        if let Some(service) = service.filter(|_| self.has_tickets()) {
            self.choose_service(&service);
        }
    }

    pub(super) fn unit_of(&self, service: &Service) -> Option<&Unit> {
        let id = service.unit.as_ref()?;
        self.pack.contacts.units.iter().find(|unit| unit.id == *id)
    }

    fn count(&self, group: &Group) -> usize {
        self.pack.services.iter().filter(|service| group.holds(service)).count()
    }

    fn service_line(&self, service: &Service) -> ServiceLine {
        let lang = &self.session.lang;
        let ordinary = service.tiers.iter().find(|tier| tier.speed == Speed::Ordinary);
        let known = !service.evidence.is_empty();
        ServiceLine {
            id: service.id.clone(),
            name: service.name.get(lang).to_owned(),
            unit: self.unit_of(service).map(|unit| unit.name.get(lang).to_owned()),
            documents: known.then(|| service.evidence.iter().filter(|document| !document.ex_officio).count()),
            deadline: ordinary.map(|tier| tier.text.get(lang).to_owned()),
        }
    }
}
