//! Why a further kiosk and its hub don't come together, as a sentence for staff: the cause, then the mend.

use crate::{protocol::hub::cause, store::StoreError};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HubError {
    #[error(
        "this kiosk does not belong to the hub's lobby yet: run `parter lobby pair kiosk` there and `parter kiosk join CODE` here"
    )]
    NotJoined,
    #[error("hub.json in the state folder can't be used ({0}): join the lobby again by a new code")]
    File(String),
    #[error("the hub is of the lobby “{hub}” and this kiosk of “{ours}”: give both the same `pack` and `place`")]
    OtherLobby { hub: String, ours: String },
    #[error(
        "the connection to the hub is not safe ({0}): write into `hub.certificate` the SHA-256 of its certificate, as its log says"
    )]
    Certificates(String),
    #[error(
        "the hub can't be reached ({0}): it is tried again and again; check its power and the network if this lasts"
    )]
    Unreachable(String),
    #[error("the hub refuses: {message}")]
    Refused {
        /// See [`cause`](crate::protocol::hub::cause).
        cause: String,
        message: String,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HubError {
    /// Whether the hub is there and has nothing against this kiosk: its pack does not know the queue, or not any more.
    pub(super) fn is_of_queue(&self) -> bool {
        matches!(self, Self::Refused { cause, .. } if cause == cause::NO_SUCH_QUEUE)
    }

    /// Whether the hub may have done what it was asked although it has not said so.
    pub(super) fn leaves_open(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }
}
