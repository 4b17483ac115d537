//! Packs that mean harm, or are broken beyond a slip: always findings, never a panic, never much memory.

use std::{
    fs::{self, File},
    path::Path,
};

use chrono::NaiveDate;
use parter::{
    content::{files::Files, finding::Finding, limits, lint, read::read},
    packs::folder,
};
use proptest::prelude::*;
use tempfile::TempDir;

fn minimal() -> Files {
    folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/minimal")).unwrap()
}

fn minimal_on_disk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in minimal().iter() {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn refusal(folder: &TempDir) -> Finding {
    folder::read(folder.path()).unwrap_err()
}

/// The codes and lines found in the minimal pack with one file replaced.
fn codes(file: &str, bytes: &[u8]) -> Vec<(&'static str, Option<usize>)> {
    let mut files = minimal();
    files.insert(file, bytes);
    let reading = check(&files);
    assert!(reading.iter().all(|finding| finding.file == file), "{reading:?}");
    reading
        .into_iter()
        .map(|finding| (finding.code, finding.line))
        .collect()
}

fn check(files: &Files) -> Vec<Finding> {
    lint::check(files, NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).findings
}

#[test]
fn a_folder_that_is_none() {
    let finding = folder::read(Path::new("/nowhere/at/all")).unwrap_err();
    assert_eq!(finding.code, "unreadable");
    let folder = minimal_on_disk();
    let finding = folder::read(&folder.path().join("pack.toml")).unwrap_err();
    assert_eq!(finding.code, "unreadable");
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = minimal_on_disk();
    let size = |bytes: u64| {
        let file = File::create(folder.path().join("services.toml")).unwrap();
        file.set_len(bytes).unwrap();
    };
    // A hole of a terabyte: reading it whole would end the program.
    size(1 << 40);
    let finding = refusal(&folder);
    assert_eq!((finding.code, finding.file.as_str()), ("too-large", "services.toml"));
    size(limits::FILE_BYTES + 1);
    assert_eq!(refusal(&folder).code, "too-large");
    size(limits::FILE_BYTES);
    assert!(folder::read(folder.path()).is_ok());
}

#[test]
fn a_pack_over_the_limit_is_not_read() {
    let folder = minimal_on_disk();
    for number in 0..limits::PACK_BYTES / limits::FILE_BYTES {
        let file = File::create(folder.path().join(format!("{number}.bin"))).unwrap();
        file.set_len(limits::FILE_BYTES).unwrap();
    }
    assert_eq!(refusal(&folder).code, "too-large");
}

#[test]
fn too_many_files_are_not_read() {
    let folder = minimal_on_disk();
    fs::create_dir(folder.path().join("more")).unwrap();
    for number in 0..limits::FILE_COUNT {
        fs::write(folder.path().join("more").join(number.to_string()), "").unwrap();
    }
    assert_eq!(refusal(&folder).code, "too-large");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    for target in ["/etc/hostname", "pack.toml", "/", "/dev/zero"] {
        let folder = minimal_on_disk();
        std::os::unix::fs::symlink(target, folder.path().join("link.toml")).unwrap();
        let finding = refusal(&folder);
        assert_eq!(
            (finding.code, finding.file.as_str()),
            ("not-a-file", "link.toml"),
            "{target}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_socket_is_no_file() {
    let folder = minimal_on_disk();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    assert_eq!(refusal(&folder).code, "not-a-file");
}

#[test]
fn names_that_climb_hide_or_confuse() {
    for name in [
        "..secret",
        ".hidden",
        "PACK.TOML",
        "пакет.toml",
        "a b.toml",
        "-rf",
        "new\nline",
        "back\\slash",
        &"n".repeat(101),
    ] {
        let folder = minimal_on_disk();
        fs::write(folder.path().join(name), "").unwrap();
        let finding = refusal(&folder);
        assert_eq!(finding.code, "bad-name", "{name}");
        assert!(!finding.to_string().contains('\n'), "{finding}");
    }
}

#[test]
fn folders_are_one_deep() {
    let folder = minimal_on_disk();
    fs::create_dir_all(folder.path().join("pictures")).unwrap();
    fs::write(folder.path().join("pictures/hall.png"), "x").unwrap();
    let files = folder::read(folder.path()).unwrap();
    assert_eq!(files.get("pictures/hall.png"), Some(b"x".as_slice()));
    fs::create_dir_all(folder.path().join("pictures/more")).unwrap();
    let finding = refusal(&folder);
    assert_eq!((finding.code, finding.file.as_str()), ("not-a-file", "pictures/more"));
}

#[test]
fn bytes_that_are_no_text() {
    let mut bytes = minimal().get("hours.toml").unwrap().to_vec();
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    bytes.insert(line + 3, 0xff);
    assert_eq!(codes("hours.toml", &bytes), [("not-utf8", Some(2))]);
    assert_eq!(codes("charter.bg.md", b"\xc3\x28"), [("not-utf8", Some(1))]);
    let junk: Vec<u8> = (0..=255).cycle().take(1 << 16).collect();
    for (name, _) in minimal().iter() {
        assert_eq!(codes(name, &junk), [("not-utf8", Some(2))], "{name}");
    }
}

#[test]
fn a_byte_order_mark_and_foreign_line_ends_change_nothing() {
    let plain = read(&minimal());
    let foreign = minimal()
        .iter()
        .map(|(name, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
            (name.to_owned(), format!("\u{feff}{text}"))
        })
        .collect::<Files>();
    assert_eq!(check(&foreign), []);
    // All but the hash, which is of the bytes.
    let (mut pack, plain) = (read(&foreign).pack.unwrap(), plain.pack.unwrap());
    pack.sha256 = plain.sha256;
    assert_eq!(pack, plain);
}

#[test]
fn nesting_without_end() {
    for deep in ["[", "{ a = ", "[[", "a.", "\"", "'''"] {
        let found = codes("services.toml", format!("x = {}", deep.repeat(100_000)).as_bytes());
        assert!(found.iter().all(|(code, _)| *code == "syntax"), "{deep}: {found:?}");
        assert!((1..=50).contains(&found.len()), "{deep}: {}", found.len());
    }
    let found = codes("services.toml", format!("{}x = 1", "[a]\n".repeat(10_000)).as_bytes());
    assert!(found.len() <= 50);
    let keys = codes("pack.toml", format!("{}a = 1", "a.".repeat(100_000)).as_bytes());
    assert!(!keys.is_empty());
}

#[test]
fn a_charter_nested_without_end() {
    for mark in ["> ", "- ", "1. ", "*", "[", "![", "`", "<", "&", "\\", "# "] {
        let mut files = minimal();
        files.insert(
            "charter.bg.md",
            format!("## А {{#a}}\n\n{} край.\n", mark.repeat(5_000)),
        );
        let sections = read(&files).pack.unwrap().charter.sections;
        assert!(!sections.is_empty(), "{mark}");
        // The linter has its say too, and ends.
        assert!(!check(&files).is_empty(), "{mark}");
    }
}

#[test]
fn a_text_far_larger_than_any_pack_needs_is_not_parsed() {
    let services = "[[service]]\n".repeat(400_000);
    assert_eq!(codes("services.toml", services.as_bytes()), [("too-large", None)]);
    assert_eq!(
        codes("charter.bg.md", "> ".repeat(4_000_000).as_bytes()),
        [("too-large", None)]
    );
    let mut files = minimal();
    files.insert("charter.bg.md", "# а\n".repeat(10_000));
    assert_eq!(read(&files).findings.len(), 50);
}

#[test]
fn findings_are_one_line_without_tricks_for_the_terminal() {
    let heading = format!("## \u{1b}[2J{}\n", "а".repeat(10_000));
    let mut files = minimal();
    files.insert("charter.bg.md", heading);
    let finding = read(&files).findings.remove(0).to_string();
    assert!(finding.contains("heading-without-id"), "{finding}");
    assert!(!finding.chars().any(char::is_control), "{finding}");
    assert!(finding.chars().count() < 1_000);
}

#[test]
fn ten_thousand_faults_are_told_by_the_first_fifty() {
    let found = codes("notices.toml", "[[notice]]\nid = 3\n".repeat(10_000).as_bytes());
    assert_eq!(found.len(), 50);
    assert!(found.iter().all(|(code, _)| *code == "wrong-type"));
}

#[test]
fn numbers_and_days_out_of_their_range() {
    let file = "pack.toml";
    let with = |from: &str, to: &str| {
        let text = minimal().text(file).unwrap().replace(from, to);
        codes(file, text.as_bytes())
    };
    assert_eq!(with("version = 1", "version = -1"), [("bad-value", Some(2))]);
    assert_eq!(
        with("version = 1", "version = 99999999999999999999"),
        [("wrong-type", Some(2))]
    );
    assert_eq!(with("2026-11-01", "\"2026-02-30\""), [("bad-date", Some(3))]);
    assert_eq!(with("2026-11-01", "2026-11-01T10:00:00Z"), [("bad-date", Some(3))]);
    assert_eq!(with("2026-11-01", "262142-12-31")[0].1, Some(3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_are_findings_and_never_a_panic(name in 0..10usize, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut files = minimal();
        let name = files.iter().nth(name).unwrap().0.to_owned();
        files.insert(name, bytes);
        let _ = check(&files);
    }

    #[test]
    fn a_real_file_with_random_cuts_is_read_or_explained(
        name in 0..10usize,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40usize, "[\\[\\]{}=\"'#:.,a-z0-9а-я\n -]{0,6}"), 1..6),
    ) {
        let mut files = minimal();
        let name = files.iter().nth(name).unwrap().0.to_owned();
        let mut letters: Vec<char> = files.text(&name).unwrap().chars().collect();
        for (at, length, words) in cuts {
            let at = at.index(letters.len() + 1);
            letters.splice(at..(at + length).min(letters.len()), words.chars());
        }
        let text: String = letters.into_iter().collect();
        let lines = text.lines().count() + 1;
        files.insert(name.clone(), text);
        let findings = check(&files);
        if read(&files).pack.is_none() {
            prop_assert!(findings.iter().any(|finding| finding.is_error() && finding.file == name));
        }
        for finding in findings.iter().filter(|finding| finding.file == name) {
            prop_assert!(finding.line.is_none_or(|line| (1..=lines).contains(&line)), "{finding}");
        }
    }
}
