//! The connection: how it is set up, checked, and used for one transaction at a time.

use std::{
    fs::File,
    io::ErrorKind,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, MAIN_DB, OpenFlags, Transaction, TransactionBehavior};

use super::{StoreConfig, StoreError};
use crate::queue::transitions::Refused;

mod migrations {
    refinery::embed_migrations!("src/store/migrations");
}

/// The database and what its transactions need to know.
#[derive(Debug)]
pub(super) struct Db {
    conn: Connection,
    path: PathBuf,
    pub config: StoreConfig,
}

impl Db {
    /// Opens the database at `path`, sound and of this program's version, or says why not.
    pub fn open(path: &Path, config: &StoreConfig) -> Result<Self, StoreError> {
        check_right(path)?;
        let conn = connect(path).map_err(|error| StoreError::database(path, &error))?;
        // Before its log is touched: that would be made as read-only as the database, and stay so.
        if conn.is_readonly(MAIN_DB).unwrap_or(false) {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        set_up(&conn).map_err(|error| StoreError::database(path, &error))?;
        let mut db = Self {
            conn,
            path: path.to_owned(),
            config: config.clone(),
        };
        db.check()?;
        db.migrate()?;
        db.forget_order();
        Ok(db)
    }

    /// Runs `work` as one transaction, which is on the disk when this returns.
    pub fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Transaction, &StoreConfig) -> Result<T, Refusal>,
    ) -> Result<T, StoreError> {
        let run = || {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&tx, &self.config)?;
            tx.commit()?;
            Ok(value)
        };
        run().map_err(|refusal| match refusal {
            Refusal::Sqlite(error) => StoreError::database(&self.path, &error),
            Refusal::Store(error) => error,
        })
    }

    /// Looks something up, without a claim to write.
    pub fn read<T>(&self, look: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        look(&self.conn).map_err(|error| StoreError::database(&self.path, &error))
    }

    /// Empties the write-ahead log, which holds the pages of every commit in order. What fails here is tried again with
    /// the next rating and at the next opening; the commits themselves are safe.
    pub fn forget_order(&self) {
        let emptied = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = emptied {
            tracing::warn!(%error, "the write-ahead log could not be emptied");
        }
    }

    /// The file may not grow beyond so many pages.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let set = self
            .conn
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
        set.map_err(|error| StoreError::database(&self.path, &error))
    }

    /// Writes all to the one file and closes it.
    pub fn close(self) -> Result<(), StoreError> {
        let path = self.path;
        self.conn
            .close()
            .map_err(|(_, error)| StoreError::database(path, &error))
    }

    fn check(&self) -> Result<(), StoreError> {
        let check = self
            .conn
            .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        match check.map_err(|error| StoreError::database(&self.path, &error))? {
            verdict if verdict == "ok" => Ok(()),
            damage => Err(StoreError::Damaged(damage)),
        }
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        use refinery::error::Kind;
        // The library panics on a history that it can't read.
        let run = AssertUnwindSafe(|| migrations::migrations::runner().run(&mut self.conn));
        let run = catch_unwind(run).map_err(|_| StoreError::Damaged("its list of migrations can't be read".into()))?;
        run.map(|_| ()).map_err(|error| match error.kind() {
            Kind::DivergentVersion(..) | Kind::MissingVersion(_) => StoreError::Newer(error.to_string()),
            Kind::Connection(_, source) => match source.downcast_ref() {
                Some(source) => StoreError::database(&self.path, source),
                None => StoreError::Internal(error.to_string()),
            },
            _ => StoreError::Internal(error.to_string()),
        })
    }
}

/// Asked before SQLite is, which would leave a log beside the database that can't be written either.
fn check_right(path: &Path) -> Result<(), StoreError> {
    let right = File::options().write(true).open(path).map_err(|error| error.kind());
    match right {
        Err(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => Err(StoreError::ReadOnly(path.to_owned())),
        _ => Ok(()),
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

fn set_up(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_millis(500))?;
    // A ticket alone takes a dozen; the library keeps sixteen.
    conn.set_prepared_statement_cache_capacity(64);
    conn.execute_batch(
        // A busy day's pages fit into 256 KiB. SQLite's own 2,000 fill over weeks, which looks like a leak.
        "PRAGMA cache_size = -256;
         PRAGMA cell_size_check = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;",
    )
}

/// Runs `work` as a part of a transaction that is undone by itself where it is refused, and leaves the rest as it was. What
/// the database itself can't do ends the whole.
pub(super) fn part<T>(
    tx: &Connection,
    work: impl FnOnce() -> Result<T, Refusal>,
) -> Result<Result<T, StoreError>, Refusal> {
    let run = |sql| tx.prepare_cached(sql)?.execute([]);
    run("SAVEPOINT part")?;
    let done = match work() {
        Ok(value) => Ok(value),
        Err(Refusal::Store(error)) => {
            run("ROLLBACK TO part")?;
            Err(error)
        }
        Err(refusal @ Refusal::Sqlite(_)) => return Err(refusal),
    };
    run("RELEASE part")?;
    Ok(done)
}

/// Why a transaction was given up.
#[derive(Debug)]
pub(super) enum Refusal {
    Sqlite(rusqlite::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::Store(StoreError::Refused(refused))
    }
}
