//! Calls to the server. An answer counts only with the one status that its call expects, the protocol's header, and a
//! body of the expected form; whatever else comes back is no success, however friendly it looks.

use std::{ops::Range, path::Path, time::Duration};

use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};

use super::SyncError;
use crate::{
    bundle::{Shown, manifest::MANIFEST_BYTES},
    calls::{self, is_untrusted, root},
    protocol::{
        batch::{Batch, BatchAnswer},
        content::Published,
        enrolment::{EnrolRequest, Enrolled, NewToken},
        record::{Hash, Record},
        refusal::Refusal,
        secret::Token,
        version::{HEADER, KNOWN},
    },
};

/// An attempt to connect takes no longer; see [`backoff`](super::backoff) for what hangs on it.
const CONNECT: Duration = Duration::from_secs(3);
/// No answer is longer: verdicts on 200 records are some 50 KiB.
const LONGEST_ANSWER: usize = 512 * 1024;
/// Nor a manifest, whose every quote is escaped on its way.
const LONGEST_CONTENT: usize = 2 * MANIFEST_BYTES as usize;
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

    /// What the kiosk is to show; none where it knows that, or nothing was published.
    pub async fn content(&self, token: &Token, has: Option<Shown>) -> Result<Option<Published>, SyncError> {
        let version = has.map(|has| format!("?version={}", has.version)).unwrap_or_default();
        let mut call = self
            .call(Method::GET, &format!("content{version}"))
            .bearer_auth(token.reveal());
        if let Some(manifest) = has.and_then(|has| has.manifest) {
            call = call.header(header::IF_NONE_MATCH, format!("\"{manifest}\""));
        }
        let response = sent(call).await?;
        match response.status() {
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => Ok(None),
            StatusCode::OK => {
                let body = body(response, LONGEST_CONTENT).await?;
                let read = serde_json::from_slice(&body).map_err(|_| misread(StatusCode::OK))?;
                Ok(Some(read))
            }
            _ => Err(refusal(response).await),
        }
    }

    /// A published file from its byte `from` on, part by part as it comes.
    pub async fn object<E: From<SyncError>>(
        &self,
        token: &Token,
        hash: &Hash,
        from: u64,
        take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let range = (from > 0).then(|| format!("bytes={from}-"));
        self.ranged(token, &format!("objects/{hash}"), (from, range), take)
            .await
    }

    /// A piece of an image's file, part by part as it comes. More may come than was asked for.
    pub async fn piece<E: From<SyncError>>(
        &self,
        token: &Token,
        path: &str,
        range: Range<u64>,
        take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let header = format!("bytes={}-{}", range.start, range.end - 1);
        self.ranged(token, path, (range.start, Some(header)), take).await
    }

    async fn ranged<E: From<SyncError>>(
        &self,
        token: &Token,
        path: &str,
        (from, range): (u64, Option<String>),
        mut take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut call = self.call(Method::GET, path).bearer_auth(token.reveal());
        if let Some(range) = range {
            call = call.header(header::RANGE, range);
        }
        let mut response = sent(call).await?;
        // Whoever stands between may not know of ranges, and gives it all.
        let mut known = match response.status() {
            StatusCode::PARTIAL_CONTENT => 0,
            StatusCode::OK => usize::try_from(from).unwrap_or(usize::MAX),
            _ => return Err(refusal(response).await.into()),
        };
        while let Some(part) = response.chunk().await.map_err(|error| unanswered(&error))? {
            let skipped = known.min(part.len());
            known -= skipped;
            if skipped < part.len() {
                take(&part[skipped..])?;
            }
        }
        Ok(())
    }

    /// Sends the log that staff have asked for, under gzip.
    pub async fn send_log(&self, token: &Token, request: i64, text: Vec<u8>) -> Result<(), SyncError> {
        let call = self.post(&format!("logs/{request}")).bearer_auth(token.reveal());
        let call = call.header(header::CONTENT_TYPE, "application/gzip").body(text);
        let response = sent(call).await?;
        match response.status() {
            StatusCode::CREATED => Ok(()),
            _ => Err(refusal(response).await),
        }
    }

    fn post(&self, call: &str) -> RequestBuilder {
        self.call(Method::POST, call)
    }

    fn call(&self, method: Method, call: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/{call}", self.base);
        self.http.request(method, url).header(HEADER, KNOWN.to_string())
    }
}

fn with_body(call: RequestBuilder, body: &impl Serialize) -> Result<RequestBuilder, SyncError> {
    let body = serde_json::to_vec(body).map_err(|error| SyncError::Unreachable(error.to_string()))?;
    Ok(call.header(header::CONTENT_TYPE, "application/json").body(body))
}

async fn answer<T: DeserializeOwned>(call: RequestBuilder, success: StatusCode) -> Result<T, SyncError> {
    let response = sent(call).await?;
    if response.status() != success {
        return Err(refusal(response).await);
    }
    let body = body(response, LONGEST_ANSWER).await?;
    serde_json::from_slice(&body).map_err(|_| misread(success))
}

/// What came back, if it is the server's own.
async fn sent(call: RequestBuilder) -> Result<Response, SyncError> {
    let response = call.send().await.map_err(|error| unanswered(&error))?;
    let status = response.status();
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        return Err(SyncError::NotTheServer(format!(
            "a redirect to another page, status {}",
            status.as_u16()
        )));
    }
    if !speaks(&response, status) {
        let said = format!("status {} without the protocol's mark", status.as_u16());
        return Err(SyncError::NotTheServer(said));
    }
    Ok(response)
}

/// What the server says against it.
async fn refusal(response: Response) -> SyncError {
    let (status, wait) = (response.status(), retry_after(&response));
    let body = match body(response, LONGEST_ANSWER).await {
        Ok(body) => body,
        Err(error) => return error,
    };
    let Ok(Refusal { error, message }) = serde_json::from_slice(&body) else {
        return misread(status);
    };
    SyncError::Refused {
        cause: error,
        message: message
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_MESSAGE)
            .collect(),
        wait,
    }
}

fn misread(status: StatusCode) -> SyncError {
    SyncError::NotTheServer(format!("status {} with a body that is no answer", status.as_u16()))
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

/// The whole body, which is no longer than `longest`.
async fn body(response: Response, longest: usize) -> Result<Vec<u8>, SyncError> {
    let body = calls::body(response, longest)
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
