//! `parter pack check` and `parter pack show`, as whoever keeps a pack types them.

use std::process::{Command, Output};

use parter::packs::folder;

use crate::pack_check::{folder_with, minimal_folder};

fn parter(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(args)
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap()
}

#[test]
fn the_command_names_faults_in_order_and_fails_only_for_errors() {
    let sound = parter(&[
        "pack",
        "check",
        minimal_folder().to_str().unwrap(),
        "--today",
        "2026-11-21",
    ]);
    assert_eq!(String::from_utf8_lossy(&sound.stdout), "0 errors, 0 warnings\n");
    assert_eq!(sound.status.code(), Some(0));

    let stale = parter(&[
        "pack",
        "check",
        minimal_folder().to_str().unwrap(),
        "--today",
        "2028-11-21",
    ]);
    assert_eq!(stale.status.code(), Some(0), "warnings alone are no failure");
    let text = String::from_utf8(stale.stdout).unwrap();
    let files: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(place, _)| place)
        .collect();
    assert_eq!(
        files,
        ["charter.toml:2", "hours.toml:16", "notices.toml:5", "pack.toml:3"]
    );
    assert!(text.ends_with("0 errors, 4 warnings\n"), "{text}");

    let folder = folder_with("hours.toml", "\"17.15\"", "\"25:00\"");
    let faulty = parter(&[
        "pack",
        "check",
        folder.path().to_str().unwrap(),
        "--today",
        "2026-11-21",
    ]);
    assert_eq!(faulty.status.code(), Some(1));
    let text = String::from_utf8(faulty.stdout).unwrap();
    assert!(
        text.starts_with("hours.toml:6: error[bad-time]: “25:00” is no time of day"),
        "{text}"
    );
    assert!(text.ends_with("\n1 error, 0 warnings\n"), "{text}");
}

#[test]
fn the_command_speaks_json() {
    let folder = folder_with("pack.toml", "#0b5c8a", "#dddddd");
    let output = parter(&[
        "pack",
        "check",
        folder.path().to_str().unwrap(),
        "--json",
        "--today",
        "2026-11-21",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["errors"], &report["warnings"]), (&1.into(), &0.into()));
    let finding = &report["findings"][0];
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["code"], "contrast");
    assert_eq!(finding["file"], "pack.toml");
    assert_eq!(finding["line"], 5);
    assert_eq!(
        report["hash"].as_str().unwrap(),
        folder::read(folder.path()).unwrap().hash().to_string()
    );
}

#[test]
fn the_command_knows_the_builtin_packs_and_says_so_of_others() {
    let known = parter(&["pack", "check", "kyustendil", "--today", "2026-11-21"]);
    assert_eq!(
        known.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&known.stdout)
    );
    let unknown = parter(&["pack", "check", "atlantis"]);
    assert_eq!(unknown.status.code(), Some(1));
    let text = String::from_utf8(unknown.stdout).unwrap();
    assert!(text.contains("error[no-pack]") && text.contains("kyustendil"), "{text}");
}

#[test]
fn a_pack_is_shown_as_text() {
    let show = |pack: &str, part: &str, lang: &str| {
        let output = parter(&["pack", "show", pack, part, "--lang", lang]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let pack = minimal_folder();
    let pack = pack.to_str().unwrap();
    assert!(show(pack, "charter", "bg").contains("• да Ви приемем до 10 минути при записан час;"));
    assert!(!show(pack, "charter", "bg").contains("непълен"));
    assert!(show("samokov", "charter", "bg").contains("Текстът на хартата е непълен"));
    assert!(show(pack, "services", "en").contains("Issuing a plan of a property"));
    assert!(show(pack, "services", "bg").contains("3,00 € (Наредба за таксите, 1 февруари 2026\u{a0}г.)\n"));
    assert!(show("kyustendil", "services", "bg").contains("лв., непотвърдено ("));
    assert!(show(pack, "promises", "bg").contains("10 минути\n"));
    assert!(show("kyustendil", "promises", "bg").contains("без срок"));
    assert!(show(pack, "hours", "bg").contains("петък: 8:30 – 17:15"));
    assert!(show(pack, "queues", "bg").contains("А – Скици"));
}

#[test]
fn all_that_a_service_has_is_shown_in_the_language_asked_for() {
    let more = r#"unit = "cadastre"
room = { bg = "стая 3", en = "room 3" }
local_code = "ТСУ 1"
description = { bg = "План на имота.", en = "A plan." }
fee_note = { bg = "за страница", en = "a page" }
result = { bg = "скица", en = "plan" }
validity = { bg = "6 месеца", en = "6 months" }
form = { bg = "обр. 1", en = "form 1" }
"#;
    let folder = folder_with("services.toml", "unit = \"cadastre\"\n", more);
    let show = |lang: &str| {
        let output = parter(&[
            "pack",
            "show",
            folder.path().to_str().unwrap(),
            "services",
            "--lang",
            lang,
        ]);
        let text = String::from_utf8(output.stdout).unwrap();
        let (_, service) = text.split_once("\n\n").unwrap();
        service.to_owned()
    };
    assert_eq!(
        show("en"),
        "Issuing a plan of a property (№ 2079)
  the municipality’s number: ТСУ 1
  description: A plan.
  keywords: скица
  department: Cadastre
  room: room 3
  document: Proof of ownership
  deadline, ordinary service: 7 days
  deadline, fast service: 3 days
  fee, ordinary service: €3.00 (Наредба за таксите, 1 February 2026)
  remark on the fee: a page
  way to apply: in person
  result: plan
  validity: 6 months
  form: form 1
  legal basis: Закон за устройство на територията – чл. 16
  queue: А – Plans
  source: https://primer.bg/uslugi, 1 February 2026
"
    );
    assert_eq!(
        show("bg").replace('\u{a0}', " "),
        "Издаване на скица (№ 2079)
  номер в общината: ТСУ 1
  описание: План на имота.
  ключови думи: скица
  звено: Кадастър
  стая: стая 3
  документ: Документ за собственост
  срок, обикновена услуга: 7 дни
  срок, бърза услуга: 3 дни
  такса, обикновена услуга: 3,00 € (Наредба за таксите, 1 февруари 2026 г.)
  бележка за таксата: за страница
  начин на заявяване: на място
  резултат: скица
  валидност: 6 месеца
  образец на заявление: обр. 1
  правно основание: Закон за устройство на територията – чл. 16
  опашка: А – Скици
  източник: https://primer.bg/uslugi, 1 февруари 2026 г.
"
    );
}

#[test]
fn the_other_parts_are_in_the_language_asked_for_too() {
    for (part, expected) in [
        ("promises", "  1 month"),
        ("hours", "Friday: 8:30 – 17:15"),
        ("queues", "  service: Issuing a plan of a property"),
    ] {
        let output = parter(&["pack", "show", minimal_folder().to_str().unwrap(), part, "--lang", "en"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(expected), "{text}");
    }
    let output = parter(&["pack", "show", "samokov", "charter", "--lang", "en"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("The charter’s text is incomplete: the source breaks off after «"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_read_is_not_shown_but_explained() {
    let folder = folder_with("services.toml", "cents = 300", "cents = \"3\"");
    let output = parter(&["pack", "show", folder.path().to_str().unwrap(), "charter"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("services.toml:25: error[wrong-type]"), "{text}");
}

#[test]
fn a_pack_with_an_error_of_the_linter_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(minimal_folder()).unwrap().flatten() {
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    parter::packs::load(path).expect("the pack as it is");
    let info = folder.path().join("pack.toml");
    let text = std::fs::read_to_string(&info).unwrap();
    let accent = text.lines().find(|line| line.starts_with("accent")).unwrap();
    std::fs::write(&info, text.replace(accent, "accent = \"#ffff00\"")).unwrap();
    let refused = parter::packs::load(path).unwrap_err().to_string();
    assert!(
        refused.contains("pack.toml:") && refused.contains("accent"),
        "{refused}"
    );
}
