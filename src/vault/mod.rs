//! The kiosk's published content on its disk: always the old one or the new one, whole.
//!
//! | file | what it is |
//! |---|---|
//! | [`objects`] | manifests and files by their hashes, and downloads that are under way |
//! | [`state`] | one small file that says what is shown, what was before, and whom to trust |
//!
//! All that changes what is shown is one rename of that file; what it names has been on the disk before. A publication is
//! on trial until it was drawn: one that never is, in [`MOST_TRIALS`] starts, gives way to the one before by itself.

mod error;
mod objects;
mod state;

use std::{collections::BTreeSet, fmt, path::Path};

use semver::Version;
use tracing::{error, info, warn};

pub use self::error::VaultError;
use self::{
    objects::Objects,
    state::{Accepted, State},
};
use crate::{
    bundle::{self, Expected, Manifest, PublicKey, Refused, Shown, Signed, check, manifest::MANIFEST_BYTES},
    content::Pack,
    protocol::record::Hash,
};

/// A publication may be started with so often without having been drawn: a power cut in the very moment is no fault of it.
pub const MOST_TRIALS: u32 = 3;

/// The folder `content` of the kiosk's state.
pub struct Vault {
    objects: Objects,
    state: State,
    /// What the configuration names, which is shown where nothing is published.
    own: Shown,
    municipality: String,
    program: Version,
    fits: Fits,
    /// Of all files of what was given last to be drawn.
    given: Option<Hash>,
    /// What this kiosk could not show. It may be able to after its next start: another configuration, another program.
    unfit: Option<Hash>,
}

/// Whether this kiosk can show a pack: it has the place where the kiosk stands, say.
pub type Fits = Box<dyn Fn(&Pack) -> Result<(), String> + Send>;

impl Vault {
    /// Opens the folder, and makes it where there is none. `own` is the configured pack: what is published for another
    /// municipality is not looked at any more.
    ///
    /// # Errors
    /// When it can't be read or made.
    pub fn open(state: &Path, own: &Pack, fits: Fits) -> Result<Self, VaultError> {
        Self::of(state, &own.info.municipality.id, own.info.version, fits)
    }

    /// The same for a municipality that has no pack on this machine: all that is shown is what was published.
    ///
    /// # Errors
    /// When it can't be read or made.
    pub fn open_without_own(state: &Path, municipality: &str, fits: Fits) -> Result<Self, VaultError> {
        Self::of(state, municipality, 0, fits)
    }

    fn of(state: &Path, municipality: &str, version: u64, fits: Fits) -> Result<Self, VaultError> {
        let objects = Objects::open(&state.join("content"))?;
        let state = State::read(objects.folder())?.of(municipality);
        Ok(Self {
            objects,
            state,
            own: Shown {
                version,
                manifest: None,
            },
            municipality: municipality.to_owned(),
            program: bundle::program(),
            fits,
            given: None,
            unfit: None,
        })
    }

    /// From now on these keys are trusted and no others, until a publication says other ones: what an enrolment said, which
    /// is told apart by its code's hash and counts once.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn enrolled(&mut self, enrolment: Hash, keys: &[PublicKey]) -> Result<(), VaultError> {
        if self.state.enrolment == Some(enrolment) {
            return Ok(());
        }
        // What another server published counts no more; what is shown does.
        let shown = self
            .state
            .shown
            .and_then(|hash| Some((hash, self.manifest(&hash).ok()?)));
        let accepted = shown.map(|(manifest, read)| Accepted {
            version: read.version,
            manifest,
        });
        self.become_(State {
            enrolment: Some(enrolment),
            keys: keys.to_vec(),
            accepted,
            ..self.state.clone()
        })
    }

    #[must_use]
    pub fn keys(&self) -> &[PublicKey] {
        &self.state.keys
    }

    /// What the server is asked by: the version that was taken last, and its manifest where nothing more is to be done
    /// about it.
    #[must_use]
    pub fn known(&self) -> Option<Shown> {
        let Accepted { version, manifest } = self.state.accepted?;
        let manifest = Some(manifest).filter(|hash| self.is_done(hash));
        Some(Shown { version, manifest })
    }

    /// It is shown, or it was to be and failed.
    fn is_done(&self, hash: &Hash) -> bool {
        [self.state.shown, self.state.failed, self.unfit].contains(&Some(*hash))
    }

    /// Nothing older is taken.
    fn newest(&self) -> Shown {
        match self.state.accepted {
            Some(Accepted { version, manifest }) if version >= self.own.version => Shown {
                version,
                manifest: Some(manifest),
            },
            _ => self.own,
        }
    }

    /// What to show as the program starts; none where that is the configured pack. A publication that can't be loaded, or
    /// was never drawn, gives way to the one before.
    #[must_use]
    pub fn start(&mut self) -> Option<Pack> {
        while let Some(hash) = self.state.shown {
            let trials = self.state.trials;
            if trials >= MOST_TRIALS {
                self.go_back("it was never drawn", true);
                continue;
            }
            let pack = match self.load(&hash) {
                Ok(pack) => pack,
                Err(fault) => {
                    self.go_back(&fault.to_string(), fault.is_content());
                    continue;
                }
            };
            if pack.info.version < self.own.version {
                info!(
                    published = pack.info.version,
                    own = self.own.version,
                    "the configured pack is newer"
                );
                return None;
            }
            // What can't be counted is not tried.
            if trials > 0 && self.count_trial().is_err() {
                return self.state.previous.and_then(|before| self.load(&before).ok());
            }
            self.given = Some(pack.sha256);
            return Some(pack);
        }
        None
    }

    /// What was published and is shown, as another program may look at it: nothing is counted.
    #[must_use]
    pub fn shown(&self) -> Option<Pack> {
        self.load(&self.state.shown?).ok()
    }

    /// The pack with this hash has been drawn: where it is the one that is on trial, and not the one before it, it stays.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn drawn(&mut self, pack: Hash) -> Result<(), VaultError> {
        if self.state.trials == 0 || self.given != Some(pack) {
            return Ok(());
        }
        self.become_(State {
            trials: 0,
            ..self.state.clone()
        })
    }

    /// Takes a publication's manifest, and trusts from now on whom it says; its files may come. None where it is known
    /// already and leads to nothing: it is shown, or it was and failed.
    ///
    /// # Errors
    /// When it is refused, or can't be written.
    pub fn accept(&mut self, signed: &Signed) -> Result<Option<Manifest>, VaultError> {
        let hash = signed.hash();
        let is_known = self.state.accepted.is_some_and(|accepted| accepted.manifest == hash);
        if is_known {
            if self.is_done(&hash) {
                return Ok(None);
            }
            // It was checked when it came, perhaps by a key that it has itself replaced since.
            self.objects.put(&hash, &signed.manifest)?;
            return self.manifest(&hash).map(Some);
        }
        let manifest = check::manifest(
            signed,
            &Expected {
                keys: &self.state.keys,
                municipality: &self.municipality,
                program: &self.program,
                shown: self.newest(),
            },
        )?;
        self.objects.put(&hash, &signed.manifest)?;
        let mut state = State {
            accepted: Some(Accepted {
                version: manifest.version,
                manifest: hash,
            }),
            ..self.state.clone()
        };
        if !manifest.keys.is_empty() {
            state.keys.clone_from(&manifest.keys);
        }
        self.become_(state)?;
        Ok(Some(manifest))
    }

    /// What of it is not here yet: hash, size, and how much of it has come already.
    #[must_use]
    pub fn missing(&self, manifest: &Manifest) -> Vec<(Hash, u64, u64)> {
        let objects = manifest.objects().into_iter();
        objects
            .filter(|(hash, _)| !self.objects.has(hash))
            .map(|(hash, size)| (hash, size, self.objects.come(&hash)))
            .collect()
    }

    /// Adds to what has come of an object; at its `size` it is checked and kept.
    ///
    /// # Errors
    /// When it is longer, not what was signed, or can't be written. All that has come of it is dropped then.
    pub fn receive(&self, hash: &Hash, size: u64, bytes: &[u8]) -> Result<(), VaultError> {
        self.objects.receive(hash, size, bytes)
    }

    /// Loads the publication that was accepted last and shows it from now on, on trial until it is [`drawn`](Self::drawn).
    ///
    /// # Errors
    /// When it is no sound pack, or can't be written; what is shown stays.
    pub fn switch(&mut self) -> Result<Pack, VaultError> {
        let Some(Accepted { manifest: hash, .. }) = self.state.accepted else {
            return Err(VaultError::Nothing);
        };
        let pack = match self.load(&hash) {
            Ok(pack) => pack,
            Err(fault) => {
                if fault.is_content() {
                    let failed = Some(hash);
                    self.become_(State {
                        failed,
                        ..self.state.clone()
                    })?;
                }
                if matches!(fault, VaultError::Unfit(_)) {
                    self.unfit = Some(hash);
                }
                return Err(fault);
            }
        };
        if self.state.shown != Some(hash) {
            // One that was never drawn is nothing to come back to.
            let previous = if self.state.trials == 0 {
                self.state.shown
            } else {
                self.state.previous
            };
            self.become_(State {
                shown: Some(hash),
                trials: 1,
                previous,
                ..self.state.clone()
            })?;
            info!(version = pack.info.version, manifest = %hash, "published content is shown from now on");
        }
        self.given = Some(pack.sha256);
        self.sweep();
        Ok(pack)
    }

    /// What the disk has spoilt may be fetched again; what is wrong by itself is not, `for_good`.
    fn go_back(&mut self, cause: &str, for_good: bool) {
        error!(cause, "the published content can't be shown; the one before comes back");
        let back = State {
            shown: self.state.previous,
            failed: if for_good { self.state.shown } else { self.state.failed },
            previous: None,
            trials: 0,
            ..self.state.clone()
        };
        if let Err(fault) = self.become_(back.clone()) {
            warn!(%fault, "that could not be written down");
            self.state = back;
        }
    }

    fn count_trial(&mut self) -> Result<(), VaultError> {
        self.become_(State {
            trials: self.state.trials + 1,
            ..self.state.clone()
        })
    }

    fn manifest(&self, hash: &Hash) -> Result<Manifest, VaultError> {
        let missing = |error| Refused::Missing("the manifest".to_owned(), error);
        let bytes = self.objects.get(hash, MANIFEST_BYTES).map_err(missing)?;
        Ok(Manifest::read(&bytes).map_err(Refused::from)?)
    }

    /// The whole pack, every byte of it checked again. An object that the disk has spoilt is dropped, and may be fetched anew.
    fn load(&self, hash: &Hash) -> Result<Pack, VaultError> {
        let manifest = self.manifest(hash)?;
        let (_, pack) = check::pack(&manifest, |entry| self.objects.get(&entry.sha256, entry.size))?;
        (self.fits)(&pack).map_err(VaultError::Unfit)?;
        Ok(pack)
    }

    /// Drops what nothing leads to any more. What can't be dropped now is at the next time.
    fn sweep(&self) {
        let State {
            shown,
            previous,
            accepted,
            ..
        } = &self.state;
        let manifests = [*shown, *previous, accepted.map(|accepted| accepted.manifest)];
        let mut kept = BTreeSet::new();
        for hash in manifests.into_iter().flatten() {
            kept.insert(hash);
            match self.manifest(&hash) {
                Ok(manifest) => kept.extend(manifest.objects().into_keys()),
                // Not knowing what it needs, drop nothing.
                Err(_) => return,
            }
        }
        if let Err(fault) = self.objects.keep_only(&kept) {
            warn!(%fault, "old content takes room");
        }
    }

    /// The one place where anything changes: on the disk first.
    fn become_(&mut self, state: State) -> Result<(), VaultError> {
        state.write(self.objects.folder())?;
        self.state = state;
        Ok(())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
