//! What is published comes to the screen between visitors, never during a visit.

use std::sync::Arc;

use tokio::sync::watch;
use tracing::info;

use super::kiosk::Kiosk;
use crate::{
    content::{Pack, search::Index},
    sync::Content,
};

/// The screen's end of [`Content`].
pub struct Published {
    content: Content,
    offers: watch::Receiver<Option<Arc<Pack>>>,
    /// What is shown was put there within this second.
    is_fresh: bool,
}

impl Kiosk {
    /// Shows from now on what is published.
    pub fn show_published(&mut self, content: Content) {
        self.published = Some(Published {
            offers: content.offers(),
            content,
            is_fresh: true,
        });
    }

    /// Every second: what was put on the screen in the last one has been drawn by now, and what is offered is put there.
    pub(super) fn take_published(&mut self) {
        let Some(published) = &mut self.published else { return };
        if std::mem::take(&mut published.is_fresh) {
            published.content.drew(&self.pack);
        }
        let has_news = published.offers.has_changed().unwrap_or(false);
        if !has_news || !self.session.is_untouched() {
            return;
        }
        let Some(pack) = published.offers.borrow_and_update().clone() else {
            return;
        };
        published.is_fresh = true;
        info!(version = pack.info.version, "the screen shows new content");
        self.index = Index::build(&pack);
        self.pack = pack;
        self.forget();
    }
}
