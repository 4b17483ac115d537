//! A clerk who works through the day: over HTTP as the page's own script does, or before a real browser.

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    browser::Page,
    plan::{Shift, Turn, opening},
    truth::Lobby,
};

/// From the call to the counter.
const WALK: TimeDelta = TimeDelta::seconds(30);
/// How long one who has gone is waited for after the second call.
const PATIENCE: TimeDelta = TimeDelta::seconds(75);
/// Someone may come: the clerk of a free counter looks again.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(30);
/// One who fetches a document is back after this.
const FETCHES: TimeDelta = TimeDelta::minutes(10);

/// A deed did not bring an answer: whether it was done is not known.
#[derive(Debug)]
pub struct Lost;

/// What the counter shows.
#[derive(Debug, Default)]
pub struct View {
    pub state: String,
    /// Code, and whether the service has begun.
    pub visitor: Option<(String, bool)>,
    pub held: Vec<String>,
}

impl View {
    pub fn of(view: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{view}")).to_owned();
        Self {
            state: text(&view["state"]),
            visitor: view["visitor"]
                .as_object()
                .map(|one| (text(&one["code"]), one["kind"] == "serving")),
            held: view["held"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| text(&one["code"]))
                .collect(),
        }
    }
}

/// Where the clerk sits.
pub enum Desk {
    Http(Box<Http>),
    Browser(Page),
}

impl Desk {
    async fn does(&mut self, command: Value) -> Result<View, Lost> {
        match self {
            Self::Http(http) => http.does(&command).await,
            Self::Browser(page) => page.does(&command).await,
        }
    }
}

pub struct Http {
    client: reqwest::Client,
    url: String,
    cookie: String,
}

/// A client that is paired as that code says.
pub async fn paired(url: &str, code: &str) -> Http {
    // Fails only when it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut http = Http {
        client: reqwest::Client::new(),
        url: url.to_owned(),
        cookie: String::new(),
    };
    // Twelve counters that pair from one address are more than the hub lets try in a minute: it says when to come again.
    let answer = loop {
        let answer = http.post("/api/pair", &json!({ "code": code })).await.unwrap();
        if answer.status() != 429 {
            break answer;
        }
        let seconds = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    };
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next();
    cookie.unwrap().clone_into(&mut http.cookie);
    http
}

impl Http {
    async fn post(&self, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("origin", &self.url);
        let request = request
            .header("cookie", &self.cookie)
            .header("content-type", "application/json");
        request.body(body.to_string()).send().await
    }

    async fn does(&self, command: &Value) -> Result<View, Lost> {
        let answer = if command["do"] == "look" {
            let request = self.client.get(format!("{}/api/counter", self.url));
            request.header("cookie", &self.cookie).send().await
        } else {
            self.post("/api/counter", command).await
        };
        let answer = answer.map_err(|_| Lost)?;
        let status = answer.status();
        let text = answer.text().await.map_err(|_| Lost)?;
        assert_eq!(status, 200, "{command}: {text}");
        Ok(View::of(&serde_json::from_str(&text).unwrap()))
    }
}

#[derive(Debug, Clone)]
enum Doing {
    /// Before the day, and in the break.
    Away,
    Free,
    Called {
        code: String,
        calls: u32,
    },
    Serving {
        code: String,
        turn: Turn,
        rest: TimeDelta,
    },
    /// What was asked brought no answer.
    Unsure,
    Gone,
}

pub struct Clerk {
    shift: Shift,
    desk: Desk,
    lobby: Arc<Mutex<Lobby>>,
    doing: Doing,
    due: DateTime<Utc>,
    /// Those on hold who come back to this counter, and when.
    held: Vec<(DateTime<Utc>, String)>,
}

impl fmt::Debug for Clerk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?}", self.shift.counter, self.doing, self.held)
    }
}

impl Clerk {
    pub fn new(shift: Shift, desk: Desk, lobby: Arc<Mutex<Lobby>>) -> Self {
        Self {
            shift,
            desk,
            lobby,
            doing: Doing::Away,
            due: opening(),
            held: Vec::new(),
        }
    }

    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        !self.has_gone() && self.due <= now
    }

    pub fn has_gone(&self) -> bool {
        matches!(self.doing, Doing::Gone)
    }

    pub fn is_unsure(&self) -> bool {
        matches!(self.doing, Doing::Unsure)
    }

    pub fn leave(self) {
        if let Desk::Browser(page) = self.desk {
            page.close();
        }
    }

    /// The next thing that this clerk does.
    pub async fn turn(mut self, now: DateTime<Utc>, is_everyone_out: bool) -> Self {
        let done = match self.doing.clone() {
            Doing::Away => self.opens(now).await,
            Doing::Free => self.looks_for_work(now, is_everyone_out).await,
            Doing::Called { code, calls } => self.receives(&code, calls, now).await,
            Doing::Serving { code, turn, rest } => self.serves(&code, turn, rest, now).await,
            Doing::Unsure => self.looks_around(now).await,
            Doing::Gone => Ok(()),
        };
        if done.is_err() {
            (self.doing, self.due) = (Doing::Unsure, now);
        }
        self
    }

    fn then(&mut self, doing: Doing, due: DateTime<Utc>) -> Result<(), Lost> {
        (self.doing, self.due) = (doing, due);
        Ok(())
    }

    async fn does(&mut self, command: Value) -> Result<View, Lost> {
        self.desk.does(command).await
    }

    async fn of(&mut self, what: &str, code: &str) -> Result<View, Lost> {
        self.does(json!({ "do": what, "code": code })).await
    }

    async fn opens(&mut self, now: DateTime<Utc>) -> Result<(), Lost> {
        assert_eq!(self.does(json!({ "do": "open" })).await?.state, "open");
        self.then(Doing::Free, now)
    }

    async fn looks_for_work(&mut self, now: DateTime<Utc>, is_everyone_out: bool) -> Result<(), Lost> {
        let [from, to] = self.shift.lunch;
        if now >= from && now < to {
            assert_eq!(self.does(json!({ "do": "pause" })).await?.state, "paused");
            return self.then(Doing::Away, to);
        }
        if let Some(at) = self.held.iter().position(|(back, _)| *back <= now) {
            let (_, code) = self.held.remove(at);
            // Another counter may have called them meanwhile.
            if self.does(json!({ "do": "look" })).await?.held.contains(&code) {
                self.of("resume", &code).await?;
            }
            return self.then(Doing::Free, now);
        }
        let goes_home = self.shift.until.is_some_and(|until| until <= now) && self.held.is_empty();
        if goes_home {
            return self.closes(now).await;
        }
        let view = self.does(json!({ "do": "call_next" })).await?;
        if let Some((code, is_serving)) = view.visitor {
            assert!(!is_serving);
            self.lobby.lock().unwrap().was_called(&self.shift.counter, &code);
            return self.then(Doing::Called { code, calls: 1 }, now + WALK);
        }
        if is_everyone_out {
            return self.closes(now).await;
        }
        self.then(Doing::Free, now + LOOK_AGAIN)
    }

    async fn closes(&mut self, now: DateTime<Utc>) -> Result<(), Lost> {
        assert_eq!(self.does(json!({ "do": "close" })).await?.state, "closed");
        self.then(Doing::Gone, now)
    }

    async fn receives(&mut self, code: &str, calls: u32, now: DateTime<Utc>) -> Result<(), Lost> {
        let (turn, service) = self.lobby.lock().unwrap().wishes(code);
        if turn == Turn::Gone {
            if calls == 1 {
                self.of("recall", code).await?;
                let code = code.to_owned();
                return self.then(Doing::Called { code, calls: 2 }, now + PATIENCE);
            }
            self.of("no_show", code).await?;
            return self.then(Doing::Free, now);
        }
        let view = self.of("start", code).await?;
        assert_eq!(view.visitor, Some((code.to_owned(), true)));
        let (first, rest) = if turn == Turn::Served {
            (service, TimeDelta::zero())
        } else {
            (service / 2, service / 2)
        };
        let code = code.to_owned();
        self.then(Doing::Serving { code, turn, rest }, now + first)
    }

    async fn serves(&mut self, code: &str, turn: Turn, rest: TimeDelta, now: DateTime<Utc>) -> Result<(), Lost> {
        // Whatever becomes of the answer, it is not asked for twice.
        self.lobby.lock().unwrap().is_seen_to(code);
        match turn {
            Turn::Served | Turn::Gone => self.of("finish", code).await?,
            Turn::SentTo(queue) => {
                self.does(json!({ "do": "transfer", "code": code, "queue": queue }))
                    .await?
            }
            Turn::Held => {
                self.held.push((now + FETCHES, code.to_owned()));
                self.of("hold", code).await?
            }
            Turn::Another => {
                self.does(json!({ "do": "next_service", "code": code, "service": "zadalzhenia" }))
                    .await?;
                let serving = Doing::Serving {
                    code: code.to_owned(),
                    turn: Turn::Served,
                    rest: TimeDelta::zero(),
                };
                return self.then(serving, now + rest);
            }
        };
        self.then(Doing::Free, now)
    }

    /// What the page shows tells what had been done.
    async fn looks_around(&mut self, now: DateTime<Utc>) -> Result<(), Lost> {
        let view = self.does(json!({ "do": "look" })).await?;
        match view.visitor {
            Some((code, true)) => {
                let (turn, rest) = (Turn::Served, TimeDelta::zero());
                self.then(Doing::Serving { code, turn, rest }, now + WALK)
            }
            Some((code, false)) => self.then(Doing::Called { code, calls: 1 }, now),
            None if view.state == "open" => self.then(Doing::Free, now),
            None if view.state == "paused" => self.then(Doing::Away, self.shift.lunch[1].max(now)),
            // The day begins or ends with what was lost.
            None if now < self.shift.lunch[0] => self.then(Doing::Away, now),
            None => self.then(Doing::Gone, now),
        }
    }
}
