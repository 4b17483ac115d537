//! `parter pack sign PATH --key FILE -o OUT`: a pack into a bundle, on a machine that need not know the server.

use std::{error::Error, path::PathBuf, process::ExitCode};

use chrono::{DateTime, Utc};

use crate::{
    bundle::{PublicKey, SigningKey, folder, seal},
    cli::{pack_path, secret},
    packs::{self, LoadError},
};

#[derive(clap::Args)]
pub struct Args {
    /// A built-in pack's name, or a pack's folder
    pack: String,
    /// The secret key's file, as `parter pack key` makes it, or minisign with a password
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The bundle's new folder
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
    /// From when on kiosks are told of it, as 2027-01-01T00:00:00+02:00; at once where left out
    #[arg(long, value_name = "TIME")]
    valid_from: Option<DateTime<Utc>>,
    /// A public key that kiosks trust from now on instead of those so far; may be given several times. A key that is not
    /// among them is trusted no more. Without it the keys stay as they are
    #[arg(long, value_name = "KEY")]
    trust: Vec<PublicKey>,
}

pub fn run(args: Args) -> Result<ExitCode, Box<dyn Error>> {
    let files = packs::open(&pack_path(&args.pack)).map_err(|fault| LoadError(vec![fault]))?;
    let key = SigningKey::read(&args.key, || secret::ask_once("Password"))?;
    let valid_from = args.valid_from.unwrap_or_else(Utc::now);
    let (manifest, signed) = seal::seal(&files, &key, valid_from, args.trust)?;
    folder::write(&args.output, &signed, &files).map_err(|error| format!("{}: {error}", args.output.display()))?;
    super::print(&format!(
        "{} version {} is in {}, signed with {}\n",
        manifest.municipality,
        manifest.version,
        args.output.display(),
        key.public()
    ))?;
    Ok(ExitCode::SUCCESS)
}
