//! What the linter says of a draft, beside the field that it concerns, or with the way to it.

use maud::{Markup, html};

use super::super::{icon, page::Page};
use super::{address, desk::Desk, lint_words, part};
use crate::content::{
    edit::{
        closures,
        part::{Part, entries, schema::ALL},
    },
    finding::Finding,
    lint::Sources,
    read::{CHARTER_TEXT, HOURS, NOTICES, SERVICES},
};

/// The findings that concern a form.
pub struct Placed<'a> {
    beside: Vec<(String, &'a Finding)>,
    /// Of the form's entry, but of none of its fields.
    others: Vec<&'a Finding>,
}

impl<'a> Placed<'a> {
    /// `paths` are the form's fields with their ways in `file`; the first is the entry's own.
    pub fn of(desk: &'a Desk, file: &str, paths: &[(String, String)]) -> Self {
        let sources = Sources::of(&desk.draft.files);
        let entry = paths.first().map(|(_, path)| path.clone()).unwrap_or_default();
        // What is no list's has no entry.
        let is_of = |line: usize| entry_at(&sources, file, line).unwrap_or_default() == entry;
        let of_entry = |finding: &&Finding| {
            !paths.is_empty() && finding.file == file && finding.line.map_or(entry.is_empty(), is_of)
        };
        let mut placed = Self {
            beside: Vec::new(),
            others: Vec::new(),
        };
        for finding in desk.findings.iter().filter(of_entry) {
            // A path that is not there leads to the line of what would hold it: that is no field's own.
            let is_beside = |path: &str| {
                sources
                    .exact_line(file, path)
                    .is_some_and(|line| finding.line == Some(line))
            };
            match paths.iter().skip(1).find(|(_, path)| is_beside(path)) {
                Some((field, _)) => placed.beside.push((field.clone(), finding)),
                None => placed.others.push(finding),
            }
        }
        placed
    }

    pub fn beside(&self, page: &Page, field: &str) -> Markup {
        html! {
            @for (_, finding) in self.beside.iter().filter(|(name, _)| name == field) { (one(page, finding)) }
        }
    }

    /// Above the form.
    pub fn above(&self, page: &Page) -> Markup {
        html! { @for finding in &self.others { (one(page, finding)) } }
    }
}

/// A list, each with a link to its form where it has one.
pub fn all<'a>(page: &Page, desk: Option<&Desk>, findings: impl Iterator<Item = &'a Finding>) -> Markup {
    let sources = desk.map(|desk| (desk, Sources::of(&desk.draft.files)));
    html! {
        ul.findings {
            @for finding in findings {
                li {
                    (one(page, finding))
                    p.soft.where_it_is {
                        @match sources.as_ref().and_then(|(desk, sources)| form(page, desk, sources, finding)) {
                            Some((at, name)) => a href=(at) { (name) },
                            None => { (finding.file) @if let Some(line) = finding.line { ", " (page.say("ред", "line")) " " (line) } }
                        }
                    }
                }
            }
        }
    }
}

fn one(page: &Page, finding: &Finding) -> Markup {
    let (class, kind) = if finding.is_error() {
        ("finding bad", page.say("Грешка", "Error"))
    } else {
        ("finding warn", page.say("Забележка", "Warning"))
    };
    html! {
        p class=(class) { (icon::warning()) span { strong { (kind) ": " } (lint_words::of(page, finding)) } }
    }
}

/// The form in which the finding can be mended, and what it is of.
fn form(page: &Page, desk: &Desk, sources: &Sources<'_>, finding: &Finding) -> Option<(String, String)> {
    let file = finding.file.as_str();
    let at = address(&desk.municipality);
    if file == CHARTER_TEXT {
        return Some((
            format!("{at}/charter"),
            page.say("Харта на клиента", "Customer charter").to_owned(),
        ));
    }
    let entry = finding.line.and_then(|line| entry_at(sources, file, line));
    let Some(entry) = entry else {
        let single = ALL.into_iter().find(|part| part.file == file && !part.is_list())?;
        return Some((
            part::place(&desk.municipality, single),
            part::title(page, single).to_owned(),
        ));
    };
    let (kind, index) = entry.rsplit_once('/')?;
    let index: usize = index.parse().ok()?;
    let pack = &desk.pack;
    Some(match (file, kind) {
        (SERVICES, "service") => {
            let service = pack.services.get(index)?;
            (
                format!("{at}/services/{}", service.id),
                service.name.get("bg").to_owned(),
            )
        }
        (NOTICES, "notice") => {
            let notice = pack.notices.get(index)?;
            (format!("{at}/notices/{}", notice.id), notice.text.get("bg").to_owned())
        }
        (HOURS, "place") => {
            let place = pack.hours.places.get(index)?;
            (format!("{at}/places/{}", place.id), place.name.get("bg").to_owned())
        }
        (HOURS, "closure") => {
            let closure = pack.hours.closures.get(index)?;
            (
                format!("{at}/closures/{}", closures::name(closure)),
                closure.text.get("bg").to_owned(),
            )
        }
        _ => {
            let list = ALL.into_iter().find(|part| part.file == file && part.path() == kind)?;
            let entries = entries(&desk.draft.files, list);
            let place = part::entry_place(&desk.municipality, list, &entries.get(index)?.name);
            (place, part::title(page, list).to_owned())
        }
    })
}

/// `service/3`: the entry that the line stands in.
fn entry_at(sources: &Sources<'_>, file: &str, line: usize) -> Option<String> {
    let lists = ALL
        .into_iter()
        .filter(|part| part.file == file && part.is_list())
        .map(Part::path);
    let others = ["notice", "closure"].map(str::to_owned);
    let starts = lists.chain(others).flat_map(|kind| {
        let paths = (0..).map(move |index| format!("{kind}/{index}"));
        paths.map_while(move |path| Some((sources.exact_line(file, &path)?, path)))
    });
    let before = starts.filter(|(start, _)| *start <= line);
    before.max_by_key(|(start, _)| *start).map(|(_, path)| path)
}
