//! A pack's files become a pack, and every fault is named by file and line, all of them at once.

use std::path::Path;

use parter::{
    content::{
        charter::{Block, Section},
        files::Files,
        read::read,
    },
    packs::{builtin, folder},
};

fn minimal() -> Files {
    folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/minimal")).unwrap()
}

/// The minimal pack with one file replaced: what is found, as `file:line code`.
fn with(file: &str, text: &str) -> Vec<String> {
    let mut files = minimal();
    files.insert(file, text);
    let found = |finding: &parter::content::finding::Finding| {
        let line = finding.line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line} {}", finding.file, finding.code)
    };
    read(&files).findings.iter().map(found).collect()
}

fn charter(text: &str) -> Vec<Section> {
    let mut files = minimal();
    files.insert("charter.bg.md", text);
    read(&files).pack.unwrap().charter.sections
}

#[test]
fn the_minimal_pack_is_read_whole() {
    let reading = read(&minimal());
    assert_eq!(reading.findings, []);
    let pack = reading.pack.unwrap();
    assert_eq!(pack.info.municipality.id, "minimal");
    assert_eq!(pack.services[0].fees[0].cents, 300);
    assert_eq!(pack.charter.sections[1].id, "srokove");
    assert_eq!(pack.charter.sections[1].level, 2);
    assert_eq!(pack.charter.sections[1].line, 5);
    assert_eq!(pack.hours.places[0].open[0].from.to_string(), "8:30");
}

#[test]
fn three_files_may_be_missing_and_no_other() {
    let all: Vec<String> = minimal().iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(all.len(), 10);
    for name in all {
        let mut files = minimal();
        files.remove(&name);
        let reading = read(&files);
        let optional = ["notices.toml", "survey.toml", "promises.toml"].contains(&name.as_str());
        assert_eq!(reading.pack.is_some(), optional, "{name}");
        let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes.is_empty(), optional, "{name}");
        assert!(codes.iter().all(|code| *code == "missing-file"), "{name}");
    }
}

#[test]
fn every_faulty_entry_is_named_by_its_line() {
    let notices = "[[notice]]\nid = \"a\"\ntext = { bg = \"А\" }\nform = 2026-01-01\n\n\
                   [[notice]]\nid = \"b\"\ntext = { bg = 3 }\n\n\
                   [[notice]]\nid = \"c\"\ntext = { bg = \"В\" }\n\n\
                   [[notice]]\nid = \"d\"\n";
    assert_eq!(
        with("notices.toml", notices),
        [
            "notices.toml:4 unknown-key",
            "notices.toml:8 wrong-type",
            "notices.toml:14 missing-key"
        ]
    );
}

#[test]
fn a_time_that_no_clock_shows_is_refused_with_its_line() {
    let hours = "[[place]]\nid = \"hall\"\nname = { bg = \"А\" }\naddress = { bg = \"А\" }\nopen = [\n  \
                 { days = [\"mon\"], from = \"8:30\", to = \"12:00\" },\n  \
                 { days = [\"tue\"], from = \"8:30\", to = \"25:00\" },\n]\n";
    assert_eq!(with("hours.toml", hours), ["hours.toml:7 bad-time"]);
}

#[test]
fn broken_toml_in_two_files_is_named_in_both() {
    let mut files = minimal();
    files.insert("pack.toml", "format = 1\nversion = \n");
    files.insert("services.toml", "[[service]]\nid = \"x\nname = 3\n");
    let reading = read(&files);
    assert!(reading.pack.is_none());
    let places: Vec<_> = reading
        .findings
        .iter()
        .map(|found| (found.file.as_str(), found.line, found.code))
        .collect();
    assert!(places.contains(&("pack.toml", Some(2), "syntax")), "{places:?}");
    assert!(places.contains(&("services.toml", Some(2), "syntax")), "{places:?}");
}

#[test]
fn a_charter_keeps_its_words_and_loses_its_markup() {
    let sections = charter(
        "## **Глава** 1 {#one}\n\nДума *втора*\nтрета [тук](https://a.bg) <http://b.bg>\n\n\
         - първо\n  продължено;\n  - вътре\n- ✓ второ\n\n2. две\n3. три\n\n   и още\n\n### Под {#two}\n\n край\n",
    );
    let item = |mark: &str, depth, text: &str| Block::Item {
        mark: mark.to_owned(),
        depth,
        text: text.to_owned(),
    };
    assert_eq!(sections.len(), 2);
    assert_eq!(sections[0].heading, "Глава 1");
    assert_eq!(
        sections[0].blocks,
        [
            Block::Paragraph("Дума втора трета тук http://b.bg".to_owned()),
            item("•", 0, "първо продължено;"),
            item("•", 1, "вътре"),
            item("✓", 0, "второ"),
            item("2.", 0, "две"),
            item("3.", 0, "три"),
            item("", 0, "и още"),
        ]
    );
    assert_eq!((sections[1].id.as_str(), sections[1].level), ("two", 2));
    assert_eq!(sections[1].blocks, [Block::Paragraph("край".to_owned())]);
}

#[test]
fn words_outside_the_charters_forms_are_named() {
    let text = "преди\n\n## А\n\n> цитат\n\n<div>\nх\n</div>\n\n---\n\n    код\n\n## Б {#b}\n";
    assert_eq!(
        with("charter.bg.md", text),
        [
            "charter.bg.md:1 text-before-heading",
            "charter.bg.md:3 heading-without-id",
            "charter.bg.md:5 charter-markup",
            "charter.bg.md:7 charter-markup",
            "charter.bg.md:11 charter-markup",
            "charter.bg.md:13 charter-markup",
        ]
    );
}

#[test]
fn the_hash_tells_contents_apart_and_no_more() {
    let hash = minimal().hash();
    assert_eq!(hash.to_string().len(), 64);
    assert_eq!(hash, minimal().hash());
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(n, b)| (*n, *b)).collect::<Files>().hash();
    assert_ne!(pairs(&[("a", "bc")]), pairs(&[("ab", "c")]));
    assert_eq!(pairs(&[("a", "1"), ("b", "2")]), pairs(&[("b", "2"), ("a", "1")]));
}

#[test]
fn builtin_packs_are_found_by_name_alone() {
    for name in builtin::names() {
        assert!(builtin::files(name).unwrap().get("pack.toml").is_some(), "{name}");
    }
    assert_eq!(builtin::files("../packs"), None);
    assert_eq!(builtin::files(""), None);
}
