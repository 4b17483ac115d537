//! `parter pack key`, `sign` and `verify`, and Debian's `minisign` on the other side of each.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output, Stdio},
};

fn run(program: &str, dir: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(program)
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}; tests/needs installs what tests need"));
    // Fails where the program has no use for it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn parter(dir: &Path, args: &[&str], input: &str) -> Output {
    let args: Vec<&str> = ["pack"].iter().chain(args).copied().collect();
    run(env!("CARGO_BIN_EXE_parter"), dir, &args, input)
}

#[track_caller]
fn good(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn bad(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_pack_is_signed_on_one_machine_and_verified_on_another() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let said = good(&parter(dir, &["key", "town.key"], ""));
    let mode = |name: &str| fs::metadata(dir.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("town.key"), mode("town.key.pub")), (0o600, 0o644));
    let key = fs::read_to_string(dir.join("town.key.pub")).unwrap();
    let key = key.lines().last().unwrap();
    assert!(said.contains(key), "{said}");
    assert!(bad(&parter(dir, &["key", "town.key"], "")).contains("not there yet"));

    let signed = good(&parter(
        dir,
        &["sign", "samokov", "--key", "town.key", "-o", "bundle"],
        "",
    ));
    assert!(signed.contains("samokov version 1"), "{signed}");
    assert!(
        bad(&parter(
            dir,
            &["sign", "samokov", "--key", "town.key", "-o", "bundle"],
            ""
        ))
        .contains("already")
    );
    for key in [key, "town.key.pub"] {
        let verified = good(&parter(dir, &["verify", "bundle", "--key", key], ""));
        assert!(verified.contains("samokov version 1"), "{verified}");
    }
    good(&parter(dir, &["key", "other.key"], ""));
    let refused = bad(&parter(dir, &["verify", "bundle", "--key", "other.key.pub"], ""));
    assert!(refused.contains("no key that is trusted"), "{refused}");
    let object = fs::read_dir(dir.join("bundle/files"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::write(object, "").unwrap();
    let refused = bad(&parter(dir, &["verify", "bundle", "--key", key], ""));
    assert!(refused.contains("not the file that was signed"), "{refused}");
}

#[test]
fn a_key_with_a_password_opens_with_it_alone() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    good(&parter(dir, &["key", "town.key", "--password"], "Самоков 1834\n"));
    let sign = ["sign", "samokov", "--key", "town.key", "-o", "bundle"];
    assert!(bad(&parter(dir, &sign, "wrong\n")).contains("password"));
    good(&parter(dir, &sign, "Самоков 1834\n"));
    good(&parter(dir, &["verify", "bundle", "--key", "town.key.pub"], ""));
}

#[test]
fn minisign_verifies_what_we_sign() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    good(&parter(dir, &["key", "town.key"], ""));
    good(&parter(
        dir,
        &["sign", "samokov", "--key", "town.key", "-o", "bundle"],
        "",
    ));
    let verify = ["-V", "-m", "bundle/manifest.json", "-p", "town.key.pub"];
    let said = good(&run("minisign", dir, &verify, ""));
    assert!(said.contains("samokov version 1"), "{said}");
    let mut manifest = fs::read(dir.join("bundle/manifest.json")).unwrap();
    manifest[20] ^= 1;
    fs::write(dir.join("bundle/manifest.json"), manifest).unwrap();
    assert!(!run("minisign", dir, &verify, "").status.success());
}

#[test]
fn what_minisign_signs_is_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    good(&run(
        "minisign",
        dir,
        &["-G", "-W", "-p", "town.pub", "-s", "town.key"],
        "",
    ));
    good(&parter(dir, &["key", "unused.key"], ""));
    // Signed by another first, then by minisign in its place.
    good(&parter(
        dir,
        &["sign", "samokov", "--key", "unused.key", "-o", "bundle"],
        "",
    ));
    good(&run(
        "minisign",
        dir,
        &["-S", "-m", "bundle/manifest.json", "-s", "town.key"],
        "",
    ));
    good(&parter(dir, &["verify", "bundle", "--key", "town.pub"], ""));
    bad(&parter(dir, &["verify", "bundle", "--key", "unused.key.pub"], ""));
    // And a key that was made here signs there.
    good(&run(
        "minisign",
        dir,
        &["-S", "-m", "bundle/manifest.json", "-s", "unused.key"],
        "",
    ));
    good(&parter(dir, &["verify", "bundle", "--key", "unused.key.pub"], ""));
}

#[test]
fn a_faulty_pack_is_not_signed() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    good(&parter(dir, &["key", "town.key"], ""));
    fs::create_dir(dir.join("pack")).unwrap();
    fs::write(dir.join("pack/pack.toml"), "format = 1\n").unwrap();
    let refused = bad(&parter(dir, &["sign", "pack", "--key", "town.key", "-o", "bundle"], ""));
    assert!(refused.contains("missing-key"), "{refused}");
    assert!(!dir.join("bundle").exists());
}
