//! An example of a configuration, and the keys that stand in it.

use std::collections::BTreeSet;

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
