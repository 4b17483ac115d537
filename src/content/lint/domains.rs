//! Web domains that differ by a letter or two: one of them is likely a slip, or an address that no longer works.

use std::collections::BTreeMap;

use super::report::Report;
use crate::content::{
    edit_distance::edit_distance,
    files::Files,
    finding::Finding,
    read::{CHARTER_TEXT, CONTACTS},
};

/// Names that differ in more letters are different names.
const NEAR: usize = 2;
/// Shorter names are near to each other by chance.
const SHORTEST: usize = 5;
/// Longer names are not registered anywhere.
const LONGEST: usize = 63;
/// No municipality has so many; each is compared with each.
const MOST: usize = 200;

/// Where a domain stands, in the order of the files.
type Places = BTreeMap<String, Vec<(&'static str, usize)>>;

pub fn check(files: &Files, report: &mut Report<'_>) {
    let places = places(files);
    for (one, its_places) in &places {
        for (other, other_places) in places.range::<String, _>(one.clone()..).skip(1) {
            if conflict(one, other) {
                report.findings.extend(name(one, its_places, other, other_places));
            }
        }
    }
}

fn places(files: &Files) -> Places {
    let mut places = Places::new();
    for file in [CHARTER_TEXT, CONTACTS] {
        for (index, line) in files.text(file).unwrap_or_default().lines().enumerate() {
            for domain in domains(line) {
                if places.len() < MOST || places.contains_key(&domain) {
                    places.entry(domain).or_default().push((file, index + 1));
                }
            }
        }
    }
    places
}

/// The rarer of the two is the likelier slip, so the finding stands there.
fn name(
    one: &str,
    its_places: &[(&'static str, usize)],
    other: &str,
    other_places: &[(&'static str, usize)],
) -> Option<Finding> {
    let (rare, rare_places, often, often_places) = if other_places.len() < its_places.len() {
        (other, other_places, one, its_places)
    } else {
        (one, its_places, other, other_places)
    };
    let (&(file, line), &(often_file, often_line)) = (rare_places.first()?, often_places.first()?);
    Some(Finding::warning(
        "conflicting-domains",
        file,
        Some(line),
        format!(
            "the domain {rare} stands here ({} in all), {often} at {often_file}:{often_line} ({} in all)",
            rare_places.len(),
            often_places.len()
        ),
        "ask the municipality which is right; the charter's own words stay, with an erratum where it is a slip",
    ))
}

/// The registered domains in a line of text, from web and mail addresses alike: `www.primer.bg` is `primer.bg`.
fn domains(line: &str) -> Vec<String> {
    let line = line.to_lowercase();
    let part_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let names = line.split(|letter: char| !part_of_name(letter) && letter != '.');
    let domain = |name: &str| {
        let labels: Vec<&str> = name.trim_matches(['.', '-']).split('.').collect();
        let [.., registered, top] = labels.as_slice() else {
            return None;
        };
        let is_top = (2..=6).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_lowercase());
        (is_top && !labels.iter().any(|label| label.is_empty() || label.len() > LONGEST))
            .then(|| format!("{registered}.{top}"))
    };
    names.filter_map(domain).collect()
}

fn conflict(one: &str, other: &str) -> bool {
    let name = |domain: &str| domain.split('.').next().unwrap_or_default().to_owned();
    let (one, other) = (name(one), name(other));
    one.len().min(other.len()) >= SHORTEST && (1..=NEAR).contains(&edit_distance(&one, &other))
}
