//! `parter lobby`: pairs browsers with counters and the board, on the kiosk that runs.

use std::{error::Error, path::PathBuf};

use clap::{Args as ClapArgs, Subcommand};

use crate::{
    config::{self, Config},
    lobby::orders::{self, Answer, Order},
};

/// Options of `parter lobby`.
#[derive(ClapArgs)]
pub struct Args {
    /// The configuration file of the kiosk
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show a code that pairs a browser with a counter, or with the board, within ten minutes
    Pair {
        /// The counter's id in the configuration, or `board`
        counter: String,
    },
    /// List the browsers that are paired
    Pairings,
    /// End a pairing
    Revoke {
        /// Its number in the list
        pairing: i64,
    },
}

impl Args {
    pub fn run(self) -> Result<(), Box<dyn Error>> {
        let variables = config::environment();
        let config: Config = match &self.config {
            Some(file) => config::load(file, &variables)?,
            None => config::parse("", "without --config", &variables)?,
        };
        let order = match self.command {
            Command::Pair { counter } => Order::Pair(counter),
            Command::Pairings => Order::Pairings,
            Command::Revoke { pairing } => Order::Revoke(pairing),
        };
        let answer = orders::give(&config.state, &order).map_err(|error| {
            format!(
                "no kiosk with a lobby answers in {} ({error}): start it, and set `lobby.listen`",
                config.state.display()
            )
        })?;
        tell(answer)
    }
}

fn tell(answer: Answer) -> Result<(), Box<dyn Error>> {
    match answer {
        Answer::Code(code) => println!("{code}"),
        Answer::Pairings(pairings) => {
            for pairing in pairings {
                let since = pairing.paired_at.format("%Y-%m-%d");
                println!("{}\t{}\tsince {since}", pairing.id, pairing.post);
            }
        }
        Answer::Revoked(true) => println!("the pairing has ended"),
        Answer::Revoked(false) => return Err("there is no such pairing: `parter lobby pairings` lists them".into()),
        Answer::Refused(why) => return Err(why.into()),
    }
    Ok(())
}
