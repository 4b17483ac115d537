//! The database inside the program: one SQLite file, one thread that writes it, a few that read.

mod alerts;
mod approvals;
mod audit;
mod days;
mod devices;
mod drafts;
mod images;
mod intake;
mod logs;
mod mirror;
mod publications;
mod registered;
mod rows;
mod tickets;
mod users;

use std::{
    fs::File,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::{Result, StoreError};

mod migrations {
    refinery::embed_migrations!("src/server/store/sqlite/migrations");
}

/// Requests that wait at once; more wait for a place.
const DEPTH: usize = 256;
const READERS: usize = 2;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The file `parter-server.db` in the server's state folder.
#[derive(Debug)]
pub struct Sqlite {
    writer: mpsc::Sender<Job>,
    readers: mpsc::Sender<Job>,
    threads: Vec<JoinHandle<()>>,
}

impl Sqlite {
    /// Opens the database in the state folder, and makes both where there are none.
    ///
    /// # Errors
    /// When the folder or the file can't be used, or a newer program wrote it.
    pub fn open(state: &Path) -> Result<Self> {
        let unusable = |error: io::Error| {
            StoreError::Unavailable(format!(
                "the state folder {} can't be used: {error}; create it or give this user the right to write there",
                state.display()
            ))
        };
        std::fs::create_dir_all(state).map_err(unusable)?;
        let path = state.join("parter-server.db");
        // The server and its commands may open a new file at the same moment: one of them migrates.
        let turn = File::create(state.join("parter-server.lock")).map_err(unusable)?;
        turn.lock().map_err(unusable)?;
        let mut conn = connect(&path).map_err(failed)?;
        migrate(&mut conn)?;
        drop(turn);
        let (writer, jobs) = mpsc::channel(DEPTH);
        let mut threads = vec![spawn("store-writer", conn, Arc::new(Mutex::new(jobs))).map_err(unusable)?];
        let (readers, jobs) = mpsc::channel(DEPTH);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..READERS {
            let conn = connect(&path).map_err(failed)?;
            conn.pragma_update(None, "query_only", true).map_err(failed)?;
            threads.push(spawn("store-reader", conn, jobs.clone()).map_err(unusable)?);
        }
        Ok(Self {
            writer,
            readers,
            threads,
        })
    }

    /// Finishes what was asked, and closes the file.
    pub fn close(self) {
        drop((self.writer, self.readers));
        for thread in self.threads {
            // A thread that panicked has nothing to finish.
            let _ = thread.join();
        }
    }

    /// Runs `work` as one transaction, which is on the disk when this returns.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        ask(&self.writer, move |conn| {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&tx)?;
            tx.commit()?;
            Ok(value)
        })
        .await
    }

    /// Runs `work` on one state of the database.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        ask(&self.readers, move |conn| work(&conn.transaction()?)).await
    }
}

async fn ask<T: Send + 'static>(
    jobs: &mpsc::Sender<Job>,
    work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T> {
    let (answer, answered) = oneshot::channel();
    let job: Job = Box::new(move |conn| {
        // Nobody waits any more when the request was given up; what it did stands.
        let _ = answer.send(work(conn));
    });
    let stopped = || StoreError::Unavailable("the store has been shut down".to_owned());
    jobs.send(job).await.map_err(|_| stopped())?;
    answered.await.map_err(|_| stopped())?.map_err(failed)
}

fn spawn(name: &str, mut conn: Connection, jobs: Arc<Mutex<mpsc::Receiver<Job>>>) -> io::Result<JoinHandle<()>> {
    let next = move || jobs.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        while let Some(job) = next() {
            // The one who asked sees that no answer came; the others are served on.
            if catch_unwind(AssertUnwindSafe(|| job(&mut conn))).is_err() {
                tracing::error!("a question to the store ended in a panic");
            }
        }
    })
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;",
    )?;
    Ok(conn)
}

fn migrate(conn: &mut Connection) -> Result<()> {
    use refinery::error::Kind;
    let run = migrations::migrations::runner().run(conn);
    run.map(drop).map_err(|error| match error.kind() {
        Kind::DivergentVersion(..) | Kind::MissingVersion(_) => StoreError::Newer(error.to_string()),
        _ => StoreError::internal(error),
    })
}

fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure,
        ) => StoreError::Unavailable(error.to_string()),
        _ => StoreError::internal(error),
    }
}
