//! `parter pack import FILE.zip -o FOLDER`: a pack's folder out of an archive.

use std::{error::Error, path::PathBuf, process::ExitCode};

use crate::{bounded, content::exchange::archive, packs::folder};

#[derive(clap::Args)]
pub struct Args {
    /// The archive, as `parter pack export` makes it, or any zip file of a pack's folder
    archive: PathBuf,
    /// The pack's new folder
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", args.archive.display());
    let bytes = bounded::read(&args.archive, archive::LONGEST).map_err(|error| named(&error))?;
    let files = archive::read(&bytes).map_err(|error| named(&error))?;
    folder::write(&args.output, &files).map_err(|error| format!("{}: {error}", args.output.display()))?;
    super::print(&format!(
        "{} files are in {}\n",
        files.iter().count(),
        args.output.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}
