//! What staff are writing: a municipality's draft and the revisions that led to it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{
    Result,
    audit::{Act, Actor},
};
use crate::content::files::Files;

/// The revision that every draft begins with: the content that the server knew then.
pub const FIRST: u64 = 1;
/// Revisions that are kept, besides the first.
pub const KEPT: u32 = 500;
/// Forms save by themselves every few words: of what one person saved within so many seconds of the clock the last is kept …
pub const SLOT: i64 = 600;
/// … once it is so many seconds old, and nobody has a form open on it any more.
pub const SETTLED: i64 = 3_600;

/// A municipality's content as of one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub revision: Revision,
    pub files: Files,
}

/// When a draft was saved, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Grows by one with each; from [`FIRST`].
    pub number: u64,
    pub saved_at: DateTime<Utc>,
    /// [`Actor::name`]; nobody's is the first.
    pub saved_by: String,
}

/// What somebody saves.
#[derive(Debug, Clone)]
pub struct Save {
    pub municipality: String,
    /// The revision that was changed.
    pub on: u64,
    /// Becomes the first revision where there is no draft yet.
    pub begins_from: Files,
    pub files: Files,
    /// What stands in the log too, where it is more than a form.
    pub act: Option<Act>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// As the revision of that number.
    As(u64),
    /// Somebody else has saved since: nothing was written.
    Stale,
}

#[async_trait]
pub trait Drafts: Send + Sync {
    /// The newest revision, or that of a number. None where there is none, or it is kept no more.
    async fn draft(&self, municipality: &str, revision: Option<u64>) -> Result<Option<Draft>>;

    /// The newest revisions, at most `limit`, those before the revision `before` where one is given.
    async fn draft_revisions(&self, municipality: &str, before: Option<u64>, limit: u32) -> Result<Vec<Revision>>;

    /// The municipalities that have a draft, sorted.
    async fn drafted(&self) -> Result<Vec<String>>;

    async fn save_draft(&self, save: &Save, actor: &Actor, now: DateTime<Utc>) -> Result<Saved>;
}
