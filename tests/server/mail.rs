//! Letters to staff: they arrive as they were written, and a mail server that does not take them is told of.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use chrono::TimeDelta;
use parter::{
    figures::alert::Rule,
    server::{alerts, config::Mail, letters, store::audit::Actor},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::{Value, json};

use crate::support::{TestServer, monday};

/// A mail server of another's making.
struct Sink {
    process: Child,
    lines: BufReader<ChildStdout>,
    port: u16,
}

impl Sink {
    fn start(certificate: &[&Path]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail");
        let mut process = Command::new(folder.join("venv/bin/python"))
            .arg(folder.join("sink.py"))
            .args(certificate)
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/needs installs what this needs");
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut port = String::new();
        lines.read_line(&mut port).unwrap();
        let port = port.trim().parse().unwrap();
        Self { process, lines, port }
    }

    fn letter(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `parter server mail TO` with letters that leave by `url`.
fn mail(url: &str, to: &str, variables: &[(&str, &Path)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["server", "mail", to])
        .env("PARTER_MAIL__URL", url)
        .env("PARTER_MAIL__FROM", "Партер <parter@example.bg>")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_letter_arrives_in_bulgarian() {
    let mut sink = Sink::start(&[]);
    let done = mail(
        &format!("smtp://127.0.0.1:{}", sink.port),
        "delovodstvo@example.bg",
        &[],
    );
    assert!(done.status.success(), "{}", told(&done));
    let letter = sink.letter();
    assert_eq!(letter["to"], json!(["delovodstvo@example.bg"]));
    assert_eq!(letter["from"], "Партер <parter@example.bg>");
    assert_eq!(letter["subject"], "Партер: проба на пощата");
    assert!(
        letter["text"].as_str().unwrap().contains("Пощата на Партер работи."),
        "{letter}"
    );
}

#[test]
fn a_letter_leaves_by_tls_to_a_server_that_is_trusted_and_to_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let own = own.signed_by(&key, &authority).unwrap();
    let [ca, cert, private] = ["ca.pem", "cert.pem", "key.pem"].map(|name| folder.path().join(name));
    std::fs::write(&ca, authority.pem()).unwrap();
    std::fs::write(&cert, own.pem()).unwrap();
    std::fs::write(&private, key.serialize_pem()).unwrap();

    let mut sink = Sink::start(&[&cert, &private]);
    let url = format!("smtps://localhost:{}", sink.port);
    let stranger = mail(&url, "a@example.bg", &[]);
    assert!(!stranger.status.success());
    assert!(
        told(&stranger).contains("the mail server did not take it"),
        "{}",
        told(&stranger)
    );
    let trusted = mail(&url, "b@example.bg", &[("SSL_CERT_FILE", &ca)]);
    assert!(trusted.status.success(), "{}", told(&trusted));
    assert_eq!(sink.letter()["to"], json!(["b@example.bg"]));
}

#[test]
fn what_stands_against_a_letter_is_told_with_the_mend_and_without_the_password() {
    let sink = Sink::start(&[]);
    let open = format!("smtp://127.0.0.1:{}", sink.port);
    for (url, to, expected) in [
        (open.as_str(), "nobody@example.bg", "no such mailbox"),
        (open.as_str(), "деловодство", "“деловодство” is no e-mail address"),
        ("smtp://127.0.0.1:9", "a@example.bg", "the mail server did not take it"),
        ("smtp://user:hunter2@mail.example.bg", "a@example.bg", "tls=required"),
        ("https://mail.example.bg", "a@example.bg", "smtps://"),
    ] {
        let done = mail(url, to, &[]);
        assert!(!done.status.success(), "{url} {to}");
        assert!(told(&done).contains(expected), "{url} {to}: {}", told(&done));
        assert!(!told(&done).contains("hunter2"), "{}", told(&done));
    }
    let none = Command::new(env!("CARGO_BIN_EXE_parter"))
        .args(["server", "mail", "a@example.bg"])
        .output()
        .unwrap();
    assert!(told(&none).contains("`mail.url`"), "{}", told(&none));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_goes_to_the_municipalitys_own_addresses_once() {
    let mut sink = Sink::start(&[]);
    let url = format!("smtp://127.0.0.1:{}", sink.port);
    let server = TestServer::with(|config| {
        config.mail = Mail {
            url: Some(url),
            from: Some("Партер <parter@example.bg>".to_owned()),
        };
    })
    .await;
    server.clock.set(monday(9, 0));
    let _kiosk = server.kiosk_named("Фоайе", "kyustendil/hall").await;
    let (store, staff) = (&server.app.store, Actor::CommandLine);
    // One mailbox is no more: the others get their letter, and it is not written again for its sake.
    for (municipality, addresses) in [
        ("kyustendil", &["nobody@example.bg", "obshtina@example.bg"][..]),
        ("samokov", &["other@example.bg"]),
    ] {
        let addresses: Vec<String> = addresses.iter().map(|&address| address.to_owned()).collect();
        let rule = Rule::Silent { minutes: 30 };
        store
            .add_alert_rule(municipality, rule, &staff, monday(9, 0))
            .await
            .unwrap();
        store
            .set_alert_addresses(municipality, &addresses, &staff, monday(9, 0))
            .await
            .unwrap();
    }
    let look = async || {
        alerts::look(&server.app).await.unwrap();
        letters::send(&server.app).await.unwrap();
    };
    server.clock.advance(TimeDelta::minutes(29));
    look().await;
    server.clock.advance(TimeDelta::minutes(2));
    look().await;
    look().await;
    let letter = sink.letter();
    assert_eq!(letter["to"], json!(["obshtina@example.bg"]));
    assert_eq!(
        letter["subject"],
        "Партер: киоск не се обажда – Община Кюстендил, Фоайе"
    );
    let text = letter["text"].as_str().unwrap();
    for words in [
        "чут е за последно на 23 ноември 2026\u{a0}г. в 9:00",
        "киоск не се обажда 30 минути, докато е отворено",
        "/admin/figures/kyustendil/alerts",
    ] {
        assert!(text.contains(words), "{text}");
    }
    let sent = store.alerts("kyustendil", 10).await.unwrap();
    assert_eq!(
        sent.iter().map(|alert| alert.sent_at).collect::<Vec<_>>(),
        [Some(monday(9, 31))]
    );
    server.clock.advance(TimeDelta::minutes(30));
    assert_eq!(store.take_unsent_alerts(10, server.app.now()).await.unwrap(), []);
}
