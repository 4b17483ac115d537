//! The screens that lead to a service: search, groups, one group.

use parter_ui::{App, LifeEvent as UiLifeEvent, LifeEventTile, ServiceItem, Services, UnitTile};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows};
use crate::{
    content::service::LifeEvent,
    kiosk::controllers::{
        kiosk::Kiosk,
        services::{Group, ServiceLine},
    },
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let services = app.global::<Services>();

    let (weak, shared) = handles(app, kiosk);
    services.on_search(move |query| {
        act(&weak, &shared, |kiosk| {
            kiosk.touched();
            kiosk.search_services(&query);
        });
    });

    let (weak, shared) = handles(app, kiosk);
    services.on_open_life_event(move |event| {
        act(&weak, &shared, |kiosk| {
            kiosk.open_group(Group::LifeEvent(to_event(event)));
        });
    });

    let (weak, shared) = handles(app, kiosk);
    services.on_open_unit(move |id| {
        let group = if id.is_empty() {
            Group::NoUnit
        } else {
            Group::Unit(id.into())
        };
        act(&weak, &shared, |kiosk| kiosk.open_group(group));
    });

    let (weak, shared) = handles(app, kiosk);
    services.on_open(move |id| act(&weak, &shared, |kiosk| kiosk.open_service(&id)));
}

pub(super) fn show_search(app: &App, kiosk: &Kiosk) {
    let services = app.global::<Services>();
    services.set_has_tickets(kiosk.has_tickets());
    services.set_query(kiosk.session.browsing.query.as_str().into());
    services.set_found(rows::update(services.get_found(), items(kiosk.found_services())));
    let events = kiosk.life_events().into_iter().map(|(event, count)| LifeEventTile {
        event: from_event(event),
        count: number(count),
    });
    services.set_life_events(rows::update(services.get_life_events(), events.collect()));
    services.set_units(rows::update(services.get_units(), units(kiosk)));
}

/// The units, and after them those services that have none.
fn units(kiosk: &Kiosk) -> Vec<UnitTile> {
    let mut tiles: Vec<UnitTile> = kiosk
        .service_units()
        .into_iter()
        .map(|(unit, count)| UnitTile {
            id: unit.id.as_str().into(),
            name: unit.name.get(&kiosk.session.lang).into(),
            count: number(count),
        })
        .collect();
    let unnamed = kiosk.services_without_unit();
    if unnamed > 0 {
        tiles.push(UnitTile {
            count: number(unnamed),
            ..UnitTile::default()
        });
    }
    tiles
}

pub(super) fn show_group(app: &App, kiosk: &Kiosk) {
    let services = app.global::<Services>();
    let lang = &kiosk.session.lang;
    let group = kiosk.session.browsing.group.as_ref();
    let event = match group {
        Some(Group::LifeEvent(event)) => Some(*event),
        _ => None,
    };
    let unit = match group {
        Some(Group::Unit(id)) => kiosk.pack.contacts.units.iter().find(|unit| unit.id == *id),
        _ => None,
    };
    services.set_group_is_life_event(event.is_some());
    services.set_group_event(event.map(from_event).unwrap_or_default());
    services.set_group_name(unit.map(|unit| unit.name.get(lang).into()).unwrap_or_default());
    services.set_group_services(rows::update(
        services.get_group_services(),
        items(&kiosk.group_services()),
    ));
}

fn items(lines: &[ServiceLine]) -> Vec<ServiceItem> {
    lines
        .iter()
        .map(|line| ServiceItem {
            id: line.id.as_str().into(),
            name: line.name.as_str().into(),
            unit: line.unit.as_deref().unwrap_or_default().into(),
            documents: line.documents.map_or(-1, number),
            deadline: line.deadline.as_deref().unwrap_or_default().into(),
        })
        .collect()
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

const EVENTS: [(LifeEvent, UiLifeEvent); 9] = [
    (LifeEvent::Birth, UiLifeEvent::Birth),
    (LifeEvent::Marriage, UiLifeEvent::Marriage),
    (LifeEvent::Death, UiLifeEvent::Death),
    (LifeEvent::Address, UiLifeEvent::Address),
    (LifeEvent::Property, UiLifeEvent::Property),
    (LifeEvent::Building, UiLifeEvent::Building),
    (LifeEvent::Business, UiLifeEvent::Business),
    (LifeEvent::Taxes, UiLifeEvent::Taxes),
    (LifeEvent::Travel, UiLifeEvent::Travel),
];

fn to_event(shown: UiLifeEvent) -> LifeEvent {
    EVENTS
        .iter()
        .find(|(_, known)| *known == shown)
        .map_or(LifeEvent::Birth, |(event, _)| *event)
}

fn from_event(event: LifeEvent) -> UiLifeEvent {
    EVENTS
        .iter()
        .find(|(known, _)| *known == event)
        .map_or(UiLifeEvent::Birth, |(_, shown)| *shown)
}
