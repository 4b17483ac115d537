//! Files that staff have sent and not saved yet: in the server's state, each under the hash of its bytes, for a day.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use axum::body::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::spawn_blocking;

use super::state::App;
use crate::{durable, protocol::record::Hash};

const FOLDER: &str = "uploads";
/// The newest ones; whoever sends more than that in a day sends some again.
const KEPT: usize = 10;
const LIFE: TimeDelta = TimeDelta::days(1);

/// # Errors
/// When the disk is full or can't be written to.
pub async fn keep(app: &App, bytes: Bytes) -> io::Result<Hash> {
    let (folder, now) = (folder(app), app.now());
    on_disk(move || {
        let name = Hash::of(&bytes);
        let path = folder.join(name.to_string());
        fs::create_dir_all(&folder)?;
        durable::replace(&path, &bytes, 0o600)?;
        File::options().write(true).open(&path)?.set_modified(now.into())?;
        forget_in(&folder, now)?;
        Ok(name)
    })
    .await
}

/// None where it is kept no more.
///
/// # Errors
/// When the disk can't be read.
pub async fn get(app: &App, name: Hash) -> io::Result<Option<Vec<u8>>> {
    let (folder, now) = (folder(app), app.now());
    on_disk(move || {
        forget_in(&folder, now)?;
        match fs::read(folder.join(name.to_string())) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    })
    .await
}

/// Takes away those that are kept no more.
///
/// # Errors
/// When the disk can't be written to.
pub async fn forget(app: &App) -> io::Result<()> {
    let (folder, now) = (folder(app), app.now());
    on_disk(move || forget_in(&folder, now)).await
}

fn folder(app: &App) -> PathBuf {
    app.state.join(FOLDER)
}

fn forget_in(folder: &Path, now: DateTime<Utc>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut kept = Vec::new();
    for entry in entries {
        let entry = entry?;
        kept.push((entry.metadata()?.modified()?, entry.path()));
    }
    kept.sort_unstable_by(|one, other| other.cmp(one));
    let oldest = SystemTime::from(now - LIFE);
    for (at, (sent_at, path)) in kept.iter().enumerate() {
        if at >= KEPT || *sent_at < oldest {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
