//! The open data, held against the schema that stands beside it.

use chrono::TimeDelta;
use serde_json::{Map, Value};

use crate::{
    given::{after, on_both},
    staff::Browser,
    support::TestServer,
};

async fn schema(browser: &Browser<'_>) -> Value {
    let seen = browser.get("/o/figures.schema.json").await;
    assert_eq!(seen.headers["content-type"], "application/schema+json");
    serde_json::from_str(&seen.is(200).text).unwrap()
}

fn holds(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).expect("the schema is sound");
    let faults: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?} in {value}");
}

/// A file's rows as objects: numbers where the schema has numbers, null where there is nothing.
fn rows(schema: &Value, row: &str, text: &str) -> Vec<Value> {
    let properties = schema["$defs"][row]["properties"].as_object().unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let documented: Vec<&str> = schema["$defs"][row]["required"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    assert_eq!(columns, documented, "the columns are the schema's, in its order");
    let value = |column: &str, cell: &str| {
        let kind = &properties[column]["type"];
        let is_a = |name: &str| {
            kind == name
                || kind
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|kind| kind == name))
        };
        match cell {
            "" if is_a("null") => Value::Null,
            number if is_a("integer") || is_a("number") => serde_json::from_str(number).unwrap(),
            "true" | "false" if is_a("boolean") => Value::Bool(cell == "true"),
            text => Value::String(text.to_owned()),
        }
    };
    let object = |record: csv::StringRecord| {
        let cells = columns.iter().zip(record.iter());
        Value::Object(
            cells
                .map(|(column, cell)| (column.clone(), value(column, cell)))
                .collect::<Map<_, _>>(),
        )
    };
    reader.records().map(|record| object(record.unwrap())).collect()
}

#[tokio::test]
async fn every_file_is_as_the_schema_says_and_they_say_the_same() {
    on_both(async |server| {
        server.clock.set(after() + TimeDelta::days(15));
        let browser = Browser::new(server);
        let schema = schema(&browser).await;
        let json = browser.get("/o/kyustendil/figures.json").await;
        assert_eq!(json.headers["content-type"], "application/json");
        let figures: Value = serde_json::from_str(&json.is(200).text).unwrap();
        holds(&schema, &figures);
        assert_eq!(figures["schema"], "/o/figures.schema.json");
        assert_eq!(figures["counted_on"], "2026-05-03");
        for (row, file) in [("promise", "promises.csv"), ("satisfaction", "satisfaction.csv")] {
            let seen = browser.get(&format!("/o/kyustendil/{file}")).await;
            assert_eq!(seen.headers["content-type"], "text/csv; charset=utf-8; header=present");
            let rows = rows(&schema, row, &seen.is(200).text);
            let name = if row == "promise" { "promises" } else { row };
            assert_eq!(Value::Array(rows), figures[name]);
        }
        let march = figures["satisfaction"].as_array().unwrap();
        let march = march.iter().find(|row| row["period"] == "2026-03").unwrap();
        assert_eq!(march["state"], "shown");
        let faces = ["very_bad", "bad", "fair", "good", "excellent"].map(|face| march[face].as_u64().unwrap());
        assert_eq!(faces.iter().sum::<u64>(), march["counted"].as_u64().unwrap());
        let arranged = figures["promises"].as_array().unwrap();
        assert!(
            arranged
                .iter()
                .any(|row| row["id"] == "priem-10-minuti" && row["state"] == "shown")
        );
        assert!(arranged.iter().any(|row| row["id"] == "ordinance-20-minutes"));
    })
    .await;
}

/// Nothing that is public is of fewer than ten.
#[tokio::test]
async fn no_public_figure_is_of_fewer_than_ten() {
    let server = TestServer::start().await;
    let few = crate::years::Years {
        visits: 3,
        to: "2026-03-06".parse().unwrap(),
        ..crate::given::drawn()
    };
    crate::given::know(&server, &few, after()).await;
    let json = Browser::new(&server).get("/o/kyustendil/figures.json").await;
    let figures: Value = serde_json::from_str(&json.text).unwrap();
    let rows = figures["satisfaction"].as_array().unwrap().iter();
    let rows = rows.chain(figures["promises"].as_array().unwrap());
    let mut withheld = 0;
    for row in rows {
        let counted = row.get("counted").or(row.get("cases")).unwrap();
        assert!(counted.is_null() || counted.as_u64().unwrap() >= 10, "{row}");
        withheld += usize::from(row["state"] == "withheld");
    }
    assert!(withheld > 0, "{figures}");
    server.shutdown().await;
}

#[tokio::test]
async fn the_schema_refuses_what_it_does_not_know() {
    let server = TestServer::start().await;
    let browser = Browser::new(&server);
    let schema = schema(&browser).await;
    let json = browser.get("/o/samokov/figures.json").await;
    let mut figures: Value = serde_json::from_str(&json.text).unwrap();
    holds(&schema, &figures);
    figures["satisfaction"][0]["state"] = Value::from("zero");
    assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&figures));
    server.shutdown().await;
}
