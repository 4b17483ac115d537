//! What a municipality's content has that the stick's file can name, as far as it is known before the kiosk starts.

use crate::{
    content::Pack,
    packs::{self, builtin},
};

/// The built-in content of that municipality; none where the server alone has it.
pub(super) fn builtin(id: &str) -> Option<Pack> {
    builtin::files(id).and_then(|files| packs::understand(&files).ok())
}

pub(super) fn places(pack: &Pack) -> Vec<String> {
    pack.hours.places.iter().map(|place| place.id.clone()).collect()
}

pub(super) fn queues(pack: &Pack) -> Vec<String> {
    pack.queues.queues.iter().map(|queue| queue.id.clone()).collect()
}
