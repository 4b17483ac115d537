//! Calls to the hub. Success is status 200 and a body of the expected form: a sign-in page in the hub's place is neither.

use std::{sync::Arc, time::Duration};

use reqwest::{RequestBuilder, StatusCode, header};
use rustls::{ClientConfig, crypto::ring};
use serde::{Serialize, de::DeserializeOwned};

use super::{HubConfig, HubError, pinned::Pinned};
use crate::{
    calls::{self, is_untrusted, root},
    protocol::{
        hub::{Block, BlockWish, CheckIn, HandIn, HandedIn, LinesNow, Pair, Paired, Pause, Refused, TicketWish},
        secret::Token,
    },
    queue::{TicketCode, Visit},
};

/// No answer is longer.
const LONGEST_ANSWER: usize = 256 * 1024;

/// The hub at one address.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    /// Prepares to talk to the hub. The whole of a call takes no longer than `patience`.
    pub fn new(config: &HubConfig, patience: Duration) -> Result<Self, HubError> {
        let url = &config.address;
        let builder = calls::client(url, patience, patience);
        let builder = match config.certificate {
            Some(certificate) => {
                let provider = Arc::new(ring::default_provider());
                let verifier = Arc::new(Pinned::new(certificate, provider.clone()));
                let tls = ClientConfig::builder_with_provider(provider)
                    .with_safe_default_protocol_versions()
                    .map_err(|error| HubError::Certificates(error.to_string()))?
                    .dangerous()
                    .with_custom_certificate_verifier(verifier)
                    .with_no_client_auth();
                builder.tls_backend_preconfigured(tls)
            }
            None => calls::trusting(builder, url, config.ca_file.as_deref()).map_err(HubError::Certificates)?,
        };
        Ok(Self {
            http: builder.build().map_err(|error| HubError::Certificates(root(&error)))?,
            base: url.trim_end_matches('/').to_owned(),
        })
    }

    pub async fn pair(&self, pair: &Pair) -> Result<Paired, HubError> {
        answer(with_body(self.http.post(self.url("pair")), pair)?).await
    }

    pub async fn ticket(&self, token: &Token, wish: &TicketWish) -> Result<Visit, HubError> {
        self.post(token, "tickets", wish).await
    }

    pub async fn check_in(&self, token: &Token, check_in: &CheckIn) -> Result<Visit, HubError> {
        self.post(token, "check-ins", check_in).await
    }

    pub async fn lines(&self, token: &Token, before: Option<&TicketCode>) -> Result<LinesNow, HubError> {
        let mut url = self.url("lines");
        if let Some(ticket) = before {
            url.push_str("?ticket=");
            url.push_str(ticket.as_str());
        }
        answer(self.http.get(url).bearer_auth(token.reveal())).await
    }

    pub async fn block(&self, token: &Token, wish: &BlockWish) -> Result<Block, HubError> {
        self.post(token, "blocks", wish).await
    }

    /// As many answers as there are `items`.
    pub async fn hand_in(&self, token: &Token, items: &[HandIn]) -> Result<Vec<HandedIn>, HubError> {
        let answers: Vec<HandedIn> = self.post(token, "visits", &items).await?;
        if answers.len() == items.len() {
            Ok(answers)
        } else {
            Err(HubError::Unreachable("an answer to something else".to_owned()))
        }
    }

    pub async fn pause(&self, token: &Token, pause: &Pause) -> Result<LinesNow, HubError> {
        self.post(token, "queues", pause).await
    }

    async fn post<T: DeserializeOwned>(&self, token: &Token, call: &str, body: &impl Serialize) -> Result<T, HubError> {
        let request = self.http.post(self.url(call)).bearer_auth(token.reveal());
        answer(with_body(request, body)?).await
    }

    fn url(&self, call: &str) -> String {
        format!("{}/api/kiosk/{call}", self.base)
    }
}

fn with_body(call: RequestBuilder, body: &impl Serialize) -> Result<RequestBuilder, HubError> {
    let body = serde_json::to_vec(body).map_err(|error| HubError::Unreachable(error.to_string()))?;
    Ok(call.header(header::CONTENT_TYPE, "application/json").body(body))
}

async fn answer<T: DeserializeOwned>(call: RequestBuilder) -> Result<T, HubError> {
    let response = call.send().await.map_err(|error| unanswered(&error))?;
    let status = response.status();
    let body = calls::body(response, LONGEST_ANSWER)
        .await
        .map_err(|error| unanswered(&error))?;
    let body = body.ok_or_else(|| HubError::Unreachable("an answer without end".to_owned()))?;
    let misread = |_| HubError::Unreachable(format!("status {} with a body that is no answer", status.as_u16()));
    if status == StatusCode::OK {
        return serde_json::from_slice(&body).map_err(misread);
    }
    let Refused { error, message } = serde_json::from_slice(&body).map_err(misread)?;
    if status.is_server_error() {
        return Err(HubError::Unreachable(message));
    }
    Err(HubError::Refused { cause: error, message })
}

fn unanswered(error: &reqwest::Error) -> HubError {
    if is_untrusted(error) {
        HubError::Certificates(root(error))
    } else {
        HubError::Unreachable(root(error))
    }
}
