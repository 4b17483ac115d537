//! What the server keeps, by intent: each method is one transaction, on the disk when it returns.
//!
//! Two engines keep the same promises: [`sqlite`], inside the program, and [`postgres`], for several server processes. One
//! suite of tests is run against both (`tests/server_store`).

pub mod alerts;
pub mod approvals;
pub mod audit;
pub mod days;
pub mod devices;
pub mod drafts;
pub mod images;
pub mod intake;
pub mod logs;
pub mod mirror;
pub mod postgres;
pub mod publications;
pub mod registered;
pub mod sqlite;
pub mod tickets;
pub mod users;

use std::fmt;

/// All that the server asks of a database.
pub trait Store:
    intake::Intake
    + devices::Devices
    + tickets::Tickets
    + mirror::Mirror
    + days::Days
    + users::Users
    + audit::Audit
    + publications::Publications
    + drafts::Drafts
    + approvals::Approvals
    + registered::Register
    + alerts::Alerts
    + images::Images
    + logs::Logs
{
}

impl<T> Store for T where
    T: intake::Intake
        + devices::Devices
        + tickets::Tickets
        + mirror::Mirror
        + days::Days
        + users::Users
        + audit::Audit
        + publications::Publications
        + drafts::Drafts
        + approvals::Approvals
        + registered::Register
        + alerts::Alerts
        + images::Images
        + logs::Logs
{
}

/// Why the database could not do it, for staff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It passes by itself, or with the database's return: the same request may be made again.
    #[error("the database can't be used now ({0}); it is tried again with the next request")]
    Unavailable(String),
    /// Until the configuration or the database's own is put right.
    #[error(
        "the database can't be used as it is configured ({0}): put `database` right, as in postgres://user:password@host/name"
    )]
    Misconfigured(String),
    #[error("the database was written by a newer Parter ({0}): install that version again")]
    Newer(String),
    #[error("the database refused a command ({0}): report this to Parter's developers")]
    Internal(String),
}

impl StoreError {
    pub(crate) fn internal(error: impl fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

pub type Result<T> = std::result::Result<T, StoreError>;
