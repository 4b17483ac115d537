//! References that lead nowhere.

use super::report::Report;
use crate::content::{
    edit_distance::edit_distance,
    pack::Pack,
    read::{CONTACTS, HOURS, PROMISES, QUEUES, SERVICES, SURVEY},
};

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    let units = Names::of("unit", CONTACTS, pack.contacts.units.iter().map(|it| &it.id));
    let services = Names::of("service", SERVICES, pack.services.iter().map(|it| &it.id));
    let places = Names::of("place", HOURS, pack.hours.places.iter().map(|it| &it.id));
    let priorities = Names::of("priority", QUEUES, pack.queues.priorities.iter().map(|it| &it.id));
    let promises = Names::of("promise", PROMISES, pack.promises.iter().map(|it| &it.id));
    let reasons = Names::of("reason", SURVEY, pack.survey.reasons.iter().map(|it| &it.id));
    let sections = Names::of(
        "section",
        "charter.bg.md",
        pack.charter.sections.iter().map(|it| &it.id),
    );

    for (index, queue) in pack.queues.queues.iter().enumerate() {
        let path = |key: &str| format!("queue/{index}/{key}");
        units.find_all(report, QUEUES, &path("units"), &queue.units);
        services.find_all(report, QUEUES, &path("services"), &queue.services);
        places.find_all(report, QUEUES, &path("places"), &queue.places);
        priorities.find_all(report, QUEUES, &path("priorities"), &queue.priorities);
    }
    for (index, promise) in pack.promises.iter().enumerate() {
        sections.find(report, PROMISES, &format!("promise/{index}/section"), &promise.section);
    }
    for (index, service) in pack.services.iter().enumerate() {
        if let Some(unit) = &service.unit {
            units.find(report, SERVICES, &format!("service/{index}/unit"), unit);
        }
    }
    for (index, unit) in pack.contacts.units.iter().enumerate() {
        if let Some(place) = &unit.place {
            places.find(report, CONTACTS, &format!("unit/{index}/place"), place);
        }
    }
    for (index, closure) in pack.hours.closures.iter().enumerate() {
        if let Some(place) = &closure.place {
            places.find(report, HOURS, &format!("closure/{index}/place"), place);
        }
    }
    for (index, improvement) in pack.survey.improvements.iter().enumerate() {
        let path = format!("improvement/{index}/reasons");
        reasons.find_all(report, SURVEY, &path, &improvement.reasons);
    }
    if let Some(promise) = &pack.contacts.complaints.promise {
        promises.find(report, CONTACTS, "complaints/promise", promise);
    }
}

/// The ids of one kind of thing.
struct Names<'a> {
    kind: &'static str,
    file: &'static str,
    ids: Vec<&'a String>,
}

impl<'a> Names<'a> {
    fn of(kind: &'static str, file: &'static str, ids: impl Iterator<Item = &'a String>) -> Self {
        Self {
            kind,
            file,
            ids: ids.collect(),
        }
    }

    fn find_all(&self, report: &mut Report<'_>, file: &'static str, path: &str, named: &[String]) {
        for (index, id) in named.iter().enumerate() {
            self.find(report, file, &format!("{path}/{index}"), id);
        }
    }

    fn find(&self, report: &mut Report<'_>, file: &'static str, path: &str, id: &String) {
        if self.ids.contains(&id) {
            return;
        }
        let Self { kind, file: home, .. } = self;
        let nearest = self.ids.iter().min_by_key(|known| edit_distance(known, id));
        let mend = nearest.map_or_else(
            || format!("add the {kind} to {home}, or take the reference away"),
            |known| format!("add the {kind} to {home}, or write one that is there, as “{known}”"),
        );
        report.error(
            "dangling-reference",
            file,
            path,
            format!("{home} has no {kind} “{id}”"),
            mend,
        );
    }
}
