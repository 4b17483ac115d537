//! The command line: one file a command.

mod pack;
#[cfg(feature = "kiosk")]
mod shot;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Parter: the self-service kiosk in the lobby of a municipality.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check a content pack, or read it as text
    Pack(pack::Args),
    /// Draw a screen into a PNG file, without a display
    #[cfg(feature = "kiosk")]
    Shot(shot::Shot),
}

/// Runs the command that the program was started with.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Pack(args) => pack::run(args),
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
