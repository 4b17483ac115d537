//! `GET /t/CODE/events`: the changing part of a ticket's page as server-sent events, whenever it has changed.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use rand::RngExt as _;
use tokio::{sync::watch::Receiver, time::sleep};

use super::{address::Address, card, knowledge::Knowledge, page::look_up, streams::Seat};
use crate::server::{auth::client::Client, pages::lang::Lang, state::App, store};

/// A sign of life: an event and not a comment, so that the script notices a line that died without a word.
const ALIVE: Duration = Duration::from_secs(20);
/// Without news it is looked again: a kiosk that falls silent makes none.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// Where no lobby is known there is nothing to wait for but time.
const LOOK_BLINDLY: Duration = Duration::from_secs(15);
/// When a line is cut, the browser comes again after this, and up to as much again.
const RECONNECT: Duration = Duration::from_secs(2);
/// Where there is no seat, the browser gets one event, and comes again for the next.
const NO_SEAT: Duration = Duration::from_secs(15);
/// Proxies that gather answers would keep events back.
const UNGATHERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

pub async fn get(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Response> {
    let lang = Lang::of(&headers);
    let known = look_up(&app, client, &address, lang).await?;
    let phone = Phone {
        seat: app.phone.streams.seat(client.0),
        news: known.lobby.map(|lobby| app.phone.news.of_lobby(&lobby)),
        app,
        address,
        lang,
        shown: None,
        looked: false,
        over: false,
    };
    let events = stream::unfold(phone, |mut phone| async move {
        let event = phone.next().await?;
        Some((Ok::<_, Infallible>(event), phone))
    });
    let alive = Event::default().event("alive").data(".");
    let events = Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE).event(alive));
    Ok(([UNGATHERED], events).into_response())
}

/// One that looks at one ticket.
struct Phone {
    app: App,
    seat: Option<Seat>,
    address: Address,
    lang: Lang,
    /// Of the ticket's lobby, once that is known.
    news: Option<Receiver<i64>>,
    /// What the phone has.
    shown: Option<String>,
    looked: bool,
    /// Nothing more will come.
    over: bool,
}

impl Phone {
    /// The next thing that the phone does not have yet.
    async fn next(&mut self) -> Option<Event> {
        while !self.over && !*self.app.ending.borrow() {
            if self.looked {
                self.wait().await;
            }
            self.looked = true;
            match self.look().await {
                Ok(known) => {
                    if let Some(event) = self.changed(&known) {
                        return Some(event);
                    }
                }
                // The phone keeps what it has, and the database is asked again before long.
                Err(_) => self.news = None,
            }
        }
        None
    }

    /// What is known now. Once the lobby is known its news are awaited, from before the look.
    async fn look(&mut self) -> store::Result<Knowledge> {
        let known = Knowledge::of(&self.app, &self.address).await?;
        match &known.lobby {
            Some(lobby) if self.news.is_none() => {
                self.news = Some(self.app.phone.news.of_lobby(lobby));
                Knowledge::of(&self.app, &self.address).await
            }
            _ => Ok(known),
        }
    }

    fn changed(&mut self, known: &Knowledge) -> Option<Event> {
        self.over = known.is_final() || self.seat.is_none();
        let html = card::card(known, self.lang).into_string();
        if self.shown.as_ref() == Some(&html) {
            return None;
        }
        let mut event = Event::default().data(&html);
        if self.shown.replace(html).is_none() {
            event = event.retry(self.retry());
        }
        Some(if known.is_final() { event.event("last") } else { event })
    }

    fn retry(&self) -> Duration {
        let least = if self.seat.is_some() { RECONNECT } else { NO_SEAT };
        least.mul_f64(rand::rng().random_range(1.0..2.0))
    }

    /// Until there may be news.
    async fn wait(&mut self) {
        let mut ending = self.app.ending.clone();
        let pause = if self.news.is_some() { LOOK_AGAIN } else { LOOK_BLINDLY };
        let news = async {
            match &mut self.news {
                Some(news) => drop(news.changed().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = news => {}
            () = sleep(pause) => {}
            _ = ending.wait_for(|ending| *ending) => {}
        }
    }
}
