//! From `postgres://…` to how the database is reached.
//!
//! As libpq reads it, but for encryption: where the address names another machine, it is TLS unless `sslmode=disable` says
//! otherwise, and the certificate is always checked, against those that this machine trusts or the one in `sslrootcert`.

use std::{net::IpAddr, sync::Arc, time::Duration};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::errors::with_cause;
use crate::server::store::{Result, StoreError};

const CONNECT: Duration = Duration::from_secs(5);
/// A connection on which nothing is acknowledged for so long is lost.
const SILENCE: Duration = Duration::from_secs(15);
/// What is kept is on the disk; nothing waits without end for another, or holds others up when its client has gone.
const OPTIONS: &str = "-c synchronous_commit=on -c statement_timeout=10s -c lock_timeout=5s \
                       -c idle_in_transaction_session_timeout=15s";

/// What the address says.
pub fn read(address: &str) -> Result<(Config, MakeRustlsConnect)> {
    let Address { plain, mode, root } = Address::of(address)?;
    let unreadable = |error| StoreError::Misconfigured(with_cause(&error));
    let mut config: Config = plain.parse().map_err(unreadable)?;
    config.ssl_mode(mode.unwrap_or_else(|| {
        if config.get_hosts().iter().all(is_here) {
            SslMode::Disable
        } else {
            SslMode::Require
        }
    }));
    let own = config.get_options().unwrap_or_default();
    let options = format!("{OPTIONS} {own}");
    config.options(options);
    if config.get_application_name().is_none() {
        config.application_name("parter");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
    Ok((config, MakeRustlsConnect::new(tls(root)?)))
}

/// An address, its TLS apart.
struct Address {
    plain: String,
    mode: Option<SslMode>,
    root: Option<String>,
}

impl Address {
    fn of(address: &str) -> Result<Self> {
        if !address.starts_with("postgres://") && !address.starts_with("postgresql://") {
            return Err(StoreError::Misconfigured("it begins with another scheme".to_owned()));
        }
        let (start, query) = address.split_once('?').unwrap_or((address, ""));
        let (mut mode, mut root, mut others) = (None, None, Vec::new());
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(ssl_mode(value)?),
                Some(("sslrootcert", path)) => root = Some(path.to_owned()),
                _ => others.push(pair),
            }
        }
        let plain = format!("{start}?{}", others.join("&"));
        Ok(Self { plain, mode, root })
    }
}

/// All but `disable` check the certificate, so none that would not is offered.
fn ssl_mode(name: &str) -> Result<SslMode> {
    match name {
        "disable" => Ok(SslMode::Disable),
        "require" | "verify-full" => Ok(SslMode::Require),
        _ => Err(StoreError::Misconfigured(format!(
            "`sslmode={name}` is not offered, but `require` and `disable` are"
        ))),
    }
}

/// Whether nothing leaves this machine on the way there.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
    }
}

fn tls(root: Option<String>) -> Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(StoreError::internal)?;
    let Some(path) = root else {
        let builder = builder.with_platform_verifier().map_err(StoreError::internal)?;
        return Ok(builder.with_no_client_auth());
    };
    let unusable = |cause: String| {
        StoreError::Misconfigured(format!(
            "the certificate {path} of `sslrootcert` can't be used: {cause}"
        ))
    };
    let certificates = CertificateDer::pem_file_iter(&path).map_err(|error| unusable(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unusable("there is none in it".to_owned()));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
