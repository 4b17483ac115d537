//! `parter server`: the central server, its users, and what it publishes.

mod key;
mod mail;
mod publish;
mod release;
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
    /// Publish a pack, or a signed bundle, for the kiosks of its municipality
    Publish(publish::Args),
    /// Give all kiosks what one has been given first
    Release(release::Args),
    /// Look after the keys that may publish
    Key(key::Args),
    /// Try the mail server of the configuration
    Mail(mail::Args),
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
            Some(Command::Publish(args)) => block_on(publish::run(args, &config))?,
            Some(Command::Release(args)) => block_on(release::run(args, &config))?,
            Some(Command::Key(args)) => block_on(key::run(args, &config))?,
            Some(Command::Mail(args)) => block_on(mail::run(args, &config))?,
        }
    }
}

/// Runs `work` on threads of its own.
fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(work))
}
