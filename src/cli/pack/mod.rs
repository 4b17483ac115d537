//! `parter pack`: for whoever keeps a pack.

mod check;
mod export;
mod import;
mod import_services;
mod key;
mod show;
mod sign;
mod verify;

use std::{
    error::Error,
    io::{self, Write as _},
    process::ExitCode,
};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Say what is wrong with a pack, by file and line; succeeds where there is no error
    Check(check::Args),
    /// Print a part of a pack as text
    Show(show::Args),
    /// Write a pack into one zip file, or its services into a table or as linked data
    Export(export::Args),
    /// Make a pack's folder out of a zip file
    Import(import::Args),
    /// Take a table of services over into a pack, and say of every line what was not understood
    ImportServices(import_services::Args),
    /// Make a pair of keys to publish with
    Key(key::Args),
    /// Sign a pack into a bundle that kiosks can take
    Sign(sign::Args),
    /// Say whether a bundle is what a key's owner signed, and sound
    Verify(verify::Args),
}

pub fn run(args: Args) -> Result<ExitCode, Box<dyn Error>> {
    match args.command {
        Command::Check(args) => check::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::ImportServices(args) => import_services::run(&args),
        Command::Key(args) => key::run(&args),
        Command::Sign(args) => sign::run(args),
        Command::Verify(args) => verify::run(&args),
    }
}

/// Writes to standard output, without the control characters that could play with a terminal.
/// A reader that has left, as `head` does, is no fault.
fn print(text: &str) -> io::Result<()> {
    let harmless: String = text
        .chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect();
    let mut out = io::stdout().lock();
    match out.write_all(harmless.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
