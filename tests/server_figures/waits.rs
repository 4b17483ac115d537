//! How long people waited, by month, queue and how they came.

use std::collections::{BTreeMap, BTreeSet};

use parter::{
    figures::{
        DayFacts, Period, Unit,
        waits::{Waits, Whose},
    },
    server::store::Store,
};

use crate::databases::{Sql, all};

/// Month, queue, and how they came.
type Key = (String, String, String);

/// Those called, those within 20 minutes, the median and the 90th percentile in seconds.
const CALLED: &str = "
    WITH calls AS (
        SELECT visit, lobby, min(ordinal) AS ordinal FROM periods
        WHERE kind IN ('called', 'walking', 'serving') GROUP BY visit, lobby),
    waits AS (
        SELECT substr(day, 1, 7) AS month,
            coalesce((SELECT queue FROM periods AS moves
                WHERE moves.visit = code AND moves.lobby = visits.lobby AND moves.ordinal <= calls.ordinal
                    AND moves.queue IS NOT NULL ORDER BY moves.ordinal DESC LIMIT 1), visits.queue) AS queue,
            CASE WHEN arranged_at IS NULL THEN 'walk-in' ELSE 'arranged' END AS came,
            began_at - CASE WHEN arranged_at > issued_at THEN arranged_at ELSE issued_at END AS waited
        FROM visits
        JOIN calls ON calls.visit = code AND calls.lobby = visits.lobby
        JOIN periods ON periods.visit = code AND periods.lobby = visits.lobby AND periods.ordinal = calls.ordinal),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY month, queue, came ORDER BY waited) AS place,
            count(*) OVER (PARTITION BY month, queue, came) AS many
        FROM waits)
    SELECT month, queue, came, max(many), sum(CASE WHEN waited <= 1200 THEN 1 ELSE 0 END),
        max(CASE WHEN place = (many + 1) / 2 THEN waited END), max(CASE WHEN place = (9 * many + 9) / 10 THEN waited END)
    FROM ranked GROUP BY month, queue, came";

/// Those whom the day's end found waiting.
const NEVER_CALLED: &str = "
    SELECT substr(day, 1, 7), visits.queue, CASE WHEN arranged_at IS NULL THEN 'walk-in' ELSE 'arranged' END, count(*)
    FROM visits
    WHERE EXISTS (SELECT 1 FROM periods WHERE visit = code AND kind = 'unserved')
        AND NOT EXISTS (SELECT 1 FROM periods WHERE visit = code AND kind IN ('called', 'walking', 'serving'))
    GROUP BY substr(day, 1, 7), visits.queue, CASE WHEN arranged_at IS NULL THEN 'walk-in' ELSE 'arranged' END";

/// All who took a ticket.
const VISITS: &str = "SELECT day, lobby, count(*) FROM visits GROUP BY day, lobby";

pub async fn are_what_plain_sql_finds(store: &dyn Store, sql: &Sql) {
    let days = all(store).await.days;
    let mut visits: Vec<Vec<String>> = Vec::new();
    for (of, facts) in &days {
        visits.push(vec![of.day.to_string(), of.lobby.clone(), facts.visits().to_string()]);
    }
    let mut expected = sql.rows(VISITS).await;
    expected.sort();
    assert_eq!(visits, expected);

    let facts: Vec<DayFacts> = days.into_iter().map(|(_, facts)| facts).collect();
    let called = table(sql, CALLED).await;
    let never_called = table(sql, NEVER_CALLED).await;
    let keys: BTreeSet<&Key> = called.keys().chain(never_called.keys()).collect();
    assert!(keys.len() >= 10);
    for key in keys {
        let waits = told(&facts, key);
        let never_called = never_called.get(key).map_or(0, |counts| counts[0]);
        let none = vec![0; 2];
        let called = called.get(key).unwrap_or(&none);
        let within = waits.within(20 * 60);
        assert_eq!(within.part, called[1], "{key:?}");
        assert_eq!(within.of, called[0] + never_called, "{key:?}");
        let percentiles = [50, 90].map(|percent| waits.percentile(percent));
        assert_eq!(
            percentiles,
            [called.get(2), called.get(3)].map(Option::<&u32>::copied),
            "{key:?}"
        );
    }
    let whole = Period {
        first: facts[0].day,
        last: facts[facts.len() - 1].day,
    };
    let cases: u32 = called
        .values()
        .chain(never_called.values())
        .map(|counts| counts[0])
        .sum();
    assert_eq!(Waits::of(&facts, whole, Whose::All, |_| true).cases(), cases);
}

fn told(facts: &[DayFacts], (month, queue, came): &Key) -> Waits {
    let month = Unit::Month.of(format!("{month}-01").parse().unwrap());
    let whose = match came.as_str() {
        "arranged" => Whose::Arranged,
        _ => Whose::WalkIn,
    };
    Waits::of(facts, month, whose, |line| line.queue == *queue)
}

async fn table(sql: &Sql, select: &str) -> BTreeMap<Key, Vec<u32>> {
    let row = |row: Vec<String>| {
        let [month, queue, came, figures @ ..] = &row[..] else {
            panic!("{row:?}")
        };
        let figures = figures.iter().map(|figure| figure.parse().unwrap()).collect();
        ((month.clone(), queue.clone(), came.clone()), figures)
    };
    sql.rows(select).await.into_iter().map(row).collect()
}
