//! The PIN of the staff's screen: its hash, and the command that prints it.

use parter::{
    config::{self, Config},
    pin::{BadPin, PinHash},
};

#[test]
fn a_pin_is_six_to_twelve_digits() {
    for bad in ["", "12345", "1234567890123", "12345a", "12 3456", "１２３４５６"] {
        assert_eq!(PinHash::of(bad), Err(BadPin), "{bad}");
    }
    for good in ["123456", "123456789012"] {
        let hash = PinHash::of(good).unwrap();
        assert!(hash.fits(good));
        assert!(!hash.fits("000000") && !hash.fits(""));
    }
}

#[test]
fn the_hash_is_salted_and_shows_itself_nowhere() {
    let (one, other) = (PinHash::of("123456").unwrap(), PinHash::of("123456").unwrap());
    assert_ne!(one, other);
    assert!(String::from(one.clone()).starts_with("$argon2id$"));
    assert!(!format!("{one:?}").contains("argon2id"));
}

#[test]
fn what_is_no_hash_is_refused_with_the_mend() {
    for bad in [
        "123456",
        "",
        "$argon2id$",
        "$argon2i$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo",
    ] {
        let text = format!("[staff]\npin_hash = \"{bad}\"\n");
        let error = config::parse::<Config>(&text, "kiosk.toml", &[])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("kiosk.toml:2: ") && error.contains("parter kiosk pin"),
            "{error}"
        );
        assert!(bad.is_empty() || !error.contains(bad), "{error}");
    }
}

#[cfg(feature = "kiosk")]
mod command {
    use std::{
        io::Write,
        process::{Command, Output, Stdio},
    };

    use super::*;

    fn pin(typed: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parter"));
        command.args(["kiosk", "pin"]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    #[test]
    fn it_prints_the_line_that_the_configuration_takes() {
        let output = pin("204060\n");
        assert!(output.status.success());
        let line = String::from_utf8(output.stdout).unwrap();
        assert_eq!(line.lines().count(), 1, "{line}");
        let config: Config = config::parse(&format!("[staff]\n{line}"), "kiosk.toml", &[]).unwrap();
        assert!(config.staff.pin_hash.unwrap().fits("204060"));
    }

    #[test]
    fn it_takes_no_short_one() {
        let output = pin("1234\n");
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("6 to 12 digits"));
    }
}
