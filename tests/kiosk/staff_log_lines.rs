//! The last lines of the log, as staff read them at the screen.

use std::{fs, path::Path};

use parter::logging::recent::{Level, recent};

fn line(time: &str, level: &str, rest: &str) -> String {
    format!("{{\"timestamp\":\"2026-11-{time}Z\",\"level\":\"{level}\",{rest},\"target\":\"parter::store\"}}\n")
}

fn write(folder: &Path, day: &str, lines: &[String]) {
    fs::write(folder.join(format!("parter.2026-11-{day}.jsonl")), lines.concat()).unwrap();
}

#[test]
fn the_latest_line_comes_first_and_the_day_before_follows() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "21", &[line("21T08:00:00", "INFO", "\"message\":\"too old\"")]);
    write(
        folder,
        "22",
        &[line("22T08:00:00", "INFO", "\"message\":\"the kiosk is open\"")],
    );
    let rest = "\"message\":\"records wait on the kiosk\",\"error\":\"no route\",\"permanent\":false";
    let lines = [
        line("23T08:00:00", "WARN", rest),
        line("23T08:00:01", "DEBUG", "\"message\":\"for developers\""),
        "cut off".to_owned(),
    ];
    write(folder, "23", &lines);
    fs::write(folder.join("other.txt"), "not a log").unwrap();

    let lines = recent(folder, 10).unwrap();
    let messages: Vec<&str> = lines.iter().map(|line| line.message.as_str()).collect();
    assert_eq!(messages, ["records wait on the kiosk", "the kiosk is open"]);
    assert_eq!(lines[0].level, Level::Warn);
    assert_eq!(lines[0].details(), "error: no route · permanent: false");
    assert_eq!(lines[1].details(), "");
    assert_eq!(recent(folder, 1).unwrap().len(), 1);
}

#[test]
fn of_a_large_file_the_end_alone_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let filler = "x".repeat(1000);
    let lines: Vec<String> = (0..2000)
        .map(|number| {
            line(
                "23T08:00:00",
                "INFO",
                &format!("\"message\":\"{number}\",\"filler\":\"{filler}\""),
            )
        })
        .collect();
    write(folder.path(), "23", &lines);
    let read = recent(folder.path(), 5000).unwrap();
    assert_eq!(read[0].message, "1999");
    assert!((100..200).contains(&read.len()), "{}", read.len());
}

#[test]
fn a_folder_that_is_not_there_is_said_to_be_unreadable() {
    assert!(recent(Path::new("/nonexistent/log"), 10).is_err());
}
