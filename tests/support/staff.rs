//! Staff at a browser: cookies, and forms as the pages make them.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parter::{
    protocol::secret::Token,
    server::{
        auth::{passwords, sessions},
        store::{audit::Actor, devices::Changed, users::Role},
    },
};
use reqwest::{Method, Response, StatusCode};

use crate::support::TestServer;

pub const PASSWORD: &str = "green door by the stairs";

/// A page as it came.
pub struct Seen {
    pub status: StatusCode,
    pub location: String,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Seen {
    async fn of(response: Response) -> Self {
        let headers = response.headers().clone();
        let location = headers.get("location").map_or("", |value| value.to_str().unwrap());
        Self {
            status: response.status(),
            location: location.to_owned(),
            text: response.text().await.unwrap(),
            headers,
        }
    }

    pub fn says(&self, text: &str) -> &Self {
        assert!(
            self.text.contains(text),
            "no “{text}” in {}: {}",
            self.status,
            self.text
        );
        self
    }

    pub fn silent_of(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "“{text}” in {}", self.text);
        self
    }

    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn leads_to(&self, path: &str) -> &Self {
        assert_eq!((self.status.as_u16(), self.location.as_str()), (303, path));
        self
    }
}

/// One browser, in English unless it is told otherwise.
pub struct Browser<'a> {
    server: &'a TestServer,
    pub cookie: String,
    pub csrf: String,
    pub lang: &'static str,
    /// What it says of where its forms come from.
    pub origin: Option<String>,
    /// By which a proxy names it.
    pub address: Option<String>,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a TestServer) -> Self {
        Self {
            server,
            cookie: String::new(),
            csrf: String::new(),
            lang: "en",
            origin: Some(server.url.clone()),
            address: None,
        }
    }

    /// A user of this role who has signed in already.
    pub async fn signed_in(server: &'a TestServer, name: &str, role: Role) -> Self {
        add_user(server, name, role).await;
        Self::with_session(server, name).await
    }

    /// A new session of a user.
    pub async fn with_session(server: &'a TestServer, name: &str) -> Self {
        let (secret, csrf) = (Token::random(&mut rand::rng()), Token::random(&mut rand::rng()));
        let store = &server.app.store;
        let started = store
            .start_session(name, &secret.hash(), csrf.reveal(), server.app.now())
            .await;
        started.unwrap();
        Self {
            cookie: format!("{}={}", sessions::COOKIE_NAME, secret.reveal()),
            csrf: csrf.reveal().to_owned(),
            ..Self::new(server)
        }
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.send(Method::GET, path, None).await
    }

    /// Posts fields, with the session's token among them.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let fields = [&[("csrf", self.csrf.as_str())], fields].concat();
        let body = fields.iter().map(|(name, value)| format!("{name}={}", escape(value)));
        self.send(Method::POST, path, Some(body.collect::<Vec<_>>().join("&")))
            .await
    }

    /// Sends a form with a file in its field `file`, the session's token before it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], (name, file): (&str, &[u8])) -> Seen {
        let fields = [&[("csrf", self.csrf.as_str())], fields].concat();
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(head.into_bytes());
        }
        let head = format!("--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(file);
        body.extend(b"\r\n--line--\r\n");
        self.send_as(Method::POST, path, Some(("multipart/form-data; boundary=line", body)))
            .await
    }

    pub async fn send(&self, method: Method, path: &str, form: Option<String>) -> Seen {
        let form = form.map(|form| ("application/x-www-form-urlencoded", form.into_bytes()));
        self.send_as(method, path, form).await
    }

    /// Sends a body of this type.
    pub async fn send_as(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Seen {
        let mut request = self.server.client.request(method, format!("{}{path}", self.server.url));
        request = request
            .header("cookie", &self.cookie)
            .header("accept-language", self.lang);
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address);
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body);
            if let Some(origin) = &self.origin {
                request = request.header("origin", origin);
            }
        }
        Seen::of(request.send().await.unwrap()).await
    }

    /// Signs in by the form, and keeps what it is given.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Seen {
        let seen = self
            .post("/admin/sign-in", &[("name", name), ("password", password)])
            .await;
        if seen.status == 303 {
            self.keep_cookie(&seen);
            self.read_csrf("/admin/password").await;
        }
        seen
    }

    pub fn keep_cookie(&mut self, seen: &Seen) {
        let cookie = seen.headers["set-cookie"].to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    /// The token of a page's form.
    pub async fn read_csrf(&mut self, path: &str) {
        let page = self.get(path).await;
        let from = page.text.split("name=\"csrf\" value=\"").nth(1).expect("a form");
        self.csrf = from.split('"').next().unwrap().to_owned();
    }
}

/// With [`PASSWORD`].
pub async fn add_user(server: &TestServer, name: &str, role: Role) {
    let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
    let store = &server.app.store;
    let added = store.add_user(name, role, &hash, &Actor::CommandLine, server.app.now());
    assert_eq!(added.await, Ok(Changed::Done));
}

fn escape(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric();
    text.bytes()
        .map(|byte| {
            if plain(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
