//! `parter server mail ADDRESS`: a letter that tries what the configuration says of mail.

use std::error::Error;

use clap::Args as ClapArgs;

use crate::server::{config::ServerConfig, mail::Mailer};

/// Options of `parter server mail`.
#[derive(ClapArgs)]
pub struct Args {
    /// Who gets the letter
    address: String,
}

pub async fn run(args: &Args, config: &ServerConfig) -> Result<(), Box<dyn Error>> {
    let mailer = Mailer::new(&config.mail)?.ok_or("no mail server is set: write `mail.url` and `mail.from`")?;
    let text = "Пощата на Партер работи. Писмото е изпратено с „parter server mail“.\n\n\
                Parter's mail works. This letter was sent by “parter server mail”.\n";
    mailer.send(&args.address, "Партер: проба на пощата", text).await?;
    println!("the mail server has taken a letter to {}", args.address);
    Ok(())
}
