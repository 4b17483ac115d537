//! The PDF, as poppler's programs see it. `TEST_KEEP=FOLDER` keeps the files, to look at them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use parter::{
    server::report::{Report, pdf},
    web::lang::Lang,
};

use crate::given::{LANGS, Town, wordy};

fn run(program: &str, args: &[&str], path: &Path) -> String {
    let said = Command::new(program).args(args).arg(path).output();
    let said = said.unwrap_or_else(|error| panic!("{program}: {error}; tests/needs installs it"));
    assert!(
        said.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    let complaints = String::from_utf8_lossy(&said.stderr).into_owned();
    // Old versions know this entry, which the standard wants to be a boolean, as something else.
    let complaints = complaints
        .lines()
        .filter(|line| !line.is_empty() && !line.contains("Suspects object"));
    assert_eq!(complaints.collect::<Vec<_>>(), Vec::<&str>::new(), "{program}");
    String::from_utf8_lossy(&said.stdout).into_owned()
}

fn written(dir: &Path, name: &str, report: &Report) -> PathBuf {
    let folder = env::var_os("TEST_KEEP").map_or(dir.to_owned(), PathBuf::from);
    let path = folder.join(format!("{name}-{}.pdf", report.lang.code()));
    fs::write(&path, pdf::document(report).unwrap()).unwrap();
    path
}

#[test]
fn it_is_tagged_titled_and_fit_for_an_archive() {
    let dir = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let report = Town::of(12).report(lang);
        let path = written(dir.path(), "tagged", &report);
        let said = run("pdfinfo", &[], &path);
        let field = |name: &str| {
            let line = said.lines().find(|line| line.starts_with(&format!("{name}:")));
            line.unwrap_or_else(|| panic!("no {name} in {said}"))[name.len() + 1..]
                .trim()
                .to_owned()
        };
        assert!(field("Title").contains(&report.title));
        assert_eq!(field("Subject"), report.reminder);
        assert_eq!(field("Author"), report.municipality);
        assert_eq!(field("Tagged"), "yes");
        assert!(field("Page size").contains("A4"), "{said}");
        let meta = run("pdfinfo", &["-meta"], &path);
        for claimed in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
            assert!(meta.contains(claimed), "no {claimed} in {meta}");
        }
        assert!(meta.contains(&format!("<rdf:li>{}<", lang.code())), "{meta}");

        let tree = run("pdfinfo", &["-struct-text"], &path);
        for tag in ["H1", "H2", "Table", "THead", "TH", "TD", "Caption", "Figure"] {
            assert!(tree.contains(tag), "no {tag} in {tree}");
        }
        let fonts = run("pdffonts", &[], &path);
        assert!(
            fonts
                .lines()
                .skip(2)
                .all(|line| line.contains("SofiaSans") && line.contains(" yes yes yes ")),
            "{fonts}"
        );
    }
}

#[test]
fn the_same_report_is_the_same_file() {
    let report = Town::small().report(Lang::Bg);
    assert_eq!(pdf::document(&report).unwrap(), pdf::document(&report).unwrap());
}

/// On every page there is more than its head and foot, and nothing is set outside of its margins.
#[test]
fn nothing_is_cut_off_and_no_page_is_empty() {
    let dir = tempfile::tempdir().unwrap();
    let towns = [
        ("town", Town::of(12)),
        ("small", Town::small()),
        ("wordy", wordy(Town::of(12))),
    ];
    for (name, town) in &towns {
        for lang in LANGS {
            let path = written(dir.path(), name, &town.report(lang));
            let boxes = boxes(&path);
            let pages: Vec<&str> = boxes.split("<page ").skip(1).collect();
            assert!(pages.len() > 2);
            for (number, page) in pages.iter().enumerate() {
                let words: Vec<[f64; 4]> = page.lines().filter_map(word).collect();
                let body = words
                    .iter()
                    .filter(|[_, top, _, bottom]| *top > 61.0 && *bottom < 786.0);
                assert!(body.count() >= 10, "{name}: page {} is as good as empty", number + 1);
                for [left, top, right, bottom] in words {
                    let fits = left >= 50.0 && right <= 595.3 - 50.0 && top >= 20.0 && bottom <= 842.0 - 15.0;
                    assert!(fits, "{name}: page {}: {left} {top} {right} {bottom}", number + 1);
                }
            }
        }
    }
}

/// Where each word stands.
fn boxes(path: &Path) -> String {
    let said = Command::new("pdftotext")
        .args(["-bbox", "-enc", "UTF-8"])
        .arg(path)
        .arg("-")
        .output()
        .unwrap();
    assert!(said.status.success());
    String::from_utf8(said.stdout).unwrap()
}

/// The box of a word: `<word xMin="51.0" yMin="…" xMax="…" yMax="…">`.
fn word(line: &str) -> Option<[f64; 4]> {
    let line = line.trim().strip_prefix("<word ")?;
    let mut numbers = line.split('"').skip(1).step_by(2).map(|number| number.parse().unwrap());
    Some([numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?])
}
