//! Who did what: written in the transaction that does it, and never changed.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::Result;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A user, by name.
    User(String),
    /// Whoever has the machine: `parter server user add`, the demonstration.
    CommandLine,
    /// A kiosk, by its id.
    Device(String),
}

impl Actor {
    /// As it is stored and shown.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::User(name) => name.clone(),
            Self::CommandLine => "@command-line".to_owned(),
            Self::Device(id) => format!("@kiosk/{id}"),
        }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    CreateDevice,
    OfferCode,
    Enrol,
    RotateToken,
    RevokeDevice,
    RenameDevice,
    AddUser,
    ChangeRole,
    ChangePassword,
    DisableUser,
    EnableUser,
    SignIn,
    SignOut,
    Publish,
    Release,
    TrustKey,
    RevokeKey,
    RequireSecond,
    ReleaseSecond,
    AskPublication,
    DeclinePublication,
    ImportContent,
    AddRegistered,
    CorrectRegistered,
    RemoveRegistered,
    ImportRegistered,
    AddAlertRule,
    RemoveAlertRule,
    SetAlertAddresses,
    ChooseImage,
    StopImage,
    OrderImage,
    AskLog,
}

impl Act {
    pub const ALL: [Self; 33] = [
        Self::CreateDevice,
        Self::OfferCode,
        Self::Enrol,
        Self::RotateToken,
        Self::RevokeDevice,
        Self::RenameDevice,
        Self::AddUser,
        Self::ChangeRole,
        Self::ChangePassword,
        Self::DisableUser,
        Self::EnableUser,
        Self::SignIn,
        Self::SignOut,
        Self::Publish,
        Self::Release,
        Self::TrustKey,
        Self::RevokeKey,
        Self::RequireSecond,
        Self::ReleaseSecond,
        Self::AskPublication,
        Self::DeclinePublication,
        Self::ImportContent,
        Self::AddRegistered,
        Self::CorrectRegistered,
        Self::RemoveRegistered,
        Self::ImportRegistered,
        Self::AddAlertRule,
        Self::RemoveAlertRule,
        Self::SetAlertAddresses,
        Self::ChooseImage,
        Self::StopImage,
        Self::OrderImage,
        Self::AskLog,
    ];

    /// The name in the databases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateDevice => "create_device",
            Self::OfferCode => "offer_code",
            Self::Enrol => "enrol",
            Self::RotateToken => "rotate_token",
            Self::RevokeDevice => "revoke_device",
            Self::RenameDevice => "rename_device",
            Self::AddUser => "add_user",
            Self::ChangeRole => "change_role",
            Self::ChangePassword => "change_password",
            Self::DisableUser => "disable_user",
            Self::EnableUser => "enable_user",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
            Self::Publish => "publish",
            Self::Release => "release",
            Self::TrustKey => "trust_key",
            Self::RevokeKey => "revoke_key",
            Self::RequireSecond => "require_second",
            Self::ReleaseSecond => "release_second",
            Self::AskPublication => "ask_publication",
            Self::DeclinePublication => "decline_publication",
            Self::ImportContent => "import_content",
            Self::AddRegistered => "add_registered",
            Self::CorrectRegistered => "correct_registered",
            Self::RemoveRegistered => "remove_registered",
            Self::ImportRegistered => "import_registered",
            Self::AddAlertRule => "add_alert_rule",
            Self::RemoveAlertRule => "remove_alert_rule",
            Self::SetAlertAddresses => "set_alert_addresses",
            Self::ChooseImage => "choose_image",
            Self::StopImage => "stop_image",
            Self::OrderImage => "order_image",
            Self::AskLog => "ask_log",
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Grows from one entry to the next.
    pub id: i64,
    pub at: DateTime<Utc>,
    pub actor: String,
    /// [`Act::name`]; of a newer program perhaps one that this one does not know.
    pub act: String,
    /// Whom or what it was done to.
    pub subject: String,
    /// What more there is to say: a role, a lobby.
    pub detail: String,
}

#[async_trait]
pub trait Audit: Send + Sync {
    /// The newest entries, at most `limit`, those before the entry `before` where one is given.
    async fn audit_log(&self, before: Option<i64>, limit: u32) -> Result<Vec<Entry>>;
}
