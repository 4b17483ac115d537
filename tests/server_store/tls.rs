//! The way to PostgreSQL: encrypted, and to the right server, or not at all.

use std::{fs, path::Path};

use parter::server::store::{StoreError, postgres::Postgres};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::{
    engines::runtime,
    postgres::{Server, Settings},
};

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn issuer() -> Issuer {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Certificate and key in PEM.
fn issued(by: &Issuer, host: &str) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new([host.to_owned()]).unwrap();
    (params.signed_by(&key, by).unwrap().pem(), key.serialize_pem())
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_certificate_is_checked_against_the_one_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (own, other) = (issuer(), issuer());
    let (certificate, key) = issued(&own, "127.0.0.1");
    let server = Server::start(Settings {
        tls: Some((&certificate, &key)),
        ..Settings::default()
    });
    let own = file(folder.path(), "own.pem", &own.pem());
    let other = file(folder.path(), "other.pem", &other.pem());
    let empty = file(folder.path(), "empty.pem", "");
    runtime().block_on(async {
        let address = server.database().await;
        let connect = async |query: String| Postgres::connect(&format!("{address}?{query}")).await;

        let store = connect(format!("sslmode=require&sslrootcert={own}")).await.unwrap();
        let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        parter::server::store::intake::Intake::counts(&store).await.unwrap();
        let encrypted =
            "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'parter'";
        let encrypted = client.query(encrypted, &[]).await.unwrap();
        assert!(!encrypted.is_empty() && encrypted.iter().all(|row| row.get(0)));

        for root in [format!("&sslrootcert={other}"), String::new()] {
            let refused = connect(format!("sslmode=require{root}")).await;
            assert!(
                matches!(&refused, Err(StoreError::Unavailable(cause)) if cause.contains("certificate")),
                "{refused:?}"
            );
        }
        for root in [empty, "/nowhere.pem".to_owned()] {
            let refused = connect(format!("sslrootcert={root}")).await;
            assert!(matches!(refused, Err(StoreError::Misconfigured(_))), "{refused:?}");
        }
        let elsewhere = address.replace("127.0.0.1", "localhost");
        let refused = Postgres::connect(&format!("{elsewhere}?sslmode=verify-full&sslrootcert={own}")).await;
        assert!(
            matches!(&refused, Err(StoreError::Unavailable(cause)) if cause.contains("certificate")),
            "the certificate is another name's: {refused:?}"
        );
        connect("sslmode=disable".to_owned()).await.unwrap();
        connect("application_name=parter".to_owned()).await.unwrap();
    });
}

#[test]
fn a_server_without_encryption_is_not_spoken_to_where_it_is_asked_for() {
    runtime().block_on(async {
        let address = crate::postgres::shared().database().await;
        let refused = Postgres::connect(&format!("{address}?sslmode=require")).await;
        assert!(
            matches!(&refused, Err(StoreError::Unavailable(cause)) if cause.contains("TLS")),
            "{refused:?}"
        );
    });
}
