//! `parter pack export`, `import` and `import-services`: what goes out comes back, and what can't be meant is told.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use parter::{
    content::{Pack, files::Files, read::SERVICES, service::Currency},
    packs::{self, builtin, folder},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn parter(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parter"));
    command.arg("pack").args(args).current_dir(dir).output().unwrap()
}

#[track_caller]
fn good(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it printed and what it complained of.
#[track_caller]
fn bad(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

/// A folder with a copy of the built-in pack in `town`.
fn with_pack(name: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let town = dir.path().join("town");
    folder::write(&town, &builtin::files(name).unwrap()).unwrap();
    (dir, town)
}

fn files(town: &Path) -> Files {
    folder::read(town).unwrap()
}

fn pack(town: &Path) -> Pack {
    packs::load(town.to_str().unwrap()).unwrap()
}

#[test]
fn a_pack_goes_through_an_archive_unchanged() {
    let dir = tempfile::tempdir().unwrap();
    for name in builtin::names() {
        good(&parter(dir.path(), &["export", name, "-o", "pack.zip"]));
        let first = fs::read(dir.path().join("pack.zip")).unwrap();
        good(&parter(dir.path(), &["import", "pack.zip", "-o", name]));
        assert_eq!(files(&dir.path().join(name)), builtin::files(name).unwrap(), "{name}");
        // Of one pack there is one archive, whenever it is made.
        good(&parter(dir.path(), &["export", &format!("./{name}"), "-o", "pack.zip"]));
        assert_eq!(fs::read(dir.path().join("pack.zip")).unwrap(), first, "{name}");
    }
    let again = bad(&parter(dir.path(), &["import", "pack.zip", "-o", "samokov"]));
    assert!(again.contains("there is something in it already"), "{again}");
}

#[test]
fn an_archive_of_a_folder_is_a_pack_too() {
    let dir = tempfile::tempdir().unwrap();
    let entries = builtin::files("samokov").unwrap();
    let entries: Vec<_> = entries
        .iter()
        .map(|(name, bytes)| (format!("samokov/{name}"), bytes.to_vec()))
        .collect();
    fs::write(dir.path().join("made-by-hand.zip"), zipped(&entries)).unwrap();
    good(&parter(dir.path(), &["import", "made-by-hand.zip", "-o", "town"]));
    assert_eq!(files(&dir.path().join("town")), builtin::files("samokov").unwrap());
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An archive of the minimal pack with more in it.
fn hostile(extra: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let minimal = packs::open("./tests/packs/minimal").unwrap();
    let own = minimal.iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let extra = extra.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone()));
    zipped(&own.chain(extra).collect::<Vec<_>>())
}

#[test]
fn hostile_archives_are_refused_and_leave_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let whole = hostile(&[]);
    let many = (0..2_001)
        .map(|number| (format!("n{number}.toml"), Vec::new()))
        .collect::<Vec<_>>();
    let with_many: Vec<_> = [("pack.toml".to_owned(), Vec::new())].into_iter().chain(many).collect();
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.start_file("pack.toml", SimpleFileOptions::default()).unwrap();
    link.add_symlink("hours.toml", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    // The size that the central directory states of the last file, one byte less than it has.
    let mut liar = whole.clone();
    let entry = liar.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    liar[entry + 24] -= 1;
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("nothing", Vec::new(), "no zip file"),
        ("text", b"pack.toml".to_vec(), "no zip file"),
        ("cut off", whole[..whole.len() / 2].to_vec(), "no zip file"),
        ("climbs", hostile(&[("../outside.toml", vec![1])]), "has no name"),
        (
            "climbs inside",
            hostile(&[("a/../../outside.toml", vec![1])]),
            "has no name",
        ),
        ("absolute", hostile(&[("/tmp/outside.toml", vec![1])]), "has no name"),
        ("odd", hostile(&[("Файл.toml", vec![1])]), "has no name"),
        ("link", link.finish().unwrap().into_inner(), "is a link"),
        ("many", zipped(&with_many), "more than 2000 files"),
        ("bomb", hostile(&[("bomb.toml", vec![0; 9 << 20])]), "larger than 8 MB"),
        (
            "bombs",
            hostile(&BOMBS.map(|name| (name, vec![0; 8 << 20]))),
            "larger than 64 MB together",
        ),
        ("no pack", zipped(&[("hours.toml".to_owned(), vec![1])]), "no pack.toml"),
    ];
    for (name, bytes, why) in cases.into_iter().chain([("liar", liar, "liar.zip: ")]) {
        fs::write(dir.path().join(format!("{name}.zip")), bytes).unwrap();
        let said = bad(&parter(dir.path(), &["import", &format!("{name}.zip"), "-o", "out"]));
        assert!(said.contains(why), "{name}: {said}");
        assert!(!dir.path().join("out").exists(), "{name}");
    }
    assert!(!dir.path().parent().unwrap().join("outside.toml").exists());
}

const BOMBS: [&str; 9] = ["b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9"];

#[test]
fn a_table_that_comes_back_as_it_went_out_changes_no_byte() {
    for name in builtin::names() {
        let (dir, town) = with_pack(name);
        good(&parter(
            dir.path(),
            &["export", "town", "--services", "csv", "-o", "list.csv"],
        ));
        let said = good(&parter(dir.path(), &["import-services", "town", "list.csv"]));
        let count = pack(&town).services.len();
        assert_eq!(
            said,
            format!("0 new, 0 changed, {count} as they were, 0 without a row, 0 not understood\n"),
            "{name}"
        );
        assert_eq!(files(&town), builtin::files(name).unwrap(), "{name}");
    }
}

#[test]
fn all_services_come_out_of_the_table_alone() {
    for name in builtin::names() {
        let (dir, town) = with_pack(name);
        let before = pack(&town);
        good(&parter(
            dir.path(),
            &["export", "town", "--services", "csv", "-o", "list.csv"],
        ));
        // Without its services, and without the queue's word for them, which would dangle.
        fs::write(town.join(SERVICES), "").unwrap();
        let queues = fs::read_to_string(town.join("queues.toml")).unwrap();
        let lines = queues.lines().filter(|line| !line.starts_with("services = "));
        fs::write(town.join("queues.toml"), lines.collect::<Vec<_>>().join("\n")).unwrap();
        good(&parter(dir.path(), &["import-services", "town", "list.csv"]));
        assert_eq!(pack(&town).services, before.services, "{name}");
    }
}

#[test]
fn what_is_changed_in_the_table_changes_in_the_pack_and_nothing_else() {
    let (dir, town) = with_pack("kyustendil");
    good(&parter(
        dir.path(),
        &["export", "town", "--services", "csv", "-o", "list.csv"],
    ));
    let list = fs::read_to_string(dir.path().join("list.csv")).unwrap();
    assert!(list.starts_with("\u{feff}Идентификатор;Номер в регистъра;"), "{list}");
    let (before, row) = list.split_at(list.find("\n2076;2076;").unwrap());
    let row = row.replacen(";3,00 лв.;", ";1,53 €;", 1);
    fs::write(dir.path().join("list.csv"), format!("{before}{row}")).unwrap();

    let dry = good(&parter(
        dir.path(),
        &["import-services", "town", "list.csv", "--dry-run"],
    ));
    assert!(
        dry.contains("changed: 2076 ") && dry.contains("nothing was written"),
        "{dry}"
    );
    assert_eq!(files(&town), builtin::files("kyustendil").unwrap());

    good(&parter(dir.path(), &["import-services", "town", "list.csv"]));
    let changed = pack(&town);
    let fee = &changed.service("2076").unwrap().fees[0];
    assert_eq!((fee.cents, fee.currency), (153, Currency::Eur));
    let before = builtin::files("kyustendil").unwrap();
    let (before, after) = (before.text(SERVICES).unwrap(), files(&town));
    let after = after.text(SERVICES).unwrap();
    let differing: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(
        differing,
        [
            ("cents = 300", "cents = 153"),
            ("currency = \"BGN\"", "currency = \"EUR\"")
        ]
    );
    assert_eq!(before.lines().count(), after.lines().count());
}

/// As an administration has it: Windows-1251, its own headings and order, no column of ours.
const OWN: &str = "№ по ред;Номер;Наименование на услугата;Необходими документи;Срок;Такса;Звено\r\n\
    1;2131;Издаване на скица за имот;\"Заявление\nДокумент за собственост | за наследници\nСкица | служебно\";7 дни;4,09 €;\r\n\
    2;;Заверка на подпис;;веднага;2,05 евро;\r\n\
    3;9999;Без валута;;;5;\r\n\
    4;9998;Отдел без име;;14 работни дни;безплатно;Няма такъв отдел\r\n\
    5;2131;Още една скица;;;;\r\n";

#[test]
fn a_table_of_an_administrations_own_says_of_each_line_what_was_not_understood() {
    let (dir, town) = with_pack("samokov");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(OWN);
    // «€» is in that code page too.
    fs::write(dir.path().join("uslugi.csv"), bytes).unwrap();
    let said = bad(&parter(dir.path(), &["import-services", "town", "uslugi.csv"]));
    let lines: Vec<&str> = said.lines().collect();
    let begins = |at: usize, with: &str| assert!(lines[at].starts_with(with), "{at}: {said}");
    begins(0, "line 1: the column «№ по ред» is unknown and was not taken");
    begins(
        1,
        "line 6, «Такса – обикновена»: «5» has no currency: write 5 € or 5 лв.",
    );
    begins(2, "line 7, «Звено»: there is not just one unit «Няма такъв отдел»");
    begins(3, "line 8: the same service is on line 2 already");
    begins(4, "line 2: new: 2131 Издаване на скица за имот");
    begins(5, "line 5: new: zaverka-na-podpis Заверка на подпис");
    begins(6, "2 new, 0 changed, 0 as they were, 5 without a row, 4 not understood");

    let after = pack(&town);
    let plan = after.service("2131").unwrap();
    let documents: Vec<_> = plan
        .evidence
        .iter()
        .map(|it| {
            (
                it.name.get("bg"),
                it.condition.as_ref().map(|text| text.get("bg")),
                it.ex_officio,
            )
        })
        .collect();
    assert_eq!(
        documents,
        [
            ("Заявление", None, false),
            ("Документ за собственост", Some("за наследници"), false),
            ("Скица", None, true)
        ]
    );
    assert_eq!(plan.tiers[0].duration.as_deref(), Some("P7D"));
    assert_eq!((plan.fees[0].cents, plan.fees[0].confirmed), (409, false));
    assert_eq!(
        (plan.source.text.as_str(), plan.fees[0].source.as_str()),
        ("uslugi.csv", "uslugi.csv")
    );
    let signature = after.service("zaverka-na-podpis").unwrap();
    assert_eq!(
        (
            signature.tiers[0].duration.as_deref(),
            signature.tiers[0].text.get("bg")
        ),
        (None, "веднага")
    );
    assert!(after.service("9999").is_none() && after.service("9998").is_none());
    // What was there is there, word for word.
    let services = files(&town);
    let before = builtin::files("samokov").unwrap();
    assert!(
        services
            .text(SERVICES)
            .unwrap()
            .starts_with(before.text(SERVICES).unwrap())
    );

    // What was mended, and only that, comes in the second time.
    let mended = OWN.replace(";5;", ";5,00 €;");
    fs::write(dir.path().join("uslugi.csv"), mended).unwrap();
    let said = bad(&parter(dir.path(), &["import-services", "town", "uslugi.csv"]));
    assert!(
        said.contains("1 new, 0 changed, 2 as they were, 5 without a row, 3 not understood"),
        "{said}"
    );
}

#[test]
fn a_table_goes_into_no_builtin_pack_and_no_broken_one() {
    let (dir, town) = with_pack("samokov");
    fs::write(dir.path().join("list.csv"), "Наименование\nСкица\n").unwrap();
    let said = bad(&parter(dir.path(), &["import-services", "kyustendil", "list.csv"]));
    assert!(said.contains("not into a built-in pack"), "{said}");
    fs::write(town.join(SERVICES), "[[service]\n").unwrap();
    let said = bad(&parter(dir.path(), &["import-services", "town", "list.csv"]));
    assert!(said.contains("services.toml:1"), "{said}");
    assert_eq!(fs::read_to_string(town.join(SERVICES)).unwrap(), "[[service]\n");
}

#[test]
fn linked_data_passes_the_public_shapes_and_holds_every_service() {
    let dir = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpsv_ap");
    let mut validator = Command::new(root.join("venv/bin/python"));
    validator.arg(root.join("validate.py"));
    let mut expected = Vec::new();
    for name in builtin::names() {
        let file = format!("{name}.jsonld");
        good(&parter(
            dir.path(),
            &["export", name, "--services", "jsonld", "-o", &file],
        ));
        validator.arg(dir.path().join(&file));
        let services = packs::load(name).unwrap().services;
        let sum = |count: fn(&parter::content::service::Service) -> usize| services.iter().map(count).sum::<usize>();
        expected.push(format!(
            "{file} conforms {{'services': {}, 'evidence': {}, 'costs': {}, 'channels': {}}}",
            services.len(),
            sum(|service| service.evidence.len()),
            sum(|service| service.fees.len()),
            sum(|service| service.tiers.len() + service.channels.len()),
        ));
    }
    let said = validator
        .output()
        .unwrap_or_else(|error| panic!("{error}; tests/needs installs what tests need"));
    assert_eq!(good(&said).lines().collect::<Vec<_>>(), expected);

    // The shapes do find faults: without its title a service has one.
    let whole = fs::read_to_string(dir.path().join("samokov.jsonld")).unwrap();
    fs::write(
        dir.path().join("samokov.jsonld"),
        whole.replace("dct:title", "dct:alternative"),
    )
    .unwrap();
    let mut validator = Command::new(root.join("venv/bin/python"));
    let args = [root.join("validate.py"), dir.path().join("samokov.jsonld")];
    assert!(bad(&validator.args(args).output().unwrap()).contains("does not conform"));
}
