//! Why the kiosk and the server don't come together, as a sentence for staff: the cause, then the mend.

use std::{path::PathBuf, time::Duration};

use crate::{protocol::refusal::Cause, store::StoreError};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    #[error(
        "the kiosk is not enrolled: create it on the server's page of kiosks and give it the code that is shown there"
    )]
    NoCode,
    #[error("{} holds no enrolment code: write the 16 letters and digits there, as in K7QM-3X9P-2WD4-R0AB", .0.display())]
    BadCodeFile(PathBuf),
    #[error("{} can't be read as this kiosk's enrolment ({cause}): enrol the kiosk again with a new code", path.display())]
    DeviceFile { path: PathBuf, cause: String },
    #[error("the kiosk is enrolled with another server ({0}): enrol it with this one by a new code")]
    OtherServer(String),
    #[error("{} can't be written ({cause}): give this user the right to write to the state folder", path.display())]
    NotWritten { path: PathBuf, cause: String },
    #[error("the connection can't be made safe ({0}): check `server.ca_file` and the system's certificates")]
    Certificates(String),
    #[error(
        "the server's certificate is not trusted ({0}): check `server.ca_file` and `server.url`, and whether the network asks \
         for a sign-in"
    )]
    Untrusted(String),
    #[error("the server can't be reached ({0}): it is tried again and again; check the network if this lasts")]
    Unreachable(String),
    #[error(
        "something else answered in the server's place ({0}): check `server.url`, and whether the network asks for a sign-in"
    )]
    NotTheServer(String),
    #[error("the server refuses: {message}")]
    Refused {
        cause: Cause,
        message: String,
        /// It asks to be left alone for so long.
        wait: Option<Duration>,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyncError {
    /// Whether it stays until a person does something. The rest passes by itself.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::NoCode | Self::BadCodeFile(_) | Self::DeviceFile { .. } | Self::OtherServer(_) => true,
            Self::NotWritten { .. } | Self::Certificates(_) => true,
            Self::Untrusted(_) | Self::Unreachable(_) | Self::NotTheServer(_) => false,
            Self::Refused { cause, .. } => !matches!(cause, Cause::TooMany | Cause::Unavailable),
            Self::Store(error) => error.is_permanent(),
        }
    }

    /// Whether it says that the enrolment is of no more use.
    #[must_use]
    pub fn ends_enrolment(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                cause: Cause::Token | Cause::Revoked,
                ..
            }
        )
    }

    /// Whether it says that an enrolment code will never do.
    #[must_use]
    pub fn spoils_code(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                cause: Cause::Code | Cause::OtherMunicipality,
                ..
            }
        )
    }
}
