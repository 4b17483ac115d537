//! Passwords: argon2id, and never anything but its hash.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{protocol::secret::Token, server::metrics::Metrics};

/// A hash takes 19 MiB and some ten milliseconds: not more than so many at once.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Characters, not bytes.
pub const SHORTEST: usize = 12;
pub const LONGEST: usize = 128;

/// Why a password won't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a password has from {SHORTEST} to {LONGEST} characters; a sentence is easy to remember")]
pub struct BadPassword;

/// The argon2id hash of a password in PHC form.
///
/// # Errors
/// When it is too short or too long.
pub async fn hash(password: String) -> Result<String, BadPassword> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(BadPassword);
    }
    let work = move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    };
    // Parameters and salt are the library's own: it has no reason to fail.
    one_of_few(work).await.and_then(Result::ok).ok_or(BadPassword)
}

/// Of a password that nobody knows.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let password = Token::random(&mut rand::rng());
    let hash = Argon2::default().hash_password(password.reveal().as_bytes());
    hash.map(|hash| hash.to_string()).unwrap_or_default()
});

/// Whether it is the password. Where there is no such user it is held against nobody's, which is the same work, so that names
/// can't be guessed.
pub async fn verify(password: String, stored: Option<String>, metrics: &Metrics) -> bool {
    if password.chars().count() > LONGEST {
        return false;
    }
    let work = move || {
        let stored = stored.as_ref().unwrap_or(&NOBODYS);
        let stored = PasswordHash::new(stored).ok()?;
        Some(Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
    };
    let checked = one_of_few(work).await.flatten();
    if checked.is_some() {
        metrics.count_password_check();
    }
    checked.unwrap_or(false)
}

async fn one_of_few<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = AT_ONCE.acquire().await.ok()?;
    spawn_blocking(work).await.ok()
}
