//! Who may publish: minisign's keys.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
};

use serde::{Deserialize, Serialize};

use crate::{bounded, durable};

/// A file with a key, or a signature, is no longer.
pub const KEY_BYTES: u64 = 4096;

/// Verifies signatures. Written as on the second line of a minisign `.pub` file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey {
    text: String,
    key: minisign_verify::PublicKey,
}

impl PublicKey {
    /// Whether this key's owner signed these bytes.
    #[must_use]
    pub fn signed(&self, bytes: &[u8], signature: &str) -> bool {
        let signature = minisign_verify::Signature::decode(signature);
        signature.is_ok_and(|signature| self.key.verify(bytes, &signature, false).is_ok())
    }

    /// Reads a `.pub` file.
    ///
    /// # Errors
    /// When there is none, or it holds no key.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let unreadable = |cause| KeyError::Unreadable {
            path: path.to_owned(),
            cause,
        };
        let bytes = bounded::read(path, KEY_BYTES).map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes);
        // A comment stands before it.
        text.lines().last().unwrap_or_default().parse()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        // 42 bytes in base64.
        let key = (text.len() == 56)
            .then(|| minisign_verify::PublicKey::from_base64(text).ok())
            .flatten();
        let key = key.ok_or(KeyError::NotPublic)?;
        Ok(Self {
            text: text.to_owned(),
            key,
        })
    }
}

impl TryFrom<String> for PublicKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.text
    }
}

/// Signs. Its file is as minisign writes it, for its owner's eyes alone.
pub struct SigningKey {
    key: minisign::SecretKey,
    public: PublicKey,
}

impl SigningKey {
    /// Makes a new pair: the secret key in a new file at `path`, the public one beside it, see [`public_path`].
    /// What is there already is never overwritten.
    ///
    /// # Errors
    /// When a file is there, or can't be written.
    pub fn generate(path: &Path, password: Option<String>) -> Result<PublicKey, KeyError> {
        let pair = match password {
            Some(password) => minisign::KeyPair::generate_encrypted_keypair(Some(password)),
            None => minisign::KeyPair::generate_unencrypted_keypair(),
        };
        let pair = pair.map_err(KeyError::other)?;
        let secret = pair
            .sk
            .to_box(Some("Parter's publishing key"))
            .map_err(KeyError::other)?;
        let public = pair.pk.to_box().map_err(KeyError::other)?;
        write_new(path, &secret.into_string(), 0o600)?;
        write_new(&public_path(path), &public.into_string(), 0o644)?;
        pair.pk.to_base64().parse()
    }

    /// Reads the secret key's file; `password` is asked only where the file needs one.
    ///
    /// # Errors
    /// When there is none, it holds no key, or the password is wrong.
    pub fn read(path: &Path, password: impl FnOnce() -> io::Result<String>) -> Result<Self, KeyError> {
        let unreadable = |cause| KeyError::Unreadable {
            path: path.to_owned(),
            cause,
        };
        let bytes = bounded::read(path, KEY_BYTES).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|_| KeyError::NotSecret(path.to_owned()))?;
        let boxed = || minisign::SecretKeyBox::from_string(&text).map_err(|_| KeyError::NotSecret(path.to_owned()));
        let key = match boxed()?.into_unencrypted_secret_key() {
            Ok(key) => key,
            Err(_) => boxed()?
                .into_secret_key(Some(password().map_err(unreadable)?))
                .map_err(|_| KeyError::Password(path.to_owned()))?,
        };
        let public = minisign::PublicKey::from_secret_key(&key).map_err(KeyError::other)?;
        Ok(Self {
            key,
            public: public.to_base64().parse()?,
        })
    }

    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs the bytes; `says` is signed with them and shown by whoever verifies.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn sign(&self, bytes: &[u8], says: &str) -> Result<String, KeyError> {
        let signature = minisign::sign(None, &self.key, bytes, Some(says), None).map_err(KeyError::other)?;
        Ok(signature.into_string())
    }
}

/// Where the public key of the secret one at `path` lies.
#[must_use]
pub fn public_path(path: &Path) -> PathBuf {
    path.with_added_extension("pub")
}

fn write_new(path: &Path, text: &str, mode: u32) -> Result<(), KeyError> {
    durable::create(path, text.as_bytes(), mode).map_err(|cause| KeyError::NotWritten {
        path: path.to_owned(),
        cause,
    })
}

/// What is wrong with a key, for whoever publishes.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("{}: {cause}; name the file that holds the key", path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{}: {cause}; name a file that is not there yet, in a folder that this user may write to", path.display())]
    NotWritten { path: PathBuf, cause: io::Error },
    #[error(
        "this is no public key: it has 56 letters and digits and begins with RW, as on the second line of a .pub file"
    )]
    NotPublic,
    #[error("{} holds no secret key of minisign's", .0.display())]
    NotSecret(PathBuf),
    #[error("{} does not open with this password, or is damaged", .0.display())]
    Password(PathBuf),
    #[error("the key can't be used: {0}")]
    Other(String),
}

impl KeyError {
    fn other(error: impl fmt::Display) -> Self {
        Self::Other(error.to_string())
    }
}
