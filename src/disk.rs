//! How much room the disk has.

use std::path::Path;

/// Bytes that this user may still write beside `folder`; none where that can't be told.
#[must_use]
pub fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
