//! Many at once: one commit for those that wait together, each answered after it.

use std::{collections::BTreeSet, time::Duration};

use parter::{
    queue::{IssueRequest, TicketCode},
    store::{Asked, StoreError},
};

use crate::{
    given::Satellite,
    lobby::{TestLobby, database, morning},
    tickets::url,
};

fn asked(queue: &str) -> Asked {
    Asked {
        code: TicketCode::random(&mut rand::rng()),
        request: IssueRequest {
            queue: queue.to_owned(),
            letter: 'К',
            service: None,
            priority: None,
            touched: Duration::ZERO,
        },
        now: morning(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_kiosks_at_once_get_different_numbers_that_are_in_the_file_when_they_hear_of_them() {
    let lobby = TestLobby::start();
    let mut kiosks = Vec::new();
    for _ in 0..8 {
        kiosks.push(Satellite::joined(&lobby, &url(&lobby)).await);
    }
    let path = lobby.folder.path().to_owned();
    let work = kiosks.iter().map(|kiosk| {
        let path = path.clone();
        async move {
            let file = database(&path);
            let mut numbers = Vec::new();
            for _ in 0..40 {
                let visit = kiosk.take("kasa").await;
                let sql = "SELECT seq FROM visits WHERE code = ?1";
                let seq: u32 = file
                    .query_row(sql, [visit.ticket.code.as_str()], |row| row.get(0))
                    .unwrap();
                assert_eq!(seq, visit.ticket.number.seq);
                numbers.push(seq);
            }
            numbers
        }
    });
    let numbers = futures_util::future::join_all(work).await.concat();
    let distinct: BTreeSet<u32> = numbers.iter().copied().collect();
    assert_eq!(distinct, (1..=320).collect());
}

#[tokio::test]
async fn one_that_is_refused_spoils_none_of_the_others() {
    let lobby = TestLobby::start();
    let withdrawn = asked("kasa");
    let code = withdrawn.code.clone();
    let issued = lobby
        .store(move |store| {
            store.pause_queue("delovodstvo", None, morning())?;
            store.take_in(&[parter::protocol::hub::HandIn::Withdrawn(code)], morning())?;
            store.issue_together(&[asked("kasa"), asked("delovodstvo"), withdrawn, asked("kasa")])
        })
        .await;
    let seq = |at: usize| issued[at].as_ref().unwrap().ticket.number.seq;
    assert_eq!((seq(0), seq(3)), (1, 2));
    assert_eq!(issued[1], Err(StoreError::QueuePaused));
    assert_eq!(
        issued[2],
        Err(StoreError::VisitOver),
        "nobody holds it: it is not issued later"
    );
}

#[tokio::test]
async fn a_disk_that_is_full_refuses_them_all_and_none_is_half_there() {
    let lobby = TestLobby::start();
    let result = lobby
        .store(|store| {
            store.limit_pages(1)?;
            let many: Vec<Asked> = (0..64).map(|_| asked("kasa")).collect();
            let mut last = Ok(Vec::new());
            for _ in 0..40 {
                last = store.issue_together(&many);
                if last.is_err() {
                    break;
                }
            }
            let before = store.counts()?.visits;
            store.limit_pages(1_000_000)?;
            let after = store.issue_together(&[asked("kasa")])?;
            Ok((last.map(|_| ()), before, after[0].as_ref().unwrap().ticket.number.seq))
        })
        .await;
    let (refused, before, next) = result;
    assert_eq!(refused, Err(StoreError::Full));
    assert_eq!(next, before + 1, "numbers that nobody got are issued again");
}
