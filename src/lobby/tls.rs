//! The certificate: the municipality's files, or the kiosk's own, made at the first start. On this machine alone there is
//! nobody who could read along, and no TLS without files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use super::{LobbyConfig, LobbyError};
use crate::{durable, protocol::record::Hash};

pub fn server_config(config: &LobbyConfig) -> Result<Option<Arc<ServerConfig>>, LobbyError> {
    let (certificate, key) = match &config.tls {
        Some(files) => files.clone(),
        None if !config.is_encrypted() => return Ok(None),
        None => own(&config.state).map_err(LobbyError::Certificate)?,
    };
    read(&certificate, &key).map(Some).map_err(LobbyError::Certificate)
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, String> {
    let fault = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
    let chain = chain.map_err(|error| fault(certificate, &error))?;
    if let Some(first) = chain.first() {
        tracing::info!(sha256 = %Hash::of(first), "the certificate of the lobby's pages");
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| fault(key, &error))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| fault(certificate, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The kiosk's own certificate and key in the state folder, made where they are not there yet.
fn own(state: &Path) -> Result<(PathBuf, PathBuf), String> {
    let files = (state.join("lobby-cert.pem"), state.join("lobby-key.pem"));
    if !(files.0.exists() && files.1.exists()) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(names()).map_err(|error| error.to_string())?;
        let written = fs::create_dir_all(state)
            .and_then(|()| durable::replace(&files.1, signing_key.serialize_pem().as_bytes(), 0o600))
            .and_then(|()| durable::replace(&files.0, cert.pem().as_bytes(), 0o644));
        written.map_err(|error| format!("{}: {error}", state.display()))?;
    }
    Ok(files)
}

/// What browsers of the lobby may call this machine.
fn names() -> Vec<String> {
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = host.trim();
    let mut names = vec!["localhost".to_owned()];
    if !host.is_empty() {
        names.extend([host.to_owned(), format!("{host}.local")]);
    }
    names
}
