//! Who may use a route. Every route names it, and nothing is reached past it: see [`app::routes`](crate::server::app).

use crate::server::store::users::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody: the phone page, health, the way in.
    Public,
    /// An enrolled kiosk that is not revoked.
    Device,
    /// Whoever knows the token of the configuration.
    Metrics,
    /// Staff of these roles who have signed in.
    Staff(&'static [Role]),
    /// Staff of these roles, who send a file: the whole form is no longer than `most` bytes.
    Upload { roles: &'static [Role], most: usize },
}

/// The administrator alone.
pub const ADMINISTRATOR: Access = Access::Staff(&[Role::Administrator]);
/// Those who change what kiosks show.
pub const EDITORS: Access = Access::Staff(EDITOR_ROLES);
pub const EDITOR_ROLES: &[Role] = &[Role::Administrator, Role::Editor];
/// All who sign in.
pub const ANY_STAFF: Access = Access::Staff(&Role::ALL);
