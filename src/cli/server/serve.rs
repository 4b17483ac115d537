//! `parter server`: serves until it is told to end.

use std::{error::Error, io, sync::Arc};

use tokio::signal::unix::{SignalKind, signal};
use tracing::{info, warn};

use crate::{
    clock::SystemClock,
    logging,
    server::{self, config::ServerConfig, open_files},
};

/// Runs until SIGINT or SIGTERM, and finishes what is under way.
pub async fn run(config: &ServerConfig) -> Result<(), Box<dyn Error>> {
    let _logging = logging::start(&config.log, &config.log_folder());
    let mut ended = Ends::new()?;
    if let Err(error) = open_files::raise() {
        warn!(%error, "the limit of open files stays as it was");
    }
    let server = server::start(config, Arc::new(SystemClock::default())).await?;
    println!(
        "Parter's server listens on {}; staff sign in at {}/admin",
        server.address, server.app.public_url
    );
    if server.app.store.users().await?.is_empty() {
        println!("Nobody can sign in yet: parter server user add NAME --role administrator");
    }
    info!(
        open_files = open_files::limit(),
        phones = server.app.phone.streams.most(),
        "the server is open"
    );
    ended.wait().await;
    info!("the server ends: what is under way is finished");
    server.shutdown().await;
    info!("the server is closed");
    Ok(())
}

/// What tells the server to end. Heard from the beginning, so that none is missed.
struct Ends {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Ends {
    fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
