//! The server's configuration: one TOML file, and environment variables that override it.
//!
//! | key | default | what it is |
//! |---|---|---|
//! | `state` | `"state"` | folder of the server's database and logs; relative to the file's own folder |
//! | `listen` | `"127.0.0.1:8750"` | address and port; beyond loopback only with `tls` or `behind_proxy` |
//! | `public_url` | `http://` and `listen` | `https://…` by which kiosks, phones and staff reach the server |
//! | `database` | SQLite in `state` | `postgres://user:password@host/name`, for several server processes; see [`Postgres`](crate::server::store::postgres::Postgres::connect) |
//! | `behind_proxy` | `false` | a proxy before it ends TLS and says in `X-Forwarded-For` who asks |
//! | `token_days` | `30` | a device's token is renewed after so many days |
//! | `tls.certificate`, `tls.key` | none | PEM files; relative to the file's own folder |
//! | `metrics.token` | none | who shows it as a bearer may read `/metrics`; without it nobody does |
//! | `log.…` | | as the kiosk's |

use std::{net::SocketAddr, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::Log;

/// All of it, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    pub state: PathBuf,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub database: Option<String>,
    pub behind_proxy: bool,
    pub token_days: u32,
    pub tls: Option<Tls>,
    pub metrics: Metrics,
    pub log: Log,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    pub token: Option<String>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            state: PathBuf::from("state"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8750)),
            public_url: None,
            database: None,
            behind_proxy: false,
            token_days: 30,
            tls: None,
            metrics: Metrics::default(),
            log: Log::default(),
        }
    }
}
