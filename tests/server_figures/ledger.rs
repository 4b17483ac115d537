//! Promises that days and a register tell of: the ordinance's 20 minutes, and the time of answers.

use std::collections::BTreeMap;

use parter::{
    content::promise::Metric,
    figures::{
        Answered, DayFacts, Period,
        ledger::{Known, LobbyFacts, SpreadUnit, ledger, ordinance},
    },
    packs,
    server::store::Store,
};

use crate::{
    databases::{Sql, all, whole},
    years::MUNICIPALITY,
};

/// Those called within 20 minutes, and all of whom it is known how long they waited.
const WITHIN_20: &str = "
    WITH firsts AS (
        SELECT visit, min(began_at) AS called FROM periods WHERE kind IN ('called', 'walking', 'serving') GROUP BY visit),
    ends AS (SELECT DISTINCT visit FROM periods WHERE kind = 'unserved')
    SELECT sum(CASE WHEN called - CASE WHEN arranged_at > issued_at THEN arranged_at ELSE issued_at END <= 1200
            THEN 1 ELSE 0 END), count(*)
    FROM visits LEFT JOIN firsts ON firsts.visit = code LEFT JOIN ends ON ends.visit = code
    WHERE called IS NOT NULL OR ends.visit IS NOT NULL";

/// How many letters were answered, and the median and the 90th percentile of the days that took.
const ANSWERS: &str = "
    WITH took AS (SELECT DAYS AS days FROM registered WHERE matter = 'letter' AND answered_on IS NOT NULL),
    ranked AS (SELECT days, row_number() OVER (ORDER BY days) AS place, count(*) OVER () AS many FROM took)
    SELECT max(many), max(CASE WHEN place = (many + 1) / 2 THEN days END),
        max(CASE WHEN place = (9 * many + 9) / 10 THEN days END)
    FROM ranked";

pub async fn is_what_plain_sql_finds(store: &dyn Store, sql: &Sql) {
    let span = whole();
    let period = Period {
        first: span.from,
        last: span.to,
    };
    let mut lobbies = BTreeMap::<String, Vec<DayFacts>>::new();
    for (of, facts) in all(store).await.days {
        lobbies.entry(of.lobby).or_default().push(facts);
    }
    let lobbies: Vec<LobbyFacts> = lobbies.values().map(|days| LobbyFacts { days, place: None }).collect();
    let registered = store.registered(&span).await.unwrap();
    let matters: Vec<Answered> = registered.iter().map(Answered::from).collect();
    let known = Known {
        lobbies: &lobbies,
        matters: &matters,
        today: span.to,
    };

    let kept = ordinance(known, period).unwrap().kept.unwrap();
    let expected = sql.rows(WITHIN_20).await.remove(0);
    assert_eq!([kept.part, kept.of].map(|count| count.to_string()).to_vec(), expected);

    let pack = packs::load(MUNICIPALITY).unwrap();
    let lines = ledger(&pack, known, period);
    let letters = lines.iter().find(|line| line.promise.metric == Metric::LetterAnswer);
    let letters = letters.unwrap().measured.unwrap();
    let spread = letters.spread.unwrap();
    assert_eq!(spread.unit, SpreadUnit::Days);
    let days = match sql {
        Sql::Sqlite(_) => "CAST(julianday(answered_on) - julianday(registered_on) AS INTEGER)",
        Sql::Postgres(_) => "answered_on::DATE - registered_on::DATE",
    };
    let expected = sql.rows(&ANSWERS.replace("DAYS", days)).await.remove(0);
    let found = [letters.cases, spread.median, spread.p90];
    assert_eq!(found.map(|figure| figure.to_string()).to_vec(), expected);
}
