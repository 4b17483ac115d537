//! The server's configuration, and the command that reads it.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

use parter::{config, server::config::ServerConfig};

use crate::settings::{each_refused, keys, parse, refused, with_every_key};

const EXAMPLE: &str = include_str!("../../assets/server.example.toml");

#[test]
fn the_example_is_the_defaults() {
    assert_eq!(parse::<ServerConfig>(EXAMPLE, &[]), Ok(ServerConfig::default()));
    assert_eq!(parse::<ServerConfig>("", &[]), Ok(ServerConfig::default()));
}

#[test]
fn the_example_lists_every_key_and_the_docs_explain_each() {
    let every = parse::<ServerConfig>(&with_every_key(EXAMPLE), &[]).unwrap();
    let every = keys(&toml::Table::try_from(&every).unwrap());
    assert_eq!(every, keys(&with_every_key(EXAMPLE).parse().unwrap()));
    let docs = include_str!("../../src/server/config.rs");
    for key in every {
        assert!(
            docs.contains(&format!("`{key}`")),
            "{key} is not in the table of src/server/config.rs"
        );
    }
}

#[test]
fn unknown_keys_and_wrong_types_are_refused_with_their_line() {
    refused::<ServerConfig>(
        "state = \"s\"\nport = 80\n",
        &[],
        &["server.toml:2: ", "`port`", "take it out"],
    );
    refused::<ServerConfig>(
        "listen = \"localhost\"\n",
        &[],
        &["server.toml:1: ", "`listen`", "server.example.toml"],
    );
    refused::<ServerConfig>("\n[tls]\ncertificate = \"c.pem\"\n", &[], &["server.toml:2: ", "`key`"]);
}

#[test]
fn values_that_can_not_be_are_refused_with_the_mend() {
    each_refused::<ServerConfig>(&[
        (
            "\nlisten = \"0.0.0.0:80\"",
            &["server.toml:2: ", "`listen`", "`tls`", "`behind_proxy`"],
        ),
        ("listen = \"[::]:80\"", &["`listen`"]),
        ("public_url = \"queue.example.bg\"", &["`public_url`", "https://"]),
        ("token_days = 0", &["`token_days`", "1 to 365"]),
        (
            "[metrics]\ntoken = \"secret\"",
            &["server.toml:2: ", "`metrics.token`", "16"],
        ),
        ("[log]\nkeep_days = 0", &["`log.keep_days`"]),
        ("state = \"\"", &["`state`"]),
        (
            "packs = [\"ours\", \"\"]",
            &["server.toml:1: ", "`packs`", "name a folder"],
        ),
    ]);
    let error = parse::<ServerConfig>("database = \"mysql://parter:hush@db\"", &[]).unwrap_err();
    assert!(error.contains("postgres://") && !error.contains("hush"), "{error}");
    for text in [
        "listen = \"0.0.0.0:80\"\nbehind_proxy = true",
        "listen = \"0.0.0.0:443\"\ntls = { certificate = \"c\", key = \"k\" }",
        "listen = \"[::1]:80\"",
        "database = \"postgresql://db/parter\"",
    ] {
        assert!(parse::<ServerConfig>(text, &[]).is_ok(), "{text}");
    }
}

#[test]
fn variables_override_the_file() {
    let config = parse::<ServerConfig>(
        "token_days = 3",
        &[
            ("PARTER_TOKEN_DAYS", "7"),
            ("PARTER_METRICS__TOKEN", "0123456789abcdef"),
        ],
    );
    let config = config.unwrap();
    assert_eq!(
        (config.token_days, config.metrics.token.as_deref()),
        (7, Some("0123456789abcdef"))
    );
    refused::<ServerConfig>(
        "",
        &[("PARTER_LISTEN", "0.0.0.0:80")],
        &["variable PARTER_LISTEN", "`tls`"],
    );
}

#[test]
fn folders_are_relative_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.toml");
    fs::write(
        &file,
        "packs = [\"ours\", \"/srv/theirs\"]\n[tls]\ncertificate = \"c.pem\"\nkey = \"/etc/k.pem\"\n",
    )
    .unwrap();
    let config: ServerConfig = config::load(&file, &[]).unwrap();
    let tls = config.tls.clone().unwrap();
    assert_eq!(config.state, folder.path().join("state"));
    assert_eq!(config.log_folder(), folder.path().join("state/log"));
    assert_eq!(config.packs, [folder.path().join("ours"), "/srv/theirs".into()]);
    assert_eq!(
        (tls.certificate, tls.key),
        (folder.path().join("c.pem"), Path::new("/etc/k.pem").to_owned())
    );
}

/// `parter server …` in a state folder, with a line for its standard input.
fn parter(state: &Path, args: &[&str], line: &str) -> Output {
    let mut child = command(state).args(args).stdin(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    child.wait_with_output().unwrap()
}

fn command(state: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parter"));
    command
        .arg("server")
        .env("PARTER_STATE", state)
        .env("PARTER_LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn the_first_administrator_is_made_on_the_command_line_once() {
    let state = tempfile::tempdir().unwrap();
    let add = ["user", "add", "Ivanova", "--role", "administrator"];
    let short = parter(state.path(), &add, "short\n");
    assert!(!short.status.success());
    assert!(
        String::from_utf8_lossy(&short.stderr).contains("12 to 128 characters"),
        "{short:?}"
    );
    let made = parter(state.path(), &add, "a sentence of its own\n");
    assert!(made.status.success(), "{made:?}");
    assert_eq!(String::from_utf8_lossy(&made.stdout), "ivanova can sign in\n");
    let again = parter(state.path(), &add, "a sentence of its own\n");
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("already"), "{again:?}");
    let odd = parter(
        state.path(),
        &["user", "add", "@root", "--role", "editor"],
        "a sentence of its own\n",
    );
    assert!(
        String::from_utf8_lossy(&odd.stderr).contains("small Latin letter"),
        "{odd:?}"
    );
}

#[test]
fn the_server_says_where_it_listens_and_ends_when_it_is_told() {
    let state = tempfile::tempdir().unwrap();
    let mut child = command(state.path()).stdin(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = said.next().unwrap().unwrap();
    assert!(first.starts_with("Parter's server listens on 127.0.0.1:"), "{first}");
    assert!(first.ends_with("/admin"), "{first}");
    let second = said.next().unwrap().unwrap();
    assert!(second.contains("user add"), "{second}");
    let term = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(term.success());
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_stands_against_it_is_one_sentence() {
    let state = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let failed = command(state.path()).env("PARTER_LISTEN", &listen).output().unwrap();
    assert!(!failed.status.success());
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(
        said.starts_with("parter: ") && said.lines().count() == 1 && said.contains(&listen),
        "{said}"
    );
}

/// A pack of the configuration that is not as it should be is said at the start, before a visitor sees it.
#[test]
fn a_pack_that_can_not_be_used_keeps_the_server_from_starting() {
    let state = tempfile::tempdir().unwrap();
    let faulty = state.path().join("faulty");
    fs::create_dir(&faulty).unwrap();
    fs::write(faulty.join("pack.toml"), "format = 1\n").unwrap();
    let sound = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/minimal");
    for (packs, told) in [
        ([faulty.as_path(), &sound], ["faulty", "pack.toml"]),
        ([&sound, &sound], ["`packs`", "“minimal”"]),
    ] {
        let failed = command(state.path())
            .env("PARTER_PACKS", format!("{packs:?}"))
            .output()
            .unwrap();
        assert!(!failed.status.success());
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(told.iter().all(|part| said.contains(part)), "{said}");
    }
}

/// Otherwise a few hundred phones would be all.
#[test]
fn the_server_opens_as_many_files_as_the_system_lets_it() {
    let state = tempfile::tempdir().unwrap();
    let mut child = Command::new("sh")
        .args([
            "-c",
            "ulimit -Sn 100 && exec \"$0\" server",
            env!("CARGO_BIN_EXE_parter"),
        ])
        .env("PARTER_STATE", state.path())
        .env("PARTER_LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    said.next().unwrap().unwrap();
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let [soft, hard] = [3, 4].map(|at| files.split_whitespace().nth(at).unwrap().to_owned());
    assert_eq!(soft, hard, "{files}");
    assert_ne!(soft, "100");
    child.kill().unwrap();
    child.wait().unwrap();
}
