//! What users sign in with.

/// Characters.
const LONGEST: usize = 40;

/// Why a name won't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name begins with a small Latin letter and has up to {LONGEST} of them, digits, dots, hyphens and “@”, as in m.ivanova"
)]
pub struct BadName;

/// The name as it is kept: without spaces around it, in small letters.
///
/// # Errors
/// When it is none.
pub fn read(typed: &str) -> Result<String, BadName> {
    let name = typed.trim().to_ascii_lowercase();
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-@".contains(&byte);
    if begins && name.len() <= LONGEST && name.bytes().all(fits) {
        Ok(name)
    } else {
        Err(BadName)
    }
}
