//! `parter lobby`: pairs browsers with counters and the board, says who may sign in there and takes lists of appointments
//! over, on the kiosk that runs.

use std::{
    error::Error,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::{Args as ClapArgs, Subcommand};

use super::secret;
use crate::{
    config::{self, Config},
    content::l10n,
    lobby::orders::{self, Answer, Expected, Order},
    pin::PinHash,
    queue::appointments::{Imported, list},
    sheet,
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
    /// Show a code that pairs a browser with a counter or with the board, or a further kiosk with this lobby, within ten
    /// minutes
    Pair {
        /// The counter's id in the configuration, or `board`, or `kiosk` for a further kiosk of this lobby
        counter: String,
    },
    /// List the browsers that are paired
    Pairings,
    /// End a pairing
    Revoke {
        /// Its number in the list
        pairing: i64,
    },
    /// List a day's appointments and who has come
    Appointments {
        /// As 2026-11-23; today where left out. Of an import, the day of rows without a date
        #[arg(long, global = true)]
        day: Option<NaiveDate>,
        #[command(subcommand)]
        import: Option<Import>,
    },
    /// Say who may sign in at the counters, where `lobby.clerk_pins` is set
    #[command(subcommand)]
    Clerk(Clerk),
}

#[derive(Subcommand)]
enum Import {
    /// Take over a CSV file with the columns code, time, queue or service, and date if it has more than one day
    Import { file: PathBuf },
}

#[derive(Subcommand)]
enum Clerk {
    /// Add a clerk, or give one another PIN; the PIN is asked for, or read as one line of the standard input
    Add {
        /// Initials or a work number
        label: String,
    },
    /// List the clerks
    List,
    /// Remove a clerk, who is signed out at once
    Remove { label: String },
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
            Command::Appointments { day, import: None } => Order::Appointments(day),
            Command::Appointments {
                day,
                import: Some(Import::Import { file }),
            } => Order::ImportAppointments {
                list: read(&file).map_err(|error| format!("{}: {error}", file.display()))?,
                day,
            },
            Command::Clerk(clerk) => clerk.order()?,
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

/// No more of it than is taken: one byte beyond that, it is refused for its length.
fn read(file: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    File::open(file)?
        .take(list::LONGEST as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(sheet::decode(&bytes).into_owned())
}

fn tell_expected(one: &Expected) {
    let hour = l10n::time(one.hour);
    let became = match one.came {
        None => "has not come".to_owned(),
        Some((number, arrived, None)) => format!("{number}, came at {}", l10n::time(arrived)),
        Some((number, arrived, Some(called))) => {
            format!(
                "{number}, came at {}, called at {}",
                l10n::time(arrived),
                l10n::time(called)
            )
        }
    };
    println!("{hour}\t{}\t{}\t{became}", one.code, one.queue);
}

impl Clerk {
    fn order(self) -> Result<Order, Box<dyn Error>> {
        Ok(match self {
            Self::Add { label } => Order::SetClerk {
                label,
                pin: PinHash::of(&secret::ask("PIN")?)?,
            },
            Self::List => Order::Clerks,
            Self::Remove { label } => Order::RemoveClerk(label),
        })
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
        Answer::Appointments { day, expected } => {
            println!("{day}: {} appointments", expected.len());
            expected.iter().for_each(tell_expected);
        }
        Answer::Imported(Imported {
            added,
            changed,
            same,
            came,
        }) => {
            println!("{added} added, {changed} changed, {same} known already");
            for code in came {
                println!("{code} is left as it was: the visitor has come");
            }
        }
        Answer::ClerkSet => println!("the clerk can sign in with that PIN"),
        Answer::Clerks(labels) => labels.iter().for_each(|label| println!("{label}")),
        Answer::ClerkRemoved(true) => println!("the clerk can sign in no more"),
        Answer::ClerkRemoved(false) => {
            return Err("there is no such clerk: `parter lobby clerk list` lists them".into());
        }
        Answer::Refused(why) => return Err(why.into()),
    }
    Ok(())
}
