//! Log files: one JSON object a line. One test, since a process has one subscriber.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parter::{
    config::{Level, Log},
    logging,
};

#[test]
fn lines_at_the_level_reach_the_days_file_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("state/log");
    let settings = Log {
        level: Level::Warn,
        keep_days: 2,
        ..Log::default()
    };
    for old in [
        "parter.2020-01-01.jsonl",
        "parter.2020-01-02.jsonl",
        "parter.2020-01-03.jsonl",
    ] {
        std::fs::create_dir_all(&log).unwrap();
        std::fs::write(log.join(old), "{}\n").unwrap();
    }
    let logging = logging::start(&settings, &log);
    tracing::warn!(target: "parter::store", queue = "a", waiting = 3, "printer is gone");
    tracing::info!(target: "parter::store", "not at this level");
    tracing::warn!(target: "winit", "the display has no size");
    drop(logging);

    let files: Vec<_> = std::fs::read_dir(&log)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(files.len() <= 2, "two days are kept: {files:?}");
    let today = files.iter().max().unwrap();
    let text = std::fs::read_to_string(today).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.trim_end()).expect("one line of JSON");
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["message"], "printer is gone");
    assert_eq!((&line["queue"], &line["waiting"]), (&"a".into(), &3.into()));

    // A folder that can't be made stops nothing.
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    drop(logging::start(&settings, &file.join("log")));
}
