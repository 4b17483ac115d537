//! `parter server`: the central server, and its users.

mod serve;
mod user;

use std::{error::Error, future::Future, path::PathBuf};

use clap::{Args as ClapArgs, Subcommand};

use crate::{config, server::config::ServerConfig};

/// Options of `parter server`.
#[derive(ClapArgs)]
pub struct Args {
    /// The configuration file (see assets/server.example.toml); without it, the defaults
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Look after those who sign in
    User(user::Args),
}

impl Args {
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let variables = config::environment();
        let config: ServerConfig = match &self.config {
            Some(file) => config::load(file, &variables)?,
            None => config::parse("", "without --config", &variables)?,
        };
        match &self.command {
            None => block_on(serve::run(&config))?,
            Some(Command::User(args)) => args.run(&config),
        }
    }
}

/// Runs `work` on threads of its own.
fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(work))
}
