//! Staff who sign in, and their sessions.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Result, audit::Actor, devices::Changed};
use crate::protocol::record::Hash;

/// A session ends so long after its last request,
pub const SESSION_IDLE: TimeDelta = TimeDelta::hours(1);
/// and in any case so long after signing in.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(12);
/// Its last use is not written more often than this.
pub const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// What a user may do; see [`access`](crate::server::auth::access).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Administrator,
    Editor,
    Analyst,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Editor, Self::Analyst];

    /// The name in the databases and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Editor => "editor",
            Self::Analyst => "analyst",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// What one signs in with; small letters, unique.
    pub name: String,
    pub role: Role,
    pub created_at: DateTime<Utc>,
    pub disabled_at: Option<DateTime<Utc>>,
}

/// A user with the argon2id hash of the password, in PHC form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub user: User,
    pub password: String,
}

/// Somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub user: User,
    /// What forms carry, so that no other site can post them.
    pub csrf: String,
}

#[async_trait]
pub trait Users: Send + Sync {
    /// Audited.
    async fn add_user(
        &self,
        name: &str,
        role: Role,
        password: &str,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed>;

    /// None where there is no such user. Disabled ones are given too.
    async fn credentials(&self, name: &str) -> Result<Option<Credentials>>;

    /// By name.
    async fn users(&self) -> Result<Vec<User>>;

    /// Ends the user's sessions. Audited.
    async fn set_password(&self, name: &str, password: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// The last administrator who is not disabled stays one: [`Changed::NotFound`]. Audited.
    async fn set_role(&self, name: &str, role: Role, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// Ends the user's sessions when `disabled`. The last administrator stays: [`Changed::NotFound`]. Audited.
    async fn set_disabled(&self, name: &str, disabled: bool, actor: &Actor, now: DateTime<Utc>) -> Result<Changed>;

    /// Audited as a signing in. `session` is the hash of the cookie's secret. Sessions that have ended are cleared away.
    async fn start_session(&self, name: &str, session: &Hash, csrf: &str, now: DateTime<Utc>) -> Result<()>;

    /// The session, if it is still good: see [`SESSION_IDLE`] and [`SESSION_LIFE`]. Its last use is kept to [`SEEN_EVERY`].
    async fn session(&self, session: &Hash, now: DateTime<Utc>) -> Result<Option<Session>>;

    /// Audited as a signing out.
    async fn end_session(&self, session: &Hash, now: DateTime<Utc>) -> Result<()>;
}
