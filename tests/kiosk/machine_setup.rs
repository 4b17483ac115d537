//! A machine set up from a stick: what is checked, what is written, and what is left on the stick.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use chrono::{DateTime, Utc};
use parter::{
    config::{self, Config},
    machine::{
        call,
        setup::{self, Change, Done, Secrets, SetupError},
    },
};
use tempfile::TempDir;

const EXAMPLE: &str = include_str!("../../kiosk-image/parter-kiosk.example.toml");

/// A stick and the folder that the settings lie in.
struct Machine {
    dir: TempDir,
}

impl Machine {
    fn new(stick: &str) -> Self {
        let machine = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(machine.stick()).unwrap();
        machine.write(stick);
        machine
    }

    fn stick(&self) -> PathBuf {
        self.dir.path().join("stick")
    }

    fn write(&self, text: &str) {
        fs::write(self.stick().join("parter-kiosk.toml"), text).unwrap();
    }

    fn on_stick(&self) -> String {
        fs::read_to_string(self.stick().join("parter-kiosk.toml")).unwrap()
    }

    fn settings(&self) -> PathBuf {
        self.dir.path().join("settings")
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.settings().join(file)).unwrap()
    }

    fn try_apply(&self) -> Result<Done, SetupError> {
        setup::apply(&self.stick(), &self.settings(), now())
    }

    fn apply(&self) -> Done {
        self.try_apply().unwrap()
    }

    fn config(&self) -> Config {
        config::load(&self.settings().join("kiosk.toml"), &[]).unwrap()
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// With everything that can be set.
fn every() -> String {
    let set = |line: &str| match line.strip_prefix('#') {
        Some(key) if key.starts_with(|first: char| first.is_ascii_lowercase() || first == '[') => key.to_owned(),
        _ => line.to_owned(),
    };
    let text: String = EXAMPLE.lines().map(|line| set(line) + "\n").collect();
    text.replace("enrolment_code = \"\"", "enrolment_code = \"K7QM-3X9P-2WD4-R0AB\"")
        .replace("pin = \"\"", "pin = \"246813\"")
        .replace("key = \"\"", "key = \"tajna parola\"")
        .replace("method = \"dhcp\"", "method = \"static\"")
}

fn faults(text: &str, lang: &str) -> Vec<String> {
    let faults = setup::check(text.as_bytes()).unwrap_err();
    faults.iter().map(|fault| fault.say(lang)).collect()
}

#[test]
fn the_example_is_good_and_so_it_is_with_every_key() {
    assert_eq!(setup::check(EXAMPLE.as_bytes()), Ok(()));
    assert_eq!(setup::check(every().as_bytes()), Ok(()));
    let windows = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n"));
    assert_eq!(setup::check(windows.as_bytes()), Ok(()));
}

#[test]
fn every_key_reaches_the_part_of_the_system_that_it_is_for() {
    let machine = Machine::new(&every());
    assert_eq!(machine.apply().change, Change::Applied);
    let config = machine.config();
    assert_eq!(config.state, Path::new("/data/kiosk"));
    assert_eq!(config.server.url.as_deref(), Some("https://queue.example.bg"));
    assert!(config.server.enrolment_code.is_some() && config.lobby.listen.is_some());
    assert!(config.staff.pin_hash.unwrap().fits("246813"));
    assert_eq!(config.clock.set_file, None, "a clock with a battery is believed");
    assert!(config.screen.fullscreen && config.screen.width < config.screen.height);
    let wireless = machine.read("network/30-wireless.network");
    for line in [
        "Type=wlan",
        "Address=192.0.2.5/24",
        "Gateway=192.0.2.1",
        "DNS=192.0.2.1",
    ] {
        assert!(wireless.lines().any(|seen| seen == line), "{line} in {wireless}");
    }
    let wifi = machine.read("wpa_supplicant.conf");
    assert!(wifi.contains("ssid=d09ed0b1d189d0b8d0bdd0b0\n"), "{wifi}");
    assert!(
        wifi.contains("psk=\"tajna parola\"") && wifi.contains("country=BG"),
        "{wifi}"
    );
    assert!(
        machine
            .read("timesyncd.conf.d/parter.conf")
            .contains("NTP=bg.pool.ntp.org")
    );
    assert!(machine.read("proxy.env").contains("HTTPS_PROXY=http://192.0.2.3:3128"));
    assert_eq!(machine.read("display.env"), "SLINT_KMS_ROTATION=90\n");
    assert!(machine.read("udev/99-parter-touch.rules").contains("\"0 1 0 -1 0 1\""));
    assert_eq!(machine.read("sound.env"), "SOUND_VOLUME=70\n");
    assert_eq!(machine.read("firewall.env"), "LOBBY_PORT=8443\n");
    assert_eq!(call::known(&machine.settings()).unwrap().telephone, "078 123 456");
    for secret in ["wpa_supplicant.conf", "settings.toml"] {
        let mode = fs::metadata(machine.settings().join(secret))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{secret}");
    }
}

#[test]
fn all_faults_are_told_at_once_with_their_lines_and_mends() {
    let text = "[kiosk]\nid = \"Киоск 1\"\n[server]\nurl = \"queue.example.bg\"\nenrollment_code = \"x\"\n\
                [screen]\ndiagonal_inches = 215\norientation = \"up\"\n[network]\nmethod = \"static\"\n\
                [network.wifi]\nssid = \"a\"\ncountry = \"BG\"\nkey = \"kratka\"\n[staff]\npin = \"1234\"\n[sound]\nvolume = \"loud\"\n";
    let bulgarian = faults(text, "bg");
    let said = [
        "ред 1: kiosk.municipality: липсва",
        "ред 2: kiosk.id: „Киоск 1“ не е възможно",
        "ред 4: server.url: „queue.example.bg“ не е възможно; напишете адрес с https://",
        "ред 5: server.enrollment_code: няма такова поле; тук може да има: url, public_url, enrolment_code",
        "ред 7: screen.diagonal_inches: „215“",
        "ред 8: screen.orientation: „up“",
        "ред 9: network.address: липсва",
        "ред 14: network.wifi.key: написаното не е възможно",
        "ред 16: staff.pin: написаното не е възможно; напишете от 6 до 12 цифри",
        "ред 18: sound.volume: ",
    ];
    assert_eq!(bulgarian.len(), said.len(), "{bulgarian:#?}");
    for (seen, said) in bulgarian.iter().zip(said) {
        assert!(seen.starts_with(said), "{seen} does not begin with {said}");
    }
    let both = format!("{bulgarian:?}{:?}", faults(text, "en"));
    assert!(
        !both.contains("1234") && !both.contains("kratka"),
        "secrets are not repeated: {both}"
    );
    assert!(faults("[kiosk\nid = 1\n", "bg")[0].starts_with("ред 1: не се разбира"));
    assert!(faults("[kiosk]\nid = \"a\"\nid = \"b\"\n", "bg")[0].starts_with("ред 3: стои два пъти"));
    let open = faults(
        &EXAMPLE.replace("#proxy = \"http://", "proxy = \"http://ivan:tajna@"),
        "bg",
    );
    assert!(
        open[0].contains("network.proxy: написаното не е възможно") && !open[0].contains("tajna") && open.len() == 1,
        "what can't be removed may not be there, and is not repeated: {open:?}"
    );
    let utf16 = setup::check(&[0xff, 0xfe, b'[', 0]).unwrap_err();
    assert!(utf16[0].say("bg").contains("UTF-8"));
}

#[test]
fn what_the_municipality_does_not_have_is_told_before_the_kiosk_would_end_of_it() {
    let text = "[kiosk]\nid = \"kiosk-1\"\nmunicipality = \"plovdiv\"\nplace = \"main\"\n[screen]\ndiagonal_inches = 21.5\n\
                orientation = \"portrait\"\n[lobby]\nlisten = \"0.0.0.0:443\"\n[[lobby.counter]]\nid = \"1\"\nqueues = [\"kasa2\"]\n\
                [[lobby.counter]]\nid = \"1\"\nqueues = []\n[[lobby.counter]]\nid = \"2\"\n";
    let said = [
        "ред 4: kiosk.place: „main“ не е познато; тук може да стои: stambolov, tsentralen",
        "ред 12: lobby.counter.queues: „kasa2“ не е познато; тук може да стои: ",
        "ред 14: lobby.counter.id: „1“ не е възможно; напишете името на гишето",
        "ред 15: lobby.counter.queues: написаното не е възможно; напишете опашките",
        "ред 16: lobby.counter.queues: липсва; напишете опашките",
    ];
    let seen = faults(text, "bg");
    assert_eq!(seen.len(), said.len(), "{seen:#?}");
    for (seen, said) in seen.iter().zip(said) {
        assert!(seen.starts_with(said), "{seen} does not begin with {said}");
    }
    // One that no program has inside comes from a server, to a place of it.
    let own = EXAMPLE.replace("municipality = \"kyustendil\"", "municipality = \"novi-dol\"");
    let without_place = faults(&own, "bg");
    assert!(
        without_place[0].contains("kiosk.place: липсва") && without_place.len() == 1,
        "{without_place:?}"
    );
    let with_place = own.replace("#place = \"obshtina\"", "place = \"saborna\"");
    assert_eq!(setup::check(with_place.as_bytes()), Ok(()));
    let alone = "[kiosk]\nid = \"kiosk-1\"\nmunicipality = \"kustendil\"\n[screen]\ndiagonal_inches = 21.5\norientation = \"portrait\"\n";
    let alone = faults(alone, "bg");
    assert!(
        alone[0].starts_with(
            "ред 3: kiosk.municipality: „kustendil“ не е познато; тук може да стои: kostinbrod, kyustendil"
        ),
        "{alone:?}"
    );
}

#[test]
fn a_new_version_makes_the_files_of_the_known_settings_anew() {
    let machine = Machine::new(&every());
    machine.apply();
    let wired = machine.read("network/20-wired.network");
    assert_eq!(setup::remake(&machine.settings()).unwrap(), Change::Nothing);
    // As an older version may have written it, with a file that is no more.
    fs::write(machine.settings().join("network/20-wired.network"), "[Match]\n").unwrap();
    fs::write(machine.settings().join("network/10-old.network"), "[Match]\n").unwrap();
    assert_eq!(setup::remake(&machine.settings()).unwrap(), Change::Applied);
    assert_eq!(machine.read("network/20-wired.network"), wired);
    assert!(!machine.settings().join("network/10-old.network").exists());
    assert!(machine.config().staff.pin_hash.unwrap().fits("246813"));
    // What this version can't read stays as it is.
    fs::write(machine.settings().join("settings.toml"), "of = \"another time\"\n").unwrap();
    assert!(matches!(
        setup::remake(&machine.settings()),
        Err(SetupError::NoSettings(_))
    ));
    assert_eq!(machine.read("network/20-wired.network"), wired);
}

#[test]
fn no_file_of_the_settings_is_hidden_by_one_of_the_system() {
    let machine = Machine::new(&every());
    machine.apply();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-image/mkosi/mkosi.extra/etc");
    // They go below /run, where a file of the same name below /etc outranks them.
    for (folder, hidden_by) in [
        ("network", "systemd/network"),
        ("timesyncd.conf.d", "systemd/timesyncd.conf.d"),
        ("udev", "udev/rules.d"),
    ] {
        for file in fs::read_dir(machine.settings().join(folder)).unwrap() {
            let other = own.join(hidden_by).join(file.unwrap().file_name());
            assert!(!other.exists(), "{}", other.display());
        }
    }
}

#[test]
fn nothing_of_the_secrets_is_left_where_the_file_lay() {
    let machine = Machine::new(&every());
    // Another name for the same place on the disk.
    let before = machine.dir.path().join("before");
    fs::hard_link(machine.stick().join("parter-kiosk.toml"), &before).unwrap();
    machine.apply();
    let left = fs::read_to_string(before).unwrap();
    assert_eq!(left.trim(), "", "it is overwritten");
}

#[test]
fn the_stick_loses_its_secrets_and_keeps_all_else() {
    let machine = Machine::new(&every());
    let before = machine.on_stick();
    assert!(matches!(machine.apply().secrets, Secrets::Removed));
    let after = machine.on_stick();
    for secret in ["246813", "K7QM", "tajna"] {
        assert!(before.contains(secret) && !after.contains(secret), "{secret}: {after}");
    }
    let (applied, rest) = after.split_once('\n').unwrap();
    assert!(applied.starts_with("# Приложено на 2026-11-23 10:00"), "{applied}");
    let blank = |line: &str| {
        ["key = ", "pin = ", "enrolment_code = "]
            .iter()
            .find(|key| line.starts_with(**key))
            .copied()
    };
    let same = before.lines().zip(rest.lines()).all(|(old, new)| match blank(old) {
        Some(key) => new == format!("{key}\"\""),
        None => old == new,
    });
    assert!(same && before.lines().count() == rest.lines().count(), "{rest}");
}

#[test]
fn a_stick_of_few_keys_is_left_with_those_and_is_accepted_again() {
    let few = "[kiosk]\nid = \"kiosk-1\"\nmunicipality = \"kyustendil\"\n\n[screen]\ndiagonal_inches = 21.5\n\
               orientation = \"portrait\"\nrotation = 0\n\n[staff]\npin = \"246813\"\n";
    let machine = Machine::new(few);
    machine.apply();
    let after = machine.on_stick();
    assert_eq!(after.split_once('\n').unwrap().1, few.replace("246813", ""));
    machine.apply();
}

#[test]
fn the_same_stick_changes_nothing_and_a_changed_one_is_applied_with_the_secrets_known() {
    let machine = Machine::new(&every());
    machine.apply();
    let (stick, kiosk) = (machine.on_stick(), machine.read("kiosk.toml"));
    let again = machine.apply();
    assert_eq!(again.change, Change::Nothing);
    assert_eq!((machine.on_stick(), machine.read("kiosk.toml")), (stick.clone(), kiosk));

    machine.write(&stick.replace("id = \"kiosk-1\"", "id = \"kiosk-2\""));
    assert_eq!(machine.apply().change, Change::Applied);
    let config = machine.config();
    assert_eq!(config.kiosk.id, "kiosk-2");
    assert!(config.staff.pin_hash.unwrap().fits("246813") && config.server.enrolment_code.is_some());
    assert!(machine.read("wpa_supplicant.conf").contains("tajna parola"));
    assert_eq!(machine.on_stick().matches("# Приложено на").count(), 1);

    // The secrets typed once more are no change either, and go from the stick once more.
    machine.write(&every().replace("id = \"kiosk-1\"", "id = \"kiosk-2\""));
    let typed = machine.apply();
    assert_eq!(typed.change, Change::Nothing);
    assert!(matches!(typed.secrets, Secrets::Removed) && !machine.on_stick().contains("246813"));
}

#[test]
fn a_faulty_file_changes_nothing_on_machine_and_stick() {
    let machine = Machine::new(&every());
    machine.apply();
    let kiosk = machine.read("kiosk.toml");
    let faulty = every().replace("diagonal_inches = 21.5", "diagonal_inches = 2");
    machine.write(&faulty);
    assert!(matches!(machine.try_apply(), Err(SetupError::Faulty(_, faults)) if faults.len() == 1));
    assert_eq!((machine.read("kiosk.toml"), machine.on_stick()), (kiosk, faulty));
    // A network that was never known needs its key.
    machine.write(&EXAMPLE.replace("[time]", "[network.wifi]\nssid = \"другa\"\ncountry = \"BG\"\n[time]"));
    let Err(SetupError::Faulty(_, faults)) = machine.try_apply() else {
        panic!("a key is missing");
    };
    assert!(faults[0].say("bg").contains("network.wifi.key: липсва"), "{faults:?}");
}

#[test]
fn a_setup_that_was_cut_off_is_done_once_more() {
    let machine = Machine::new(&every());
    let half = machine.dir.path().join("settings.new");
    fs::create_dir_all(half.join("network")).unwrap();
    fs::write(half.join("kiosk.toml"), "half").unwrap();
    assert_eq!(machine.apply().change, Change::Applied);
    assert!(!half.exists(), "nothing of it is left");
    // Cut off between the settings and the stick: the secrets are still there, and go now.
    machine.write(&every());
    let done = machine.apply();
    assert_eq!(done.change, Change::Nothing);
    assert!(matches!(done.secrets, Secrets::Removed));
}

#[test]
fn windows_may_hide_the_last_part_of_the_name() {
    let machine = Machine::new("");
    fs::remove_file(machine.stick().join("parter-kiosk.toml")).unwrap();
    assert!(matches!(machine.try_apply(), Err(SetupError::NoFile(_))));
    fs::write(machine.stick().join("Parter-Kiosk.toml.txt"), EXAMPLE).unwrap();
    assert_eq!(machine.apply().change, Change::Applied);
}

#[test]
fn the_commands_say_it_in_bulgarian_and_end_with_two_where_there_are_faults() {
    let machine = Machine::new("[kiosk]\nid = \"kiosk-1\"\n");
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_parter"))
            .arg("machine")
            .args(args)
            .output()
            .unwrap();
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), said(&output.stdout), said(&output.stderr))
    };
    let (stick, settings) = (machine.stick(), machine.settings());
    let file = stick.join("parter-kiosk.toml");
    let set_up = [
        "setup",
        "--from",
        stick.to_str().unwrap(),
        "--into",
        settings.to_str().unwrap(),
    ];
    let (code, said, log) = run(&set_up);
    assert_eq!(code, Some(2));
    assert!(said.contains("ред 1: kiosk.municipality: липсва"), "{said}");
    assert!(log.contains("line 1: kiosk.municipality: is missing"), "{log}");
    assert_eq!(run(&["check", file.to_str().unwrap()]).0, Some(2));
    machine.write(EXAMPLE);
    assert_eq!(run(&["check", file.to_str().unwrap()]).1, "Файлът е наред.\n");
    let (code, said, _) = run(&set_up);
    assert_eq!(
        (code, said.lines().next()),
        (Some(0), Some("Настройките са приложени."))
    );
}

#[test]
fn a_machine_whose_clock_may_have_stood_still_waits_until_it_is_set() {
    let machine = Machine::new(EXAMPLE);
    machine.apply();
    let set_file = machine.config().clock.set_file;
    assert_eq!(
        set_file.as_deref(),
        Some(Path::new("/run/systemd/timesync/synchronized"))
    );
}
