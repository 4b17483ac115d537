//! The page of the kiosks' operating system, and a kiosk's log.

use parter::{
    protocol::{
        heartbeat::{ContentShown, Heartbeat, PrinterState},
        image::{ImageReport, Step, Trouble, UpdateReport},
        record::kind,
    },
    server::store::users::Role,
};
use tempfile::TempDir;

use crate::{
    given::{ADMINISTRATOR, acted, administrator, log},
    image_folder::{publish, runs},
    staff::{Browser, add_user},
    support::{TestKiosk, TestServer, record},
};

const AT: &str = "/admin/images";

async fn office() -> (TestServer, TempDir) {
    let folder = TempDir::new().unwrap();
    publish(folder.path(), "2", &[("root.raw", b"root")]);
    publish(folder.path(), "3", &[("root.raw", b"root")]);
    std::fs::remove_file(folder.path().join("3/root.raw")).unwrap();
    let server = TestServer::with(|config| config.images = Some(folder.path().to_owned())).await;
    add_user(&server, ADMINISTRATOR, Role::Administrator).await;
    (server, folder)
}

async fn says(server: &TestServer, kiosk: &TestKiosk, id: &str, image: ImageReport) {
    let heartbeat = Heartbeat {
        sent_at: server.app.now(),
        program: "0.1.0".to_owned(),
        content: ContentShown::nothing("kyustendil"),
        printer: PrinterState::None,
        disk_free: None,
        outbox: 0,
        oldest_unsent: None,
        set_aside: 0,
        uptime: 1,
        image: Some(image),
    };
    kiosk.tell(&[record(kind::HEARTBEAT, id.to_owned(), &heartbeat)]).await;
}

fn update(version: &str, step: Step, come: u64) -> ImageReport {
    ImageReport {
        update: Some(UpdateReport {
            version: version.parse().unwrap(),
            step,
            come,
            size: 200_000_000,
            trouble: None,
        }),
        ..runs("1")
    }
}

#[tokio::test]
async fn a_version_is_offered_to_a_share_told_to_one_and_stopped() {
    let (server, _folder) = office().await;
    let kiosk = server.kiosk("kyustendil/main").await;
    let browser = administrator(&server).await;
    let now = format!("/admin/kiosks/{}/image-now", kiosk.device);
    says(&server, &kiosk, "a.1", runs("1")).await;
    let page = browser.get(AT).await;
    page.is(200)
        .says("No kiosk is offered a new version")
        .says("A file of SHA256SUMS is missing: root.raw");
    page.silent_of("value=\"3\"").silent_of("image-now");
    // Nothing is chosen that could be told.
    browser.post(&now, &[]).await.is(404);
    for (share, version) in [("101", "2"), ("", "2"), ("-1", "2"), ("10", "3"), ("10", "../2")] {
        let typed = [("municipality", ""), ("version", version), ("share", share)];
        browser.post(AT, &typed).await.is(422).says("Nothing was changed");
    }
    let unknown = [("municipality", "nowhere"), ("version", "2"), ("share", "10")];
    browser.post(AT, &unknown).await.is(404);
    let typed = [("municipality", ""), ("version", "2"), ("share", "0")];
    browser
        .post(AT, &typed)
        .await
        .leads_to("/admin/images?done=image-chosen");
    browser
        .get(AT)
        .await
        .says("to kiosks alone that are told one by one")
        .says(&now);
    browser
        .post(&now, &[])
        .await
        .leads_to("/admin/images?done=image-ordered");
    browser.get(AT).await.says("at once, since").says("not begun yet");
    let typed = [("municipality", "kyustendil"), ("version", "2"), ("share", "25 %")];
    browser
        .post(AT, &typed)
        .await
        .leads_to("/admin/images?done=image-chosen");
    browser.get(AT).await.says("25\u{a0}%");
    browser
        .post("/admin/images/stop", &[("municipality", "kyustendil")])
        .await
        .is(303);
    browser
        .get(AT)
        .await
        .says("Stopped: nothing is offered.")
        .silent_of(&now);
    let log = log(&server).await;
    let expected = [
        acted(ADMINISTRATOR, "stop_image", "kyustendil"),
        acted(ADMINISTRATOR, "choose_image", "kyustendil"),
        acted(ADMINISTRATOR, "order_image", &kiosk.device),
        acted(ADMINISTRATOR, "choose_image", ""),
    ];
    assert_eq!(log[..4], expected);
}

#[tokio::test]
async fn the_page_says_how_far_each_kiosk_is() {
    let (server, _folder) = office().await;
    let kiosk = server.kiosk("kyustendil/main").await;
    let analyst = Browser::signed_in(&server, "a.petrov", Role::Analyst).await;
    for (at, (image, words)) in [
        (update("2", Step::Downloading, 50_000_000), "25\u{a0}%"),
        (update("2", Step::Ready, 0), "waits for the night"),
        (update("2", Step::Applied, 0), "goes over to"),
        (
            update("2", Step::Failed, 0),
            "did not hold: the kiosk runs the one before",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        says(&server, &kiosk, &format!("a.{at}"), image).await;
        let page = analyst.get(AT).await;
        page.is(200).says(words).silent_of("<button class=\"button\"");
    }
}

#[tokio::test]
async fn the_page_says_in_both_languages_why_a_version_does_not_come() {
    let (server, _folder) = office().await;
    let kiosk = server.kiosk("kyustendil/main").await;
    let mut analyst = Browser::signed_in(&server, "a.petrov", Role::Analyst).await;
    let file = || "root.raw".parse().unwrap();
    let cause = || "no answer".to_owned();
    let no_room = Trouble::NoRoom {
        missing: 150_000_000,
        free: 1_200_000_000,
        reserve: 1_100_000_000,
    };
    let too_large = Trouble::TooLarge {
        size: 2_100_000_000,
        most: 2_000_000_000,
    };
    for (at, (trouble, bulgarian, english)) in [
        (
            no_room,
            "трябват още 150,0\u{a0}MB, свободни са 1,2\u{a0}GB, а 1,1\u{a0}GB",
            "and 1.1\u{a0}GB must stay free",
        ),
        (
            too_large,
            "най-много може да е 2,0\u{a0}GB",
            "The version has 2.1\u{a0}GB",
        ),
        (
            Trouble::WrongSum { file: file() },
            "root.raw не е какъвто трябва",
            "root.raw is not what",
        ),
        (
            Trouble::Short { file: file() },
            "root.raw свършва по-рано",
            "root.raw ended before",
        ),
        (Trouble::OtherSums, "са други файлове", "names other files"),
        (
            Trouble::Disk { cause: cause() },
            "Дискът на киоска",
            "disk can't be used",
        ),
        (
            Trouble::Server { cause: cause() },
            "не дава файловете",
            "does not give the files",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut image = update("2", Step::Downloading, 50_000_000);
        image.update.as_mut().unwrap().trouble = Some(trouble);
        says(&server, &kiosk, &format!("a.{at}"), image).await;
        for (lang, words) in [("bg", bulgarian), ("en", english)] {
            analyst.lang = lang;
            analyst.get(AT).await.is(200).says(words);
        }
    }
}

#[tokio::test]
async fn a_log_is_asked_for_awaited_and_fetched() {
    let (server, _folder) = office().await;
    let kiosk = server.kiosk("kyustendil/main").await;
    let browser = administrator(&server).await;
    let at = format!("/admin/kiosks/{}", kiosk.device);
    browser.get(&at).await.says("Ask for the log");
    browser
        .post(&format!("{at}/log"), &[])
        .await
        .leads_to(&format!("{at}?done=log-asked"));
    browser
        .get(&at)
        .await
        .says("Awaited from the kiosk")
        .says(ADMINISTRATOR)
        .silent_of("Ask for the log");
    assert_eq!(log(&server).await[0], acted(ADMINISTRATOR, "ask_log", &kiosk.device));
    let (store, now) = (&server.app.store, server.app.now());
    let request = store.log_wanted(&kiosk.device).await.unwrap().unwrap();
    let file = format!("{at}/logs/{request}");
    browser.get(&file).await.is(404);
    store.keep_log(&kiosk.device, request, b"packed", now).await.unwrap();
    browser
        .get(&at)
        .await
        .says("Log of")
        .says(&file)
        .says("Ask for the log");
    let fetched = browser.get(&file).await;
    assert_eq!(fetched.is(200).text, "packed");
    assert_eq!(fetched.headers["content-type"], "application/gzip");
    browser.get(&format!("{at}/logs/none")).await.is(404);
    browser.post("/admin/kiosks/none/log", &[]).await.is(404);
}
