//! Which lobbies have changed: asked once a second for all phones together. It is asked, not told, since another server
//! process may have taken the news in.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch::{self, Receiver, Sender},
    time::interval,
};

use crate::server::state::App;

const EVERY: Duration = Duration::from_secs(1);

/// The lobbies that streams wait for, each with its last known revision.
#[derive(Default)]
pub struct News(Mutex<HashMap<String, Sender<i64>>>);

impl News {
    /// Changes when the lobby does, and perhaps once more.
    pub fn of_lobby(&self, lobby: &str) -> Receiver<i64> {
        let mut lobbies = self.lobbies();
        lobbies
            .entry(lobby.to_owned())
            .or_insert_with(|| watch::channel(0).0)
            .subscribe()
    }

    fn awaited(&self) -> Vec<String> {
        let mut lobbies = self.lobbies();
        lobbies.retain(|_, sender| sender.receiver_count() > 0);
        lobbies.keys().cloned().collect()
    }

    fn tell(&self, lobby: &str, revision: i64) {
        if let Some(sender) = self.lobbies().get(lobby) {
            sender.send_if_modified(|known| std::mem::replace(known, revision) != revision);
        }
    }

    fn lobbies(&self) -> MutexGuard<'_, HashMap<String, Sender<i64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks until the server ends.
pub async fn watch(app: App) {
    let mut ending = app.ending.clone();
    let mut beat = interval(EVERY);
    let mut failed = false;
    while !*ending.borrow() {
        tokio::select! {
            _ = beat.tick() => {}
            changed = ending.changed() => if changed.is_err() { return },
        }
        let lobbies = app.phone.news.awaited();
        if lobbies.is_empty() {
            continue;
        }
        match app.store.revisions(&lobbies).await {
            Ok(revisions) => {
                failed = false;
                for (lobby, revision) in lobbies.iter().zip(revisions) {
                    app.phone.news.tell(lobby, revision);
                }
            }
            // The phones keep what they have until it passes; one line says so, not one a second.
            Err(error) if !failed => {
                failed = true;
                tracing::error!(%error, "phones can't be told of news");
            }
            Err(_) => {}
        }
    }
}
