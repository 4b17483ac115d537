//! What the lobby must know, from configuration and pack.

use std::{net::SocketAddr, path::PathBuf};

use chrono::TimeDelta;

use crate::{
    config::Config,
    content::Pack,
    queue::{Counter, transitions::NoShowRule},
};

#[derive(Debug, Clone)]
pub struct LobbyConfig {
    pub listen: SocketAddr,
    /// Certificate and key.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// The state folder.
    pub state: PathBuf,
    pub counters: Vec<Counter>,
    pub no_show: NoShowRule,
    /// See [`QueuePlan::priority_bound`](crate::content::queue_plan::QueuePlan::priority_bound).
    pub priority_bound: TimeDelta,
}

impl LobbyConfig {
    /// As configuration and pack say; none where no lobby is configured.
    ///
    /// # Errors
    /// When a counter calls from a queue that the pack does not have.
    pub fn of(config: &Config, pack: &Pack) -> Result<Option<Self>, String> {
        let lobby = &config.lobby;
        let Some(listen) = lobby.listen else { return Ok(None) };
        let counters: Vec<Counter> = lobby.staffed().into_iter().map(|staffed| staffed.counter).collect();
        for counter in &counters {
            if let Some(queue) = counter.queues.iter().find(|queue| pack.queues.queue(queue).is_none()) {
                let known: Vec<&str> = pack.queues.queues.iter().map(|queue| queue.id.as_str()).collect();
                return Err(format!(
                    "`lobby.counter`: the pack “{}” has no queue “{queue}” for the counter “{}”; write one of {}",
                    config.pack,
                    counter.id,
                    known.join(", ")
                ));
            }
        }
        Ok(Some(Self {
            listen,
            tls: lobby.tls_cert.clone().zip(lobby.tls_key.clone()),
            state: config.state.clone(),
            counters,
            no_show: NoShowRule {
                calls: lobby.no_show_calls,
                patience: TimeDelta::seconds(lobby.no_show_seconds.into()),
            },
            priority_bound: pack.queues.priority_bound(),
        }))
    }
}
