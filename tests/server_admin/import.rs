//! A file into a draft: read, looked over, saved; or refused with the reason.

use std::io::{Cursor, Write as _};

use chrono::TimeDelta;
use encoding_rs::WINDOWS_1251;
use parter::{
    content::{exchange::archive, files::Files, read::read},
    server::{drafts, store::users::Role},
};
use reqwest::Method;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    forms::{fields, with},
    given::{acted, log},
    staff::{Browser, Seen},
    support::TestServer,
};

const TOWN: &str = "/admin/content/kyustendil";
const PAGE: &str = "/admin/content/kyustendil/import";
const SAVE_TABLE: &str = "/admin/content/kyustendil/import/services";
const PACK: &str = "/admin/import-pack";
const SAVE_PACK: &str = "/admin/content/kyustendil/import/pack";
const SERVICE: &str = "/admin/content/kyustendil/services/2000";

async fn draft(server: &TestServer, municipality: &str) -> Option<(u64, Files)> {
    let draft = drafts::open(&*server.app.store, &server.app.packs.now(), municipality).await;
    draft.unwrap().map(|draft| (draft.revision.number, draft.files))
}

async fn town(server: &TestServer) -> (u64, Files) {
    draft(server, "kyustendil").await.unwrap()
}

fn fee(files: &Files, service: &str) -> u32 {
    read(files).pack.unwrap().service(service).unwrap().fees[0].cents
}

/// Names and bytes.
type Entries<'a> = &'a [(&'a str, &'a [u8])];

/// A zip file of these.
fn zipped(entries: Entries<'_>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Sends an archive from the page of Kyustendil's draft.
async fn send_pack(editor: &Browser<'_>, bytes: &[u8]) -> Seen {
    editor
        .upload(PACK, &[("municipality", "kyustendil")], ("pack.zip", bytes))
        .await
}

async fn send_table(editor: &Browser<'_>, bytes: impl AsRef<[u8]>) -> Seen {
    editor.upload(PAGE, &[], ("uslugi.csv", bytes.as_ref())).await
}

/// Sends the form that a report ends in.
async fn save(editor: &Browser<'_>, report: &Seen, at: &str) -> Seen {
    editor.post(at, &with(&fields(report, at), &[])).await
}

#[tokio::test]
async fn what_was_downloaded_changes_nothing_when_it_comes_back() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    editor.get(TOWN).await.says(&format!("href=\"{PAGE}\""));
    editor.get(PAGE).await.says("Read the table").says("Read the archive");
    for (file, is_table) in [("services.csv", true), ("pack.zip", false)] {
        let url = format!("{}{TOWN}/export/{file}", server.url);
        let exported = server.client.get(url).header("cookie", &editor.cookie).send().await;
        let exported = exported.unwrap().bytes().await.unwrap();
        let report = if is_table {
            send_table(&editor, &exported).await
        } else {
            send_pack(&editor, &exported).await
        };
        report
            .is(200)
            .says("Nothing: the draft is so already.")
            .silent_of("Save to the draft")
            .silent_of("not understood</h2>");
    }
    assert_eq!(town(&server).await.0, 1, "no draft was begun");
}

#[tokio::test]
async fn a_table_is_looked_over_and_saved_and_what_was_not_understood_is_told_by_line() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let table = "Идентификатор;Наименование;Такса – обикновена;Етаж\n\
                 2000;;10,00 лв.;2\n\
                 2076;;безплатно май;\n\
                 ;Копие от заповед;4,09 €;\n";
    let heading = read(&town(&server).await.1).pack.unwrap();
    let name = heading.service("2000").unwrap().name.get("bg").to_owned();
    let other = heading.service("2076").unwrap().name.get("bg").to_owned();
    let table = table
        .replace("2000;;", &format!("2000;{name};"))
        .replace("2076;;", &format!("2076;{other};"));
    let report = send_table(&editor, &table).await;
    report
        .is(200)
        .says("Nothing is saved yet")
        .says("line 1: the column «Етаж» is unknown")
        .says("line 3, «Такса – обикновена»: «безплатно май» is no amount")
        .says("service 2000: fee ordinary 8.00 → 10.00 BGN")
        .says("“Копие от заповед”")
        .silent_of("service 2076");
    assert_eq!(town(&server).await.0, 1, "nothing is written before it is saved");
    save(&editor, &report, SAVE_TABLE)
        .await
        .leads_to(&format!("{TOWN}?done=imported"));
    // Sent twice, it is one.
    save(&editor, &report, SAVE_TABLE)
        .await
        .leads_to(&format!("{TOWN}?done=imported"));
    let (revision, files) = town(&server).await;
    assert_eq!((revision, fee(&files, "2000")), (2, 1000));
    let new = read(&files).pack.unwrap().service("kopie-ot-zapoved").unwrap().clone();
    assert_eq!((new.fees[0].cents, new.source.text.as_str()), (409, "uslugi.csv"));
    assert_eq!(log(&server).await[0], acted("editor", "import_content", "kyustendil"));
    editor
        .get(&format!("{TOWN}/history"))
        .await
        .says("<strong>editor</strong>");
    let audit = Browser::signed_in(&server, "administrator", Role::Administrator).await;
    audit.get("/admin/audit").await.says("imported a file into a draft");
}

#[tokio::test]
async fn a_table_is_read_in_the_encodings_of_spreadsheets() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let table = "Идентификатор;Такса – обикновена\r\n2000;11,00 лв.\r\n";
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(table.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        WINDOWS_1251.encode(table).0.into_owned(),
        utf16,
        table.replace(';', "\t").into_bytes(),
    ] {
        let report = send_table(&editor, bytes).await;
        report
            .is(200)
            .says("service 2000: fee ordinary 8.00 → 11.00 BGN")
            .silent_of("id=\"faults\"");
    }
    for (bytes, why) in [
        (&b"\0\x01\x02 no table at all"[..], "there is no column"),
        (b"\n\n", "the file is empty"),
    ] {
        send_table(&editor, bytes)
            .await
            .is(422)
            .says(why)
            .silent_of("Save to the draft");
    }
    let mut bulgarian = Browser::with_session(&server, "editor").await;
    bulgarian.lang = "bg";
    send_table(&bulgarian, "Наименование;Етаж\n")
        .await
        .is(422)
        .says("Какво не е разбрано")
        .says("ред 1: колоната «Етаж» не е позната");
}

#[tokio::test]
async fn an_archive_becomes_the_draft_once_it_was_seen() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let (_, mut files) = town(&server).await;
    let services = files
        .text("services.toml")
        .unwrap()
        .replacen("cents = 800", "cents = 950", 1);
    files.insert("services.toml", services);
    files.insert("menu.toml", "soup = 1\n");
    let report = send_pack(&editor, &archive::write(&files).unwrap()).await;
    report
        .is(200)
        .says("8.00 → 9.50 BGN")
        .says("menu.toml")
        .says("no part of a pack has this name");
    assert_eq!(town(&server).await.0, 1);
    save(&editor, &report, SAVE_PACK)
        .await
        .leads_to(&format!("{TOWN}?done=imported"));
    assert_eq!(town(&server).await, (2, files));
    assert_eq!(log(&server).await[0], acted("editor", "import_content", "kyustendil"));
}

#[tokio::test]
async fn nobody_imports_over_another_unseen() {
    let server = TestServer::start().await;
    let first = Browser::signed_in(&server, "first", Role::Editor).await;
    let second = Browser::signed_in(&server, "second", Role::Editor).await;
    let (_, files) = town(&server).await;
    let table = "Идентификатор;Такса – обикновена\n2000;11,00 лв.\n";
    let services = files
        .text("services.toml")
        .unwrap()
        .replacen("cents = 800", "cents = 1100", 1);
    let mut changed = files.clone();
    changed.insert("services.toml", services);
    let table = send_table(&second, table).await;
    let pack = send_pack(&second, &archive::write(&changed).unwrap()).await;

    let form = fields(&first.get(SERVICE).await, SERVICE);
    first
        .post(SERVICE, &with(&form, &[("fee.ordinary.amount", "9")]))
        .await
        .is(303);
    for (report, at) in [(&table, SAVE_TABLE), (&pack, SAVE_PACK)] {
        let asked = save(&second, report, at).await;
        asked
            .is(409)
            .says("saved changes while you were editing")
            .says("8.00 → 9.00 BGN")
            .says("9.00 → 11.00 BGN");
        assert_eq!(fee(&town(&server).await.1, "2000"), 900, "nothing was written");
    }
    let asked = save(&second, &table, SAVE_TABLE).await;
    save(&second, &asked, SAVE_TABLE)
        .await
        .leads_to(&format!("{TOWN}?done=imported"));
    assert_eq!(fee(&town(&server).await.1, "2000"), 1100);

    // What touches nothing of it is saved beside it.
    let beside = send_table(&second, "Идентификатор;Такса – обикновена\n2076;4,00 лв.\n").await;
    let form = fields(&first.get(SERVICE).await, SERVICE);
    first
        .post(SERVICE, &with(&form, &[("fee.ordinary.amount", "9")]))
        .await
        .is(303);
    save(&second, &beside, SAVE_TABLE).await.is(303);
    let (_, files) = town(&server).await;
    assert_eq!((fee(&files, "2000"), fee(&files, "2076")), (900, 400));
}

#[tokio::test]
async fn a_municipality_that_the_server_does_not_know_begins_with_an_archive() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let (_, mut files) = town(&server).await;
    let other = |id: &str| {
        files
            .text("pack.toml")
            .unwrap()
            .replace("id = \"kyustendil\"", &format!("id = \"{id}\""))
    };
    let (named, odd) = (other("treklyano"), other("../kyustendil"));
    files.insert("pack.toml", odd);
    let climbs = archive::write(&files).unwrap();
    files.insert("pack.toml", named);
    let bytes = archive::write(&files).unwrap();
    editor.get("/admin/content").await.says(&format!("href=\"{PACK}\""));
    editor.get(PACK).await.says("Read the archive");
    editor
        .upload(PACK, &[], ("pack.zip", &climbs))
        .await
        .is(422)
        .says("Small Latin letters");
    send_pack(&editor, &bytes)
        .await
        .is(422)
        .says("another municipality’s")
        .says("treklyano");

    let at = "/admin/content/treklyano/import/pack";
    let report = editor.upload(PACK, &[("municipality", "")], ("pack.zip", &bytes)).await;
    report.is(200).says("This municipality has no draft yet");
    assert_eq!(draft(&server, "treklyano").await, None);
    save(&editor, &report, at)
        .await
        .leads_to("/admin/content/treklyano?done=imported");
    assert_eq!(draft(&server, "treklyano").await, Some((2, files)));
    editor.get("/admin/content").await.says("treklyano");
    // An archive is saved nowhere but where it belongs.
    editor.post(SAVE_PACK, &with(&fields(&report, at), &[])).await.is(404);
}

#[tokio::test]
async fn hostile_archives_are_refused_with_the_reason() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let bomb = vec![b'#'; (8 << 20) + 1];
    let pack = &b"format = 1\n"[..];
    let cases: &[(Entries, &str)] = &[
        (
            &[("pack.toml", pack), ("../notices.toml", b"")],
            "has no name that a file of a pack may have",
        ),
        (&[("pack.toml", pack), ("services.toml", &bomb)], "is larger than 8 MB"),
        (&[("readme.txt", pack)], "there is no pack.toml in it"),
        (&[("pack.toml", pack)], "can't be read until"),
    ];
    for (entries, why) in cases {
        let seen = send_pack(&editor, &zipped(entries)).await;
        seen.is(422).says(why).says("The draft is as it was.");
    }
    let cut = zipped(&[("pack.toml", pack)]);
    for bytes in [&cut[..cut.len() / 2], b"Idents;Name\n"] {
        send_pack(&editor, bytes).await.is(422).says("it is no zip file");
    }
    let mut bulgarian = Browser::with_session(&server, "editor").await;
    bulgarian.lang = "bg";
    send_pack(&bulgarian, &cut[..9])
        .await
        .is(422)
        .says("Това не е файл zip");
    send_pack(&editor, b"").await.is(422).says("Choose a file.");
    send_table(&editor, b"").await.is(422).says("Choose a file.");
    assert_eq!(town(&server).await.0, 1);
    assert_eq!(
        std::fs::read_dir(server.folder().join("uploads")).map_or(0, Iterator::count),
        0,
        "nothing is kept"
    );
}

#[tokio::test]
async fn only_an_editors_own_page_sends_files_and_none_is_longer_than_is_taken() {
    let server = TestServer::start().await;
    let mut editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let analyst = Browser::signed_in(&server, "analyst", Role::Analyst).await;
    let table = "Идентификатор;Такса – обикновена\n2000;11,00 лв.\n";
    send_table(&analyst, table).await.is(403).says("not for your role");
    send_table(&Browser::new(&server), table).await.is(303);
    let csrf = std::mem::replace(&mut editor.csrf, analyst.csrf.clone());
    send_table(&editor, table).await.is(403).says("was not accepted");
    editor.csrf = csrf;
    // After the file is too late.
    let late = format!(
        "--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n{table}\r\n--line\r\n\
         content-disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--line--\r\n",
        editor.csrf
    );
    let kind = "multipart/form-data; boundary=line";
    editor
        .send_as(Method::POST, PAGE, Some((kind, late.into_bytes())))
        .await
        .is(403);
    editor.origin = Some("https://elsewhere.example".to_owned());
    send_table(&editor, table).await.is(403).says("was not accepted");
    editor.origin = Some(server.url.clone());

    send_table(&editor, vec![b'a'; (8 << 20) + (1 << 15)])
        .await
        .is(413)
        .says("too large");
    send_table(&editor, vec![b'a'; (4 << 20) + 1])
        .await
        .is(422)
        .says("the file is larger than 4 MB");
    send_pack(&editor, &vec![0; (65 << 20) + (1 << 15)])
        .await
        .is(413)
        .says("too large");
    // Other forms take no more than they did.
    editor.post(SERVICE, &[("name.bg", &"a".repeat(300_000))]).await.is(413);
    send_table(&editor, table).await.is(200);
}

#[tokio::test]
async fn a_file_is_kept_for_a_day_and_a_few_are_kept() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let table = |cents: u32| format!("Идентификатор;Такса – обикновена\n2000;11,{cents:02} лв.\n");
    let report = send_table(&editor, table(0)).await;
    let again = server.beside().await;
    again.clock.advance(TimeDelta::hours(23));
    // Also for another process of the server, and after its end.
    let other = Browser::with_session(&again, "editor").await;
    save(&other, &report, SAVE_TABLE).await.is(303);
    server.clock.advance(TimeDelta::hours(25));
    let editor = Browser::with_session(&server, "editor").await;
    save(&editor, &report, SAVE_TABLE)
        .await
        .is(410)
        .says("The file is kept no more");
    for cents in 1..=12 {
        send_table(&editor, table(cents)).await.is(200);
    }
    let kept = std::fs::read_dir(server.folder().join("uploads")).unwrap().count();
    assert_eq!(kept, 10);
}
