//! `parter server publish PACK`: a pack, or a bundle that was signed elsewhere, to the kiosks of its municipality.

use std::{error::Error, path::Path};

use chrono::{DateTime, Utc};
use clap::Args as ClapArgs;

use crate::{
    bundle::folder,
    cli::pack_path,
    packs::{self, LoadError},
    server::{
        self,
        config::ServerConfig,
        publish::{self, Aim},
        store::audit::Actor,
    },
};

/// Options of `parter server publish`.
#[derive(ClapArgs)]
pub struct Args {
    /// A built-in pack's name or a pack's folder, which the server's key signs; or the folder of a bundle, as `parter pack
    /// sign` makes it
    pack: String,
    /// For this kiosk alone, by the id on its page; `parter server release` gives it to all
    #[arg(long, value_name = "KIOSK")]
    only: Option<String>,
    /// From when on kiosks are told of it, as 2027-01-01T00:00:00+02:00; at once where left out. A bundle says it itself
    #[arg(long, value_name = "TIME")]
    valid_from: Option<DateTime<Utc>>,
}

pub async fn run(args: &Args, config: &ServerConfig) -> Result<(), Box<dyn Error>> {
    let store = server::open(config).await?;
    let store = store.as_ref();
    let (actor, now, only) = (Actor::CommandLine, Utc::now(), args.only.clone());
    let manifest = if folder::is_bundle(Path::new(&args.pack)) {
        publish::bundle(store, Path::new(&args.pack), only, &actor, now).await?
    } else {
        let files = packs::open(&pack_path(&args.pack)).map_err(|fault| LoadError(vec![fault]))?;
        let key = publish::own_key(store, &config.state, now).await?;
        let aim = Aim {
            valid_from: args.valid_from,
            device: only,
            wish: None,
        };
        publish::pack(store, &key, &files, aim, &actor, now).await?
    };
    println!(
        "{} version {} is published{}",
        manifest.municipality,
        manifest.version,
        args.only
            .as_ref()
            .map_or(String::new(), |kiosk| format!(" for {kiosk} alone"))
    );
    Ok(())
}
