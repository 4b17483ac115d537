//! Versions of the kiosks' operating system: static files from a folder, offered to those that staff have chosen.
//!
//! | file | what it is |
//! |---|---|
//! | [`folder`] | what is in the folder, and what is wrong with it |
//! | [`share`] | which kiosks are in a share of the fleet |

pub mod folder;
pub mod share;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use tokio::task::spawn_blocking;

use self::folder::{Known, Listed};
use super::{
    state::App,
    store::{
        self,
        devices::Device,
        images::{Choice, Order},
    },
};
use crate::protocol::image::{ImageName, ImageOffer, ImageReport};

/// The folder, as it was when it was last looked at: every minute, and by whoever opens the page.
#[derive(Default)]
pub struct Images {
    folder: Option<PathBuf>,
    listed: RwLock<Arc<Vec<Listed>>>,
    known: Arc<Mutex<Known>>,
}

impl Images {
    #[must_use]
    pub fn of(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            ..Self::default()
        }
    }

    /// Whether a folder is configured.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        self.folder.is_some()
    }

    /// What was in it.
    #[must_use]
    pub fn listed(&self) -> Arc<Vec<Listed>> {
        self.listed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks again. A folder that can't be read has nothing to offer.
    pub async fn refresh(&self) {
        let Some(folder) = self.folder.clone() else { return };
        let known = self.known.clone();
        let read = spawn_blocking(move || {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            folder::read(&folder, &mut known).unwrap_or_else(|fault| {
                tracing::warn!(%fault, folder = %folder.display(), "the folder of images can't be read");
                Vec::new()
            })
        });
        let listed = read.await.unwrap_or_default();
        *self.listed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(listed);
    }

    /// Where a file is that is offered; none of any other.
    #[must_use]
    pub fn file(&self, version: &str, name: &str) -> Option<PathBuf> {
        let offer = self.offer(version)?;
        let file = offer.files.iter().find(|file| file.name.as_str() == name)?;
        Some(self.folder.as_ref()?.join(version).join(file.name.as_str()))
    }

    /// A version that is in the folder, whole.
    #[must_use]
    pub fn offer(&self, version: &str) -> Option<ImageOffer> {
        let listed = self.listed();
        let listed = listed.iter().find(|listed| listed.version == version)?;
        Some(ImageOffer {
            version: version.parse::<ImageName>().ok()?,
            files: listed.files.clone().ok()?,
            now: None,
        })
    }
}

/// The version that a kiosk is to run by what staff have chosen, and what they have told it.
#[must_use]
pub fn chosen<'a>(
    choice: Option<&'a Choice>,
    order: Option<&'a Order>,
    device: &str,
) -> Option<(&'a str, Option<&'a Order>)> {
    let choice = choice?;
    let version = choice.version.as_deref()?;
    let order = order.filter(|order| order.version == version);
    (order.is_some() || share::has(choice.share, version, device)).then_some((version, order))
}

/// What a kiosk that says `report` is offered; nothing where it runs that already.
///
/// # Errors
/// When the store can't be used.
pub async fn offered(app: &App, device: &Device, report: &ImageReport) -> store::Result<Option<ImageOffer>> {
    if !app.images.is_configured() {
        return Ok(None);
    }
    let (choice, order) = app.store.image_for(device).await?;
    let chosen = chosen(choice.as_ref(), order.as_ref(), &device.id);
    let Some((version, order)) = chosen.filter(|(version, _)| *version != report.version.as_str()) else {
        return Ok(None);
    };
    let offer = app.images.offer(version);
    Ok(offer.map(|offer| ImageOffer {
        now: order.map(|order| order.at),
        ..offer
    }))
}
