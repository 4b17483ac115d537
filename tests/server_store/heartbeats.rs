//! How a kiosk is, and since when.

use parter::{
    protocol::heartbeat::{Heartbeat, PrinterState},
    server::{
        health::Problem,
        store::{Store, devices::DeviceReport},
    },
};

use crate::given::{LOBBY, after, enrolled, heartbeat, heartbeat_record, noon, send, send_at, short};

async fn report(store: &dyn Store) -> DeviceReport {
    store.device("kiosk-1", noon()).await.unwrap().unwrap()
}

fn out_of_paper(seconds: i64) -> Heartbeat {
    Heartbeat {
        printer: PrinterState::OutOfPaper,
        ..heartbeat(after(seconds))
    }
}

pub async fn the_last_heartbeat_is_the_one_that_counts(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    assert_eq!(report(store).await.heartbeat, None);
    for (n, outbox) in [7, 5].into_iter().enumerate() {
        let seconds = 60 * i64::try_from(n).unwrap();
        let heartbeat = Heartbeat {
            outbox,
            ..heartbeat(after(seconds))
        };
        let sent = [heartbeat_record(&format!("s.{n}"), &heartbeat)];
        assert_eq!(
            short(&send_at(store, &device, &sent, after(seconds + 9)).await),
            ["accepted"]
        );
        let report = report(store).await;
        assert_eq!(report.heartbeat, Some(heartbeat));
        assert_eq!(report.heard_at, Some(after(seconds + 9)));
        assert_eq!(report.health.clock_ahead, -9);
    }
}

pub async fn a_problem_keeps_its_beginning_and_goes_with_its_cause(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let said = [
        (0, heartbeat(noon())),
        (60, out_of_paper(60)),
        (120, out_of_paper(120)),
        (180, heartbeat(after(180))),
        (240, out_of_paper(240)),
    ];
    let mut since = Vec::new();
    for (seconds, heartbeat) in said {
        send_at(
            store,
            &device,
            &[heartbeat_record(&format!("s.{seconds}"), &heartbeat)],
            after(seconds),
        )
        .await;
        since.push(
            report(store)
                .await
                .health
                .problems
                .get(&Problem::PrinterOutOfPaper)
                .copied(),
        );
    }
    let expected = [None, Some(after(60)), Some(after(60)), None, Some(after(240))];
    assert_eq!(since, expected);
}

pub async fn several_in_one_batch_follow_one_another(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let batch = [
        heartbeat_record("s.9", &out_of_paper(0)),
        heartbeat_record("s.10", &heartbeat(after(60))),
        heartbeat_record("s.10", &heartbeat(after(60))),
        heartbeat_record("s.10", &heartbeat(after(61))),
    ];
    let verdicts = send_at(store, &device, &batch, after(60)).await;
    assert_eq!(short(&verdicts), ["accepted", "accepted", "duplicate", "conflict"]);
    let report = report(store).await;
    assert_eq!(report.heartbeat, Some(heartbeat(after(60))));
    assert!(report.health.problems.is_empty());
}

pub async fn the_same_heartbeat_with_other_bytes_is_a_conflict(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    let first = heartbeat_record("s.1", &heartbeat(noon()));
    let second = heartbeat_record("s.1", &out_of_paper(0));
    let verdicts = send(store, &device, &[first.clone(), second]).await;
    assert_eq!(short(&verdicts), ["accepted", "conflict"]);
    assert_eq!(short(&send(store, &device, &[first]).await), ["duplicate"]);
    let report = report(store).await;
    assert_eq!((report.heartbeat, report.refused), (Some(heartbeat(noon())), 1));
}
