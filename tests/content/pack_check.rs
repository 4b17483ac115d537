//! The linter: a sound pack with one thing changed, and what is found, by file, line and code.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use parter::{
    content::{files::Files, lint},
    packs::{builtin, folder},
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

pub fn minimal_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/minimal")
}

fn minimal() -> Files {
    folder::read(&minimal_folder()).unwrap()
}

/// The findings as `file:line severity code`.
fn found(files: &Files) -> Vec<String> {
    let findings = lint::check(files, today()).findings;
    assert!(findings.iter().all(|finding| !finding.mend.is_empty()));
    let brief = |finding: &parter::content::finding::Finding| {
        let line = finding.line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line} {} {}", finding.file, finding.severity, finding.code)
    };
    findings.iter().map(brief).collect()
}

/// Several changes, each `(file, words that stand there once, other words)`.
fn changed(changes: &[(&str, &str, &str)]) -> Vec<String> {
    let mut files = minimal();
    for (file, from, to) in changes {
        let text = files.text(file).unwrap().to_owned();
        assert_eq!(text.matches(from).count(), 1, "«{from}» in {file}");
        files.insert(*file, text.replace(from, to));
    }
    found(&files)
}

#[track_caller]
fn finds(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(changed(&[(file, from, to)]), expected, "{file}: «{from}» as «{to}»");
}

#[test]
fn nothing_is_wrong_with_the_minimal_pack() {
    assert_eq!(found(&minimal()), [""; 0]);
}

#[test]
fn no_builtin_pack_has_an_error() {
    for name in builtin::names() {
        let findings = lint::check(&builtin::files(name).unwrap(), today()).findings;
        let errors: Vec<String> = findings
            .iter()
            .filter(|finding| finding.is_error())
            .map(ToString::to_string)
            .collect();
        assert_eq!(errors, [""; 0], "{name}");
    }
}

#[test]
fn kyustendils_two_domains_are_both_named() {
    let findings = lint::check(&builtin::files("kyustendil").unwrap(), today()).findings;
    let domains = findings
        .iter()
        .find(|finding| finding.code == "conflicting-domains")
        .unwrap();
    assert!(domains.message.contains("kyustendil.bg"), "{domains}");
    assert!(domains.message.contains("kustendil.bg at charter.bg.md:"), "{domains}");
    assert!(domains.line.is_some());
}

#[test]
fn identity() {
    finds("pack.toml", "format = 1", "format = 2", &["pack.toml:1 error format"]);
    finds(
        "pack.toml",
        "version = 1",
        "version = 0",
        &["pack.toml:2 error version"],
    );
    finds(
        "pack.toml",
        "[\"bg\", \"en\"]",
        "[\"en\", \"bg\"]",
        &["pack.toml:4 error languages"],
    );
    finds(
        "pack.toml",
        "\"minimal\"",
        "\"Кю\"",
        &["pack.toml:8 error municipality-id"],
    );
    finds(
        "pack.toml",
        "accent =",
        "timezone = \"Europe/Sofija\"\naccent =",
        &["pack.toml:5 error timezone"],
    );
}

#[test]
fn the_accent_is_legible_on_white_and_under_white() {
    finds("pack.toml", "#0b5c8a", "#zz5c8a", &["pack.toml:5 error accent"]);
    finds("pack.toml", "#0b5c8a", "#+b5c8a", &["pack.toml:5 error accent"]);
    // 4.48:1 and 4.54:1, as WCAG's own calculators say.
    finds("pack.toml", "#0b5c8a", "#777777", &["pack.toml:5 error contrast"]);
    finds("pack.toml", "#0b5c8a", "#767676", &[]);
}

#[test]
fn references_that_lead_nowhere() {
    let dangling = |place: &str| format!("{place} error dangling-reference");
    let unreachable = "services.toml:2 warning unreachable-service";
    finds(
        "queues.toml",
        "[\"cadastre\"]",
        "[\"cadaster\"]",
        &[&dangling("queues.toml:9"), unreachable],
    );
    finds(
        "queues.toml",
        "units =",
        "services = [\n  \"2079\",\n  \"2080\",\n]\nunits =",
        &[&dangling("queues.toml:11")],
    );
    finds(
        "queues.toml",
        "[\"hall\"]",
        "[\"hill\"]",
        &[&dangling("queues.toml:10")],
    );
    finds(
        "queues.toml",
        "[\"disability\"]",
        "[\"babies\"]",
        &[&dangling("queues.toml:11")],
    );
    finds(
        "services.toml",
        "\"cadastre\"",
        "\"cad\"",
        &[unreachable, &dangling("services.toml:6")],
    );
    finds(
        "contacts.toml",
        "\"hall\"",
        "\"hill\"",
        &[&dangling("contacts.toml:14")],
    );
    finds(
        "contacts.toml",
        "\"complaint\"",
        "\"complain\"",
        &[&dangling("contacts.toml:21")],
    );
    finds(
        "hours.toml",
        "place = \"hall\"",
        "place = \"hill\"",
        &[&dangling("hours.toml:17")],
    );
    assert_eq!(
        changed(&[(
            "promises.toml",
            "section = \"srokove\"\nquote = \"в",
            "section = \"srok\"\nquote = \"в"
        )]),
        [dangling("promises.toml:16")]
    );
}

#[test]
fn promises_quote_the_charter() {
    finds(
        "promises.toml",
        "в едномесечен срок",
        "в двумесечен срок",
        &["promises.toml:17 error quote"],
    );
    finds(
        "promises.toml",
        "section = \"srokove\"\nquote = \"в",
        "section = \"harta\"\nquote = \"в",
        &["promises.toml:17 error quote"],
    );
    finds(
        "promises.toml",
        "\nunit = \"months\"",
        "",
        &["promises.toml:14 error half-threshold"],
    );
}

#[test]
fn ids_and_letters_occur_once() {
    let second_queue = "\n[[queue]]\nid = \"other\"\nletter = \"A\"\nname = { bg = \"Б\", en = \"B\" }\nunits";
    finds(
        "queues.toml",
        "\nunits",
        second_queue,
        &["queues.toml:11 error duplicate-letter"],
    );
    finds("queues.toml", "\"А\"", "\"а\"", &["queues.toml:7 error queue-letter"]);
    finds(
        "promises.toml",
        "\"complaint\"",
        "\"visit\"",
        &[
            "contacts.toml:21 error dangling-reference",
            "promises.toml:11 error duplicate-id",
        ],
    );
    finds(
        "survey.toml",
        "id = \"no\"",
        "id = \"yes\"",
        &["survey.toml:15 error duplicate-id"],
    );
    finds(
        "survey.toml",
        "id = \"no\"",
        "id = \" \"",
        &["survey.toml:15 error empty-id"],
    );
    finds(
        "charter.bg.md",
        "## ХАРТА НА КЛИЕНТА {#harta}",
        "## ХАРТА {#srokove}",
        &[
            "charter.bg.md:5 error duplicate-id",
            "promises.toml:8 error quote",
            "promises.toml:17 error quote",
        ],
    );
}

#[test]
fn texts_in_the_packs_languages() {
    finds(
        "hours.toml",
        "bg = \"Ремонт\", ",
        "",
        &["hours.toml:18 error missing-bulgarian"],
    );
    finds(
        "hours.toml",
        "\"Ремонт\"",
        "\" \"",
        &["hours.toml:18 error missing-bulgarian"],
    );
    finds(
        "hours.toml",
        ", en = \"Repairs\"",
        "",
        &["hours.toml:18 warning missing-translation"],
    );
    finds(
        "hours.toml",
        "en = \"Repairs\"",
        "en = \"Repairs\", de = \"Bau\"",
        &["hours.toml:18 warning undeclared-language"],
    );
    finds(
        "hours.toml",
        "{ bg = \"Ремонт\", en = \"Repairs\" }",
        "{}",
        &["hours.toml:18 error bad-text"],
    );
    finds(
        "hours.toml",
        "bg = \"Ремонт\"",
        "bgn = \"Ремонт\"",
        &["hours.toml:18 error bad-text"],
    );
}

#[test]
fn words_in_two_alphabets() {
    // Latin a, Cyrillic о.
    finds("hours.toml", "Ремонт", "Рaмка", &["hours.toml:18 warning mixed-script"]);
    finds("hours.toml", "Repairs", "Rоof", &["hours.toml:18 warning mixed-script"]);
    finds(
        "charter.bg.md",
        "любезно",
        "любезнo",
        &["charter.bg.md:3 warning mixed-script"],
    );
    finds(
        "services.toml",
        "\"скица\"",
        "\"скицa\"",
        &["services.toml:5 warning mixed-script"],
    );
    finds(
        "charter.bg.md",
        "любезно.",
        "любезно (РД-00-770, ISO-9001, e-mail).",
        &[],
    );
}

#[test]
fn the_end_of_the_charter() {
    finds(
        "charter.bg.md",
        "primer.bg.\n",
        "primer.bg\n",
        &["charter.bg.md:12 warning charter-end"],
    );
    finds("charter.bg.md", "primer.bg.\n", "primer.bg.\n\n(п)\n", &[]);
    finds(
        "charter.toml",
        "complete = true",
        "complete = false",
        &["charter.toml:6 error breaks-off"],
    );
    finds(
        "charter.toml",
        "complete = true",
        "complete = false\nbreaks_off_after = \"или на www.primer.bg.\"",
        &["charter.toml:7 warning incomplete-charter"],
    );
    finds(
        "charter.toml",
        "complete = true",
        "complete = false\nbreaks_off_after = \"другаде\"",
        &[
            "charter.toml:7 error breaks-off",
            "charter.toml:7 warning incomplete-charter",
        ],
    );
}

#[test]
fn lists_that_are_cut() {
    finds("charter.bg.md", "любезно.", "любезно:", &[]);
    finds("charter.bg.md", "### Срокове", "## Срокове", &[]);
    assert_eq!(
        changed(&[
            ("charter.bg.md", "любезно.", "любезно:"),
            ("charter.bg.md", "### Срокове", "## Срокове")
        ]),
        ["charter.bg.md:3 warning cut-list"]
    );
    finds(
        "charter.bg.md",
        "primer.bg.\n",
        "primer.bg.\n\n## Още: {#oshte}\n",
        &[
            "charter.bg.md:14 warning charter-end",
            "charter.bg.md:14 warning cut-list",
        ],
    );
}

/// The findings in a built-in pack's charter after one change to it, which stood there as `from`.
fn charter_of(pack: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = builtin::files(pack).unwrap();
    let text = files.text("charter.bg.md").unwrap().to_owned();
    assert_eq!(text.matches(from).count(), 1, "«{from}»");
    files.insert("charter.bg.md", text.replace(from, to));
    let mut found = found(&files);
    found.retain(|finding| finding.contains("cut-list"));
    found
}

#[test]
fn lists_that_go_on_as_if_nothing_was_missing() {
    let last = "- осигуряване на достъпен начин да предоставяте вашите мнения, коментари, похвали и оплаквания от качеството на административното обслужване.\n";
    assert_eq!(
        charter_of("kyustendil", last, ""),
        ["charter.bg.md:69 warning cut-list"]
    );

    let rest = " Общинската администрация;\n- Писмено;\n- По телефона;\n- По e-mail.\n";
    assert_eq!(
        charter_of("kyustendil", rest, "\n"),
        ["charter.bg.md:149 warning cut-list"]
    );

    let text = builtin::files("kyustendil")
        .unwrap()
        .text("charter.bg.md")
        .unwrap()
        .to_owned();
    let (from, to) = (
        text.find("- отдел “Адм").unwrap(),
        text.find("Списък на извършваните").unwrap(),
    );
    assert_eq!(
        charter_of("kyustendil", &text[from..to], ""),
        ["charter.bg.md:80 warning cut-list"],
        "a paragraph is no list of units"
    );
    assert_eq!(
        charter_of(
            "plovdiv",
            "  - дали следва да направите нещо;\n  - след колко време ще получите пълен отговор или решение на проблема.\n",
            ""
        )[0],
        "charter.bg.md:74 warning cut-list",
        "a list within a list"
    );
    finds(
        "charter.bg.md",
        "едномесечен срок.",
        "едномесечен срок,",
        &["charter.bg.md:10 warning cut-list"],
    );
    finds(
        "charter.bg.md",
        "едномесечен срок.",
        "едномесечен срок",
        &["charter.bg.md:10 warning cut-list"],
    );
}

#[test]
fn lists_without_any_signs_are_whole() {
    assert_eq!(
        changed(&[
            ("charter.bg.md", "при записан час;", "при записан час"),
            ("charter.bg.md", "едномесечен срок.", "едномесечен срок")
        ]),
        [""; 0]
    );
}

#[test]
fn the_bound_on_priority_is_one_to_rely_on() {
    let with = |bound: &str| {
        let first = "[[priority]]\nid = \"disability\"";
        changed(&[(
            "queues.toml",
            first,
            &format!("priority_bound_minutes = {bound}\n\n{first}"),
        )])
    };
    assert_eq!(with("1"), [""; 0]);
    assert_eq!(with("120"), [""; 0]);
    assert_eq!(with("0"), ["queues.toml:1 error priority-bound"]);
    assert_eq!(with("121"), ["queues.toml:1 error priority-bound"]);
}

#[test]
fn letters_that_bulgarian_does_not_have() {
    finds(
        "charter.bg.md",
        "любезно",
        "любэзно",
        &["charter.bg.md:3 warning foreign-letter"],
    );
    finds(
        "hours.toml",
        "Ремонт",
        "Рымонт",
        &["hours.toml:18 warning foreign-letter"],
    );
    finds(
        "hours.toml",
        "Ремонт",
        "Рёмонт",
        &["hours.toml:18 warning foreign-letter"],
    );
    finds("hours.toml", "Ремонт", "Ремонт ѝ Ѝ ЮЯЪЬЩ", &[]);
}

#[test]
fn errata_are_applied() {
    finds(
        "charter.toml",
        "is = \"служители\"",
        "is = \"чиновници\"",
        &["charter.toml:11 error erratum-missing"],
    );
    finds(
        "charter.toml",
        "\"служитeли\"",
        "\"приемат\"",
        &["charter.toml:10 warning erratum-left"],
    );
    finds("charter.toml", "\"служитeли\"", "\"служител\"", &[]);
}

#[test]
fn domains_that_differ_by_a_letter() {
    finds(
        "contacts.toml",
        "\"info@primer.bg\"",
        "\"info@prmer.bg\"",
        &["contacts.toml:3 warning conflicting-domains"],
    );
    finds("contacts.toml", "\"info@primer.bg\"", "\"info@kbrod.net\"", &[]);
}

#[test]
fn hours_that_no_week_can_keep() {
    finds(
        "hours.toml",
        "\"17.15\"",
        "\"8:30\"",
        &["hours.toml:6 error hours-backwards"],
    );
    finds(
        "hours.toml",
        "\"19:15\"",
        "\"17:00\"",
        &["hours.toml:8 error hours-backwards"],
    );
    finds(
        "hours.toml",
        "\"16:00\"",
        "\"13:00\"",
        &["hours.toml:12 error hours-backwards"],
    );
    finds(
        "hours.toml",
        "\"thu\", \"fri\"",
        "\"thu\", \"mon\"",
        &["hours.toml:6 error weekday-twice"],
    );
    finds(
        "hours.toml",
        "days = [\"mon\"]",
        "days = []",
        &["hours.toml:12 error no-days"],
    );
    let second = |from: &str| format!("\"17.15\" }},\n  {{ days = [\"fri\"], from = \"{from}\", to = \"18:00\"");
    finds(
        "hours.toml",
        "\"17.15\"",
        &second("17:00"),
        &["hours.toml:7 error overlapping-hours"],
    );
    finds("hours.toml", "\"17.15\"", &second("17:15"), &[]);
    finds(
        "queues.toml",
        "places =",
        "open = [{ days = [\"mon\"], from = \"9\", to = \"8\" }]\nplaces =",
        &["queues.toml:10 error bad-time"],
    );
    finds(
        "queues.toml",
        "places =",
        "open = [{ days = [\"mon\"], from = \"9:00\", to = \"8:00\" }]\nplaces =",
        &["queues.toml:10 error hours-backwards"],
    );
}

#[test]
fn fees_durations_and_sources_of_services() {
    finds(
        "services.toml",
        "\"Наредба за таксите\"",
        "\"\"",
        &["services.toml:28 error fee-without-source"],
    );
    finds(
        "services.toml",
        "\"EUR\"",
        "\"BGN\"",
        &["services.toml:26 warning fee-in-leva"],
    );
    assert_eq!(
        changed(&[
            ("services.toml", "\"EUR\"", "\"BGN\""),
            (
                "services.toml",
                "таксите\"\nconfirmed = true",
                "таксите\"\nconfirmed = false"
            )
        ]),
        [""; 0]
    );
    finds(
        "services.toml",
        "\"P3D\"",
        "\"3 дни\"",
        &["services.toml:20 error duration"],
    );
    finds(
        "services.toml",
        "\"https://primer.bg/uslugi\"",
        "\"\"",
        &["services.toml:8 error no-source"],
    );
    finds(
        "services.toml",
        "unit = \"cadastre\"\n",
        "",
        &["services.toml:2 warning unreachable-service"],
    );
}

#[test]
fn dates_that_have_gone_stale() {
    finds("pack.toml", "2026-11-01", "2025-11-21", &[]);
    finds(
        "pack.toml",
        "2026-11-01",
        "2025-11-20",
        &["pack.toml:3 warning stale-pack"],
    );
    finds(
        "pack.toml",
        "2026-11-01",
        "2026-11-22",
        &["pack.toml:3 warning future-date"],
    );
    finds(
        "charter.toml",
        "2023-03-01",
        "2021-11-20",
        &["charter.toml:2 warning stale-source"],
    );
    finds(
        "services.toml",
        "date = 2026-02-01, ",
        "date = 2012-01-01, ",
        &["services.toml:8 warning stale-source"],
    );
    finds(
        "services.toml",
        "date = 2026-02-01\n",
        "date = 2012-01-01\n",
        &["services.toml:27 warning stale-source"],
    );
    finds(
        "notices.toml",
        "to = 2026-12-31",
        "to = 2026-11-20",
        &["notices.toml:5 warning past"],
    );
    finds("notices.toml", "to = 2026-12-31", "to = 2026-11-21", &[]);
    finds(
        "notices.toml",
        "to = 2026-12-31",
        "to = 2026-10-31",
        &["notices.toml:5 error days-backwards"],
    );
    finds(
        "hours.toml",
        "to = 2026-12-15",
        "to = 2026-12-13",
        &["hours.toml:16 error days-backwards"],
    );
}

#[test]
fn what_was_done_answers_a_reason_and_points_at_nobody() {
    let finds = |from, to, expected: &[&str]| finds("survey.toml", from, to, expected);
    finds("said_by = 10\n", "", &[]);
    finds("said_by = 10", "said_by = 9", &["survey.toml:21 error too-few-told"]);
    finds("[\"polite\"]", "[]", &["survey.toml:20 error answers-nothing"]);
    finds(
        "[\"polite\"]",
        "[\"rude\"]",
        &["survey.toml:20 error dangling-reference"],
    );
}

#[test]
fn a_name_that_no_part_has() {
    let mut files = minimal();
    files.insert("notice.toml", "");
    assert_eq!(found(&files), ["notice.toml warning unknown-file"]);
}

/// The minimal pack in a folder of its own, with one file changed.
pub fn folder_with(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in minimal().iter() {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let path = folder.path().join(file);
    fs::write(&path, fs::read_to_string(&path).unwrap().replace(from, to)).unwrap();
    folder
}

#[test]
fn a_source_that_names_a_year_alone_grows_old_too() {
    let dated = |year: &str| {
        changed(&[(
            "charter.toml",
            "date = 2023-03-01",
            &format!("date_text = \"{year} година\""),
        )])
    };
    assert_eq!(dated("2016"), ["charter.toml:2 warning stale-source"]);
    assert_eq!(dated("2020"), ["charter.toml:2 warning stale-source"]);
    assert_eq!(dated("2021"), [""; 0], "until that year is five years over");
    let noted = |note: &str| {
        let source = format!("note = \"{note}\", confirmed = true }}\n\n[[service.evidence]]");
        changed(&[(
            "services.toml",
            "date = 2026-02-01, confirmed = true }\n\n[[service.evidence]]",
            &source,
        )])
    };
    assert_eq!(noted("стар сайт, преди 2017"), ["services.toml:8 warning stale-source"]);
    assert_eq!(noted("ред 2124 от 2025 г."), [""; 0]);
    assert_eq!(noted("номер 1999 по kavarna.bg"), [""; 0], "of a service");
}

#[test]
fn a_readme_belongs_to_a_pack_and_what_editors_leave_is_only_warned_of() {
    let folder = folder_with("hours.toml", "", "");
    let path = folder.path().to_str().unwrap();
    fs::write(folder.path().join("README.md"), "# За редактори").unwrap();
    assert_eq!(found(&folder::read(folder.path()).unwrap()), [""; 0]);
    for left in ["hours.toml~", ".hours.toml.swp", "#hours.toml#"] {
        fs::write(folder.path().join(left), "open = ").unwrap();
        let found = found(&folder::read(folder.path()).unwrap());
        assert_eq!(found, [format!("{left} warning unknown-file")]);
        parter::packs::load(path).expect("the pack is shown all the same");
        fs::remove_file(folder.path().join(left)).unwrap();
    }
    for refused in ["Hours.toml", ".git", "~", "..~x"] {
        fs::write(folder.path().join(refused), "").unwrap();
        assert_eq!(folder::read(folder.path()).unwrap_err().code, "bad-name", "{refused}");
        fs::remove_file(folder.path().join(refused)).unwrap();
    }
}
