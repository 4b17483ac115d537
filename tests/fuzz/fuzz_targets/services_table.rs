//! A table of any bytes against a pack: what was understood of it leaves the pack one that can be read.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parter::{
    content::{Pack, exchange::services, files::Files, read::read},
    packs, sheet,
};

static SAMOKOV: LazyLock<Option<(Pack, Files)>> = LazyLock::new(|| packs::load_with_files("samokov").ok());

fuzz_target!(|bytes: &[u8]| {
    let Some((pack, files)) = &*SAMOKOV else { return };
    let import = services::read(&sheet::decode(bytes), pack, "list.csv");
    let changed = import.apply(files, pack).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert!(read(&changed).pack.is_some());
});
