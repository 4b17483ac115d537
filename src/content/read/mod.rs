//! Files into a [`Pack`]. Reads on after a fault, so that all of them are named at once; never panics on any bytes.

mod charter;
mod document;

pub use charter::sections as charter_sections;
use serde::Deserialize;

use super::{
    charter::Charter, files::Files, finding::Finding, notice::Notice, pack::Pack, promise::Promise, service::Service,
};

pub const PACK: &str = "pack.toml";
pub const CHARTER: &str = "charter.toml";
pub const CHARTER_TEXT: &str = "charter.bg.md";
pub const PROMISES: &str = "promises.toml";
pub const HOURS: &str = "hours.toml";
pub const SERVICES: &str = "services.toml";
pub const QUEUES: &str = "queues.toml";
pub const CONTACTS: &str = "contacts.toml";
pub const NOTICES: &str = "notices.toml";
pub const SURVEY: &str = "survey.toml";
/// For people alone.
pub const README: &str = "README.md";

/// The files that hold data, in the order in which they are read.
pub const DOCUMENTS: [&str; 9] = [
    PACK, CHARTER, PROMISES, HOURS, SERVICES, QUEUES, CONTACTS, NOTICES, SURVEY,
];

/// Faults named in one file; a hostile one could hold millions.
const MOST_FAULTS: usize = 50;

/// What became of reading a pack.
#[derive(Debug)]
pub struct Reading {
    /// Present where every file was understood. There may be errors beside it; then it is good for diagnosis alone.
    pub pack: Option<Pack>,
    pub findings: Vec<Finding>,
}

/// Understands a pack's files.
#[must_use]
pub fn read(files: &Files) -> Reading {
    let mut findings = unknown_files(files);
    let pack = parts(files, &mut findings);
    Reading { pack, findings }
}

/// Every part is read before the first missing one ends it.
fn parts(files: &Files, findings: &mut Vec<Finding>) -> Option<Pack> {
    let info = document::required(files, PACK, findings);
    let charter_info = document::required(files, CHARTER, findings);
    let sections = document::text(files, CHARTER_TEXT, findings).map(|text| charter::sections(text, findings));
    let promises = document::optional::<PromisesFile>(files, PROMISES, findings);
    let hours = document::required(files, HOURS, findings);
    let services = document::required::<ServicesFile>(files, SERVICES, findings);
    let queues = document::required(files, QUEUES, findings);
    let contacts = document::required(files, CONTACTS, findings);
    let notices = document::optional::<NoticesFile>(files, NOTICES, findings);
    let survey = document::optional(files, SURVEY, findings);
    Some(Pack {
        info: info?,
        charter: Charter {
            info: charter_info?,
            sections: sections?,
        },
        promises: promises?.promises,
        hours: hours?,
        services: services?.services,
        queues: queues?,
        contacts: contacts?,
        notices: notices?.notices,
        survey: survey?,
        sha256: files.hash(),
    })
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PromisesFile {
    #[serde(default, rename = "promise")]
    promises: Vec<Promise>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServicesFile {
    #[serde(default, rename = "service")]
    services: Vec<Service>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticesFile {
    #[serde(default, rename = "notice")]
    notices: Vec<Notice>,
}

/// A misspelt name would silently be left out of the pack.
fn unknown_files(files: &Files) -> Vec<Finding> {
    files
        .iter()
        .filter(|(name, _)| !DOCUMENTS.contains(name) && ![CHARTER_TEXT, README].contains(name))
        .map(|(name, _)| {
            Finding::warning(
                "unknown-file",
                name,
                None,
                "no part of a pack has this name, so nothing reads it",
                format!(
                    "rename it to one of {}, {CHARTER_TEXT}, or take it away",
                    DOCUMENTS.join(", ")
                ),
            )
        })
        .collect()
}
