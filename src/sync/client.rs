//! Calls to the server. An answer counts only with the one status that its call expects, the protocol's header, and a
//! body of the expected form; whatever else comes back is no success, however friendly it looks.

use std::{error::Error, fs, io, path::Path, time::Duration};

use reqwest::{Certificate, RequestBuilder, Response, StatusCode, Url, header, redirect};
use rustls::crypto::ring;
use serde::{Serialize, de::DeserializeOwned};

use super::SyncError;
use crate::{
    config::check::is_loopback,
    protocol::{
        batch::{Batch, BatchAnswer},
        enrolment::{EnrolRequest, Enrolled, NewToken},
        record::Record,
        refusal::Refusal,
        secret::Token,
        version::{HEADER, KNOWN},
    },
};

/// An attempt to connect takes no longer; see [`backoff`](super::backoff) for what hangs on it.
const CONNECT: Duration = Duration::from_secs(3);
/// A peer that has gone without a word is noticed by this, in the middle of a request too.
const KEEPALIVE: Duration = Duration::from_secs(3);
/// No answer is longer: verdicts on 200 records are some 50 KiB.
const LONGEST_ANSWER: usize = 512 * 1024;
/// A refusal's words to staff, at most so many characters of them.
const LONGEST_MESSAGE: usize = 300;

/// The server at one address.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    /// Prepares to talk to the server at `url`. The whole of a call takes no longer than `patience`.
    pub fn new(url: &str, ca_file: Option<&Path>, patience: Duration) -> Result<Self, SyncError> {
        let loopback = Url::parse(url).is_ok_and(|url| is_loopback(&url));
        // Fails only where another has been installed already, which is the same one.
        let _ = ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(patience)
            .tcp_keepalive(KEEPALIVE)
            .tcp_keepalive_interval(KEEPALIVE)
            .tcp_keepalive_retries(3);
        if loopback {
            builder = builder.no_proxy();
        }
        builder = match ca_file {
            Some(file) => builder.tls_certs_merge(certificates(file)?),
            // Without TLS, a system that has no certificates will do.
            None if url.starts_with("http:") => builder.tls_certs_only([]),
            None => builder,
        };
        Ok(Self {
            http: builder.build().map_err(|error| SyncError::Certificates(root(&error)))?,
            base: url.trim_end_matches('/').to_owned(),
        })
    }

    pub async fn enrol(&self, request: &EnrolRequest) -> Result<Enrolled, SyncError> {
        let call = with_body(self.post("enrol"), request)?;
        answer(call, StatusCode::CREATED).await
    }

    pub async fn new_token(&self, token: &Token) -> Result<NewToken, SyncError> {
        let call = self.post("token").bearer_auth(token.reveal());
        answer(call, StatusCode::CREATED).await
    }

    /// Sends a batch. The answer names exactly its records, in its order.
    pub async fn send(&self, token: &Token, batch: &Batch) -> Result<BatchAnswer, SyncError> {
        let call = with_body(self.post("batches").bearer_auth(token.reveal()), batch)?;
        let answer: BatchAnswer = answer(call, StatusCode::MULTI_STATUS).await?;
        if names(&answer, &batch.records) {
            Ok(answer)
        } else {
            Err(SyncError::NotTheServer("an answer to other records".to_owned()))
        }
    }

    fn post(&self, call: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/{call}", self.base);
        self.http.post(url).header(HEADER, KNOWN.to_string())
    }
}

fn certificates(file: &Path) -> Result<Vec<Certificate>, SyncError> {
    let fault = |cause: String| SyncError::Certificates(format!("{}: {cause}", file.display()));
    let pem = fs::read(file).map_err(|error| fault(error.to_string()))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(fault("no PEM certificate stands in it".to_owned())),
    }
}

fn with_body(call: RequestBuilder, body: &impl Serialize) -> Result<RequestBuilder, SyncError> {
    let body = serde_json::to_vec(body).map_err(|error| SyncError::Unreachable(error.to_string()))?;
    Ok(call.header(header::CONTENT_TYPE, "application/json").body(body))
}

async fn answer<T: DeserializeOwned>(call: RequestBuilder, success: StatusCode) -> Result<T, SyncError> {
    let response = call.send().await.map_err(|error| unanswered(&error))?;
    let status = response.status();
    if status.is_redirection() {
        return Err(SyncError::NotTheServer(format!(
            "a redirect to another page, status {}",
            status.as_u16()
        )));
    }
    if !speaks(&response, status) {
        let said = format!("status {} without the protocol's mark", status.as_u16());
        return Err(SyncError::NotTheServer(said));
    }
    let wait = retry_after(&response);
    let body = body(response).await?;
    let misread = |_| SyncError::NotTheServer(format!("status {} with a body that is no answer", status.as_u16()));
    if status == success {
        return serde_json::from_slice(&body).map_err(misread);
    }
    let Refusal { error, message } = serde_json::from_slice(&body).map_err(misread)?;
    Err(SyncError::Refused {
        cause: error,
        message: message
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_MESSAGE)
            .collect(),
        wait,
    })
}

/// Whether the answer is the protocol's, in a version that we know; a server that refuses ours names its own.
fn speaks(response: &Response, status: StatusCode) -> bool {
    let named = response.headers().get(HEADER).and_then(|value| value.to_str().ok());
    named.is_some_and(|named| {
        status == StatusCode::UPGRADE_REQUIRED || named.parse().is_ok_and(|version| KNOWN.contains(version))
    })
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    seconds.parse().ok().map(Duration::from_secs)
}

/// The whole body, which is no longer than an answer can be.
async fn body(mut response: Response) -> Result<Vec<u8>, SyncError> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| unanswered(&error))? {
        if body.len() + part.len() > LONGEST_ANSWER {
            return Err(SyncError::NotTheServer("an answer without end".to_owned()));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn names(answer: &BatchAnswer, records: &[Record]) -> bool {
    let pairs = answer.verdicts.iter().zip(records);
    answer.verdicts.len() == records.len()
        && pairs
            .into_iter()
            .all(|(on, record)| (&on.kind, &on.id) == (&record.kind, &record.id))
}

/// Why no answer came.
fn unanswered(error: &reqwest::Error) -> SyncError {
    if is_untrusted(error) {
        SyncError::Untrusted(root(error))
    } else {
        SyncError::Unreachable(root(error))
    }
}

/// Whether the peer's certificate is why. Errors of input and output hold their cause apart.
fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
        || held.is_some_and(|cause| is_untrusted(cause))
        || error.source().is_some_and(is_untrusted)
}

/// The innermost cause: the outer ones say no more than that a request failed, and where to.
fn root(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
