//! Calls to the server. An answer counts only with the one status that its call expects, the protocol's header, and a
//! body of the expected form; whatever else comes back is no success, however friendly it looks.

use std::{path::Path, time::Duration};

use reqwest::{RequestBuilder, Response, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};

use super::SyncError;
use crate::{
    calls::{self, is_untrusted, root},
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
        let builder = calls::client(url, CONNECT, patience);
        let builder = calls::trusting(builder, url, ca_file).map_err(SyncError::Certificates)?;
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

async fn body(response: Response) -> Result<Vec<u8>, SyncError> {
    let body = calls::body(response, LONGEST_ANSWER)
        .await
        .map_err(|error| unanswered(&error))?;
    body.ok_or_else(|| SyncError::NotTheServer("an answer without end".to_owned()))
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
