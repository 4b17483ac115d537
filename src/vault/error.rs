//! Why published content can't be taken or kept, for staff.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::bundle::{Refused, manifest::BadManifest};

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the publication is refused: {0}")]
    Refused(#[from] Refused),
    #[error("{} can't be used ({cause}): give this user the right to write there, and room", path.display())]
    Disk { path: PathBuf, cause: io::Error },
    #[error("{} can't be understood ({cause}): take the file away and enrol the kiosk anew", path.display())]
    State { path: PathBuf, cause: String },
    #[error("what came is not the file that was signed")]
    NotSigned,
    #[error("this kiosk can't show it: {0}")]
    Unfit(String),
    #[error("nothing was published yet")]
    Nothing,
}

impl VaultError {
    pub(super) fn disk(path: &Path) -> impl Fn(io::Error) -> Self {
        move |cause| Self::Disk {
            path: path.to_owned(),
            cause,
        }
    }

    /// Whether the publication itself is at fault, so that it is of no use to try it again.
    #[must_use]
    pub fn is_content(&self) -> bool {
        matches!(
            self,
            Self::Refused(
                Refused::Pack(_)
                    | Refused::Disagrees { .. }
                    | Refused::Limits(_)
                    | Refused::Manifest(BadManifest::Format(_))
            )
        )
    }
}
