//! PostgreSQL, for several server processes.
//!
//! What two processes do at once is settled by the database alone, at its ordinary isolation (read committed): keys that
//! are there already make a row nobody's second, and whoever decides by what stands in a row locks it first. Locks are
//! taken in one order everywhere: records by their keys, then the device, its offers or heartbeat, then the lobby, then its
//! days in their order.

mod address;
mod alerts;
mod approvals;
mod audit;
mod days;
mod devices;
mod drafts;
mod errors;
mod images;
mod intake;
mod logs;
mod mirror;
mod publications;
mod registered;
mod rows;
mod statements;
mod tickets;
mod users;

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};

use super::{Result, StoreError};

mod migrations {
    refinery::embed_migrations!("src/server/store/postgres/migrations");
}

/// At once, of each process.
const CONNECTIONS: usize = 16;
/// A request waits for its turn no longer than this,
const WAIT: Duration = Duration::from_secs(10);
/// and for a new connection no longer than this.
const CREATE: Duration = Duration::from_secs(5);
/// What processes that start at once agree on, so that one of them migrates.
const MIGRATING: i64 = 0x7061_7274_6572;

/// A database on a server of its own.
#[derive(Debug, Clone)]
pub struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Connects to the database at `postgres://user:password@host/name`, and makes the tables where there are none.
    ///
    /// `sslmode` (`require`, `disable`) and `sslrootcert` (a PEM file) may follow, as in libpq's addresses. Without
    /// `sslmode` it is TLS where the host is another machine; certificates are always checked.
    ///
    /// # Errors
    /// When the address is none, the database can't be used, or a newer program wrote it.
    pub async fn connect(address: &str) -> Result<Self> {
        let (config, tls) = address::read(address)?;
        let recycling_method = RecyclingMethod::Fast;
        let manager = Manager::from_config(config, tls, ManagerConfig { recycling_method });
        let pool = Pool::builder(manager)
            .runtime(Runtime::Tokio1)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(CREATE))
            .build()
            .map_err(StoreError::internal)?;
        migrate(pool.get().await?).await?;
        Ok(Self { pool })
    }

    /// Ends the connections as they become free.
    pub fn close(&self) {
        self.pool.close();
    }

    async fn connection(&self) -> Result<Object> {
        Ok(self.pool.get().await?)
    }
}

/// On a connection that is closed afterwards, and its lock and patience with it.
async fn migrate(connection: Object) -> Result<()> {
    use refinery::error::Kind;
    let mut connection = Object::take(connection);
    connection
        .batch_execute("SET statement_timeout = 0; SET lock_timeout = '60s'")
        .await?;
    connection.execute("SELECT pg_advisory_lock($1)", &[&MIGRATING]).await?;
    let run = migrations::migrations::runner().run_async(&mut *connection).await;
    run.map(drop).map_err(|error| match error.kind() {
        Kind::DivergentVersion(..) | Kind::MissingVersion(_) => StoreError::Newer(error.to_string()),
        Kind::Connection(_, cause) => cause
            .downcast_ref()
            .map_or_else(|| StoreError::internal(&error), errors::of),
        _ => StoreError::internal(error),
    })
}
