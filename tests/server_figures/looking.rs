//! The server looks whether the rules for alerts hold.

use chrono::TimeDelta;
use parter::{
    figures::alert::{Measured, Rule},
    queue::PeriodKind,
    server::{
        alerts::look,
        store::{alerts::Alert, audit::Actor},
    },
};
use tokio::runtime::Runtime;

use crate::support::{TestKiosk, TestServer, monday, period_record, visit_record};

const LOBBY: &str = "kyustendil/obshtina";

async fn rule(server: &TestServer, rule: Rule) {
    let (actor, now) = (Actor::CommandLine, server.app.now());
    let store = &server.app.store;
    store.add_alert_rule("kyustendil", rule, &actor, now).await.unwrap();
}

/// After another look.
async fn alerts(server: &TestServer) -> Vec<Alert> {
    look(&server.app).await.unwrap();
    server.app.store.alerts("kyustendil", 100).await.unwrap()
}

/// One who is called so many minutes after half past eight.
async fn waited(kiosk: &TestKiosk, seq: u32, minutes: i64) {
    let visit = kiosk.visit("kasa", 'К', seq, monday(8, 30));
    let called = monday(8, 30) + TimeDelta::minutes(minutes);
    let call = period_record(&visit, 2, PeriodKind::Called, Some("1"), called);
    kiosk.tell(&[visit_record(&visit), call]).await;
}

#[test]
fn long_waits_are_found_and_pass() {
    Runtime::new().unwrap().block_on(async {
        let server = TestServer::start().await;
        let kiosk = server.kiosk(LOBBY).await;
        let waiting = Rule::Waiting {
            percent: 30,
            days: 7,
            minutes: 20,
        };
        rule(&server, waiting).await;
        for (seq, minutes) in (1..).zip([25, 25, 5, 5]) {
            waited(&kiosk, seq, minutes).await;
        }
        assert_eq!(alerts(&server).await, [], "too few to tell of");
        waited(&kiosk, 5, 5).await;
        let found = alerts(&server).await;
        let expected = Alert {
            id: found[0].id,
            municipality: "kyustendil".to_owned(),
            rule: waiting,
            subject: LOBBY.to_owned(),
            measured: Measured::Waiting { late: 2, visits: 5 },
            raised_at: monday(10, 30),
            closed_at: None,
            sent_at: None,
        };
        assert_eq!(found, [expected]);

        waited(&kiosk, 6, 5).await;
        waited(&kiosk, 7, 5).await;
        server.clock.set(monday(10, 40));
        assert_eq!(alerts(&server).await[0].closed_at, Some(monday(10, 40)));
        server.shutdown().await;
    });
}

#[test]
fn a_kiosk_that_is_silent_in_office_hours_is_found() {
    Runtime::new().unwrap().block_on(async {
        let server = TestServer::start().await;
        let kiosk = server.kiosk(LOBBY).await;
        rule(&server, Rule::Silent { minutes: 30 }).await;
        server.clock.set(monday(10, 59));
        assert_eq!(alerts(&server).await, []);
        server.clock.set(monday(11, 0));
        let found = alerts(&server).await;
        assert_eq!((found.len(), &*found[0].subject), (1, &*kiosk.device));
        assert_eq!(found[0].measured, Measured::Silent { since: monday(10, 30) });
        kiosk.post(Vec::new()).await;
        server.clock.set(monday(11, 1));
        assert_eq!(alerts(&server).await[0].closed_at, Some(monday(11, 1)));

        // It is switched off when everybody goes home, and on again in the morning.
        for at in [monday(20, 0), monday(8, 29) + TimeDelta::days(1)] {
            server.clock.set(at);
            assert_eq!(alerts(&server).await.len(), 1);
        }
        server.clock.set(monday(8, 30) + TimeDelta::days(1));
        assert_eq!(alerts(&server).await.len(), 2, "half an hour after the opening");
        server.shutdown().await;
    });
}
