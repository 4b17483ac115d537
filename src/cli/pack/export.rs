//! `parter pack export PATH -o FILE`: a pack, or its services, in a form that others can read.

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use crate::{
    cli::pack_path,
    content::exchange::{archive, cpsv_ap, services},
    durable,
    packs::{self, LoadError},
};

#[derive(clap::Args)]
pub struct Args {
    /// A built-in pack's name, or a pack's folder
    pack: String,
    /// The services alone, in this form; the whole pack as a zip file where left out
    #[arg(long, value_name = "FORM")]
    services: Option<Form>,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// A table for spreadsheets, which `parter pack import-services` takes back
    Csv,
    /// Linked data by CPSV-AP 3.2, for catalogues of services
    Jsonld,
}

pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let files = packs::open(&pack_path(&args.pack)).map_err(|fault| LoadError(vec![fault]))?;
    let bytes = match args.services {
        None => archive::write(&files)?,
        Some(Form::Csv) => services::export(&packs::understand(&files)?),
        Some(Form::Jsonld) => cpsv_ap::export(&packs::understand(&files)?),
    };
    durable::replace(&args.output, &bytes, 0o644).map_err(|error| format!("{}: {error}", args.output.display()))?;
    super::print(&format!("{} bytes are in {}\n", bytes.len(), args.output.display()))?;
    Ok(ExitCode::SUCCESS)
}
