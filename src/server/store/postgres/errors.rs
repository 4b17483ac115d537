//! Which of PostgreSQL's failures pass, which are the configuration's, and which are this program's.

use std::{error::Error as _, io};

use deadpool_postgres::PoolError;
use tokio_postgres::{Error, error::SqlState};

use crate::server::store::StoreError;

pub fn of(error: &Error) -> StoreError {
    let Some(refusal) = error.as_db_error() else {
        let lost = error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
        let kind = if lost {
            StoreError::Unavailable
        } else {
            StoreError::Internal
        };
        return kind(with_cause(error));
    };
    let kind = match refusal.code() {
        code if passes(code) => StoreError::Unavailable,
        code if is_configuration(code) => StoreError::Misconfigured,
        _ => StoreError::Internal,
    };
    kind(format!("{}: {}", refusal.code().code(), refusal.message()))
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        of(&error)
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => match of(&error) {
                // There is no statement yet that could be wrong.
                Self::Internal(cause) => Self::Unavailable(cause),
                known => known,
            },
            PoolError::Timeout(_) => Self::Unavailable("no connection became free in time".to_owned()),
            PoolError::Closed => Self::Unavailable("the store has been shut down".to_owned()),
            error => Self::internal(error),
        }
    }
}

/// The server is away, full, busy or about to end, or two transactions stood in each other's way.
fn passes(code: &SqlState) -> bool {
    const CONNECTION: &str = "08";
    const ROLLED_BACK: &str = "40";
    const RESOURCES: &str = "53";
    const OPERATOR: &str = "57";
    const OUTSIDE: &str = "58";
    let class = code.code().get(..2).unwrap_or_default();
    [CONNECTION, ROLLED_BACK, RESOURCES, OPERATOR, OUTSIDE].contains(&class)
        || *code == SqlState::LOCK_NOT_AVAILABLE
        || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
}

/// The user, the password, the database or the rights are wrong.
fn is_configuration(code: &SqlState) -> bool {
    [
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
        SqlState::INVALID_PASSWORD,
        SqlState::INVALID_CATALOG_NAME,
        SqlState::INSUFFICIENT_PRIVILEGE,
    ]
    .contains(code)
}

pub fn with_cause(error: &Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
