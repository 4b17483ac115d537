//! How large a pack may be and what its files may be called: the same in a folder, in a bundle and on the wire.

use super::read::README;

/// No file of a pack is larger.
pub const FILE_BYTES: u64 = 8 << 20;
/// No pack is larger.
pub const PACK_BYTES: u64 = 64 << 20;
/// No pack has more files.
pub const FILE_COUNT: usize = 2_000;
/// No name of a file or folder is longer.
pub const NAME_BYTES: usize = 100;

/// Whether a file or folder may be called so: the name means the same on every system and climbs nowhere.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name == README || is_plain(name)
}

/// Whether a file may lie there: in the pack itself, or in one folder of it.
#[must_use]
pub fn is_path(path: &str) -> bool {
    match path.split_once('/') {
        Some((folder, file)) => is_plain(folder) && is_name(file),
        None => is_name(path),
    }
}

fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() <= NAME_BYTES
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes
            .iter()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
}
