//! What the lobby must know, from configuration and pack.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, sync::Arc};

use chrono::TimeDelta;

use crate::{
    config::Config,
    content::{Pack, hours::Place},
    print::worker::Handle,
    queue::{Counter, transitions::NoShowRule},
    speech::{Espeak, Speaker},
    store::Foresight,
    web::lang::Lang,
};

#[derive(Debug, Clone)]
pub struct LobbyConfig {
    pub listen: SocketAddr,
    /// Certificate and key.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// The state folder.
    pub state: PathBuf,
    pub counters: Vec<Counter>,
    /// What staff call a counter, by its id, where that is more.
    pub names: BTreeMap<String, String>,
    /// The place whose hours the lobby keeps; none in a pack without places.
    pub place: Option<Place>,
    /// Whether the board says everything in English too.
    pub is_bilingual: bool,
    /// The languages in which calls are spoken, in order.
    pub speech: Vec<Lang>,
    pub speaker: Arc<dyn Speaker>,
    /// Where phones find their ticket's page, if the configuration says that.
    pub public_url: Option<String>,
    /// The kiosk's own, where it has one.
    pub printer: Option<Handle>,
    pub no_show: NoShowRule,
    /// Whether clerks sign in with a PIN of their own before anything else.
    pub clerk_pins: bool,
    /// See [`QueuePlan::priority_bound`](crate::content::queue_plan::QueuePlan::priority_bound).
    pub priority_bound: TimeDelta,
    pub foresight: Foresight,
}

impl LobbyConfig {
    /// As configuration and pack say, without a printer; none where no lobby is configured.
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
        let names = lobby.counters.iter();
        let names = names.filter_map(|counter| Some((counter.id.clone(), counter.name.clone()?)));
        let places = &pack.hours.places;
        let place = match &config.place {
            Some(id) => places.iter().find(|place| place.id == *id),
            None => places.first(),
        };
        let speaks = |code: &String| pack.info.languages.contains(code);
        let is_spoken = lobby.speech.iter().filter(|code| speaks(code));
        Ok(Some(Self {
            listen,
            tls: lobby.tls_cert.clone().zip(lobby.tls_key.clone()),
            state: config.state.clone(),
            counters,
            names: names.collect(),
            place: place.cloned(),
            is_bilingual: config
                .languages
                .iter()
                .any(|code| code == Lang::En.code() && speaks(code)),
            speech: is_spoken.filter_map(|code| Lang::coded(code)).collect(),
            speaker: Arc::new(Espeak::default()),
            public_url: config.server.public_url.clone(),
            printer: None,
            clerk_pins: lobby.clerk_pins,
            no_show: NoShowRule {
                calls: lobby.no_show_calls,
                patience: TimeDelta::seconds(lobby.no_show_seconds.into()),
            },
            priority_bound: pack.queues.priority_bound(),
            foresight: Foresight {
                counters: lobby.staffed(),
                bound: pack.queues.priority_bound(),
            },
        }))
    }
}
