//! An archive of any bytes is refused, or holds files within the limits of packs.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parter::content::{
    exchange::archive,
    limits::{FILE_BYTES, FILE_COUNT, PACK_BYTES, is_path},
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(files) = archive::read(bytes) else { return };
    let sizes: Vec<u64> = files.iter().map(|(_, bytes)| bytes.len() as u64).collect();
    assert!(sizes.iter().all(|size| *size <= FILE_BYTES) && sizes.iter().sum::<u64>() <= PACK_BYTES);
    assert!(files.iter().count() <= FILE_COUNT && files.iter().all(|(name, _)| is_path(name)));
    let again = archive::write(&files).map(|bytes| archive::read(&bytes));
    assert!(matches!(again, Ok(Ok(again)) if again == files));
});
