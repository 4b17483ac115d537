//! What stands between a bundle and a screen: each defence by itself, and their order.

use std::{fs, io, path::Path};

use parter::{
    bundle::{Expected, Manifest, PublicKey, Refused, Shown, Signed, check, folder},
    content::{Pack, limits},
    protocol::record::Hash,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::bundles::{Publisher, minimal, resigned};

const NOTHING: Shown = Shown {
    version: 0,
    manifest: None,
};

fn judge(signed: &Signed, key: &PublicKey, shown: Shown) -> Result<Manifest, Refused> {
    let expected = Expected {
        keys: std::slice::from_ref(key),
        municipality: "minimal",
        program: &semver::Version::new(0, 1, 0),
        shown,
    };
    check::manifest(signed, &expected)
}

/// The reason alone, and every one is a sentence.
fn reason(refused: Result<Manifest, Refused>) -> String {
    let refused = refused.unwrap_err();
    assert!(!refused.to_string().is_empty());
    let debug = format!("{refused:?}");
    debug.split(['(', ' ']).next().unwrap().to_owned()
}

/// The manifest with some things changed, signed anew.
fn changed(publisher: &Publisher, change: impl FnOnce(&mut Value)) -> Signed {
    let (_, signed) = publisher.publish(&minimal(1));
    resigned(publisher, &signed, change)
}

fn pack_of(publisher: &Publisher, signed: &Signed, folder: &Path) -> Result<Pack, Refused> {
    let manifest = judge(signed, publisher.key.public(), NOTHING)?;
    check::pack(&manifest, |entry| folder::file(folder, entry)).map(|(_, pack)| pack)
}

#[test]
fn a_good_bundle_is_the_pack_that_was_signed() {
    let publisher = Publisher::new();
    let dir = tempfile::tempdir().unwrap();
    let bundle = dir.path().join("bundle");
    let (_, signed) = publisher.publish(&minimal(3));
    folder::write(&bundle, &signed, &minimal(3)).unwrap();
    assert_eq!(folder::read(&bundle).unwrap(), signed);
    let pack = pack_of(&publisher, &signed, &bundle).unwrap();
    assert_eq!(
        (pack.info.version, pack.sha256),
        (3, minimal(3).hash()),
        "the heartbeat's hash is that of the folder"
    );
    let again = folder::write(&bundle, &signed, &minimal(3)).unwrap_err();
    assert_eq!(again.kind(), io::ErrorKind::DirectoryNotEmpty);
}

#[test]
fn unsigned_and_signed_by_another() {
    let (ours, other) = (Publisher::new(), Publisher::new());
    let (_, good) = ours.publish(&minimal(1));
    for signature in ["", "untrusted comment: x", &other.publish(&minimal(1)).1.signature] {
        let signed = Signed {
            signature: signature.to_owned(),
            ..good.clone()
        };
        assert_eq!(reason(judge(&signed, ours.key.public(), NOTHING)), "Signature");
    }
    assert_eq!(reason(judge(&good, other.key.public(), NOTHING)), "Signature");
    assert!(judge(&good, ours.key.public(), NOTHING).is_ok());
}

#[test]
fn a_changed_byte_of_the_manifest_or_of_what_the_signature_says() {
    let publisher = Publisher::new();
    let (_, good) = publisher.publish(&minimal(1));
    for at in (0..good.manifest.len()).step_by(37) {
        let mut signed = good.clone();
        signed.manifest[at] ^= 1;
        assert_eq!(reason(judge(&signed, publisher.key.public(), NOTHING)), "Signature");
    }
    let signature = good.signature.replace("version 1", "version 2");
    assert_ne!(signature, good.signature);
    let signed = Signed { signature, ..good };
    assert_eq!(reason(judge(&signed, publisher.key.public(), NOTHING)), "Signature");
}

#[test]
fn another_format_municipality_and_program() {
    let publisher = Publisher::new();
    let reason_of =
        |change: fn(&mut Value)| reason(judge(&changed(&publisher, change), publisher.key.public(), NOTHING));
    // Of a format to come nothing else is known, so nothing else is judged.
    assert_eq!(
        reason_of(|manifest| *manifest = json!({ "format": 2, "more": [] })),
        "Manifest"
    );
    assert_eq!(reason_of(|manifest| manifest["surprise"] = json!(1)), "Manifest");
    assert_eq!(
        reason_of(|manifest| manifest["municipality"] = json!("other")),
        "Municipality"
    );
    assert_eq!(reason_of(|manifest| manifest["program"] = json!("0.1.1")), "Program");
    assert!(
        judge(
            &changed(&publisher, |manifest| manifest["program"] = json!("0.0.9")),
            publisher.key.public(),
            NOTHING
        )
        .is_ok()
    );
}

#[test]
fn an_older_version_and_another_of_the_same() {
    let publisher = Publisher::new();
    let (_, second) = publisher.publish(&minimal(2));
    let shown = Shown {
        version: 2,
        manifest: Some(second.hash()),
    };
    let judge = |signed: &Signed| judge(signed, publisher.key.public(), shown);
    assert_eq!(reason(judge(&publisher.publish(&minimal(1)).1)), "Older");
    assert!(judge(&second).is_ok(), "what is shown may be told of again");
    let other = resigned(&publisher, &second, |manifest| {
        manifest["valid_from"] = json!("2020-01-01T00:00:00Z");
    });
    assert_eq!(reason(judge(&other)), "Older");
    assert!(judge(&publisher.publish(&minimal(3)).1).is_ok());
}

#[test]
fn no_clock_is_asked() {
    let publisher = Publisher::new();
    for time in ["1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z"] {
        let signed = resigned(&publisher, &publisher.publish(&minimal(1)).1, |manifest| {
            manifest["valid_from"] = json!(time);
        });
        assert!(judge(&signed, publisher.key.public(), NOTHING).is_ok());
    }
}

#[test]
fn names_sizes_and_counts_beyond_the_limits() {
    let publisher = Publisher::new();
    let entry = |name: &str, size: u64| json!({ "name": name, "size": size, "sha256": Hash([7; 32]).to_string() });
    let reason_of = |files: Value| {
        reason(judge(
            &changed(&publisher, |manifest| manifest["files"] = files),
            publisher.key.public(),
            NOTHING,
        ))
    };
    for name in [
        "../pack.toml",
        "/etc/passwd",
        "..",
        ".",
        "",
        "a/../b",
        "a/b/c",
        "a//b",
        "a/",
        "A.TOML",
        "пакет",
        "a\\b",
        "a\0b",
        ".hidden",
        &"n".repeat(limits::NAME_BYTES + 1),
    ] {
        assert_eq!(reason_of(json!([entry(name, 1)])), "Limits", "{name:?}");
    }
    assert_eq!(reason_of(json!([entry("b", 1), entry("a", 1)])), "Limits");
    assert_eq!(reason_of(json!([entry("a", 1), entry("a", 1)])), "Limits");
    assert_eq!(reason_of(json!([entry("a", limits::FILE_BYTES + 1)])), "Limits");
    assert_eq!(reason_of(json!([entry("a", u64::MAX), entry("b", u64::MAX)])), "Limits");
    let many = |count: usize, size| (0..count).map(|n| entry(&format!("{n:05}"), size)).collect::<Value>();
    assert_eq!(reason_of(many(9, limits::FILE_BYTES)), "Limits");
    assert_eq!(reason_of(many(limits::FILE_COUNT + 1, 0)), "Limits");
    assert!(
        judge(
            &changed(&publisher, |manifest| manifest["files"] = many(limits::FILE_COUNT, 1)),
            publisher.key.public(),
            NOTHING
        )
        .is_ok()
    );
}

#[test]
fn a_manifest_without_end_is_not_parsed() {
    let publisher = Publisher::new();
    let (_, good) = publisher.publish(&minimal(1));
    let mut manifest = good.manifest;
    manifest.extend(vec![b' '; 1 << 20]);
    let signed = publisher.sign(manifest);
    assert_eq!(reason(judge(&signed, publisher.key.public(), NOTHING)), "Signature");
}

#[test]
fn files_that_are_not_those_that_were_signed() {
    let publisher = Publisher::new();
    let (manifest, signed) = publisher.publish(&minimal(1));
    let entry = manifest
        .files
        .iter()
        .find(|entry| entry.name == "services.toml")
        .unwrap();
    let object = format!("files/{}", entry.sha256);
    let refused = |spoil: &dyn Fn(&Path)| {
        let dir = tempfile::tempdir().unwrap();
        let bundle = dir.path().join("bundle");
        folder::write(&bundle, &signed, &minimal(1)).unwrap();
        spoil(&bundle.join(&object));
        pack_of(&publisher, &signed, &bundle).unwrap_err()
    };
    let tampered = refused(&|path| {
        let mut bytes = fs::read(path).unwrap();
        bytes[5] ^= 1;
        fs::write(path, bytes).unwrap();
    });
    assert!(matches!(tampered, Refused::Tampered(name) if name == "services.toml"));
    let truncated = refused(&|path| fs::write(path, &fs::read(path).unwrap()[..40]).unwrap());
    assert!(matches!(truncated, Refused::Tampered(_)));
    let missing = refused(&|path| fs::remove_file(path).unwrap());
    assert!(matches!(missing, Refused::Missing(..)));
    let bomb = refused(&|path| fs::File::create(path).unwrap().set_len(1 << 40).unwrap());
    assert!(matches!(bomb, Refused::Missing(_, error) if error.kind() == io::ErrorKind::FileTooLarge));
    let link = refused(&|path| {
        let elsewhere = path.with_extension("elsewhere");
        fs::rename(path, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, path).unwrap();
    });
    assert!(matches!(link, Refused::Missing(..)));
}

#[test]
fn a_faulty_pack_and_one_that_the_manifest_does_not_say() {
    let publisher = Publisher::new();
    let judge_files = |files: &parter::content::files::Files, version: u64| {
        let signed = publisher.sign_unchecked(files, version);
        let manifest = judge(&signed, publisher.key.public(), NOTHING).unwrap();
        check::pack(&manifest, |entry| Ok(files.get(&entry.name).unwrap().to_vec())).unwrap_err()
    };
    let mut faulty = minimal(1);
    faulty.insert("hours.toml", "no = [");
    assert!(matches!(judge_files(&faulty, 1), Refused::Pack(_)));
    assert!(matches!(
        judge_files(&minimal(1), 2),
        Refused::Disagrees { version: 1, .. }
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_refused_without_a_panic(manifest in prop::collection::vec(any::<u8>(), 0..300), signature in any::<String>()) {
        let signed = Signed { manifest: manifest.clone(), signature };
        let key: PublicKey = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3".parse().unwrap();
        prop_assert!(judge(&signed, &key, NOTHING).is_err());
        prop_assert!(Manifest::read(&manifest).is_err());
    }

    #[test]
    fn a_real_manifest_with_random_cuts_is_read_or_refused(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..30usize, "[\\[\\]{}\":,a-z0-9-]{0,6}"), 1..5),
    ) {
        let files = minimal(1);
        let pack = parter::packs::understand(&files).unwrap();
        let manifest = Manifest::of(&files, &pack, chrono::DateTime::UNIX_EPOCH, Vec::new());
        let mut text = String::from_utf8(manifest.to_bytes().unwrap()).unwrap();
        for (at, length, words) in cuts {
            let at = at.index(text.len() + 1);
            text.replace_range(at..(at + length).min(text.len()), &words);
        }
        if let Ok(read) = Manifest::read(text.as_bytes()) {
            let _ = read.check_limits();
            prop_assert_eq!(read.format, 1);
        }
    }

    #[test]
    fn any_text_is_a_signature_or_a_key_or_none(text in "(untrusted comment: )?[ -~\n]{0,200}") {
        let key: PublicKey = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3".parse().unwrap();
        prop_assert!(!key.signed(b"x", &text));
        let _ = text.parse::<PublicKey>();
    }
}
