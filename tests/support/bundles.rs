//! Packs, keys and bundles to publish.
#![allow(dead_code)]

use std::path::Path;

use parter::{
    bundle::{Entry, Manifest, PublicKey, Signed, SigningKey, manifest::FORMAT, seal},
    content::files::Files,
    packs::folder,
    protocol::record::Hash,
};
use serde_json::Value;
use tempfile::TempDir;

/// The minimal pack, of this version.
pub fn minimal(version: u64) -> Files {
    let mut files = folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/minimal")).unwrap();
    let text = files.text("pack.toml").unwrap();
    let text = text.replace("version = 1\n", &format!("version = {version}\n"));
    files.insert("pack.toml", text);
    files
}

/// Somebody with a key.
pub struct Publisher {
    pub key: SigningKey,
    pub dir: TempDir,
}

impl Publisher {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        SigningKey::generate(&path, None).unwrap();
        let key = SigningKey::read(&path, || unreachable!()).unwrap();
        Self { key, dir }
    }

    pub fn public(&self) -> PublicKey {
        self.key.public().clone()
    }

    pub fn publish(&self, files: &Files) -> (Manifest, Signed) {
        seal::seal(files, &self.key, chrono::DateTime::UNIX_EPOCH, Vec::new()).unwrap()
    }

    /// A publication after which these keys are trusted.
    pub fn publish_trusting(&self, files: &Files, keys: Vec<PublicKey>) -> Signed {
        seal::seal(files, &self.key, chrono::DateTime::UNIX_EPOCH, keys)
            .unwrap()
            .1
    }

    pub fn sign(&self, manifest: Vec<u8>) -> Signed {
        let signature = self.key.sign(&manifest, "by a test").unwrap();
        Signed { manifest, signature }
    }

    /// A manifest of whatever these files are.
    pub fn sign_unchecked(&self, files: &Files, version: u64) -> Signed {
        let entry = |(name, bytes): (&str, &[u8])| Entry {
            name: name.to_owned(),
            size: bytes.len() as u64,
            sha256: Hash::of(bytes),
        };
        let manifest = Manifest {
            format: FORMAT,
            municipality: "minimal".to_owned(),
            version,
            program: semver::Version::new(0, 1, 0),
            valid_from: chrono::DateTime::UNIX_EPOCH,
            keys: Vec::new(),
            files: files.iter().map(entry).collect(),
        };
        self.sign(manifest.to_bytes().unwrap())
    }
}

/// The same publication with its manifest changed, and signed for that.
pub fn resigned(publisher: &Publisher, signed: &Signed, change: impl FnOnce(&mut Value)) -> Signed {
    let mut manifest = serde_json::from_slice(&signed.manifest).unwrap();
    change(&mut manifest);
    publisher.sign(serde_json::to_vec(&manifest).unwrap())
}
