//! What calls over HTTP have in common, to the central server and to the lobby's hub.

use std::{error::Error, fs, io, path::Path, time::Duration};

use reqwest::{Certificate, ClientBuilder, Response, Url, redirect};
use rustls::crypto::ring;

use crate::config::check::is_loopback;

/// A peer that has gone without a word is noticed by this, in the middle of a request too.
const KEEPALIVE: Duration = Duration::from_secs(3);

/// A client for `url`: an attempt to connect takes no longer than `connect`, the whole of a call than `patience`.
pub fn client(url: &str, connect: Duration, patience: Duration) -> ClientBuilder {
    // Fails only where another has been installed already, which is the same one.
    let _ = ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(connect)
        .timeout(patience)
        .tcp_keepalive(KEEPALIVE)
        .tcp_keepalive_interval(KEEPALIVE)
        .tcp_keepalive_retries(3);
    if Url::parse(url).is_ok_and(|url| is_loopback(&url)) {
        builder.no_proxy()
    } else {
        builder
    }
}

/// Trusts the certificates of `ca_file` besides the system's.
///
/// # Errors
/// When the file holds none, in a sentence.
pub fn trusting(builder: ClientBuilder, url: &str, ca_file: Option<&Path>) -> Result<ClientBuilder, String> {
    Ok(match ca_file {
        Some(file) => builder.tls_certs_merge(certificates(file)?),
        // Without TLS, a system that has no certificates will do.
        None if url.starts_with("http:") => builder.tls_certs_only([]),
        None => builder,
    })
}

fn certificates(file: &Path) -> Result<Vec<Certificate>, String> {
    let fault = |cause: String| format!("{}: {cause}", file.display());
    let pem = fs::read(file).map_err(|error| fault(error.to_string()))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(fault("no PEM certificate stands in it".to_owned())),
    }
}

/// The whole body; none of one that is longer than `most` bytes.
///
/// # Errors
/// When it breaks off.
pub async fn body(mut response: Response, most: usize) -> reqwest::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > most {
            return Ok(None);
        }
        body.extend_from_slice(&part);
    }
    Ok(Some(body))
}

/// Whether the peer's certificate is why. Errors of input and output hold their cause apart.
#[must_use]
pub fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
        || held.is_some_and(|cause| is_untrusted(cause))
        || error.source().is_some_and(is_untrusted)
}

/// The innermost cause: the outer ones say no more than that a request failed, and where to.
#[must_use]
pub fn root(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
