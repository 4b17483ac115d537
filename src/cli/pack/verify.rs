//! `parter pack verify BUNDLE --key KEY`: what a kiosk that trusts this key would say of a bundle.

use std::{error::Error, path::PathBuf, process::ExitCode};

use crate::bundle::{Expected, Manifest, PublicKey, Shown, check, folder};

#[derive(clap::Args)]
pub struct Args {
    /// The bundle's folder
    bundle: PathBuf,
    /// The public key, or its file
    #[arg(long, value_parser = read_key)]
    key: PublicKey,
}

pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let refused = |cause: &dyn Error| format!("{} is no good bundle: {cause}", args.bundle.display());
    let signed = folder::read(&args.bundle).map_err(|error| refused(&error))?;
    // Whose it is and which version stands in it: there is nothing here to compare it with.
    let municipality = Manifest::read(&signed.manifest).map(|manifest| manifest.municipality);
    let expected = Expected {
        keys: std::slice::from_ref(&args.key),
        municipality: &municipality.unwrap_or_default(),
        program: &crate::bundle::program(),
        shown: Shown {
            version: 0,
            manifest: None,
        },
    };
    let manifest = check::manifest(&signed, &expected).map_err(|error| refused(&error))?;
    let object = |entry: &_| folder::file(&args.bundle, entry);
    let (files, _) = check::pack(&manifest, object).map_err(|error| refused(&error))?;
    super::print(&format!(
        "{} version {}, {} files, signed with {}\n",
        manifest.municipality,
        manifest.version,
        files.iter().count(),
        args.key
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The key itself, or a file that holds it.
fn read_key(text: &str) -> Result<PublicKey, String> {
    let key = text.parse().or_else(|_| PublicKey::read(text.as_ref()));
    key.map_err(|error| error.to_string())
}
