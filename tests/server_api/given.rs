//! A request, and its answer held against the document.

use parter::{protocol::version, server::routes::openapi};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::server::{TestKiosk, TestServer};

pub const LOBBY: &str = "kyustendil/any";

/// An answer that the document allows.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub protocol: Option<String>,
    pub body: Value,
}

/// Sends a request and holds its answer against the document.
pub async fn ask(method: &str, path: &str, request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let protocol = response.headers().get(version::HEADER);
    let protocol = protocol.map(|value| value.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    let document = serde_json::to_value(openapi::document()).unwrap();
    let documented = &document["paths"][path][method]["responses"][status.to_string()];
    assert!(
        !documented.is_null(),
        "{method} {path} answers {status}, which the document does not know: {text}"
    );
    let mut body = Value::Null;
    if let Some(schema) = documented["content"]["application/json"].get("schema") {
        body = serde_json::from_str(&text).unwrap();
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&schema).expect("the document's schemas are sound");
        let faults: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{method} {path} {status}: {faults:?} in {body}");
    }
    Answer { status, protocol, body }
}

impl Answer {
    #[track_caller]
    pub fn is_refusal(&self, status: u16, cause: &str) {
        assert_eq!(
            (self.status, self.body["error"].as_str()),
            (status, Some(cause)),
            "{}",
            self.body
        );
    }
}

pub fn post(server: &TestServer, path: &str) -> RequestBuilder {
    let request = server.client.request(Method::POST, format!("{}{path}", server.url));
    request.header(version::HEADER, version::KNOWN.to_string())
}

pub async fn batch(server: &TestServer, kiosk: &TestKiosk, body: String) -> Answer {
    let request = post(server, "/api/v1/batches").bearer_auth(kiosk.token.reveal());
    let request = request.header("content-type", "application/json").body(body);
    ask("post", "/api/v1/batches", request).await
}

pub async fn enrol(server: &TestServer, body: &Value) -> Answer {
    let request = post(server, "/api/v1/enrol").header("content-type", "application/json");
    ask("post", "/api/v1/enrol", request.body(body.to_string())).await
}
