//! Passwords: argon2id, and never anything but its hash.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

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

/// Whether it is the password. Takes as long where there is no such user, so that names can't be guessed.
pub async fn verify(password: String, stored: Option<String>) -> bool {
    if password.chars().count() > LONGEST {
        return false;
    }
    let work = move || match stored.as_deref().map(PasswordHash::new) {
        Some(Ok(stored)) => Argon2::default().verify_password(password.as_bytes(), &stored).is_ok(),
        _ => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    };
    one_of_few(work).await.unwrap_or(false)
}

async fn one_of_few<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = AT_ONCE.acquire().await.ok()?;
    spawn_blocking(work).await.ok()
}
