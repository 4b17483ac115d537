//! Why the store could not do something, as a sentence for staff: the cause, then the mend.

use std::{io, path::PathBuf};

use rusqlite::ErrorCode;

use crate::queue::transitions::Refused;

/// What went wrong. The visitor's words for it are the kiosk's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("{} is in use by another program: close the other Parter or the tool that has its database open", .0.display())]
    Locked(PathBuf),
    #[error("the state folder {} can't be used ({cause}): create it or give this user the right to write there", path.display())]
    Folder { path: PathBuf, cause: String },
    #[error("{} can't be written: give this user the right to write to it, or mount its disk for writing", .0.display())]
    ReadOnly(PathBuf),
    #[error("the disk is full: free some space; nothing was lost, and tickets go on by themselves")]
    Full,
    #[error("the database is damaged ({0}): it is set aside and mended at the next opening")]
    Damaged(String),
    #[error("the database was written by a newer Parter ({0}): install that version again")]
    Newer(String),
    #[error("the disk does not answer as it should ({0}): check its cable, its health and the system log")]
    Disk(String),
    #[error("the store has too much to do at once: it catches up by itself")]
    Busy,
    #[error("the store has been shut down: start Parter again")]
    Stopped,
    #[error("the queue is paused: staff resume it on their screen")]
    QueuePaused,
    #[error("the lobby's hub can't be asked now: it is tried again and again")]
    HubAway,
    #[error("the hub can't be reached and this kiosk's own numbers are used up: see why the hub does not answer")]
    NoNumbers,
    #[error("there is no visit with that code: take a new ticket")]
    NoSuchVisit,
    #[error("the visit is over: take a new ticket")]
    VisitOver,
    #[error("{0}")]
    Refused(Refused),
    #[error("the rating has left already and can't be amended: it counts as it was")]
    RatingGone,
    #[error("the database refused a command ({0}): report this to Parter's developers")]
    Internal(String),
}

impl StoreError {
    /// Whether it stays until a person does something. The rest passes by itself.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Folder { .. } | Self::ReadOnly(_) | Self::Newer(_) | Self::Disk(_) | Self::Stopped => true,
            Self::QueuePaused
            | Self::NoSuchVisit
            | Self::VisitOver
            | Self::Refused(_)
            | Self::RatingGone
            | Self::Internal(_) => true,
            Self::Locked(_) | Self::Full | Self::Damaged(_) | Self::Busy | Self::HubAway | Self::NoNumbers => false,
        }
    }

    /// Whether the connection itself is of no more use and must be opened anew.
    #[must_use]
    pub fn ends_connection(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::Disk(_) | Self::ReadOnly(_))
    }

    /// A fault of the folder, seen at `path`.
    pub(super) fn folder(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            _ => Self::Folder {
                path,
                cause: error.to_string(),
            },
        }
    }

    /// An error of SQLite's for the database at `path`.
    pub(super) fn database(path: impl Into<PathBuf>, error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path.into()),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(path.into()),
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::Folder {
                path: path.into(),
                cause: error.to_string(),
            },
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            _ => Self::Internal(error.to_string()),
        }
    }
}
