//! Opening: one process at a time, a sound database or a new one, and nothing that needs a hand.
//!
//! A new database is made whole under another name and renamed into place, so a cut at any moment leaves either the
//! old state or the new one, and the next opening goes on from there.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::{
    Incident, Opened, Saved, Store, StoreConfig, StoreError, db::Db, numbers::Reserved, outbox::Depth, salvage,
};
use crate::{durable, feedback::RepeatFilter};

impl Store {
    /// Opens the state folder, and makes it where there is none. A damaged database is moved aside, with all that can
    /// be read brought over to a new one.
    pub fn open(dir: &Path, config: &StoreConfig, now: DateTime<Utc>) -> Result<Opened, StoreError> {
        fs::create_dir_all(dir).map_err(StoreError::folder(dir))?;
        let lock = lock(dir)?;
        let files = Files { dir, now };
        let reserved = Reserved::read(dir);
        let mut incidents = Vec::new();
        files.put_in_place().map_err(StoreError::folder(dir))?;
        if !files.has_database() {
            make(&files, config, &reserved, None)?;
            incidents.extend((!reserved.is_empty()).then_some(Incident::Missing));
        }
        let db = match Db::open(&files.database(), config) {
            Err(StoreError::Damaged(cause)) => {
                let (kept_as, saved) = make(&files, config, &reserved, Some(&files.database()))?;
                incidents.push(Incident::Damaged { cause, kept_as, saved });
                Db::open(&files.database(), config)?
            }
            opened => opened?,
        };
        let depth = db.read(Depth::count)?;
        let repeats = RepeatFilter::new(config.repeat_window);
        let mut store = Self {
            db,
            reserved,
            last_issue: None,
            repeats,
            incidents,
            clock_wrong: false,
            depth,
            written: false,
            changed: false,
            _lock: lock,
        };
        store.today(now)?;
        let incidents = store.take_incidents();
        Ok(Opened { store, incidents })
    }
}

/// Takes the folder for this process, until the file is closed. One who is just leaving gets a moment to do so.
fn lock(dir: &Path) -> Result<File, StoreError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join("parter.lock"));
    let file = file.map_err(StoreError::folder(dir))?;
    for _ in 0..10 {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(50)),
            Err(TryLockError::Error(error)) => return Err(StoreError::folder(dir)(error)),
        }
    }
    Err(StoreError::Locked(dir.to_owned()))
}

/// Makes a new database with what can be read of the `old` one and puts it in place. Says where the old one is kept
/// and what came over.
fn make(
    files: &Files,
    config: &StoreConfig,
    reserved: &Reserved,
    old: Option<&Path>,
) -> Result<(PathBuf, Saved), StoreError> {
    for leftover in with_companions(&files.making()) {
        if leftover.exists() {
            fs::remove_file(&leftover).map_err(StoreError::folder(leftover))?;
        }
    }
    let mut db = Db::open(&files.making(), config)?;
    let saved = salvage::bring_over(old, &mut db, reserved)?;
    db.close()?;
    fs::rename(files.making(), files.made()).map_err(StoreError::folder(files.dir))?;
    let kept_as = files.put_in_place().map_err(StoreError::folder(files.dir))?;
    Ok((kept_as, saved))
}

/// The names in the state folder.
struct Files<'a> {
    dir: &'a Path,
    now: DateTime<Utc>,
}

impl Files<'_> {
    fn database(&self) -> PathBuf {
        self.dir.join("parter.db")
    }

    /// A new database, not whole yet.
    fn making(&self) -> PathBuf {
        self.dir.join("parter.making.db")
    }

    /// A new database that is whole. While it exists, what stands in its place is damaged.
    fn made(&self) -> PathBuf {
        self.dir.join("parter.made.db")
    }

    fn has_database(&self) -> bool {
        fs::metadata(self.database()).is_ok_and(|metadata| metadata.len() > 0)
    }

    /// A name for the damaged database that nothing has yet, whatever the clock says.
    fn aside(&self) -> PathBuf {
        let stem = format!("parter-damaged-{}", self.now.format("%Y%m%dT%H%M%SZ"));
        let numbered = |n: u32| self.dir.join(format!("{stem}-{n}.db"));
        let names = std::iter::once(self.dir.join(format!("{stem}.db"))).chain((2..).map(numbered));
        let mut free = names.filter(|name| with_companions(name).iter().all(|file| !file.exists()));
        free.next().unwrap_or_else(|| numbered(1))
    }

    /// Puts the new database that is whole, if there is one, in its place, and what stood there aside; also its log,
    /// which must never be taken for the new one's. Says where to.
    fn put_in_place(&self) -> io::Result<PathBuf> {
        let aside = self.aside();
        if self.made().exists() {
            for (from, to) in with_companions(&self.database()).iter().zip(with_companions(&aside)) {
                if from.exists() {
                    fs::rename(from, to)?;
                }
            }
            fs::rename(self.made(), self.database())?;
            durable::sync_dir(self.dir)?;
        }
        Ok(aside)
    }
}

/// A database file, its write-ahead log and that log's index.
fn with_companions(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    })
}
