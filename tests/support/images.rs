//! A folder of images as it is published, and what a kiosk says of its own.
#![allow(dead_code, clippy::unwrap_used)]

use std::{fs, path::Path};

use parter::protocol::{
    image::{ImageReport, SIGNATURE, SUMS},
    record::Hash,
};

/// A version with these files.
pub fn publish(folder: &Path, version: &str, files: &[(&str, &[u8])]) {
    let at = folder.join(version);
    fs::create_dir_all(&at).unwrap();
    let mut sums = String::new();
    for (name, content) in files {
        fs::write(at.join(name), content).unwrap();
        sums += &format!("{}  {name}\n", Hash::of(content));
    }
    fs::write(at.join(SUMS), sums).unwrap();
    fs::write(at.join(SIGNATURE), "signed").unwrap();
}

/// Bytes in which every place can be told from the others.
pub fn payload(size: u32) -> Vec<u8> {
    (0..size / 4).flat_map(u32::to_be_bytes).collect()
}

/// What a kiosk with this version says when nothing is under way.
pub fn runs(version: &str) -> ImageReport {
    ImageReport {
        version: version.parse().unwrap(),
        update: None,
    }
}
