//! A municipality's draft: what staff have saved last, or, until they do, the content that the server knows.
//!
//! What is published is taken from [`open`]: the draft's files, by municipality.

use chrono::{DateTime, Utc};

use super::{
    packs::Packs,
    store::{
        Result, Store,
        audit::{Act, Actor},
        drafts::{Draft, FIRST, Revision, Save, Saved},
    },
};
use crate::content::files::Files;

/// None where the server knows no such municipality.
///
/// # Errors
/// When the database can't be used.
pub async fn open(store: &dyn Store, packs: &Packs, municipality: &str) -> Result<Option<Draft>> {
    if let Some(draft) = store.draft(municipality, None).await? {
        return Ok(Some(draft));
    }
    Ok(packs.files(municipality).map(|files| Draft {
        revision: Revision {
            number: FIRST,
            saved_at: DateTime::UNIX_EPOCH,
            saved_by: String::new(),
        },
        files: files.clone(),
    }))
}

/// Saves `files` as what `draft` has become; `act` is as in [`Save`]. What is as it was is saved already.
///
/// # Errors
/// When the database can't be used.
pub async fn save(
    store: &dyn Store,
    packs: &Packs,
    municipality: &str,
    draft: &Draft,
    (files, act): (Files, Option<Act>),
    (actor, now): (&Actor, DateTime<Utc>),
) -> Result<Saved> {
    if files == draft.files {
        return Ok(Saved::As(draft.revision.number));
    }
    let save = Save {
        municipality: municipality.to_owned(),
        on: draft.revision.number,
        begins_from: packs.files(municipality).cloned().unwrap_or_default(),
        files,
        act,
    };
    store.save_draft(&save, actor, now).await
}
