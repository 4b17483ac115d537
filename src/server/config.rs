//! The server's configuration: one TOML file, and environment variables that override it.
//!
//! | key | default | what it is |
//! |---|---|---|
//! | `state` | `"state"` | folder of the server's database and logs; relative to the file's own folder |
//! | `listen` | `"127.0.0.1:8750"` | address and port; beyond loopback only with `tls` or `behind_proxy` |
//! | `public_url` | `http://` and `listen` | `https://…` by which kiosks, phones and staff reach the server |
//! | `database` | SQLite in `state` | `postgres://user:password@host/name`, for several server processes; see [`Postgres`](crate::server::store::postgres::Postgres::connect) |
//! | `packs` | `[]` | folders of packs, of towns besides those inside the program or in their place; relative to the file's own folder |
//! | `images` | none | folder of the kiosks' operating system, each version a folder in it; relative to the file's own folder |
//! | `behind_proxy` | `false` | a proxy before it ends TLS and says in `X-Forwarded-For` who asks |
//! | `token_days` | `30` | a device's token is renewed after so many days |
//! | `tls.certificate`, `tls.key` | none | PEM files; relative to the file's own folder |
//! | `metrics.token` | none | who shows it as a bearer may read `/metrics`; without it nobody does |
//! | `mail.url`, `mail.from` | none | `smtps://user:password@host`, or `smtp://host?tls=required`, by which letters to staff leave, and their sender; both or neither |
//! | `log.folder` | `log` in `state` | where the log files are; relative to the file's own folder |
//! | `log.level` | `"info"` | `error`, `warn`, `info`, `debug` or `trace` |
//! | `log.keep_days` | `14` | daily log files kept |
//! | `log.max_megabytes_a_day` | `20` | a day's file grows no further |
//!
//! Variables override keys as they do the kiosk's: see [`config`](crate::config).

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use lettre::message::Mailbox;
use reqwest::Url;
use serde::{Deserialize, Serialize};

use crate::config::{
    Log, Settings,
    check::{self, web_address, within},
};

/// A token that opens something is no shorter.
const SHORTEST_TOKEN: usize = 16;

/// All of it, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    pub state: PathBuf,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub database: Option<String>,
    pub packs: Vec<PathBuf>,
    pub images: Option<PathBuf>,
    pub behind_proxy: bool,
    pub token_days: u32,
    pub tls: Option<Tls>,
    pub metrics: Metrics,
    pub mail: Mail,
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

/// By which letters leave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    pub url: Option<String>,
    /// «Партер <parter@example.bg>»
    pub from: Option<String>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            state: PathBuf::from("state"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8750)),
            public_url: None,
            database: None,
            packs: Vec::new(),
            images: None,
            behind_proxy: false,
            token_days: 30,
            tls: None,
            metrics: Metrics::default(),
            mail: Mail::default(),
            log: Log::default(),
        }
    }
}

impl ServerConfig {
    #[must_use]
    pub fn log_folder(&self) -> PathBuf {
        self.log.folder_in(&self.state)
    }

    /// Passwords and tokens never cross a network in the clear.
    fn listen_fault(&self) -> Option<String> {
        let is_safe = self.listen.ip().is_loopback() || self.tls.is_some() || self.behind_proxy;
        (!is_safe).then(|| {
            format!(
                "{} is reached from other machines without TLS; set `tls`, or `behind_proxy` where a proxy ends TLS, or \
                 listen on 127.0.0.1",
                self.listen
            )
        })
    }
}

impl Settings for ServerConfig {
    const EXAMPLE: &'static str = "assets/server.example.toml";

    fn first_fault(&self) -> Option<(&'static str, String)> {
        let faults = [
            ("state", check::folder(&self.state)),
            ("listen", self.listen_fault()),
            ("public_url", self.public_url.as_deref().and_then(web_address)),
            ("database", self.database.as_deref().and_then(database)),
            ("packs", self.packs.iter().find_map(|pack| check::folder(pack))),
            ("images", self.images.as_deref().and_then(check::folder)),
            ("token_days", within(self.token_days, 1, 365)),
            ("metrics.token", self.metrics.token.as_deref().and_then(token)),
            ("mail.url", self.mail.url.as_deref().and_then(mail_server)),
            ("mail.from", self.mail.sender_fault()),
        ];
        check::first(faults.into_iter().chain(check::log(&self.log)))
    }

    fn resolve(&mut self, folder: &Path) {
        self.state = folder.join(&self.state);
        for pack in &mut self.packs {
            *pack = folder.join(&pack);
        }
        self.images = self.images.as_ref().map(|images| folder.join(images));
        self.log.folder = self.log.folder.as_ref().map(|log| folder.join(log));
        if let Some(tls) = &mut self.tls {
            tls.certificate = folder.join(&tls.certificate);
            tls.key = folder.join(&tls.key);
        }
    }
}

impl Mail {
    fn sender_fault(&self) -> Option<String> {
        let fits = self.from.as_deref().is_none_or(|from| from.parse::<Mailbox>().is_ok());
        match (self.url.is_some(), self.from.is_some()) {
            (true, false) => Some("is missing; write who sends the letters of `mail.url`".to_owned()),
            (false, true) => Some("has no `mail.url` beside it; write by which server letters leave".to_owned()),
            _ => (!fits).then(|| "is no sender; write as in \"Партер <parter@example.bg>\"".to_owned()),
        }
    }
}

/// Letters, and the password before them, never cross a network in the clear. It is not repeated.
fn mail_server(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(Url::has_host);
    let is_loopback = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    };
    let is_safe = url.is_some_and(|url| match url.scheme() {
        "smtps" => true,
        "smtp" => {
            is_loopback(&url)
                || url
                    .query_pairs()
                    .any(|(key, value)| key == "tls" && value == "required")
        }
        _ => false,
    });
    (!is_safe).then(|| {
        "is no mail server that is reached by TLS; write \"smtps://user:password@host\", or \
         \"smtp://user:password@host?tls=required\" for STARTTLS"
            .to_owned()
    })
}

/// The address has a password in it, so it is not repeated.
fn database(address: &str) -> Option<String> {
    let known = ["postgres://", "postgresql://"];
    let fits = known.iter().any(|scheme| address.starts_with(scheme));
    (!fits).then(|| {
        "is no address of PostgreSQL; write \"postgres://user:password@host/name\", or leave it out for SQLite"
            .to_owned()
    })
}

fn token(token: &str) -> Option<String> {
    let fits = token.len() >= SHORTEST_TOKEN && token.chars().all(|c| c.is_ascii_graphic());
    (!fits).then(|| format!("is too easy to guess; write at least {SHORTEST_TOKEN} letters and digits at random"))
}
