//! From a pack or a signed bundle to a publication that kiosks are told of.

use std::{fs, io, path::Path};

use chrono::{DateTime, Utc};

use super::store::{
    Store, StoreError,
    approvals::Wish,
    audit::Actor,
    publications::{NewPublication, Publishing},
};
use crate::{
    bundle::{
        self, Expected, KeyError, Manifest, PublicKey, Refused, Shown, Signed, SigningKey, check, folder,
        manifest::Entry,
        seal::{self, SealError},
    },
    content::files::Files,
    protocol::record::Hash,
};

/// The server's own key, in its state folder. Several processes on one database share one file.
const KEY_FILE: &str = "publishing.key";

/// Why something can't be published, for staff.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("the publishing key in `state` can't be used: {0}")]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("{path} can't be read ({cause})")]
    Unreadable { path: String, cause: io::Error },
    #[error("the bundle is refused: {0}")]
    Refused(#[from] Refused),
    #[error("version {present} is published already: give the pack a higher one")]
    NotNewer { present: u64 },
    #[error(
        "the server's own key is trusted no more: sign the pack with a key that is, and give its bundle to `parter server publish`"
    )]
    NotTrusted,
    #[error("pack.toml can't be read, so the pack gets no version")]
    Unnumbered,
    #[error("the municipality has no such kiosk")]
    NoDevice,
    #[error("what was asked for waits no more")]
    NotAsked,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// When and where something is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aim {
    /// At once where it is none.
    pub valid_from: Option<DateTime<Utc>>,
    /// For one kiosk first; none: for all.
    pub device: Option<String>,
    /// What a second person was asked for, where it is that.
    pub wish: Option<Wish>,
}

/// The server's publishing key, made at the first start, and trusted where no key is yet.
///
/// # Errors
/// When it can't be made or read, or the database can't be used.
pub async fn own_key(store: &dyn Store, state: &Path, now: DateTime<Utc>) -> Result<SigningKey, PublishError> {
    let key = key_file(state)?;
    if store.trusted_keys().await?.is_empty() {
        store.trust_key(key.public(), &Actor::CommandLine, now).await?;
    }
    Ok(key)
}

fn key_file(state: &Path) -> Result<SigningKey, KeyError> {
    let path = state.join(KEY_FILE);
    let unwritable = |cause| KeyError::NotWritten {
        path: state.to_owned(),
        cause,
    };
    fs::create_dir_all(state).map_err(unwritable)?;
    if !path.exists() {
        match SigningKey::generate(&path, None) {
            // Another process was first.
            Err(KeyError::NotWritten { cause, .. }) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            made => tracing::info!(key = %made?, file = %path.display(), "the publishing key was made"),
        }
    }
    let locked = || Err(io::Error::other("the server's key has no password"));
    SigningKey::read(&path, locked)
}

/// Signs a pack with the server's key and publishes it, for one kiosk first or for all. Kiosks learn of it which keys are
/// trusted by now, where that has changed.
///
/// # Errors
/// When the pack is faulty, not newer, or can't be kept.
pub async fn pack(
    store: &dyn Store,
    key: &SigningKey,
    files: &Files,
    aim: Aim,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Manifest, PublishError> {
    let valid_from = aim.valid_from.unwrap_or(now);
    let (manifest, _) = seal::seal(files, key, valid_from, Vec::new())?;
    let trusted = store.trusted_keys().await?;
    let told = store.published_keys(&manifest.municipality).await?;
    let news = if trusted == told { Vec::new() } else { trusted };
    let (manifest, signed) = seal::seal(files, key, valid_from, news)?;
    keep(store, manifest, signed, files, aim, actor, now).await
}

/// Publishes a bundle that was signed elsewhere, by a key that is trusted here.
///
/// # Errors
/// When it would be refused by a kiosk, is not newer, or can't be kept.
pub async fn bundle(
    store: &dyn Store,
    path: &Path,
    device: Option<String>,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Manifest, PublishError> {
    let read = folder::read(path).map_err(|cause| PublishError::Unreadable {
        path: path.display().to_string(),
        cause,
    })?;
    signed(store, read, |entry| folder::file(path, entry), device, actor, now).await
}

/// The same of a bundle that lies elsewhere; `file` gives each of its files.
///
/// # Errors
/// When it would be refused by a kiosk, is not newer, or can't be kept.
pub async fn signed(
    store: &dyn Store,
    signed: Signed,
    file: impl Fn(&Entry) -> io::Result<Vec<u8>>,
    device: Option<String>,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Manifest, PublishError> {
    let municipality = Manifest::read(&signed.manifest).map(|manifest| manifest.municipality);
    let keys: Vec<PublicKey> = store.trusted_keys().await?;
    let expected = Expected {
        keys: &keys,
        municipality: &municipality.unwrap_or_default(),
        program: &bundle::program(),
        // The store judges that, in the transaction.
        shown: Shown {
            version: 0,
            manifest: None,
        },
    };
    let manifest = check::manifest(&signed, &expected)?;
    let (files, _) = check::pack(&manifest, file)?;
    let aim = Aim {
        device,
        ..Aim::default()
    };
    keep(store, manifest, signed, &files, aim, actor, now).await
}

/// The files of what was published, by its manifest. None where there is no such publication.
///
/// # Errors
/// When the database can't be used.
pub async fn stored(store: &dyn Store, manifest: &Hash) -> Result<Option<Files>, StoreError> {
    let Some(signed) = store.signed(manifest).await? else {
        return Ok(None);
    };
    let manifest = Manifest::read(&signed.manifest).map_err(StoreError::internal)?;
    let mut files = Files::default();
    for entry in manifest.files {
        let bytes = store.object(&entry.sha256).await?;
        files.insert(entry.name, bytes.unwrap_or_default());
    }
    Ok(Some(files))
}

async fn keep(
    store: &dyn Store,
    manifest: Manifest,
    signed: Signed,
    files: &Files,
    aim: Aim,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Manifest, PublishError> {
    let new = NewPublication {
        municipality: manifest.municipality.clone(),
        version: manifest.version,
        signed,
        keys: manifest.keys.clone(),
        valid_from: manifest.valid_from,
        device: aim.device,
        wish: aim.wish,
        objects: files
            .iter()
            .map(|(_, bytes)| (Hash::of(bytes), bytes.to_vec()))
            .collect(),
    };
    match store.publish(&new, actor, now).await? {
        Publishing::Done => Ok(manifest),
        Publishing::NotNewer(present) => Err(PublishError::NotNewer { present }),
        Publishing::NoDevice => Err(PublishError::NoDevice),
        Publishing::NotAsked => Err(PublishError::NotAsked),
    }
}
