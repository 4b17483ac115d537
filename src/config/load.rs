//! Reading the file, laying the environment over it, and finding the line of a fault.

use std::{ops::Range, path::Path};

use serde::{Serialize, de::DeserializeOwned};
use toml::{
    Table, Value,
    de::{DeTable, DeValue},
};

use super::{ConfigError, error::Origin};

/// What the names of our variables begin with.
const PREFIX: &str = "PARTER_";

/// The process's variables that concern us.
#[must_use]
pub fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .map(|(name, value)| {
            (
                name.to_string_lossy().into_owned(),
                value.to_string_lossy().into_owned(),
            )
        })
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect()
}

/// A configuration that is read by the rules of this module: unknown keys are refused (`deny_unknown_fields`), every key
/// has a default, and every fault is named with its line and its mend.
pub trait Settings: Serialize + DeserializeOwned {
    /// The file that shows how each key is written.
    const EXAMPLE: &'static str;

    /// The first key whose value can't be, beyond its type, with the mend.
    fn first_fault(&self) -> Option<(&'static str, String)>;

    /// Takes relative paths as the file means them: from the `folder` that it lies in.
    fn resolve(&mut self, folder: &Path);
}

/// Reads `file`, lays `variables` over it, and resolves folders against the file's own.
pub fn load<T: Settings>(file: &Path, variables: &[(String, String)]) -> Result<T, ConfigError> {
    let path = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| ConfigError {
        origin: Origin::File {
            path: path.clone(),
            line: None,
        },
        key: None,
        problem: format!("can't be read ({error}); name a file that exists, is UTF-8 text and may be read"),
    })?;
    let mut config: T = parse(&text, &path, variables)?;
    if let Some(folder) = file.parent() {
        config.resolve(folder);
    }
    Ok(config)
}

/// As [`load`] from a text; `path` is what errors call it.
pub fn parse<T: Settings>(text: &str, path: &str, variables: &[(String, String)]) -> Result<T, ConfigError> {
    let source = Source {
        text,
        path,
        example: T::EXAMPLE,
    };
    let from_file: T = toml::from_str(text).map_err(|error| source.error(&error))?;
    let mut merged = Table::try_from(&from_file).map_err(|error| source.whole(&error.to_string()))?;
    let ours = variables.iter().filter(|(name, _)| name.starts_with(PREFIX));
    let mut set = Vec::new();
    for (name, text) in ours {
        let keys = key_of(name);
        insert(&mut merged, &keys, variable::<T>(name, &keys, text)?);
        set.push((keys.join("."), name));
    }
    let config: T = merged
        .try_into()
        .map_err(|error: toml::de::Error| source.whole(error.message()))?;
    match config.first_fault() {
        None => Ok(config),
        Some((key, problem)) => {
            let variable = set.iter().find(|(path, _)| path == key);
            let origin = variable.map_or_else(
                || Origin::File {
                    path: path.to_owned(),
                    line: source.line_of_key(key),
                },
                |(_, name)| Origin::Variable((*name).clone()),
            );
            Err(ConfigError {
                origin,
                key: Some(key.to_owned()),
                problem,
            })
        }
    }
}

/// `PARTER_SCREEN__WIDTH` is `["screen", "width"]`.
fn key_of(name: &str) -> Vec<String> {
    name[PREFIX.len()..]
        .to_lowercase()
        .split("__")
        .map(str::to_owned)
        .collect()
}

/// The variable's value as the file would have it: read as TOML, or, where that does not fit the key, as bare text.
fn variable<T: Settings>(name: &str, keys: &[String], text: &str) -> Result<Value, ConfigError> {
    let as_toml = format!("value = {text}")
        .parse::<Table>()
        .ok()
        .and_then(|mut table| table.remove("value"));
    let mut refusal = String::new();
    for value in as_toml.into_iter().chain([Value::String(text.to_owned())]) {
        let mut alone = Table::new();
        insert(&mut alone, keys, value.clone());
        match T::deserialize(alone) {
            Ok(_) => return Ok(value),
            Err(error) => refusal = error.message().to_owned(),
        }
    }
    Err(ConfigError {
        origin: Origin::Variable(name.to_owned()),
        key: Some(keys.join(".")),
        problem: format!("{refusal}; {}", mend(&refusal, T::EXAMPLE)),
    })
}

fn insert(table: &mut Table, keys: &[String], value: Value) {
    match keys {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let section = table.entry(key.clone()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(section) = section {
                insert(section, rest, value);
            }
        }
    }
}

/// The file's text, for finding lines in it.
struct Source<'a> {
    text: &'a str,
    path: &'a str,
    example: &'static str,
}

impl Source<'_> {
    fn error(&self, error: &toml::de::Error) -> ConfigError {
        let problem = error.message().lines().next().unwrap_or_default();
        let span = error.span().unwrap_or(0..0);
        ConfigError {
            origin: Origin::File {
                path: self.path.to_owned(),
                line: error.span().map(|span| self.line(span.start)),
            },
            key: DeTable::parse(self.text)
                .ok()
                .and_then(|table| key_at(table.get_ref(), &span)),
            problem: format!("{problem}; {}", mend(problem, self.example)),
        }
    }

    fn whole(&self, problem: &str) -> ConfigError {
        let origin = Origin::File {
            path: self.path.to_owned(),
            line: None,
        };
        ConfigError {
            origin,
            key: None,
            problem: format!("{problem}; {}", mend(problem, self.example)),
        }
    }

    fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
    }

    /// The line on which `key` is set; None where its default is meant.
    fn line_of_key(&self, key: &str) -> Option<usize> {
        let table = DeTable::parse(self.text).ok()?;
        let mut here = table.get_ref();
        let mut line = None;
        for part in key.split('.') {
            let (name, value) = here.iter().find(|(name, _)| name.get_ref() == part)?;
            line = Some(self.line(name.span().start));
            if let DeValue::Table(inner) = value.get_ref() {
                here = inner;
            }
        }
        line
    }
}

/// The innermost key that stands at `span`, or whose value does.
fn key_at(table: &DeTable<'_>, span: &Range<usize>) -> Option<String> {
    table.iter().find_map(|(name, value)| {
        if let DeValue::Table(inner) = value.get_ref()
            && let Some(rest) = key_at(inner, span)
        {
            return Some(format!("{}.{rest}", name.get_ref()));
        }
        let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
        let here = holds(name.span()) || holds(value.span());
        here.then(|| name.get_ref().to_string())
    })
}

/// What to do about the parser's complaint.
fn mend(problem: &str, example: &str) -> String {
    if problem.starts_with("unknown field") {
        "mend its spelling or take it out".to_owned()
    } else if problem.starts_with("unknown variant") {
        "write one of those".to_owned()
    } else {
        format!("see {example} for how it is written")
    }
}
