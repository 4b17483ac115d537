//! Many at once, each on a connection of its own where the engine has several.

use futures_util::future::join_all;
use parter::{
    bundle::Signed,
    protocol::{
        heartbeat::{Heartbeat, PrinterState},
        record::Record,
    },
    queue::PeriodKind,
    server::{
        health::Problem,
        store::{
            Store,
            audit::Actor,
            devices::{Changed, Enrolment},
            publications::{NewPublication, Publishing},
            users::Role,
        },
    },
};
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

use crate::{
    given::{
        LOBBY, OTHER_LOBBY, attempt, count, created, enrolled, hash, heartbeat, heartbeat_record, noon, offer, period,
        period_record, rating, rating_record, record, revision, send, short, staff, visit, visit_record,
    },
    publications,
    users::{add, set_disabled},
};

/// So many at once, so often.
const MANY: usize = 8;
const ROUNDS: usize = 12;

/// Each is given a token, and one token is good.
pub async fn one_code_enrols_one_of_many(store: &dyn Store) {
    for round in 0..ROUNDS {
        let (name, secret) = (format!("kiosk-{round}"), format!("{round:04}-secret"));
        created(store, &name, &secret).await;
        let attempts: Vec<_> = (0..MANY)
            .map(|n| attempt(&secret, LOBBY, &format!("{round}.{n}")))
            .collect();
        for outcome in join_all(attempts.iter().map(|attempt| store.enrol(attempt, noon()))).await {
            assert!(matches!(outcome, Ok(Enrolment::Done(_))), "{outcome:?}");
        }
        let known = join_all(
            attempts
                .iter()
                .map(|attempt| store.device_by_token(&attempt.token, noon())),
        )
        .await;
        assert_eq!(known.iter().filter(|known| matches!(known, Ok(Some(_)))).count(), 1);
        let late = store.enrol(&attempt(&secret, LOBBY, "late"), noon()).await;
        assert_eq!(late, Ok(Enrolment::BadCode));
    }
}

/// Either the token is good and the code is spent, or the code has given another token.
pub async fn a_code_is_brought_again_while_its_token_is_used(store: &dyn Store) {
    for round in 0..ROUNDS {
        let (name, secret) = (format!("kiosk-{round}"), format!("{round:04}-secret"));
        created(store, &name, &secret).await;
        let [first, second] = ["first", "second"].map(|n| attempt(&secret, LOBBY, &format!("{round}.{n}")));
        store.enrol(&first, noon()).await.unwrap();
        let used = store.device_by_token(&first.token, noon());
        let again = store.enrol(&second, noon());
        let (used, again) = in_any_order(round, used, again).await;
        let is_done = matches!(again, Ok(Enrolment::Done(_)));
        assert_eq!(used.unwrap().is_some(), !is_done, "{again:?}");
        for (token, good) in [(first.token, !is_done), (second.token, is_done)] {
            assert_eq!(store.device_by_token(&token, noon()).await.unwrap().is_some(), good);
        }
    }
}

/// It was let in by its token a moment ago.
pub async fn a_replaced_kiosk_gets_no_next_token_while_the_new_one_enrols(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let mut old = hash("old");
    store
        .enrol(&attempt("A000-secret", LOBBY, "old"), noon())
        .await
        .unwrap();
    for round in 0..ROUNDS {
        let (secret, next) = (format!("{round:04}-secret"), hash(&format!("{round}.next")));
        store
            .offer_code("kiosk-1", &offer(&secret), &staff(), noon())
            .await
            .unwrap();
        assert!(store.device_by_token(&old, noon()).await.unwrap().is_some());
        let new = attempt(&secret, LOBBY, &format!("{round}.new"));
        let (asked, enrolled) =
            in_any_order(round, store.offer_token(&old, &next, noon()), store.enrol(&new, noon())).await;
        asked.unwrap();
        assert!(matches!(enrolled, Ok(Enrolment::Done(_))), "{enrolled:?}");
        for gone in [old, next] {
            assert_eq!(store.device_by_token(&gone, noon()).await, Ok(None));
        }
        assert!(store.device_by_token(&new.token, noon()).await.unwrap().is_some());
        old = new.token;
    }
}

/// The device uses what it was given as the next while another enrols as the device.
pub async fn a_replaced_kiosks_next_token_is_good_no_more(store: &dyn Store) {
    created(store, "kiosk-1", "A000-secret").await;
    let mut old = hash("old");
    store
        .enrol(&attempt("A000-secret", LOBBY, "old"), noon())
        .await
        .unwrap();
    for round in 0..ROUNDS {
        let (secret, next) = (format!("{round:04}-secret"), hash(&format!("{round}.next")));
        store
            .offer_code("kiosk-1", &offer(&secret), &staff(), noon())
            .await
            .unwrap();
        store.offer_token(&old, &next, noon()).await.unwrap();
        let new = attempt(&secret, LOBBY, &format!("{round}.new"));
        let (used, enrolled) =
            in_any_order(round, store.device_by_token(&next, noon()), store.enrol(&new, noon())).await;
        used.unwrap();
        assert!(matches!(enrolled, Ok(Enrolment::Done(_))), "{enrolled:?}");
        for gone in [old, next] {
            assert_eq!(store.device_by_token(&gone, noon()).await, Ok(None));
        }
        assert!(store.device_by_token(&new.token, noon()).await.unwrap().is_some());
        old = new.token;
    }
}

/// A period and the visit of another lobby that come at once: whichever is first, the ticket's page has nothing of it.
pub async fn a_period_that_meets_another_lobbys_visit_is_never_shown(store: &dyn Store) {
    let hall = enrolled(store, "kiosk-1", LOBBY).await;
    let taxes = enrolled(store, "kiosk-2", OTHER_LOBBY).await;
    for round in 0..4 * ROUNDS {
        let number = u32::try_from(round).unwrap();
        let stray = [period_record(&period(number, 2, PeriodKind::Called))];
        let visits = [visit_record(&visit(number))];
        let (strays, visits) = in_any_order(round, send(store, &taxes, &stray), send(store, &hall, &visits)).await;
        assert_eq!(short(&visits), ["accepted"]);
        assert!(["accepted", "other_lobby"].contains(&short(&strays)[0]));
        let ticket = store.ticket(&visit(number).ticket.code).await.unwrap().unwrap();
        assert_eq!((ticket.state, ticket.ahead), (PeriodKind::Waiting, number));
        assert_eq!(ticket.recent_waits, []);
    }
}

/// Both at once, the one begun first that the round says.
async fn in_any_order<A, B>(round: usize, one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    if round.is_multiple_of(2) {
        tokio::join!(one, other)
    } else {
        let (other, one) = tokio::join!(other, one);
        (one, other)
    }
}

pub async fn two_administrators_can_not_disable_each_other(store: &dyn Store) {
    for name in ["maria", "ivan", "petya"] {
        add(store, name, Role::Administrator).await;
    }
    for _ in 0..ROUNDS {
        let done = join_all(["maria", "ivan", "petya"].map(|name| set_disabled(store, name, true))).await;
        assert_eq!(
            done.iter().filter(|done| **done == Changed::Done).count(),
            2,
            "{done:?}"
        );
        for user in store.users().await.unwrap() {
            if user.disabled_at.is_some() {
                assert_eq!(set_disabled(store, &user.name, false).await, Changed::Done);
            }
        }
    }
}

pub async fn two_administrators_can_not_demote_each_other(store: &dyn Store) {
    add(store, "maria", Role::Administrator).await;
    add(store, "ivan", Role::Administrator).await;
    for _ in 0..ROUNDS {
        let demote = async |name| store.set_role(name, Role::Analyst, &staff(), noon()).await.unwrap();
        let (one, other) = tokio::join!(demote("maria"), set_disabled(store, "ivan", true));
        assert!((one == Changed::Done) ^ (other == Changed::Done), "{one:?} {other:?}");
        store
            .set_role("maria", Role::Administrator, &staff(), noon())
            .await
            .unwrap();
        set_disabled(store, "ivan", false).await;
    }
}

pub async fn one_name_is_taken_once(store: &dyn Store) {
    for round in 0..ROUNDS {
        let name = format!("user-{round}");
        let actor = staff();
        let add = || store.add_user(&name, Role::Editor, "", &actor, noon());
        let done = join_all((0..MANY).map(|_| add())).await;
        assert_eq!(done.iter().filter(|done| **done == Ok(Changed::Done)).count(), 1);
        assert_eq!(
            done.iter().filter(|done| **done == Ok(Changed::NameTaken)).count(),
            MANY - 1
        );
    }
    assert_eq!(store.audit_log(None, 100).await.unwrap().len(), ROUNDS);
}

fn mixed(number: u32) -> [Record; 4] {
    [
        visit_record(&visit(number)),
        period_record(&period(number, 2, PeriodKind::Called)),
        rating_record(&rating(number.into())),
        record("survey", number.to_string(), &number),
    ]
}

pub async fn a_record_sent_on_many_connections_is_accepted_once(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    for round in 0..ROUNDS {
        let batch = mixed(u32::try_from(round).unwrap());
        let verdicts = join_all((0..MANY).map(|_| send(store, &device, &batch))).await;
        for record in 0..batch.len() {
            let mut said: Vec<&str> = verdicts.iter().map(|verdicts| short(verdicts)[record]).collect();
            said.sort_unstable();
            let mut expected = ["duplicate"; MANY];
            expected[0] = "accepted";
            assert_eq!(said, expected);
        }
    }
    assert_eq!(revision(store, LOBBY).await, i64::try_from(ROUNDS).unwrap());
}

/// Two kiosks with the same records, each in many orders: none stands in another's way for good.
pub async fn batches_that_meet_in_other_orders_all_pass(store: &dyn Store) {
    let devices = [
        enrolled(store, "kiosk-1", LOBBY).await,
        enrolled(store, "kiosk-2", LOBBY).await,
    ];
    let mut rng = StdRng::seed_from_u64(7);
    for round in 0..ROUNDS {
        let numbers = 0..50;
        let first = 50 * u32::try_from(round).unwrap();
        let mut batches = Vec::new();
        for n in 0..MANY {
            let mut batch: Vec<Record> = numbers.clone().flat_map(|number| mixed(first + number)).collect();
            batch.push(record("visit", "no-code", &"no visit"));
            batch.push(heartbeat_record(&format!("{round}.{n}"), &heartbeat(noon())));
            batch.shuffle(&mut rng);
            batches.push(batch);
        }
        let sends = batches
            .iter()
            .enumerate()
            .map(|(n, batch)| send(store, &devices[n % 2], batch));
        for verdicts in join_all(sends).await {
            let refused = short(&verdicts).into_iter().filter(|said| *said == "malformed");
            assert_eq!(refused.count(), 1);
        }
        let so_far = i64::from(first) + 50;
        for kind in ["visit", "period", "rating"] {
            assert_eq!(count(store, kind).await, so_far);
        }
        assert_eq!(count(store, "unknown").await, 2 * so_far, "each device's own");
    }
}

pub async fn a_next_token_used_at_once_by_many_is_good_for_all(store: &dyn Store) {
    enrolled(store, "kiosk-1", LOBBY).await;
    let mut present = hash("kiosk-1");
    for round in 0..ROUNDS {
        let next = hash(&round.to_string());
        store.offer_token(&present, &next, noon()).await.unwrap();
        let known = join_all((0..MANY).map(|_| store.device_by_token(&next, noon()))).await;
        assert!(known.iter().all(|known| matches!(known, Ok(Some(_)))), "{known:?}");
        present = next;
    }
}

pub async fn heartbeats_at_once_leave_one(store: &dyn Store) {
    let device = enrolled(store, "kiosk-1", LOBBY).await;
    for round in 0..ROUNDS {
        let one = |n: usize| {
            let printer = [PrinterState::Ready, PrinterState::OutOfPaper][n % 2];
            let heartbeat = Heartbeat {
                printer,
                ..heartbeat(noon())
            };
            [heartbeat_record(&format!("{round}.{n}"), &heartbeat)]
        };
        let batches: Vec<[Record; 1]> = (0..MANY).map(one).collect();
        for verdicts in join_all(batches.iter().map(|batch| send(store, &device, batch))).await {
            assert_eq!(short(&verdicts), ["accepted"]);
        }
        let report = store.device("kiosk-1", noon()).await.unwrap().unwrap();
        let is_out = report
            .heartbeat
            .is_some_and(|last| last.printer == PrinterState::OutOfPaper);
        let told = report.health.problems.contains_key(&Problem::PrinterOutOfPaper);
        assert_eq!(told, is_out, "health is the last heartbeat's");
    }
}

/// Whoever is second is told so, and nothing of theirs is kept.
pub async fn one_version_is_published_once(store: &dyn Store) {
    for version in 1..=ROUNDS as u64 {
        let bundles: Vec<NewPublication> = (0..MANY)
            .map(|n| NewPublication {
                signed: Signed {
                    manifest: format!("{version}.{n}").into_bytes(),
                    signature: String::new(),
                },
                objects: vec![
                    (hash("common"), b"common".to_vec()),
                    (hash(&format!("{version}.{n}")), vec![0]),
                ],
                ..publications::new(version)
            })
            .collect();
        let publishing = bundles
            .iter()
            .map(|bundle| store.publish(bundle, &Actor::CommandLine, noon()));
        let outcomes = join_all(publishing).await;
        let won: Vec<usize> = (0..MANY).filter(|n| outcomes[*n] == Ok(Publishing::Done)).collect();
        assert_eq!(won.len(), 1, "{outcomes:?}");
        let lost = |outcome: &&Result<Publishing, _>| **outcome == Ok(Publishing::NotNewer(version));
        assert_eq!(outcomes.iter().filter(lost).count(), MANY - 1, "{outcomes:?}");
        for n in 0..MANY {
            let kept = store.object(&hash(&format!("{version}.{n}"))).await.unwrap();
            assert_eq!(kept.is_some(), won == [n]);
        }
    }
}
