//! `parter server key`: whose signatures kiosks are to trust.
//!
//! Kiosks learn the keys at their enrolment, and a change of them by the next publication that the server signs. To take
//! another key for the server's own: trust the new one, publish, put it in the old one's place (`publishing.key` in the
//! state folder), revoke the old one, publish again.

use std::error::Error;

use chrono::Utc;
use clap::{Args as ClapArgs, Subcommand};

use crate::{
    bundle::PublicKey,
    server::{
        self,
        config::ServerConfig,
        publish,
        store::{audit::Actor, devices::Changed},
    },
};

/// Options of `parter server key`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the keys that are trusted
    List,
    /// Trust one more key: one that is kept offline, say
    Trust { key: PublicKey },
    /// Trust a key no more; the last one stays
    Revoke { key: PublicKey },
}

pub async fn run(args: &Args, config: &ServerConfig) -> Result<(), Box<dyn Error>> {
    let store = server::open(config).await?;
    let (actor, now) = (Actor::CommandLine, Utc::now());
    let own = publish::own_key(store.as_ref(), &config.state, now).await?;
    match &args.command {
        Command::List => {
            for key in store.trusted_keys().await? {
                let is_own = key == *own.public();
                println!("{key}{}", if is_own { " (the server's own)" } else { "" });
            }
        }
        Command::Trust { key } => {
            store.trust_key(key, &actor, now).await?;
            println!("trusted; kiosks learn it by the next publication");
        }
        Command::Revoke { key } => match store.revoke_key(key, &actor, now).await? {
            Changed::Done => println!("trusted no more; kiosks learn it by the next publication"),
            Changed::NotFound | Changed::NameTaken => {
                return Err("this key is not trusted, or it is the last one".into());
            }
        },
    }
    Ok(())
}
