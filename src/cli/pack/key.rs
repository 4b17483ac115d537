//! `parter pack key FILE`: a new pair of keys to publish with.

use std::{error::Error, path::PathBuf, process::ExitCode};

use crate::{
    bundle::{SigningKey, keys::public_path},
    cli::secret,
};

#[derive(clap::Args)]
pub struct Args {
    /// The secret key's new file; the public key goes beside it, with .pub at its end
    file: PathBuf,
    /// Lock the secret key with a password, which is asked for, or read as one line of the standard input
    #[arg(long)]
    password: bool,
}

pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let password = args.password.then(|| secret::ask("Password")).transpose()?;
    let public = SigningKey::generate(&args.file, password)?;
    super::print(&format!(
        "The secret key is in {}: keep it where nobody else reads it\nThe public key is in {}: {public}\n",
        args.file.display(),
        public_path(&args.file).display()
    ))?;
    Ok(ExitCode::SUCCESS)
}
