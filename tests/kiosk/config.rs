//! The configuration: defaults, the environment, and errors that say where and what to do.

use std::{collections::BTreeSet, path::Path};

use parter::config::{self, Config, Mode, SCREEN_LANGUAGES};

use crate::settings::{each_refused, keys, parse, refused, with_every_key};

const EXAMPLE: &str = include_str!("../../assets/kiosk.example.toml");

#[test]
fn the_example_is_the_defaults() {
    assert_eq!(parse::<Config>(EXAMPLE, &[]), Ok(Config::default()));
    assert_eq!(parse::<Config>("", &[]), Ok(Config::default()));
}

#[test]
fn the_example_lists_every_key_and_the_docs_explain_each() {
    let every = parse::<Config>(&with_every_key(EXAMPLE), &[]).unwrap();
    assert!(every.place.is_some() && every.server.url.is_some() && every.log.folder.is_some());
    let every = keys(&toml::Table::try_from(&every).unwrap());
    assert_eq!(every, keys(&with_every_key(EXAMPLE).parse().unwrap()));
    let docs = include_str!("../../src/config.rs");
    for key in every {
        assert!(
            docs.contains(&format!("`{key}`")),
            "{key} is not in the table of src/config.rs"
        );
    }
}

#[test]
fn unknown_keys_are_refused_with_their_line() {
    refused::<Config>(
        "mode = \"full\"\nmood = 1\n",
        &[],
        &["kiosk.toml:2: ", "`mood`", "take it out"],
    );
    refused::<Config>(
        "[idle]\n\nwarning_second = 30\n",
        &[],
        &["kiosk.toml:3: ", "`idle.warning_second`", "`warning_seconds`"],
    );
    refused::<Config>("[printing]\npaper_mm = 80\n", &[], &["kiosk.toml:1: ", "`printing`"]);
}

#[test]
fn wrong_types_and_broken_toml_are_refused_with_their_line() {
    refused::<Config>(
        "state = \"s\"\n[screen]\nwidth = \"wide\"\n",
        &[],
        &["kiosk.toml:3: ", "`screen.width`"],
    );
    refused::<Config>(
        "mode = \"kiosk\"\n",
        &[],
        &["kiosk.toml:1: ", "`mode`", "`tickets`", "one of those"],
    );
    refused::<Config>("state = \"s\"\nmode = \n", &[], &["kiosk.toml:2: "]);
    refused::<Config>("[screen]\nwidth = -5\n", &[], &["kiosk.toml:2: ", "`screen.width`"]);
}

#[test]
fn values_that_can_not_be_are_refused_with_the_mend() {
    each_refused::<Config>(&[
        (
            "[idle]\nwarning_seconds = 5",
            &["kiosk.toml:2: ", "`idle.warning_seconds`", "20 to 300"],
        ),
        (
            "[hub]\naddress = \"http://192.0.2.1:8443\"",
            &["kiosk.toml:2: ", "`hub.address`", "https://"],
        ),
        (
            "[hub]\ncertificate = \"none\"",
            &["kiosk.toml:2: ", "`hub.certificate`", "64"],
        ),
        ("\nlanguages = [\"en\"]", &["kiosk.toml:2: ", "`languages`", "bg"]),
        ("languages = [\"bg\", \"bg\"]", &["stands twice"]),
        ("languages = [\"de\", \"bg\"]", &["“de”", "one of bg, en"]),
        ("languages = [\"bg\", \"eng\"]", &["“eng”", "one of bg, en"]),
        ("kiosk.id = \"Киоск 1\"", &["kiosk.toml:1: ", "`kiosk.id`"]),
        ("[screen]\ndiagonal_inches = 0", &["`screen.diagonal_inches`", "inches"]),
        (
            "[printer]\npaper_mm = 57",
            &["kiosk.toml:2: ", "`printer.paper_mm`", "58 or 80"],
        ),
        (
            "[printer]\ndevice = \"lp0\"",
            &["kiosk.toml:2: ", "`printer.device`", "“lp0”", "/dev/usb/lp0"],
        ),
        (
            "[printer]\ndevice = \"tcp://printer\"",
            &["“tcp://printer”", "192.0.2.7:9100"],
        ),
        (
            "[printer]\ndevice = \"serial:/dev/ttyS0\"",
            &["“serial:/dev/ttyS0”", "?baud=19200"],
        ),
        ("[printer]\ndevice = \"serial:/dev/ttyS0?baud=3\"", &["baud=3"]),
        ("[screen]\ndiagonal_inches = nan", &["`screen.diagonal_inches`"]),
        (
            "[server]\npublic_url = \"queue.example.bg\"",
            &["`server.public_url`", "https://"],
        ),
        ("[server]\nurl = \"queue.example.bg\"", &["`server.url`", "https://"]),
        (
            "[server]\nurl = \"http://queue.example.bg\"",
            &["`server.url`", "this machine alone"],
        ),
        ("[server]\nurl = \"https://queue.example.bg/?x=1\"", &["`server.url`"]),
        ("[server]\nurl = \"https://me@queue.example.bg\"", &["`server.url`"]),
        (
            "[server]\npublic_url = \"http://queue.example.bg\"",
            &["`server.public_url`", "https://"],
        ),
        (
            "[server]\npublic_url = \"http://127.0.0.1.example.bg\"",
            &["`server.public_url`"],
        ),
        (
            "lobby.listen = \"0.0.0.0:8443\"",
            &["kiosk.toml:1: ", "`lobby.listen`", "[[lobby.counter]]"],
        ),
        ("lobby.listen = \"8443\"", &["`lobby.listen`"]),
        (
            "[lobby]\ntls_cert = \"a.pem\"",
            &["kiosk.toml:2: ", "`lobby.tls_cert`", "both files"],
        ),
        (
            "[lobby]\nno_show_calls = 0",
            &["kiosk.toml:2: ", "`lobby.no_show_calls`", "1 to 10"],
        ),
        (
            "[lobby]\nspeech = [\"bg\", \"de\"]",
            &["kiosk.toml:2: ", "`lobby.speech`", "“de”", "bg, en"],
        ),
        ("[lobby]\nno_show_seconds = 601", &["`lobby.no_show_seconds`"]),
        (
            "[[lobby.counter]]\nid = \"\"\nqueues = [\"a\"]",
            &["kiosk.toml:1: ", "`lobby.counter`", "Каса 1"],
        ),
        (
            "[[lobby.counter]]\nid = \"board\"\nqueues = [\"a\"]",
            &["“board” is no name"],
        ),
        ("[[lobby.counter]]\nid = \"1\"\nqueues = []", &["“1” serves no queue"]),
        (
            "[[lobby.counter]]\nid = \"1\"\nqueues = [\"a\"]\nbreaks = [{ from = \"12:30\", to = \"12:00\" }]",
            &["“1”", "break from 12:30 to 12:00", "earlier time first"],
        ),
        (
            "[[lobby.counter]]\nid = \"1\"\nqueues = [\"a\"]\n[[lobby.counter]]\nid = \"1\"\nqueues = [\"b\"]",
            &["“1” stands twice"],
        ),
        ("[rating]\nbucket_hours = 5", &["`rating.bucket_hours`", "6, 8"]),
        ("[log]\nkeep_days = 0", &["`log.keep_days`"]),
        ("state = \"\"", &["`state`"]),
        ("pack = \"\"", &["`pack`"]),
    ]);
}

#[test]
fn only_this_machine_is_spoken_to_without_encryption() {
    for url in [
        "https://queue.example.bg",
        "http://localhost:8080",
        "http://127.0.0.1:8080/t",
        "http://[::1]:8080",
    ] {
        let config = parse::<Config>(&format!("[server]\npublic_url = \"{url}\""), &[]).unwrap();
        assert_eq!(config.server.public_url.as_deref(), Some(url));
    }
}

#[test]
fn the_languages_offered_are_those_that_the_screens_are_translated_into() {
    let folders = std::fs::read_dir("assets/lang").unwrap();
    let mut translated: BTreeSet<String> = folders
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    translated.insert("en".to_owned());
    assert_eq!(translated, SCREEN_LANGUAGES.map(str::to_owned).into());
}

#[test]
fn variables_override_the_file_by_one_rule() {
    let file = "state = \"here\"\n[screen]\nwidth = 1000\nheight = 700\n";
    let config = parse::<Config>(
        file,
        &[
            ("PARTER_STATE", "/srv/parter"),
            ("PARTER_MODE", "rating"),
            ("PARTER_SCREEN__WIDTH", "800"),
            ("PARTER_SCREEN__FULLSCREEN", "true"),
            ("PARTER_SCREEN__DIAGONAL_INCHES", "15.6"),
            ("PARTER_LANGUAGES", "[\"en\", \"bg\"]"),
            ("PARTER_KIOSK__ID", "7"),
            ("PARTER_SERVER__PUBLIC_URL", "https://queue.example.bg"),
            ("HOME", "/root"),
        ],
    )
    .unwrap();
    assert_eq!(config.state, Path::new("/srv/parter"));
    assert_eq!(config.mode, Mode::Rating);
    assert_eq!(
        (config.screen.width, config.screen.height, config.screen.fullscreen),
        (800, 700, true)
    );
    assert!((config.screen.diagonal_inches - 15.6).abs() < 0.01);
    assert_eq!(config.languages, ["en", "bg"]);
    assert_eq!(config.kiosk.id, "7");
    assert_eq!(config.server.public_url.as_deref(), Some("https://queue.example.bg"));
}

#[test]
fn faults_of_a_variable_name_the_variable() {
    refused::<Config>(
        "",
        &[("PARTER_SCREEN__WIDTH", "wide")],
        &["PARTER_SCREEN__WIDTH", "`screen.width`"],
    );
    refused::<Config>(
        "",
        &[("PARTER_SCREEN_WIDTH", "800")],
        &["PARTER_SCREEN_WIDTH", "spelling"],
    );
    refused::<Config>("", &[("PARTER_", "800")], &["PARTER_"]);
    let file = "[idle]\nwarning_seconds = 30\n";
    refused::<Config>(
        file,
        &[("PARTER_IDLE__WARNING_SECONDS", "5")],
        &["variable PARTER_IDLE__WARNING_SECONDS", "20 to 300"],
    );
    refused::<Config>("", &[("PARTER_MODE__X", "1")], &["PARTER_MODE__X"]);
}

#[test]
fn a_server_is_reached_by_tls_or_on_this_machine() {
    for url in [
        "https://queue.example.bg",
        "https://queue.example.bg:8443/parter/",
        "http://127.0.0.1:8750",
        "http://localhost:8750",
        "http://[::1]:8750",
    ] {
        let config = parse::<Config>(&format!("[server]\nurl = \"{url}\""), &[]).unwrap();
        assert_eq!(config.server.url.as_deref(), Some(url));
    }
}

#[test]
fn an_enrolment_code_is_read_as_people_type_it_and_never_shown() {
    let config = parse::<Config>("", &[("PARTER_SERVER__ENROLMENT_CODE", "k7qm3x9p2wd4roab")]).unwrap();
    let code = config.server.enrolment_code.as_ref().unwrap();
    assert_eq!(code.to_string(), "K7QM-3X9P-2WD4-R0AB");
    assert!(!format!("{config:?}").contains("R0AB"));
    let error = parse::<Config>("[server]\nenrolment_code = \"K7QM-3X9P-2WD4\"", &[]).unwrap_err();
    assert!(
        error.contains("kiosk.toml:2: ") && error.contains("16 letters and digits"),
        "{error}"
    );
    assert!(!error.contains("2WD4\""), "{error}");
}

#[test]
fn folders_are_relative_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kiosk.toml");
    std::fs::write(
        &file,
        "pack = \"./ours\"\n[server]\nca_file = \"ca.pem\"\nenrolment_file = \"/media/code\"\n",
    )
    .unwrap();
    let config: Config = config::load(&file, &[]).unwrap();
    assert_eq!(config.state, folder.path().join("state"));
    assert_eq!(config.log_folder(), folder.path().join("state/log"));
    assert_eq!(config.pack, folder.path().join("./ours").display().to_string());
    assert_eq!(config.server.ca_file, Some(folder.path().join("ca.pem")));
    assert_eq!(config.server.enrolment_file.as_deref(), Some(Path::new("/media/code")));
    assert_eq!(Config::default().pack, "kyustendil");
}

#[test]
fn counters_are_sections_of_the_lobby() {
    let text = "[lobby]\nlisten = \"127.0.0.1:8443\"\ntls_cert = \"a.pem\"\ntls_key = \"/etc/b.pem\"\n
                [[lobby.counter]]\nid = \"1\"\nqueues = [\"kasa\"]\nbreaks = [{ from = \"12,00\", to = \"12:30\" }]\n
                [[lobby.counter]]\nid = \"Каса 2\"\nname = \"Дясно\"\nqueues = [\"kasa\", \"delovodstvo\"]\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kiosk.toml");
    std::fs::write(&file, text).unwrap();
    let lobby = config::load::<Config>(&file, &[]).unwrap().lobby;
    assert_eq!(lobby.tls_cert, Some(folder.path().join("a.pem")));
    assert_eq!(lobby.tls_key.as_deref(), Some(Path::new("/etc/b.pem")));
    let ids: Vec<&str> = lobby.counters.iter().map(|counter| counter.id.as_str()).collect();
    assert_eq!(ids, ["1", "Каса 2"]);
    assert_eq!(lobby.counters[1].queues, ["kasa", "delovodstvo"]);
    let breaks: Vec<_> = lobby
        .staffed()
        .into_iter()
        .map(|staffed| staffed.breaks.len())
        .collect();
    assert_eq!(breaks, [1, 0]);
    let moved: Config = parse(text, &[("PARTER_LOBBY__LISTEN", "127.0.0.1:9000")]).unwrap();
    assert_eq!(moved.lobby.listen, Some(([127, 0, 0, 1], 9000).into()));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = config::load::<Config>(Path::new("/nowhere/kiosk.toml"), &[])
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("/nowhere/kiosk.toml: can't be read"), "{error}");
}
