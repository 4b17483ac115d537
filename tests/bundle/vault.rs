//! Published content on the kiosk's disk: taken, switched, come back from; always the old one or the new one, whole.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use parter::{
    bundle::{Refused, Signed},
    content::{Pack, files::Files},
    packs,
    protocol::record::Hash,
    vault::{Fits, MOST_TRIALS, Vault, VaultError},
};
use serde_json::json;

use crate::bundles::{Publisher, minimal, resigned};
use crate::unprivileged;

/// A kiosk's state folder, and who publishes for it.
struct Given {
    dir: tempfile::TempDir,
    publisher: Publisher,
}

impl Given {
    fn new() -> Self {
        let given = Self {
            dir: tempfile::tempdir().unwrap(),
            publisher: Publisher::new(),
        };
        given
            .vault()
            .enrolled(Hash([1; 32]), &[given.publisher.public()])
            .unwrap();
        given
    }

    fn state(&self) -> &Path {
        self.dir.path()
    }

    /// As after a start of the program.
    fn vault(&self) -> Vault {
        Vault::open(self.state(), &own(), fits()).unwrap()
    }

    fn signed(&self, version: u64) -> Signed {
        self.publisher.publish(&minimal(version)).1
    }

    /// Shows this version, drawn.
    fn show(&self, version: u64) {
        let mut vault = self.vault();
        let pack = take(&mut vault, &self.signed(version), &minimal(version)).unwrap();
        vault.drawn(pack.sha256).unwrap();
    }

    fn object(&self, hash: Hash) -> PathBuf {
        self.state().join("content/objects").join(hash.to_string())
    }

    fn objects(&self) -> usize {
        fs::read_dir(self.state().join("content/objects")).unwrap().count()
    }
}

/// What the configuration names.
fn own() -> Pack {
    packs::understand(&minimal(1)).unwrap()
}

/// A kiosk that can show anything.
fn fits() -> Fits {
    Box::new(|_| Ok(()))
}

/// All that sync does with a publication.
fn take(vault: &mut Vault, signed: &Signed, files: &Files) -> Result<Pack, VaultError> {
    let Some(manifest) = vault.accept(signed)? else {
        return Err(VaultError::Nothing);
    };
    for (hash, size, come) in vault.missing(&manifest) {
        let (_, bytes) = files.iter().find(|(_, bytes)| Hash::of(bytes) == hash).unwrap();
        vault.receive(&hash, size, &bytes[come as usize..])?;
    }
    vault.switch()
}

/// The version that a start shows; 0 is the configured pack.
fn started(given: &Given) -> u64 {
    let mut vault = given.vault();
    let Some(pack) = vault.start() else { return 0 };
    vault.drawn(pack.sha256).unwrap();
    pack.info.version
}

#[test]
fn what_was_published_is_shown_and_the_one_before_is_kept() {
    let given = Given::new();
    assert_eq!(started(&given), 0);
    let mut vault = given.vault();
    let pack = take(&mut vault, &given.signed(2), &minimal(2)).unwrap();
    assert_eq!((pack.info.version, pack.sha256), (2, minimal(2).hash()));
    vault.drawn(pack.sha256).unwrap();
    assert_eq!(started(&given), 2);
    given.show(3);
    given.show(4);
    assert_eq!(started(&given), 4);
    // Two manifests, one `pack.toml` each, and the nine files that all have in common: the oldest is gone.
    assert_eq!(given.objects(), 2 + 2 + 9);
}

#[test]
fn only_what_has_changed_is_missing() {
    let given = Given::new();
    given.show(2);
    let mut vault = given.vault();
    let manifest = vault.accept(&given.signed(3)).unwrap().unwrap();
    let missing = vault.missing(&manifest);
    let changed = minimal(3).get("pack.toml").unwrap().len() as u64;
    assert_eq!(missing, [(Hash::of(minimal(3).get("pack.toml").unwrap()), changed, 0)]);
}

#[test]
fn a_download_goes_on_where_it_was_cut() {
    let given = Given::new();
    let (files, signed) = (minimal(2), given.signed(2));
    let bytes = files.get("services.toml").unwrap();
    let (hash, size) = (Hash::of(bytes), bytes.len() as u64);
    let mut vault = given.vault();
    vault.accept(&signed).unwrap();
    vault.receive(&hash, size, &bytes[..10]).unwrap();
    vault.receive(&hash, size, &bytes[10..25]).unwrap();
    drop(vault);
    let mut vault = given.vault();
    let manifest = vault.accept(&signed).unwrap().unwrap();
    assert!(vault.missing(&manifest).contains(&(hash, size, 25)));
    assert_eq!(take(&mut vault, &signed, &files).unwrap().info.version, 2);
}

#[test]
fn what_comes_must_be_what_was_signed() {
    let given = Given::new();
    let (files, signed) = (minimal(2), given.signed(2));
    let bytes = files.get("services.toml").unwrap();
    let (hash, size) = (Hash::of(bytes), bytes.len() as u64);
    let mut vault = given.vault();
    vault.accept(&signed).unwrap();
    let mut other = bytes.to_vec();
    other[3] ^= 1;
    let mut longer = bytes.to_vec();
    longer.push(b'\n');
    for wrong in [other, longer] {
        let refused = vault.receive(&hash, size, &wrong).unwrap_err();
        assert!(matches!(refused, VaultError::NotSigned), "{refused}");
        assert!(!given.object(hash).exists());
        let manifest = vault.accept(&signed).unwrap().unwrap();
        assert!(vault.missing(&manifest).contains(&(hash, size, 0)), "it begins anew");
    }
    // Without all of its files it is never shown.
    assert!(vault.switch().is_err());
    assert_eq!(started(&given), 0);
    assert!(take(&mut vault, &signed, &files).is_ok());
}

#[test]
fn nothing_is_taken_that_is_not_to_be() {
    let given = Given::new();
    given.show(3);
    let other = Publisher::new();
    let refused = |signed: &Signed, files: &Files| {
        let refused = take(&mut given.vault(), signed, files).unwrap_err();
        assert_eq!(started(&given), 3, "{refused}");
        match refused {
            VaultError::Refused(cause) => cause,
            other => panic!("{other}"),
        }
    };
    let of_another = other.publish(&minimal(4)).1;
    assert!(matches!(refused(&of_another, &minimal(4)), Refused::Signature));
    assert!(matches!(
        refused(&given.signed(2), &minimal(2)),
        Refused::Older { shown: 3, .. }
    ));
    let next = given.signed(4);
    let elsewhere = resigned(&given.publisher, &next, |manifest| {
        manifest["municipality"] = json!("other");
    });
    assert!(matches!(refused(&elsewhere, &minimal(4)), Refused::Municipality(_)));
    let newer = resigned(&given.publisher, &next, |manifest| {
        manifest["program"] = json!("99.0.0");
    });
    assert!(matches!(refused(&newer, &minimal(4)), Refused::Program(_)));
    let climbs = resigned(&given.publisher, &next, |manifest| {
        manifest["files"][0]["name"] = json!("../../a");
    });
    assert!(matches!(refused(&climbs, &minimal(4)), Refused::Limits(_)));
    // What its own publisher got wrong is not tried again and again.
    let mut faulty = minimal(4);
    faulty.insert("hours.toml", "no = [");
    let signed = given.publisher.sign_unchecked(&faulty, 4);
    assert!(matches!(refused(&signed, &faulty), Refused::Pack(_)));
    assert!(given.vault().accept(&signed).unwrap().is_none());
    given.show(5);
    assert_eq!(started(&given), 5);
}

#[test]
fn a_link_in_an_objects_place_is_not_followed() {
    let given = Given::new();
    given.show(2);
    let hash = Hash::of(minimal(2).get("hours.toml").unwrap());
    let elsewhere = given.state().join("elsewhere");
    fs::rename(given.object(hash), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, given.object(hash)).unwrap();
    assert_eq!(started(&given), 0);
    assert!(elsewhere.exists());
}

#[test]
fn what_the_disk_has_spoilt_gives_way_to_the_one_before() {
    let given = Given::new();
    given.show(2);
    given.show(3);
    let hash = Hash::of(minimal(3).get("pack.toml").unwrap());
    fs::write(given.object(hash), "spoilt").unwrap();
    assert_eq!(started(&given), 2);
    assert_eq!(started(&given), 2);
    // It was no fault of the publication: it is fetched again.
    let known = given.vault().known().unwrap();
    assert_eq!((known.version, known.manifest), (3, None));
    given.show(3);
    assert_eq!(started(&given), 3);
    given.show(4);
    assert_eq!(started(&given), 4);
}

#[test]
fn what_is_never_drawn_gives_way_to_the_one_before_and_is_not_taken_again() {
    let given = Given::new();
    given.show(2);
    let signed = given.signed(3);
    take(&mut given.vault(), &signed, &minimal(3)).unwrap();
    for _ in 1..MOST_TRIALS {
        assert_eq!(given.vault().start().unwrap().info.version, 3);
    }
    assert_eq!(given.vault().start().unwrap().info.version, 2);
    assert!(given.vault().accept(&signed).unwrap().is_none());
    assert_eq!(started(&given), 2);
    // The first publication of all gives way to the configured pack.
    let fresh = Given::new();
    take(&mut fresh.vault(), &fresh.signed(2), &minimal(2)).unwrap();
    for _ in 1..MOST_TRIALS {
        assert!(fresh.vault().start().is_some());
    }
    assert!(fresh.vault().start().is_none());
}

#[test]
fn that_the_one_before_is_drawn_still_says_nothing_of_the_new_one() {
    let given = Given::new();
    given.show(2);
    // It comes while the first picture of the old one is drawn.
    let mut vault = given.vault();
    let old = vault.start().unwrap();
    take(&mut vault, &given.signed(3), &minimal(3)).unwrap();
    vault.drawn(old.sha256).unwrap();
    drop(vault);
    for _ in 1..MOST_TRIALS {
        assert_eq!(given.vault().start().unwrap().info.version, 3);
    }
    assert_eq!(started(&given), 2);
}

#[test]
fn one_that_replaces_one_on_trial_comes_back_to_what_was_drawn() {
    let given = Given::new();
    given.show(2);
    for version in [3, 4] {
        take(&mut given.vault(), &given.signed(version), &minimal(version)).unwrap();
    }
    for _ in 1..MOST_TRIALS {
        assert_eq!(given.vault().start().unwrap().info.version, 4);
    }
    assert_eq!(started(&given), 2);
}

#[test]
fn keys_are_replaced_by_a_publication_that_the_old_ones_signed() {
    let given = Given::new();
    let next = Publisher::new();
    let handing_over = given.publisher.publish_trusting(&minimal(2), vec![next.public()]);
    take(&mut given.vault(), &handing_over, &minimal(2)).unwrap();
    let mut vault = given.vault();
    assert_eq!(vault.keys(), [next.public()]);
    let old = take(&mut vault, &given.signed(3), &minimal(3)).unwrap_err();
    assert!(
        matches!(old, VaultError::Refused(Refused::Signature)),
        "the old key was revoked"
    );
    take(&mut vault, &next.publish(&minimal(3)).1, &minimal(3)).unwrap();
    // A cut between the hand-over and its files: it was checked when it came.
    let again = Given::new();
    let handing_over = again.publisher.publish_trusting(&minimal(2), vec![next.public()]);
    again.vault().accept(&handing_over).unwrap();
    take(&mut again.vault(), &handing_over, &minimal(2)).unwrap();
    // And coming back to the content before does not bring its keys back.
    for _ in 0..MOST_TRIALS {
        let _ = again.vault().start();
    }
    assert_eq!(again.vault().keys(), [next.public()]);
}

#[test]
fn an_enrolment_says_anew_whom_to_trust() {
    let given = Given::new();
    given.show(2);
    given.vault().accept(&given.signed(9)).unwrap();
    let other = Publisher::new();
    given.vault().enrolled(Hash([2; 32]), &[other.public()]).unwrap();
    given.vault().enrolled(Hash([2; 32]), &[]).unwrap();
    take(&mut given.vault(), &other.publish(&minimal(3)).1, &minimal(3)).unwrap();
    let older = take(&mut given.vault(), &other.publish(&minimal(1)).1, &minimal(1)).unwrap_err();
    assert!(matches!(older, VaultError::Refused(Refused::Older { shown: 3, .. })));
}

#[test]
fn another_municipalitys_content_and_an_older_one_than_configured_are_not_shown() {
    let given = Given::new();
    given.show(2);
    let configured = |files: &Files| {
        let own = packs::understand(files).unwrap();
        Vault::open(given.state(), &own, fits()).unwrap().start()
    };
    assert!(configured(&minimal(3)).is_none());
    assert!(configured(&minimal(2)).is_some());
    let mut elsewhere = minimal(1);
    let text = elsewhere.text("pack.toml").unwrap().replace("\"minimal\"", "\"other\"");
    elsewhere.insert("pack.toml", text);
    assert!(configured(&elsewhere).is_none());
    assert_eq!(started(&given), 2, "only looked at");
}

#[test]
fn what_this_kiosk_cannot_show_is_not_shown() {
    let given = Given::new();
    given.show(2);
    let only_two = || -> Fits {
        Box::new(|pack| {
            if pack.info.version == 2 {
                Ok(())
            } else {
                Err("it has not our place".to_owned())
            }
        })
    };
    let open = || Vault::open(given.state(), &own(), only_two()).unwrap();
    let (signed, files) = (given.signed(3), minimal(3));
    let mut vault = open();
    let unfit = take(&mut vault, &signed, &files).unwrap_err();
    assert!(matches!(unfit, VaultError::Unfit(_)), "{unfit}");
    assert!(vault.accept(&signed).unwrap().is_none(), "it is not tried again");
    assert_eq!(vault.known().unwrap().manifest, Some(signed.hash()), "nor asked for");
    assert_eq!(started(&given), 2);
    // A kiosk that was moved since comes back to what it can show.
    given.show(4);
    assert_eq!(open().start().unwrap().info.version, 2);
    // Its configuration is mended, and it starts with that.
    assert_eq!(
        take(&mut given.vault(), &given.signed(4), &minimal(4))
            .unwrap()
            .info
            .version,
        4
    );
}

#[test]
fn a_kiosk_without_a_pack_of_its_own_shows_what_is_published_or_nothing() {
    let given = Given::new();
    let open = || Vault::open_without_own(given.state(), "minimal", fits()).unwrap();
    assert!(open().start().is_none() && open().shown().is_none());
    take(&mut open(), &given.signed(1), &minimal(1)).unwrap();
    for _ in 1..MOST_TRIALS {
        assert_eq!(open().shown().unwrap().info.version, 1, "looking counts for nothing");
        assert_eq!(open().start().unwrap().info.version, 1);
    }
    assert!(open().start().is_none(), "it was never drawn");
    let mut vault = open();
    let pack = take(&mut vault, &given.signed(2), &minimal(2)).unwrap();
    vault.drawn(pack.sha256).unwrap();
    assert_eq!(open().start().unwrap().info.version, 2);
}

const FOLDER: &str = "PARTER_TEST_VAULT_FOLDER";

/// In a process of its own, whom permissions bind.
#[test]
fn unwritable() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let mut vault = Vault::open(Path::new(&folder), &own(), fits()).unwrap();
    // On trial, and it can't be counted: the one before is shown.
    println!("shows {}", vault.start().unwrap().info.version);
}

#[test]
fn a_trial_that_cannot_be_counted_is_not_begun() {
    let given = Given::new();
    given.show(2);
    take(&mut given.vault(), &given.signed(3), &minimal(3)).unwrap();
    let content = given.state().join("content");
    let open = |folder: &Path, mode| fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
    open(given.state(), 0o755);
    open(&content.join("state.json"), 0o644);
    open(&content, 0o555);
    let printed = unprivileged::run("vault::unwritable", FOLDER, given.state());
    assert!(printed.contains("shows 2"), "{printed}");
    open(&content, 0o755);
    assert_eq!(started(&given), 3);
}
