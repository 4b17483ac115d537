//! A kiosk and a server with certificate files, each as it is in a lobby: encrypted, with the right server, or not at all.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::Utc;
use parter::{
    clock::SystemClock,
    protocol::secret::EnrolmentCode,
    server::store::{
        audit::Actor,
        devices::{Devices, NewDevice, Offer},
        intake::Intake,
        sqlite::Sqlite,
    },
    store::{Store, StoreConfig, worker::Worker},
    sync::{Sync, SyncConfig, SyncError, SyncStatus},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::runtime::Runtime;

use crate::server_process::ServerProcess;
use crate::store_support::{config, noon};
use crate::sync_support::{Kiosk, fake::Fake, is_online, outbox, settings, ticket, until};

type Issuer = CertifiedIssuer<'static, KeyPair>;

/// Whoever gives out certificates in this town.
fn issuer() -> Issuer {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// `parter server` with a certificate for `host`.
fn server(folder: &Path, by: &Issuer, host: &str) -> ServerProcess {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([host.to_owned()])
        .unwrap()
        .signed_by(&key, by)
        .unwrap();
    file(folder, "certificate.pem", &certificate.pem());
    file(folder, "key.pem", &key.serialize_pem());
    let tls = "tls.certificate = \"certificate.pem\"\ntls.key = \"key.pem\"\n";
    ServerProcess::configured(folder, tls)
}

/// A kiosk may come with the code that is given back.
fn offer(store: &Sqlite) -> EnrolmentCode {
    let code = EnrolmentCode::random(&mut rand::rng());
    let new = NewDevice {
        id: "kiosk-1".to_owned(),
        name: "kiosk-1".to_owned(),
        municipality: "kyustendil".to_owned(),
    };
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    let made = store.create_device(&new, &offer, &Actor::CommandLine, Utc::now());
    Runtime::new().unwrap().block_on(made).unwrap();
    code
}

/// A kiosk before `server`.
fn before(server: &ServerProcess, state: &Path, code: EnrolmentCode) -> SyncConfig {
    SyncConfig {
        url: format!("https://{}", server.address),
        code: Some(code),
        ..settings(state, &Fake::start())
    }
}

#[test]
fn a_kiosk_with_the_towns_certificate_brings_its_records_over_tls() {
    let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let town = issuer();
    let server = server(folder.path(), &town, "127.0.0.1");
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    let settings = SyncConfig {
        ca_file: Some(file(state.path(), "town.pem", &town.pem())),
        ..before(&server, state.path(), offer(&store))
    };
    let lobby = StoreConfig {
        lobby: settings.lobby.clone(),
        ..config()
    };
    let path = state.path().to_owned();
    let worker = Worker::spawn(move || Store::open(&path, &lobby, noon()), |_| ()).unwrap();
    let sync = Sync::start(settings, worker.handle(), SystemClock::default()).unwrap();
    let kiosk = Kiosk { worker, sync };
    until(&kiosk.sync.watch(), "online", is_online);
    let public_url = kiosk.sync.watch().enrolment().unwrap().public_url;
    assert_eq!(public_url, format!("https://{}", server.address));
    let visit = ticket(&kiosk.worker, 0);
    while outbox(&kiosk.worker).waiting > 0 {
        std::thread::yield_now();
    }
    let counts = Runtime::new().unwrap().block_on(store.counts()).unwrap();
    assert_eq!(counts[0], ("visit".to_owned(), 1), "{visit}");
    kiosk.stop();
}

/// Nothing is sent to it: no code, no record. What staff are told names the cause.
#[test]
fn a_server_whose_certificate_is_not_trusted_is_not_spoken_to() {
    let (folder, other) = (tempfile::tempdir().unwrap(), issuer());
    let town = issuer();
    let server = server(folder.path(), &town, "127.0.0.1");
    let store = Sqlite::open(&folder.path().join("server")).unwrap();
    let code = offer(&store);
    let trusted = file(folder.path(), "town.pem", &town.pem());
    let stranger = file(folder.path(), "other.pem", &other.pem());
    let elsewhere = tempfile::tempdir().unwrap();
    let named_otherwise = self::server(elsewhere.path(), &town, "localhost");
    for (server, ca_file) in [
        (&server, None),
        (&server, Some(stranger)),
        (&named_otherwise, Some(trusted)),
    ] {
        let state = tempfile::tempdir().unwrap();
        let kiosk = Kiosk::start(SyncConfig {
            ca_file,
            ..before(server, state.path(), code.clone())
        });
        ticket(&kiosk.worker, 0);
        let status = until(&kiosk.sync.watch(), "refused", |status| {
            matches!(status, SyncStatus::NotEnrolled { .. })
        });
        let SyncStatus::NotEnrolled { why } = status else {
            panic!()
        };
        assert!(matches!(why, SyncError::Untrusted(_)), "{why:?}");
        let said = why.to_string();
        assert!(
            said.contains("not trusted") && said.contains("`server.ca_file`"),
            "{said}"
        );
        assert!(
            !why.is_permanent(),
            "a network that asks for a sign-in does this too, and passes"
        );
        kiosk.stop();
    }
    let report = Runtime::new().unwrap().block_on(store.device("kiosk-1", Utc::now()));
    assert_eq!(report.unwrap().unwrap().enrolled_at, None);
}
