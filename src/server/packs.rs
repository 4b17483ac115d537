//! The packs that the server knows: they name municipalities, places and queues on staff's pages and on tickets'.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use crate::{
    content::Pack,
    packs::{self, LoadError, builtin},
};

/// Those inside the program.
static BUILT_IN: LazyLock<Vec<Arc<Pack>>> = LazyLock::new(|| {
    builtin::names()
        .filter_map(|name| packs::load(name).ok().map(Arc::new))
        .collect()
});

/// By municipality.
pub struct Packs(BTreeMap<String, Arc<Pack>>);

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
            let pack = packs::load(&path.to_string_lossy()).map_err(|cause| PacksError::Faulty {
                folder: folder.clone(),
                cause,
            })?;
            if let Some(before) = configured.insert(pack.info.municipality.id.clone(), Arc::new(pack)) {
                return Err(PacksError::Twice(before.info.municipality.id.clone()));
            }
        }
        let mut all: BTreeMap<_, _> = BUILT_IN
            .iter()
            .map(|pack| (pack.info.municipality.id.clone(), pack.clone()))
            .collect();
        all.append(&mut configured);
        Ok(Self(all))
    }

    /// Each of another municipality, by its id.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Pack>> {
        self.0.values()
    }

    #[must_use]
    pub fn of(&self, municipality: &str) -> Option<&Arc<Pack>> {
        self.0.get(municipality)
    }

    /// The pack of a lobby's municipality.
    #[must_use]
    pub fn of_lobby(&self, lobby: &str) -> Option<&Arc<Pack>> {
        let (municipality, _) = lobby.split_once('/')?;
        self.of(municipality)
    }
}
