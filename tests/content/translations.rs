//! The Bulgarian of the screens: nothing untranslated, nothing twice, the same places for values, and one way to say «вие».

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::Path,
};

/// One text of the catalogue: English, the English plural where there is one, and its Bulgarian forms.
#[derive(Debug, Default)]
struct Entry {
    id: String,
    plural: Option<String>,
    bulgarian: Vec<String>,
}

/// The text between the quotes that open `rest`, and what follows them.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let inner = rest.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.find(|letter| {
        let closes = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        closes
    })?;
    Some((inner[..end].replace("\\\"", "\""), &inner[end + 1..]))
}

/// The catalogue without its header.
fn catalogue() -> Vec<Entry> {
    let text = fs::read_to_string("assets/lang/bg/LC_MESSAGES/parter-ui.po").unwrap();
    let mut entries: Vec<Entry> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("msg")) {
        let (key, value) = line.split_once(' ').unwrap();
        let (value, _) = quoted(value).unwrap_or_else(|| panic!("not a quoted text: {line}"));
        if key == "msgid" {
            entries.push(Entry {
                id: value,
                ..Entry::default()
            });
            continue;
        }
        let entry = entries.last_mut().unwrap();
        if key == "msgid_plural" {
            entry.plural = Some(value);
        } else {
            entry.bulgarian.push(value);
        }
    }
    entries.retain(|entry| !entry.id.is_empty());
    assert!(entries.len() > 100, "the catalogue was not read");
    entries
}

/// Every text that the screens under `folder` translate, with its plural.
fn texts_of_screens(folder: &Path, found: &mut BTreeSet<(String, Option<String>)>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            texts_of_screens(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "slint") {
            let screen = fs::read_to_string(&path).unwrap();
            for call in screen.split("@tr(").skip(1) {
                let (id, rest) = quoted(call).unwrap_or_else(|| panic!("{}: {call}", path.display()));
                let plural = rest.trim_start().strip_prefix('|').and_then(quoted);
                found.insert((id, plural.map(|(plural, _)| plural)));
            }
        }
    }
}

/// The places for values, sorted: `{}`, `{0}`, `{n}`.
fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<_> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    places.sort_unstable();
    places
}

/// Words of «вие» with a capital letter that does not begin a sentence.
fn capital_you(text: &str) -> Vec<&str> {
    let you = |word: &str| {
        ["Ви", "Вие", "Вас", "Вам"].contains(&word) || (word.starts_with("Ваш") && word.chars().count() <= 6)
    };
    let mut begins = true;
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphabetic());
        if !begins && you(bare) {
            found.push(bare);
        }
        begins = word.ends_with(['.', '!', '?']);
    }
    found
}

#[test]
fn every_text_of_the_screens_is_said_in_bulgarian_and_nothing_else_is_kept() {
    let mut used = BTreeSet::new();
    texts_of_screens(Path::new("ui"), &mut used);
    let kept: BTreeSet<_> = catalogue().into_iter().map(|entry| (entry.id, entry.plural)).collect();
    let missing: Vec<_> = used.difference(&kept).collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:#?}");
    let left_over: Vec<_> = kept.difference(&used).collect();
    assert!(left_over.is_empty(), "on no screen: {left_over:#?}");
}

#[test]
fn no_text_is_empty_or_stands_twice() {
    let mut seen = HashMap::new();
    for entry in catalogue() {
        let forms = if entry.plural.is_some() { 2 } else { 1 };
        assert_eq!(entry.bulgarian.len(), forms, "{entry:?}");
        assert!(entry.bulgarian.iter().all(|text| !text.trim().is_empty()), "{entry:?}");
        let twice = seen.insert(entry.id.clone(), entry.bulgarian);
        assert!(twice.is_none(), "twice: {}", entry.id);
    }
}

#[test]
fn values_have_the_same_places_in_both_languages() {
    for entry in catalogue() {
        for text in entry.bulgarian.iter().chain(&entry.plural) {
            assert_eq!(places(text), places(&entry.id), "{text}");
        }
    }
}

#[test]
fn visitors_are_addressed_with_small_letters() {
    assert_eq!(
        capital_you("Вашият номер. Ви? Чакаме Вас, за „Вашия“ ред"),
        ["Вас", "Вашия"]
    );
    for text in catalogue().iter().flat_map(|entry| &entry.bulgarian) {
        assert_eq!(capital_you(text), [""; 0], "{text}");
    }
}
