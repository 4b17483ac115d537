//! A visitor's browser, as far as HTTP goes: pages, and the events that keep them up to date.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::support::TestServer;

/// Longer than any news may take.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// Status line, headers and body.
    pub bytes_on_wire: usize,
}

impl Page {
    pub async fn get(server: &TestServer, path: &str, lang: &str) -> Self {
        Self::from(server, path, lang, "192.0.2.1").await
    }

    /// As a proxy hands a request on that comes from the address `from`.
    pub async fn from(server: &TestServer, path: &str, lang: &str, from: &str) -> Self {
        let request = server.client.get(format!("{}{path}", server.url));
        let request = request.header("accept-language", lang).header("x-forwarded-for", from);
        let answer = request.send().await.unwrap();
        let headers = answer.headers().clone();
        let head: usize = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap();
        Self {
            status,
            headers,
            bytes_on_wire: "HTTP/1.1 200 OK\r\n\r\n".len() + head + body.len(),
            body,
        }
    }

    pub fn says(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.body.contains(text), "“{text}” is not in\n{}", self.body);
        }
    }

    /// The part that changes.
    pub fn card(&self) -> &str {
        let (_, rest) = self.body.split_once("<main").unwrap();
        let (_, card) = rest.split_once('>').unwrap();
        card.split_once("</main>").unwrap().0
    }

    /// The addresses of the style and the script.
    pub fn assets(&self) -> impl Iterator<Item = &str> {
        self.body.split('"').filter(|text| text.starts_with("/assets/"))
    }
}

#[derive(Debug, Default)]
pub struct Event {
    /// `message` unless it has another.
    pub name: String,
    pub data: String,
    /// In milliseconds.
    pub retry: Option<u64>,
}

/// An open stream of server-sent events.
pub struct Events {
    answer: reqwest::Response,
    /// What has come and was not read yet.
    pending: String,
}

impl Events {
    pub async fn open(server: &TestServer, path: &str, lang: &str) -> Self {
        let request = server.client.get(format!("{}{path}", server.url));
        let answer = request.header("accept-language", lang).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        Self {
            answer,
            pending: String::new(),
        }
    }

    /// The next event, signs of life aside.
    pub async fn next(&mut self) -> Event {
        loop {
            let event = self.any().await.expect("the stream has ended");
            if event.name != "alive" {
                return event;
            }
        }
    }

    /// Whether nothing comes but the end.
    pub async fn ended(&mut self) -> bool {
        self.any().await.is_none()
    }

    async fn any(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.pending.split_once("\n\n") {
                let event = parse(event);
                self.pending = rest.to_owned();
                return Some(event);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.answer.chunk());
            let chunk = chunk.await.expect("no news").unwrap()?;
            self.pending.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn parse(text: &str) -> Event {
    let mut event = Event {
        name: "message".to_owned(),
        ..Event::default()
    };
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("event", name)) => event.name = name.to_owned(),
            Some(("data", data)) => event.data.push_str(&format!("{data}\n")),
            Some(("retry", retry)) => event.retry = Some(retry.parse().unwrap()),
            _ => panic!("what is “{line}”?"),
        }
    }
    event
}

/// Waits for what is to come about.
pub async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait)
        .await
        .expect("it did not come about");
}
