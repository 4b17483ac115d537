//! From a folder of images at the server to a machine that is asked to take a version over; and the log that staff ask for.

use std::{fs, io::Read as _, path::PathBuf, time::Duration};

use flate2::read::GzDecoder;
use parter::{
    clock::SystemClock,
    protocol::{
        heartbeat::{ContentShown, PrinterState},
        image::{ImageReport, Step, Trouble, UpdateReport},
        logs::JOURNAL,
    },
    server::store::{audit::Actor, devices::DeviceReport, images::Choice},
    store::{Store, worker::Worker},
    sync::{Sync, SyncConfig, Timing, machine::Machine},
};
use proptest::prelude::*;
use tempfile::TempDir;
use tokio::{sync::watch, task::spawn_blocking, time::sleep};

use crate::{
    images::{payload, publish, runs},
    proxy::Proxy,
    store_support,
    support::{TestServer, monday},
};

const LONG: Duration = Duration::from_secs(60);
const ROOT: &str = "parter-kiosk_2.root.raw";
const LOADER: &str = "parter-kiosk_2.efi";

/// A server with a folder of images, and a machine that runs version 1, whose kiosk may be started again and again.
struct Given {
    server: TestServer,
    folder: TempDir,
    machine: TempDir,
    code: String,
    change: fn(&mut SyncConfig),
}

struct Kiosk {
    sync: Sync,
    worker: Worker,
}

impl Given {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let server = TestServer::with(|config| config.images = Some(folder.path().to_owned())).await;
        let code = server.offer("kyustendil").await;
        let machine = TempDir::new().unwrap();
        fs::create_dir(machine.path().join("state")).unwrap();
        let given = Self {
            server,
            folder,
            machine,
            code,
            change: |_| (),
        };
        given.boots("1");
        given
    }

    fn boots(&self, version: &str) {
        let text = format!("ID=debian\nIMAGE_ID=parter-kiosk\nIMAGE_VERSION=\"{version}\"\n");
        fs::write(self.machine.path().join("os-release"), text).unwrap();
    }

    fn state(&self, name: &str) -> PathBuf {
        self.machine.path().join("state").join(name)
    }

    fn visit(&self) -> PathBuf {
        self.machine.path().join("visit")
    }

    /// What the machine was asked to take over.
    fn wish(&self) -> Option<String> {
        fs::read_to_string(self.state("image/apply")).ok()
    }

    /// As root's service does when it has begun.
    fn takes_the_wish(&self) -> String {
        let wish = self.wish().unwrap();
        fs::remove_file(self.state("image/apply")).unwrap();
        wish
    }

    fn kiosk(&self) -> Kiosk {
        self.kiosk_by(&self.server.url)
    }

    fn kiosk_by(&self, url: &str) -> Kiosk {
        let state = self.machine.path().join("state");
        let mut settings = SyncConfig {
            url: url.to_owned(),
            ca_file: None,
            code: Some(self.code.parse().unwrap()),
            code_file: None,
            state: state.clone(),
            lobby: "kyustendil/main".to_owned(),
            content: watch::channel(ContentShown::nothing("kyustendil")).1,
            printer: watch::channel(PrinterState::None).1,
            machine: Machine {
                os_release: self.machine.path().join("os-release"),
                visit: Some(self.visit()),
                log: self.machine.path().join("log"),
                reserve: 0,
                ..Machine::default()
            },
            timing: Timing {
                heartbeat: Duration::from_millis(50),
                rarely: Duration::from_millis(200),
                patience: Duration::from_secs(3),
                update: Duration::from_millis(20),
                journal: Duration::from_secs(5),
                ..Timing::default()
            },
        };
        (self.change)(&mut settings);
        let worker = Worker::spawn(
            move || Store::open(&state, &store_support::config(), store_support::noon()),
            |_| (),
        )
        .unwrap();
        let sync = Sync::start(settings, worker.handle(), SystemClock::default()).unwrap();
        Kiosk { sync, worker }
    }

    async fn choose(&self, version: Option<&str>, share: u8) {
        self.server.app.images.refresh().await;
        let choice = Choice {
            municipality: None,
            version: version.map(str::to_owned),
            share,
        };
        let (store, now) = (&self.server.app.store, self.server.app.now());
        store.choose_image(&choice, &Actor::CommandLine, now).await.unwrap();
    }

    async fn report(&self) -> DeviceReport {
        let fleet = self.server.app.store.fleet(self.server.app.now()).await.unwrap();
        fleet.into_iter().next().unwrap()
    }

    /// Waits until the kiosk's heartbeat says so.
    async fn until(&self, what: &str, holds: impl Fn(&ImageReport) -> bool) -> ImageReport {
        let mut last = None;
        for _ in 0..LONG.as_millis() / 20 {
            last = self.report().await.heartbeat.and_then(|heartbeat| heartbeat.image);
            if let Some(image) = last.as_ref().filter(|image| holds(image)) {
                return image.clone();
            }
            sleep(Duration::from_millis(20)).await;
        }
        panic!("never {what}: {last:?}")
    }

    async fn until_step(&self, version: &str, step: Step) -> UpdateReport {
        let is_there = |update: &UpdateReport| update.version.as_str() == version && update.step == step;
        let image = self
            .until(&format!("{step:?}"), |image| {
                image.update.as_ref().is_some_and(is_there)
            })
            .await;
        image.update.unwrap()
    }

    async fn order(&self, version: &str) {
        let device = self.report().await.device.id;
        let (store, now) = (&self.server.app.store, self.server.app.now());
        store
            .order_image(&device, version, &Actor::CommandLine, now)
            .await
            .unwrap();
    }

    /// A while in which heartbeats go and come.
    async fn heartbeats(&self) {
        sleep(Duration::from_millis(600)).await;
    }

    fn publishes(&self, version: &str, size: u32) {
        publish(
            self.folder.path(),
            version,
            &[(ROOT, &payload(size)), (LOADER, b"loader")],
        );
    }
}

impl Kiosk {
    async fn stop(self) {
        spawn_blocking(|| {
            self.sync.shutdown();
            self.worker.shutdown();
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_comes_by_day_and_is_applied_by_night_when_nobody_is_there() {
    let given = Given::new().await;
    given.publishes("2", 700_000);
    let kiosk = given.kiosk();
    given.until("a report", |image| image == &runs("1")).await;
    given.choose(Some("2"), 100).await;
    let ready = given.until_step("2", Step::Ready).await;
    assert_eq!((ready.come, ready.trouble), (ready.size, None));
    assert_eq!(fs::read(given.state("image/2").join(ROOT)).unwrap(), payload(700_000));
    for name in [LOADER, "SHA256SUMS", "SHA256SUMS.gpg"] {
        let here = fs::read(given.state("image/2").join(name)).unwrap();
        assert_eq!(here, fs::read(given.folder.path().join("2").join(name)).unwrap());
    }
    // At 10:30 it waits, and just before and after the night.
    for (hour, minute) in [(10, 30), (5, 0), (23, 59)] {
        given.server.clock.set(monday(hour, minute));
        given.heartbeats().await;
        assert_eq!(given.wish(), None, "{hour}:{minute}");
    }
    // In the night it waits for the visit's end.
    fs::write(given.visit(), "").unwrap();
    given.server.clock.set(monday(3, 0));
    given.heartbeats().await;
    assert_eq!(given.wish(), None);
    fs::remove_file(given.visit()).unwrap();
    given.until_step("2", Step::Applied).await;
    assert_eq!(given.takes_the_wish(), "2\n");
    kiosk.stop().await;
    given.boots("2");
    let kiosk = given.kiosk();
    given.until("version 2", |image| image == &runs("2")).await;
    assert!(!given.state("image/asked.json").exists());
    // The next one takes the folder of this one away.
    given.publishes("3", 8);
    given.choose(Some("3"), 100).await;
    given.until_step("3", Step::Applied).await;
    assert!(!given.state("image/2").exists());
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_did_not_hold_is_reported_and_tried_again_on_command_alone() {
    let given = Given::new().await;
    given.publishes("2", 8);
    given.choose(Some("2"), 100).await;
    given.server.clock.set(monday(3, 0));
    let mut kiosk = given.kiosk();
    given.until_step("2", Step::Applied).await;
    given.takes_the_wish();
    for _ in 0..2 {
        kiosk.stop().await;
        kiosk = given.kiosk();
        given.until_step("2", Step::Failed).await;
        given.heartbeats().await;
        assert_eq!((given.wish(), given.state("image/2").exists()), (None, false));
    }
    // Staff say so: by day too. Once.
    given.server.clock.set(monday(12, 0));
    given.order("2").await;
    given.until_step("2", Step::Applied).await;
    assert_eq!(given.takes_the_wish(), "2\n");
    kiosk.stop().await;
    let kiosk = given.kiosk();
    given.until_step("2", Step::Failed).await;
    given.heartbeats().await;
    assert_eq!(given.wish(), None);
    // Another version is another matter.
    given.publishes("3", 8);
    given.choose(Some("3"), 100).await;
    given.until_step("3", Step::Ready).await;
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_machine_is_no_failure_yet() {
    let given = Given::new().await;
    given.publishes("2", 8);
    given.choose(Some("2"), 100).await;
    given.server.clock.set(monday(3, 0));
    let kiosk = given.kiosk();
    given.until_step("2", Step::Applied).await;
    kiosk.stop().await;
    let kiosk = given.kiosk();
    given.until_step("2", Step::Applied).await;
    assert!(given.state("image/2").exists());
    kiosk.stop().await;
    // It is at work, or a power cut came between.
    fs::rename(given.state("image/apply"), given.state("image/taken")).unwrap();
    let kiosk = given.kiosk();
    given.until_step("2", Step::Applied).await;
    given.heartbeats().await;
    assert!(given.state("image/2").exists() && given.wish().is_none());
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_command_it_is_applied_by_day_but_never_before_a_visitor() {
    let given = Given::new().await;
    given.publishes("2", 8);
    // Of a share of none, the one that is told gets it all the same.
    given.choose(Some("2"), 0).await;
    fs::write(given.visit(), "").unwrap();
    let kiosk = given.kiosk();
    given.until("a report", |image| image == &runs("1")).await;
    given.heartbeats().await;
    assert!(!given.state("image/2").exists());
    given.order("2").await;
    given.until_step("2", Step::Ready).await;
    given.heartbeats().await;
    assert_eq!(given.wish(), None);
    fs::remove_file(given.visit()).unwrap();
    given.until_step("2", Step::Applied).await;
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_knows_of_visits_nothing_is_applied() {
    let mut given = Given::new().await;
    given.change = |settings| settings.machine.visit = None;
    given.publishes("2", 8);
    given.choose(Some("2"), 100).await;
    given.server.clock.set(monday(3, 0));
    let kiosk = given.kiosk();
    given.until_step("2", Step::Ready).await;
    given.heartbeats().await;
    assert_eq!(given.wish(), None);
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_system_fetches_nothing() {
    let given = Given::new().await;
    fs::write(given.machine.path().join("os-release"), "ID=debian\nIMAGE_VERSION=1\n").unwrap();
    given.publishes("2", 8);
    given.choose(Some("2"), 100).await;
    let kiosk = given.kiosk();
    while given.report().await.heartbeat.is_none() {
        sleep(Duration::from_millis(20)).await;
    }
    given.heartbeats().await;
    let heartbeat = given.report().await.heartbeat.unwrap();
    assert_eq!((heartbeat.image, given.state("image").exists()), (None, false));
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_goes_on_from_there() {
    let given = Given::new().await;
    given.publishes("2", 3_000_000);
    given.choose(Some("2"), 100).await;
    let address = given.server.url.strip_prefix("http://").unwrap().parse().unwrap();
    let proxy = Proxy::start(address, 7);
    let kiosk = given.kiosk_by(&format!("http://{}", proxy.address));
    // Before the kiosk is enrolled, a lost answer alone is no matter of ours.
    let part = given.state("image/2").join(format!("{ROOT}.part!"));
    let come = || fs::metadata(&part).map_or(0, |part| part.len());
    while come() == 0 && !given.state("image/2").join(ROOT).exists() {
        sleep(Duration::from_millis(5)).await;
    }
    // The program is stopped in the midst of it too.
    kiosk.stop().await;
    let before = come();
    let kiosk = given.kiosk_by(&format!("http://{}", proxy.address));
    sleep(Duration::from_millis(500)).await;
    proxy.calm_down();
    given.until_step("2", Step::Ready).await;
    assert_eq!(fs::read(given.state("image/2").join(ROOT)).unwrap(), payload(3_000_000));
    assert!(before > 0, "it was stopped with nothing here");
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_as_its_sum_says_is_dropped_and_told() {
    let given = Given::new().await;
    given.publishes("2", 8000);
    given.choose(Some("2"), 100).await;
    // After the server has looked at it.
    let mut spoilt = payload(8000);
    spoilt[7000] ^= 1;
    fs::write(given.folder.path().join("2").join(ROOT), &spoilt).unwrap();
    let kiosk = given.kiosk();
    let is_told = |image: &ImageReport| {
        let trouble = image.update.as_ref().and_then(|update| update.trouble.as_ref());
        matches!(trouble, Some(Trouble::WrongSum { file }) if file.as_str() == ROOT)
    };
    given.until("trouble", is_told).await;
    assert!(!given.state("image/2").join(ROOT).exists());
    fs::write(given.folder.path().join("2").join(ROOT), payload(8000)).unwrap();
    given.until_step("2", Step::Ready).await;
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_without_room_is_left_alone() {
    let mut given = Given::new().await;
    given.change = |settings| settings.machine.reserve = u64::MAX / 2;
    given.publishes("2", 8000);
    given.choose(Some("2"), 100).await;
    let kiosk = given.kiosk();
    let is_told = |image: &ImageReport| {
        let trouble = image.update.as_ref().and_then(|update| update.trouble.as_ref());
        matches!(trouble, Some(Trouble::NoRoom { missing: 8000.., .. }))
    };
    given.until("trouble", is_told).await;
    assert_eq!(fs::read_dir(given.state("image/2")).unwrap().count(), 0);
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stopped_is_not_applied() {
    let given = Given::new().await;
    given.publishes("2", 8);
    given.choose(Some("2"), 100).await;
    let kiosk = given.kiosk();
    given.until_step("2", Step::Ready).await;
    given.choose(None, 0).await;
    given.until("nothing under way", |image| image == &runs("1")).await;
    given.server.clock.set(monday(3, 0));
    given.heartbeats().await;
    assert_eq!(given.wish(), None);
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_goes_when_it_is_asked_for_with_the_machines_journal() {
    let given = Given::new().await;
    let log = given.machine.path().join("log");
    fs::create_dir(&log).unwrap();
    fs::write(log.join("parter.2026-11-22.jsonl"), "first\n".repeat(200_000)).unwrap();
    fs::write(log.join("parter.2026-11-23.jsonl"), "last\n").unwrap();
    let kiosk = given.kiosk();
    given.until("a report", |image| image == &runs("1")).await;
    given.heartbeats().await;
    let (store, device) = (&given.server.app.store, given.report().await.device.id);
    assert_eq!(
        (
            store.logs(&device).await.unwrap(),
            given.state("journal-wanted").exists()
        ),
        (vec![], false)
    );
    store
        .ask_log(&device, &Actor::CommandLine, given.server.app.now())
        .await
        .unwrap();
    while !given.state("journal-wanted").exists() {
        sleep(Duration::from_millis(10)).await;
    }
    fs::write(given.state("journal.new"), "kernel: hello\n").unwrap();
    fs::rename(given.state("journal.new"), given.state("journal.txt")).unwrap();
    while store.logs(&device).await.unwrap()[0].came_at.is_none() {
        sleep(Duration::from_millis(20)).await;
    }
    given.heartbeats().await;
    let logs = store.logs(&device).await.unwrap();
    assert_eq!(logs.len(), 1, "it goes once");
    let packed = store.log(&device, logs[0].id).await.unwrap().unwrap();
    let mut text = String::new();
    GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
    let (own, journal) = text.split_once(&format!("\n{JOURNAL}\n")).unwrap();
    assert!(
        own.ends_with("first\nlast\n") && own.len() == 1_000_000,
        "{}",
        own.len()
    );
    assert_eq!(journal, "kernel: hello\n");
    for left in ["journal-wanted", "journal.txt"] {
        assert!(!given.state(left).exists(), "{left}");
    }
    kiosk.stop().await;
}

proptest! {
    #[test]
    fn a_larger_share_has_all_of_a_smaller_one(version in "[0-9.]{1,8}", device in "[a-z0-9]{6}", one in 0u8..=100, other in 0u8..=100) {
        use parter::server::images::share::has;
        let (small, large) = (one.min(other), one.max(other));
        prop_assert!(!has(small, &version, &device) || has(large, &version, &device));
        prop_assert!(has(100, &version, &device) && !has(0, &version, &device));
    }
}

#[test]
fn a_share_is_of_the_fleet_and_each_version_draws_anew() {
    use parter::server::images::share::has;
    let devices: Vec<String> = (0..2000).map(|n| format!("d{n}")).collect();
    let drawn =
        |version: &str, share| -> Vec<bool> { devices.iter().map(|device| has(share, version, device)).collect() };
    let count = drawn("2", 25).iter().filter(|is_in| **is_in).count();
    assert!((430..570).contains(&count), "{count} of 2000");
    assert_ne!(drawn("2", 25), drawn("3", 25));
}
