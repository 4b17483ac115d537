//! The command line: one file a command.

#[cfg(feature = "kiosk")]
mod demo;
#[cfg(feature = "kiosk")]
mod first_content;
#[cfg(feature = "kiosk")]
mod kiosk;
#[cfg(feature = "lobby")]
mod lobby;
#[cfg(all(feature = "kiosk", feature = "lobby"))]
mod lobby_pages;
mod machine;
mod pack;
mod secret;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "kiosk")]
mod shot;
#[cfg(feature = "kiosk")]
pub mod time;

use std::{path::Path, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

use crate::packs::builtin;

/// Parter: the self-service kiosk in the lobby of a municipality.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Try a kiosk with Kyustendil's content (also: no command at all)
    #[cfg(feature = "kiosk")]
    Demo(demo::Demo),
    /// Run the kiosk that a configuration file describes
    #[cfg(feature = "kiosk")]
    Kiosk(kiosk::KioskCommand),
    /// Pair browsers with the lobby's counters and its board, and say who signs in there
    #[cfg(feature = "lobby")]
    Lobby(lobby::Args),
    /// Set up a machine that nobody attends, from a stick
    Machine(machine::Args),
    /// Check a content pack, or read it as text
    Pack(pack::Args),
    /// Run the central server, or make a user of it
    #[cfg(feature = "server")]
    Server(server::Args),
    /// Draw a screen into a PNG file, without a display
    #[cfg(feature = "kiosk")]
    Shot(Box<shot::Shot>),
}

/// Runs the command that the program was started with.
#[must_use]
pub fn run() -> ExitCode {
    let Some(command) = Cli::parse().command.or_else(by_default) else {
        // Fails only when nobody reads it.
        let _ = Cli::command().print_help();
        return ExitCode::FAILURE;
    };
    let done = match command {
        #[cfg(feature = "kiosk")]
        Command::Demo(demo) => demo.run().map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "kiosk")]
        Command::Kiosk(kiosk) => kiosk.run().map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "lobby")]
        Command::Lobby(args) => args.run().map(|()| ExitCode::SUCCESS),
        Command::Machine(args) => machine::run(&args),
        Command::Pack(args) => pack::run(args),
        #[cfg(feature = "server")]
        Command::Server(args) => args.run().map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "kiosk")]
        Command::Shot(shot) => shot.run().map(|()| ExitCode::SUCCESS),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("parter: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the program does when it is not told.
fn by_default() -> Option<Command> {
    #[cfg(feature = "kiosk")]
    return Some(Command::Demo(demo::Demo::default()));
    #[cfg(not(feature = "kiosk"))]
    return None;
}

/// What a person means by a pack on the command line: a folder of the working directory needs no `./` before it, unless
/// a built-in pack has the same name.
fn pack_path(typed: &str) -> String {
    let is_folder = !typed.contains('/') && builtin::files(typed).is_none() && Path::new(typed).is_dir();
    if is_folder {
        format!("./{typed}")
    } else {
        typed.to_owned()
    }
}
