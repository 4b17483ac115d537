//! Files of any bytes are understood or found faulty, and the linter looks at all of it. The input is the pack's files one after
//! the other, each after a line with its name: `=== services.toml`.

#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use parter::content::{files::Files, lint};

fuzz_target!(|bytes: &[u8]| {
    let mut files = Files::default();
    let mut name: Option<String> = None;
    let mut content = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(b"=== ") {
            Some(next) => {
                if let Some(name) = name.take() {
                    files.insert(name, std::mem::take(&mut content));
                }
                name = Some(String::from_utf8_lossy(next).trim().to_owned());
            }
            None => content.extend_from_slice(line),
        }
    }
    if let Some(name) = name {
        files.insert(name, content);
    }
    let reading = lint::check(&files, NaiveDate::default());
    assert!(reading.pack.is_some() || reading.findings.iter().any(|finding| finding.is_error()));
});
