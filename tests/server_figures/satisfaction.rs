//! What is told of ratings: all of them, where nothing has to be hidden.

use std::collections::BTreeMap;

use chrono::Datelike;
use parter::{
    figures::{Audience, DayFacts, Period, Satisfaction, Unit, satisfaction::response},
    server::store::Store,
};

use crate::{
    databases::{Sql, all},
    drawn, is_full,
    years::ratings::{BLAME, PRAISE},
};

/// [`Audience::Staff`]'s.
const K: u32 = 5;

/// Month or year, ratings that count, the two best faces, the two worst, repeated ones.
const SELECT: &str = "
    SELECT substr(bucket, 1, LENGTH), sum(CASE WHEN repeated THEN 0 ELSE 1 END),
        sum(CASE WHEN NOT repeated AND face >= 4 THEN 1 ELSE 0 END),
        sum(CASE WHEN NOT repeated AND face <= 2 THEN 1 ELSE 0 END), sum(CASE WHEN repeated THEN 1 ELSE 0 END)
    FROM ratings GROUP BY substr(bucket, 1, LENGTH)";
const VISITS: &str = "SELECT substr(day, 1, 4), count(*) FROM visits GROUP BY substr(day, 1, 4)";

pub async fn is_what_plain_sql_finds(store: &dyn Store, sql: &Sql) {
    let mut lobbies = BTreeMap::<String, Vec<DayFacts>>::new();
    for (of, facts) in all(store).await.days {
        lobbies.entry(of.lobby).or_default().push(facts);
    }
    // Every year is over.
    let end = "2100-01-01".parse().unwrap();
    let of_lobbies: Vec<_> = lobbies.values().map(Vec::as_slice).collect();
    let satisfaction = Satisfaction::of(&of_lobbies, Audience::Staff, end);

    for (year, expected) in counted(sql, 4).await {
        let period = Unit::Year.of(format!("{year}-06-01").parse().unwrap());
        let found = told(&satisfaction, period);
        // What a lobby's visitors said of the rarest queues may be fewer in a year than are told.
        let hidden = if is_full() { 0 } else { K - 1 };
        for (told, there) in found.into_iter().zip(expected) {
            let lobbies = u32::try_from(lobbies.len()).unwrap();
            assert!(
                (there.saturating_sub(hidden * lobbies)..=there).contains(&told),
                "{year}: {told} of {there}"
            );
        }
    }
    for (month, expected) in counted(sql, 7).await {
        let period = Unit::Month.of(format!("{month}-15").parse().unwrap());
        let found = told(&satisfaction, period);
        // Of a lobby's few ratings in a month some wait for the year.
        if is_full() {
            assert_eq!(found, expected, "{month}");
        } else {
            assert!(
                found.into_iter().zip(expected).all(|(told, there)| told <= there),
                "{month}"
            );
        }
    }
    for row in sql.rows(VISITS).await {
        let [year, visits] = row.try_into().unwrap();
        let period = Unit::Year.of(format!("{year}-06-01").parse().unwrap());
        let counts = satisfaction.total(period);
        let share = response(lobbies.values().flatten(), &counts, period);
        assert_eq!((share.part, share.of), (counts.counted(), visits.parse().unwrap()));
    }
    reasons_are(&satisfaction, sql).await;
}

async fn reasons_are(satisfaction: &Satisfaction<'_>, sql: &Sql) {
    let year = drawn().to.year();
    let period = Unit::Year.of(drawn().to);
    for reason in PRAISE.into_iter().chain(BLAME) {
        let select = format!(
            "SELECT count(*) FROM ratings WHERE NOT repeated AND reasons LIKE '%\"{reason}\"%' AND bucket LIKE '{year}-%'"
        );
        let expected: u32 = sql.rows(&select).await[0][0].parse().unwrap();
        let told = satisfaction.reason(reason).within(period).share.part;
        // A lobby's few are not told in the short form.
        assert!(
            told == expected || !is_full() && told <= expected,
            "{reason}: {told} of {expected}"
        );
    }
}

fn told(satisfaction: &Satisfaction, period: Period) -> [u32; 4] {
    let counts = satisfaction.total(period);
    [
        counts.counted(),
        counts.satisfied().part,
        counts.unhappy().part,
        counts.repeated,
    ]
}

async fn counted(sql: &Sql, length: u32) -> BTreeMap<String, [u32; 4]> {
    let rows = sql.rows(&SELECT.replace("LENGTH", &length.to_string())).await;
    let row = |row: Vec<String>| {
        let counts: Vec<u32> = row[1..].iter().map(|count| count.parse().unwrap()).collect();
        (row[0].clone(), counts.try_into().unwrap())
    };
    rows.into_iter().map(row).collect()
}
