//! A configuration as it is read or refused; its example, and the keys that stand there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeSet, fmt::Debug};

use parter::config::{self, Settings};

/// What `text` says with these variables, or the sentence that refuses it. The file is called as its example is.
pub fn parse<T: Settings>(text: &str, variables: &[(&str, &str)]) -> Result<T, String> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let variables: Vec<(String, String)> = variables.iter().map(owned).collect();
    let file = T::EXAMPLE.trim_start_matches("assets/").replace(".example", "");
    config::parse(text, &file, &variables).map_err(|error| error.to_string())
}

/// It is refused in a sentence that says all of these.
pub fn refused<T: Settings + Debug>(text: &str, variables: &[(&str, &str)], parts: &[&str]) {
    let error = parse::<T>(text, variables).expect_err(text);
    for part in parts {
        assert!(error.contains(part), "{error:?} does not say {part:?}");
    }
}

/// Each of these texts is.
pub fn each_refused<T: Settings + Debug>(texts: &[(&str, &[&str])]) {
    for (text, parts) in texts {
        refused::<T>(text, &[], parts);
    }
}

/// `section.key` of every key in `table`.
pub fn keys(table: &toml::Table) -> BTreeSet<String> {
    let section = |name: &String, value: &toml::Value| match value {
        toml::Value::Table(section) => section.keys().map(|key| format!("{name}.{key}")).collect(),
        _ => vec![name.clone()],
    };
    table.iter().flat_map(|(name, value)| section(name, value)).collect()
}

/// The example with the keys that have no default set too.
pub fn with_every_key(example: &str) -> String {
    let set = |line: &str| match line.strip_prefix('#') {
        Some(key) if key.starts_with(char::is_alphabetic) => key.to_owned(),
        _ => line.to_owned(),
    };
    example.lines().map(set).collect::<Vec<_>>().join("\n")
}
