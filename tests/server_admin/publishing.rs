//! From a draft to the kiosks through the pages: at once, later, on one kiosk first, by two people, and back.

use std::fs;

use parter::{
    bundle::{Signed, folder, seal},
    content::{Pack, exchange::archive, files::Files, read::read},
    packs::builtin,
    protocol::record::Hash,
    server::{
        drafts, publish,
        store::{audit::Actor, users::Role},
    },
};

use crate::{
    bundles::Publisher,
    forms::{fields, with},
    staff::Browser,
    support::{TestServer, monday},
};

const TOWN: &str = "/admin/content/kyustendil";
const PUBLISH: &str = "/admin/content/kyustendil/publish";
const SERVICE: &str = "/admin/content/kyustendil/services/2000";

/// Saves another fee of one service.
async fn fee(editor: &Browser<'_>, amount: &str) {
    let form = fields(&editor.get(SERVICE).await, SERVICE);
    let changed = with(
        &form,
        &[("fee.ordinary.amount", amount), ("fee.ordinary.currency", "BGN")],
    );
    editor.post(SERVICE, &changed).await.is(303);
}

/// Fills the form of the page and sends it.
async fn publish(editor: &Browser<'_>, town: &str, more: &[(&str, &str)]) -> crate::staff::Seen {
    let at = format!("{town}/publish");
    let form = fields(&editor.get(&at).await, &at);
    let mut more = more.to_vec();
    more.push(("warnings", "yes"));
    editor.post(&at, &with(&form, &more)).await
}

/// What a kiosk is told to show.
async fn shown(server: &TestServer, municipality: &str, device: &str) -> Option<Pack> {
    let store = &*server.app.store;
    let current = store.current(municipality, device, None, server.app.now()).await;
    let manifest: Hash = current.unwrap()?;
    let files = publish::stored(store, &manifest).await.unwrap().unwrap();
    read(&files).pack
}

async fn fee_shown(server: &TestServer, device: &str) -> Option<(u64, u32)> {
    let pack = shown(server, "kyustendil", device).await?;
    Some((pack.info.version, pack.service("2000")?.fees[0].cents))
}

#[tokio::test]
async fn a_draft_is_published_and_taken_back_in_two_clicks() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    fee(&editor, "10,00").await;
    let form = fields(&editor.get(PUBLISH).await, PUBLISH);
    editor
        .post(PUBLISH, &with(&form, &[]))
        .await
        .is(422)
        .says("confirm that you publish all the same");
    assert_eq!(fee_shown(&server, "any").await, None, "warnings ask");
    publish(&editor, TOWN, &[])
        .await
        .leads_to(&format!("{PUBLISH}?done=published"));
    assert_eq!(fee_shown(&server, "any").await, Some((2, 1000)));
    editor.get(TOWN).await.says("the draft is what the kiosks show");
    fee(&editor, "12").await;
    publish(&editor, TOWN, &[]).await.is(303);
    assert_eq!(fee_shown(&server, "any").await, Some((3, 1200)));

    editor.get(PUBLISH).await.says(&format!("{TOWN}/published/3/take-back"));
    let back = format!("{TOWN}/published/3/take-back");
    let asked = editor.get(&back).await;
    asked.says("fee ordinary 12.00 → 10.00 BGN");
    editor
        .post(&back, &with(&fields(&asked, &back), &[]))
        .await
        .leads_to(&format!("{PUBLISH}?done=taken-back"));
    assert_eq!(fee_shown(&server, "any").await, Some((4, 1000)), "as a higher version");
    editor.get(TOWN).await.says("fee ordinary 10.00 → 12.00 BGN");
    // The version that was taken back is not the newest any more.
    editor.post(&back, &[]).await.is(404);
}

#[tokio::test]
async fn the_first_publication_goes_back_to_what_the_server_knew() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    fee(&editor, "9").await;
    publish(&editor, TOWN, &[]).await.is(303);
    let back = format!("{TOWN}/published/2/take-back");
    editor
        .post(&back, &[])
        .await
        .leads_to(&format!("{PUBLISH}?done=taken-back"));
    assert_eq!(fee_shown(&server, "any").await, Some((3, 800)));
}

#[tokio::test]
async fn a_publication_begins_when_it_is_said_in_the_towns_own_time() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    fee(&editor, "9").await;
    publish(&editor, TOWN, &[("from", "23.11.2026"), ("at", "25:00")])
        .await
        .is(422)
        .says("Write hours and minutes");
    publish(&editor, TOWN, &[("from", "23.11.2026"), ("at", "12:00")])
        .await
        .is(303);
    assert_eq!(fee_shown(&server, "any").await, None);
    server.clock.set(monday(12, 0));
    assert_eq!(fee_shown(&server, "any").await, Some((2, 900)));
}

#[tokio::test]
async fn one_kiosk_shows_it_first_and_then_all() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let first = server.kiosk_named("Фоайе", "kyustendil/obshtina").await.device;
    let other = server.kiosk_named("Каса", "kyustendil/obshtina").await.device;
    fee(&editor, "9").await;
    editor.get(PUBLISH).await.says("Фоайе");
    publish(&editor, TOWN, &[("device", &first)]).await.is(303);
    assert_eq!(fee_shown(&server, &first).await, Some((2, 900)));
    assert_eq!(fee_shown(&server, &other).await, None);
    let release = format!("{TOWN}/published/2/release");
    editor.get(PUBLISH).await.says("only on").says(&release);
    editor
        .post(&release, &[])
        .await
        .leads_to(&format!("{PUBLISH}?done=released"));
    assert_eq!(fee_shown(&server, &other).await, Some((2, 900)));
    editor.post(&release, &[]).await.is(404);
    // A kiosk of nowhere.
    fee(&editor, "11").await;
    publish(&editor, TOWN, &[("device", "nowhere")]).await.is(409);
}

#[tokio::test]
async fn a_second_person_publishes_where_the_municipality_wants_it() {
    let server = TestServer::start().await;
    let chief = Browser::signed_in(&server, "chief", Role::Administrator).await;
    let maria = Browser::signed_in(&server, "maria", Role::Editor).await;
    let ivan = Browser::signed_in(&server, "ivan", Role::Editor).await;
    let rule = format!("{PUBLISH}/rule");
    maria.post(&rule, &[("people", "two")]).await.is(403);
    chief
        .post(&rule, &[("people", "two")])
        .await
        .leads_to(&format!("{PUBLISH}?done=two-people"));

    fee(&maria, "9").await;
    publish(&maria, TOWN, &[])
        .await
        .leads_to(&format!("{PUBLISH}?done=asked"));
    assert_eq!(fee_shown(&server, "any").await, None);
    // What is written after is no part of what was asked for.
    fee(&maria, "99").await;
    let approve = format!("{PUBLISH}/approve");
    let asked = server.app.now().timestamp().to_string();
    let sure = [("asked", asked.as_str()), ("warnings", "yes")];
    maria
        .get(PUBLISH)
        .await
        .says("Somebody else publishes it")
        .silent_of("Publish what was asked");
    maria.post(&approve, &sure).await.is(403);
    ivan.get(PUBLISH)
        .await
        .says("maria")
        .says("Publish what was asked")
        .says("8.00 → 9.00");
    ivan.post(&approve, &sure[..1]).await.is(422);
    ivan.post(&approve, &[("asked", "1"), ("warnings", "yes")])
        .await
        .is(409);
    ivan.post(&approve, &sure)
        .await
        .leads_to(&format!("{PUBLISH}?done=published"));
    assert_eq!(fee_shown(&server, "any").await, Some((2, 900)));
    ivan.post(&approve, &sure).await.is(409);

    publish(&maria, TOWN, &[]).await.is(303);
    let decline = format!("{PUBLISH}/decline");
    ivan.post(&decline, &sure)
        .await
        .leads_to(&format!("{PUBLISH}?done=declined"));
    ivan.get(PUBLISH).await.silent_of("Publish what was asked");
    assert_eq!(fee_shown(&server, "any").await, Some((2, 900)));
}

#[tokio::test]
async fn errors_stop_a_publication() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let form = fields(&editor.get(PUBLISH).await, PUBLISH);
    let at = format!("{TOWN}/parts/queues");
    let name = draft(&server, "kyustendil").await.queues.queues[0].id.clone();
    let queue = format!("{at}/{name}");
    let units = fields(&editor.get(&queue).await, &queue);
    let twice = with(&units, &[("units.none", "yes")]);
    editor.post(&queue, &twice).await.is(303);
    editor.get(&queue).await.says("<strong>Error: </strong>");
    editor
        .get(PUBLISH)
        .await
        .says("Nothing is published until they are put right");
    let revision = [("revision", "2"), ("warnings", "yes")];
    editor
        .post(PUBLISH, &with(&form, &revision))
        .await
        .is(422)
        .says("The check found errors");
    assert_eq!(fee_shown(&server, "any").await, None);
}

async fn draft(server: &TestServer, municipality: &str) -> Pack {
    let draft = drafts::open(&*server.app.store, &server.app.packs.now(), municipality).await;
    read(&draft.unwrap().unwrap().files).pack.unwrap()
}

const NEW: &str = "/admin/content/novo-selo";

/// Sends a form of the new municipality, filled so.
async fn filled(editor: &Browser<'_>, at: &str, values: &[(&str, &str)]) {
    let at = format!("{NEW}/{at}");
    let form = fields(&editor.get(&at).await, &at);
    editor.post(&at, &with(&form, values)).await.is(303);
}

#[tokio::test]
async fn a_municipality_from_nothing() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let new = "/admin/new-municipality";
    editor.get("/admin/content").await.says(new);
    editor
        .post(new, &[("id", "Ново село")])
        .await
        .is(422)
        .says("Small Latin letters");
    editor
        .post(
            new,
            &[
                ("id", "kyustendil"),
                ("name.bg", "К"),
                ("nsi_code", "K"),
                ("ekatte", "1"),
            ],
        )
        .await
        .is(422)
        .says("This id is taken.");
    let named = [
        ("id", "novo-selo"),
        ("name.bg", "Община Ново село"),
        ("name.en", "Municipality of Novo Selo"),
        ("nsi_code", "VID25"),
        ("ekatte", "52009"),
    ];
    editor.post(new, &named).await.leads_to(&format!("{NEW}?done=made"));
    editor.post(new, &named).await.is(422);
    editor.get("/admin/content").await.says("novo-selo");
    editor
        .get(&format!("{NEW}/publish"))
        .await
        .says("Nothing is published until they are put right");

    let charter = "## Харта на клиента {#harta}\n\nНие приемаме всеки до 10 минути.";
    let preview = editor
        .post(&format!("{NEW}/charter/preview"), &[("text", charter)])
        .await;
    preview
        .is(200)
        .says("<h2>Харта на клиента</h2><p>Ние приемаме всеки до 10 минути.</p>");
    filled(&editor, "charter", &[("text", charter)]).await;
    filled(
        &editor,
        "parts/charter",
        &[("source", "Заповед № 1"), ("complete", "yes")],
    )
    .await;
    let promise = [
        ("text.bg", "Прием до 10 минути"),
        ("text.en", "Received within 10 minutes"),
        ("metric", "queue_wait"),
        ("threshold", "10"),
        ("unit", "minutes"),
        ("section", "harta"),
        ("quote", "приемаме всеки до 10 минути"),
    ];
    filled(&editor, "new-part/promises", &promise).await;
    let place = [
        ("name.bg", "Общината"),
        ("name.en", "Town hall"),
        ("address.bg", "пл. 1"),
        ("address.en", "1 Square"),
    ];
    filled(&editor, "new-part/places", &place).await;
    let hours = [
        ("mon.0.from", "8:30"),
        ("mon.0.to", "17:00"),
        ("tue.0.from", "8:30"),
        ("tue.0.to", "17:00"),
    ];
    filled(&editor, "places/obshtinata", &hours).await;
    for unit in ["Каса", "Гражданско състояние"] {
        filled(&editor, "new-part/units", &[("name.bg", unit), ("place", "obshtinata")]).await;
    }
    for (letter, name, unit) in [("К", "Каса", "kasa"), ("А", "Документи", "grazhdansko-sastoyanie")] {
        let unit = format!("units.{unit}");
        filled(
            &editor,
            "new-part/queues",
            &[("name.bg", name), ("letter", letter), (&unit, "yes")],
        )
        .await;
    }
    for number in 1..=5 {
        let name = format!("Услуга {number}");
        let unit = if number % 2 == 0 {
            "kasa"
        } else {
            "grazhdansko-sastoyanie"
        };
        let service = [("name.bg", name.as_str()), ("unit", unit), ("source.text", "Наредба")];
        filled(&editor, "new-part/services", &service).await;
    }
    let fee = [
        ("fee.ordinary.amount", "5"),
        ("fee.ordinary.source", "Наредба"),
        ("evidence.0.was", ""),
        ("evidence.0.name.bg", "Лична карта"),
        ("tier.ordinary.text.bg", "7 дни"),
        ("tier.ordinary.count", "7"),
        ("tier.ordinary.unit", "days"),
    ];
    filled(&editor, "services/usluga-1", &fee).await;
    let contact = [("kind", "phone"), ("label.bg", "Деловодство"), ("value", "09314 2320")];
    filled(&editor, "new-part/contacts", &contact).await;
    filled(
        &editor,
        "new-part/complaint-ways",
        &[("kind", "in_person"), ("text.bg", "В деловодството")],
    )
    .await;
    filled(&editor, "new-part/reasons", &[("text.bg", "Бързо"), ("tone", "praise")]).await;
    let question = [
        ("text.bg", "Доволни ли сте?"),
        ("answer.0.text.bg", "Да"),
        ("answer.1.text.bg", "Не"),
    ];
    filled(&editor, "new-part/questions", &question).await;

    publish(&editor, NEW, &[])
        .await
        .leads_to(&format!("{NEW}/publish?done=published"));
    // The server knows it by its name now, and kiosks of it may come.
    editor.get("/admin/new-kiosk").await.is(403);
    let chief = Browser::signed_in(&server, "chief", Role::Administrator).await;
    chief.get("/admin/new-kiosk").await.says("Municipality of Novo Selo");
    let kiosk = server.kiosk("novo-selo/obshtinata").await.device;
    let pack = shown(&server, "novo-selo", &kiosk).await.unwrap();
    assert_eq!(
        (pack.services.len(), pack.queues.queues.len(), pack.promises.len()),
        (5, 2, 1)
    );
    assert_eq!(pack.service("usluga-1").unwrap().fees[0].cents, 500);
    assert_eq!(
        pack.queues.queue_for(pack.service("usluga-2").unwrap()).unwrap().letter,
        'К'
    );
    assert_eq!(pack.hours.places[0].open.len(), 1);
    assert_eq!(pack.survey.questions[0].answers.len(), 2);
    assert_eq!(pack.charter.info.source, "Заповед № 1");
}

/// A built-in pack as that version, signed by `publisher`, in a zip of the folder that is carried.
fn carried(publisher: &Publisher, name: &str, version: u64) -> (Signed, Vec<u8>) {
    let mut files = builtin::files(name).unwrap();
    let text = files.text("pack.toml").unwrap();
    let text = text.replace("version = 1\n", &format!("version = {version}\n"));
    files.insert("pack.toml", text);
    let (_, signed) = seal::seal(&files, &publisher.key, monday(8, 0), Vec::new()).unwrap();
    let bundle = tempfile::tempdir().unwrap();
    folder::write(&bundle.path().join("b"), &signed, &files).unwrap();
    let mut zipped = Files::default();
    for at in ["b", "b/files"] {
        for entry in fs::read_dir(bundle.path().join(at)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(bundle.path().join("b")).unwrap();
                zipped.insert(name.to_str().unwrap(), fs::read(&path).unwrap());
            }
        }
    }
    (signed, archive::write(&zipped).unwrap())
}

#[tokio::test]
async fn what_was_signed_elsewhere_is_uploaded_and_published_as_it_is() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let at = format!("{PUBLISH}/bundle");
    let (publisher, stranger) = (Publisher::new(), Publisher::new());
    let (store, shell) = (&server.app.store, Actor::CommandLine);
    store
        .trust_key(&publisher.public(), &shell, monday(8, 0))
        .await
        .unwrap();
    editor.get(PUBLISH).await.says(&format!("action=\"{at}\""));
    let upload = async |bytes: &[u8]| editor.upload(&at, &[], ("bundle.zip", bytes)).await;

    let (signed, bundle) = carried(&publisher, "kyustendil", 7);
    let half = &bundle[..bundle.len() / 2];
    let pack = archive::write(&builtin::files("kyustendil").unwrap()).unwrap();
    for (bytes, words) in [
        (
            &carried(&stranger, "kyustendil", 7).1[..],
            "no key that the server trusts",
        ),
        (&carried(&publisher, "samokov", 7).1, "for another municipality"),
        (half, "no zip of the folder"),
        (&pack, "no zip of the folder"),
        (b"", "Choose a file."),
    ] {
        upload(bytes).await.is(422).says(words);
        assert_eq!(fee_shown(&server, "any").await, None, "{words}");
    }
    upload(&bundle).await.leads_to(&format!("{PUBLISH}?done=published"));
    let shown = store.current("kyustendil", "any", None, server.app.now()).await;
    assert_eq!(shown.unwrap(), Some(signed.hash()), "not a byte is another");
    upload(&bundle).await.is(422).says("not newer");

    store
        .require_second("kyustendil", true, &shell, monday(9, 0))
        .await
        .unwrap();
    editor.get(PUBLISH).await.silent_of(&at);
    let (_, next) = carried(&publisher, "kyustendil", 8);
    upload(&next).await.is(422).says("Two people publish here");
}
