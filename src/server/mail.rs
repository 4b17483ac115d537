//! Letters to staff, through the municipality's own mail server.

use std::time::Duration;

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};

use super::config::Mail;

/// A mail server that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The way to the mail server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a letter did not leave. The address of the mail server has a password in it, so it is not repeated.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("`mail.url` is no address of a mail server ({0}): write smtps://user:password@host")]
    Url(smtp::Error),
    #[error("`mail.from` is no e-mail address ({0}): write as in Партер <parter@example.bg>")]
    From(lettre::address::AddressError),
    #[error("“{0}” is no e-mail address")]
    To(String),
    #[error("the letter can't be written: {0}")]
    Letter(#[from] lettre::error::Error),
    #[error("the mail server did not take it ({0}); see `mail` in the configuration")]
    Refused(smtp::Error),
}

impl Mailer {
    /// # Errors
    /// When the settings name no mail server or no sender.
    pub fn new(settings: &Mail) -> Result<Option<Self>, MailError> {
        let (Some(url), Some(from)) = (&settings.url, &settings.from) else {
            return Ok(None);
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(MailError::Url)?;
        Ok(Some(Self {
            transport: transport.timeout(Some(PATIENCE)).build(),
            from: from.parse().map_err(MailError::From)?,
        }))
    }

    /// Sends plain text to one.
    ///
    /// # Errors
    /// When the address is none, or the mail server does not take the letter.
    pub async fn send(&self, to: &str, subject: &str, text: &str) -> Result<(), MailError> {
        let address: Address = to.parse().map_err(|_| MailError::To(to.to_owned()))?;
        let letter = Message::builder()
            .from(self.from.clone())
            .to(address.into())
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.to_owned())?;
        self.transport.send(letter).await.map_err(MailError::Refused)?;
        Ok(())
    }
}

/// Whether a letter can be sent there.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}
