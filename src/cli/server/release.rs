//! `parter server release`: what one kiosk was given first, to all of them.

use std::error::Error;

use chrono::Utc;
use clap::Args as ClapArgs;

use crate::server::{
    self,
    config::ServerConfig,
    store::{audit::Actor, devices::Changed},
};

/// Options of `parter server release`.
#[derive(ClapArgs)]
pub struct Args {
    /// The municipality's short name, as kyustendil
    municipality: String,
    version: u64,
}

pub async fn run(args: &Args, config: &ServerConfig) -> Result<(), Box<dyn Error>> {
    let Args { municipality, version } = args;
    let store = server::open(config).await?;
    match store
        .release(municipality, *version, &Actor::CommandLine, Utc::now())
        .await?
    {
        Changed::Done => {
            println!("{municipality} version {version} is for all kiosks now");
            Ok(())
        }
        Changed::NotFound | Changed::NameTaken => {
            Err(format!("{municipality} has no version {version} that is for one kiosk alone").into())
        }
    }
}
