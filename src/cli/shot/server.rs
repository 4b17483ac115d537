//! How the central server stands, for pictures.

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, ValueEnum};

use crate::{
    protocol::refusal::Cause,
    sync::{Enrolment, SyncError, SyncStatus, Watch},
};

/// Options of `parter shot` for a kiosk with a server.
#[derive(Args)]
pub struct Server {
    /// How the server stands; without it there is none
    #[arg(long, value_enum)]
    server: Option<Standing>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Standing {
    NotEnrolled,
    Online,
    Offline,
    Revoked,
}

impl Server {
    /// As the kiosk sees it at `now`.
    pub fn watch(&self, now: DateTime<Utc>) -> Watch {
        let Some(standing) = self.server else {
            return Watch::default();
        };
        let since = now - TimeDelta::minutes(47);
        let status = match standing {
            Standing::NotEnrolled => SyncStatus::NotEnrolled { why: SyncError::NoCode },
            Standing::Online => SyncStatus::Online { last: now },
            Standing::Offline => SyncStatus::Offline {
                since,
                why: SyncError::Unreachable("connection refused".to_owned()),
            },
            Standing::Revoked => SyncStatus::Revoked {
                since,
                why: SyncError::Refused {
                    cause: Cause::Revoked,
                    message: "this kiosk was revoked".to_owned(),
                    wait: None,
                },
            },
        };
        let enrolment = Enrolment {
            device: "device-7".to_owned(),
            public_url: "https://queue.example.bg".to_owned(),
        };
        let is_enrolled = !matches!(standing, Standing::NotEnrolled);
        Watch::standing(status, is_enrolled.then_some(enrolment))
    }
}
