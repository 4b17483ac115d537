//! The packs that the server knows: they name municipalities, places and queues on staff's pages and on tickets'. What was
//! published stands in place of what the configuration names.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use super::{publish, state::App, store::StoreError};
use crate::{
    content::{Pack, files::Files},
    packs::{self, LoadError, builtin},
    protocol::record::Hash,
};

/// Those inside the program.
static BUILT_IN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    builtin::names()
        .filter_map(|name| packs::load_with_files(name).ok().map(Known::of))
        .collect()
});

/// By municipality.
#[derive(Clone)]
pub struct Packs(BTreeMap<String, Known>);

#[derive(Clone)]
struct Known {
    pack: Arc<Pack>,
    files: Arc<Files>,
}

impl Known {
    fn of((pack, files): (Pack, Files)) -> Self {
        Self {
            pack: Arc::new(pack),
            files: Arc::new(files),
        }
    }

    fn municipality(&self) -> String {
        self.pack.info.municipality.id.clone()
    }
}

/// What is known now.
pub struct Library {
    configured: Arc<Packs>,
    now: RwLock<Arc<Packs>>,
    /// The manifests of what was published, by municipality.
    published: RwLock<BTreeMap<String, Hash>>,
}

impl Library {
    #[must_use]
    pub fn of(configured: Packs) -> Self {
        let configured = Arc::new(configured);
        Self {
            now: RwLock::new(configured.clone()),
            configured,
            published: RwLock::default(),
        }
    }

    #[must_use]
    pub fn now(&self) -> Arc<Packs> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Without what was published.
    #[must_use]
    pub fn configured(&self) -> &Packs {
        &self.configured
    }

    /// Learns what kiosks are to show by now, where that is new.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn refresh(&self, app: &App) -> Result<(), StoreError> {
        let shown = app.store.shown(app.now()).await?;
        for (municipality, manifest) in shown {
            let last = self
                .published
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .get(&municipality)
                .copied();
            if last == Some(manifest) {
                continue;
            }
            let Some(files) = publish::stored(&*app.store, &manifest).await? else {
                continue;
            };
            match packs::understand(&files) {
                Ok(pack) => self.learn(Known::of((pack, files))),
                Err(fault) => tracing::warn!(%municipality, %fault, "what was published can't be read"),
            }
            let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
            published.insert(municipality, manifest);
        }
        Ok(())
    }

    fn learn(&self, known: Known) {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let mut packs = (**now).clone();
        packs.0.insert(known.municipality(), known);
        *now = Arc::new(packs);
    }
}

/// Why a pack of the configuration can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PacksError {
    #[error("the folder {} in `packs` can't be used: {cause}", folder.display())]
    Faulty { folder: PathBuf, cause: LoadError },
    #[error("`packs` names two packs of the municipality “{0}”: leave one of them")]
    Twice(String),
}

impl Packs {
    /// Those inside the program, and those in these folders, each in place of the program's own of its municipality.
    ///
    /// # Errors
    /// When a folder holds no sound pack, or two hold one municipality's.
    pub fn load(folders: &[PathBuf]) -> Result<Self, PacksError> {
        let mut configured = BTreeMap::new();
        for folder in folders {
            // The name of a folder, never of a pack inside the program.
            let path = Path::new(".").join(folder);
            let loaded = packs::load_with_files(&path.to_string_lossy());
            let known = loaded.map(Known::of).map_err(|cause| PacksError::Faulty {
                folder: folder.clone(),
                cause,
            })?;
            if let Some(before) = configured.insert(known.municipality(), known) {
                return Err(PacksError::Twice(before.municipality()));
            }
        }
        let built_in = BUILT_IN.iter().map(|known| (known.municipality(), known.clone()));
        let mut all: BTreeMap<_, _> = built_in.collect();
        all.append(&mut configured);
        Ok(Self(all))
    }

    /// Each of another municipality, by its id.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Pack>> {
        self.0.values().map(|known| &known.pack)
    }

    #[must_use]
    pub fn of(&self, municipality: &str) -> Option<&Arc<Pack>> {
        self.0.get(municipality).map(|known| &known.pack)
    }

    /// The files that the municipality's pack was understood from.
    #[must_use]
    pub fn files(&self, municipality: &str) -> Option<&Files> {
        self.0.get(municipality).map(|known| &*known.files)
    }

    /// The pack of a lobby's municipality.
    #[must_use]
    pub fn of_lobby(&self, lobby: &str) -> Option<&Arc<Pack>> {
        let (municipality, _) = lobby.split_once('/')?;
        self.of(municipality)
    }
}
