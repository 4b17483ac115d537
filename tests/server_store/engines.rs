//! Where the suite runs.

use parter::server::store::{Store, postgres::Postgres, sqlite::Sqlite};
use tokio::runtime::{Builder, Runtime};

use crate::postgres;

pub fn sqlite(test: impl AsyncFnOnce(&dyn Store)) {
    let state = tempfile::tempdir().unwrap();
    let store = Sqlite::open(state.path()).unwrap();
    runtime().block_on(test(&store));
    store.close();
}

pub fn postgres(test: impl AsyncFnOnce(&dyn Store)) {
    runtime().block_on(async {
        let store = Postgres::connect(&postgres::shared().database().await).await.unwrap();
        test(&store).await;
    });
}

pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}
