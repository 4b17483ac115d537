//! What the pages publish: a draft as the next version, and what was shown before as a still newer one.

use super::{
    publish::{self, Aim, PublishError},
    state::App,
    store::{audit::Actor, publications::Publication},
};
use crate::{
    bundle::Manifest,
    content::{edit::numbering, files::Files},
    packs,
};

/// Publishes these files as the version after all that there have been. Gives them back with its number in them.
///
/// # Errors
/// When they are faulty, the server's key is not trusted any more, somebody else has published at the same time, or it can't
/// be kept.
pub async fn files(
    app: &App,
    municipality: &str,
    files: &Files,
    aim: Aim,
    actor: &Actor,
) -> Result<(Manifest, Files), PublishError> {
    let (store, now) = (&*app.store, app.now());
    let key = publish::own_key(store, &app.state, now).await?;
    if !store.trusted_keys().await?.contains(key.public()) {
        return Err(PublishError::NotTrusted);
    }
    let published = store.publications(municipality).await?;
    let newest = published.first().map_or(0, |newest| newest.version);
    let known = app.packs.now().of(municipality).map_or(0, |pack| pack.info.version);
    let zone = packs::understand(files).map_err(publish_fault)?.zone();
    let today = now.with_timezone(&zone).date_naive();
    let numbered = numbering::change(files, newest.max(known) + 1, today).map_err(|_| PublishError::Unnumbered)?;
    let manifest = publish::pack(store, &key, &numbered, aim, actor, now).await?;
    app.packs.refresh(app).await?;
    Ok((manifest, numbered))
}

/// What those who see this publication were shown before it; none where it is the first.
///
/// # Errors
/// When the database can't be used.
pub async fn before(app: &App, of: &Publication) -> Result<Option<Files>, PublishError> {
    let all = app.store.publications(&of.municipality).await?;
    let is_before = |one: &&Publication| {
        one.version < of.version && (one.device.is_none() || one.device == of.device) && one.valid_from <= app.now()
    };
    match all.iter().find(is_before) {
        Some(before) => Ok(publish::stored(&*app.store, &before.sha256).await?),
        None => Ok(app.packs.configured().files(&of.municipality).cloned()),
    }
}

/// Takes a publication back: what was shown before becomes a new, higher version, for the same kiosks, at once. None where
/// nothing was.
///
/// # Errors
/// As [`files`] says.
pub async fn take_back(app: &App, of: &Publication, actor: &Actor) -> Result<Option<Manifest>, PublishError> {
    let Some(before) = before(app, of).await? else {
        return Ok(None);
    };
    let aim = Aim {
        device: of.device.clone(),
        ..Aim::default()
    };
    let (manifest, _) = files(app, &of.municipality, &before, aim, actor).await?;
    Ok(Some(manifest))
}

fn publish_fault(cause: packs::LoadError) -> PublishError {
    PublishError::Seal(cause.into())
}
