//! `parter server user add`: makes who can sign in, the first administrator above all.

use std::error::Error;

use chrono::Utc;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::block_on;
use crate::{
    cli::secret,
    server::{
        self,
        auth::{names, passwords},
        config::ServerConfig,
        store::{audit::Actor, devices::Changed, users},
    },
};

/// Options of `parter server user`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add a user; the password is asked for, or read as one line of the standard input
    Add(Add),
}

#[derive(ClapArgs)]
struct Add {
    /// What the user signs in with
    name: String,
    /// What the user may do
    #[arg(long)]
    role: Role,
}

#[derive(Clone, Copy, ValueEnum)]
enum Role {
    Administrator,
    Editor,
    Analyst,
}

impl Args {
    pub fn run(&self, config: &ServerConfig) -> Result<(), Box<dyn Error>> {
        let Command::Add(add) = &self.command;
        let name = names::read(&add.name)?;
        let password = secret::ask("Password")?;
        block_on(add.run(config, &name, password))??;
        println!("{name} can sign in");
        Ok(())
    }
}

impl Add {
    async fn run(&self, config: &ServerConfig, name: &str, password: String) -> Result<(), Box<dyn Error>> {
        let role = match self.role {
            Role::Administrator => users::Role::Administrator,
            Role::Editor => users::Role::Editor,
            Role::Analyst => users::Role::Analyst,
        };
        let hash = passwords::hash(password).await?;
        let store = server::open(config).await?;
        match store
            .add_user(name, role, &hash, &Actor::CommandLine, Utc::now())
            .await?
        {
            Changed::Done => Ok(()),
            Changed::NameTaken | Changed::NotFound => {
                Err(format!("there is a user “{name}” already: choose another name").into())
            }
        }
    }
}
