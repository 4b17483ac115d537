//! `…/events`: what a counter or the board shows, as server-sent events, whenever it has changed.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use serde_json::Value;
use tokio::{sync::watch, time::sleep};

use super::{
    app::App,
    board, counter,
    error::ApiError,
    guard::{Post, paired},
};

/// A sign of life: an event and not a comment, so that the page notices a line that died without a word.
const ALIVE: Duration = Duration::from_secs(10);
/// Time alone changes who is next: the bound on priority, an arranged hour.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// When a line is cut, the browser comes again after this.
const RECONNECT: Duration = Duration::from_secs(1);

pub async fn get(State(app): State<App>, headers: HeaderMap) -> Response {
    let watcher = Watcher {
        news: app.store.news(),
        app,
        headers,
        shown: None,
    };
    let events = stream::unfold(watcher, |mut watcher| async move {
        let event = watcher.next().await?;
        Some((Ok::<_, Infallible>(event), watcher))
    });
    let alive = Event::default().event("alive").data(".");
    let alive = KeepAlive::new().interval(ALIVE).event(alive);
    Sse::new(events).keep_alive(alive).into_response()
}

struct Watcher {
    app: App,
    /// Asked again before each look: a pairing that was revoked sees nothing more.
    headers: HeaderMap,
    news: watch::Receiver<()>,
    /// What the page has; none in it when it was told that nothing can be known.
    shown: Option<Option<Value>>,
}

impl Watcher {
    /// The next thing that the page does not have yet; none at the end.
    async fn next(&mut self) -> Option<Event> {
        while !*self.app.ending.borrow() {
            // What comes after this is looked at in the next round.
            self.news.mark_unchanged();
            let seen = match paired(&self.app, &self.headers).await {
                // The page comes back and asks who works there.
                Ok((pairing, Some(Post::Counter(_)))) if self.app.wants_clerk(&pairing) => return None,
                Ok((_, post)) => look(&self.app, post?).await.ok(),
                Err(error) if error.is_fault() => None,
                Err(_) => return None,
            };
            if self.shown.as_ref() != Some(&seen) {
                let event = match &seen {
                    Some(view) => Event::default().data(view.to_string()),
                    // The page keeps what it has while the store can't be read, and says so.
                    None => Event::default().event("fault").data("."),
                };
                let is_first = self.shown.replace(seen).is_none();
                return Some(if is_first { event.retry(RECONNECT) } else { event });
            }
            self.wait().await;
        }
        None
    }

    async fn wait(&mut self) {
        let mut ending = self.app.ending.clone();
        let news = async {
            if self.news.changed().await.is_err() {
                sleep(LOOK_AGAIN).await;
            }
        };
        tokio::select! {
            () = news => {}
            () = sleep(LOOK_AGAIN) => {}
            _ = ending.wait_for(|ending| *ending) => {}
        }
    }
}

async fn look(app: &App, post: Post) -> Result<Value, ApiError> {
    let (now, parts) = (app.now(), app.clone());
    let view = match post {
        Post::Counter(counter) => {
            let view = app
                .store
                .ask(move |store| counter::view(store, &parts, &counter, now))
                .await?;
            serde_json::to_value(view)
        }
        Post::Board => {
            let view = app.store.ask(move |store| board::view(store, &parts, now)).await?;
            serde_json::to_value(view)
        }
    };
    // Texts, numbers and times alone: there is nothing that JSON could not hold.
    Ok(view.unwrap_or_default())
}
