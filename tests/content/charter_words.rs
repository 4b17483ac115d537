//! The charters in the packs are their sources word for word: nothing lost, nothing added, nothing mended in silence.

use std::{fs, path::PathBuf};

use parter::{
    content::{
        charter::{Block, CharterInfo, Erratum},
        read::read,
    },
    packs::builtin,
};

const PACKS: [&str; 5] = ["kyustendil", "peshtera", "samokov", "kostinbrod", "plovdiv"];

fn file(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn info(pack: &str) -> CharterInfo {
    toml::from_str(&file(&format!("assets/packs/{pack}/charter.toml"))).unwrap()
}

fn seed(info: &CharterInfo) -> String {
    file(&format!("tests/seeds/{}", info.source))
}

fn markdown(pack: &str) -> String {
    file(&format!("assets/packs/{pack}/charter.bg.md"))
}

/// The words of one line, an item's number among them, without the marks of headings, lists, strong words and links, which
/// the seeds have too.
fn words(line: &str) -> Vec<String> {
    let line = line.split(" {#").next().unwrap_or_default().replace("**", "");
    let line = line.trim().trim_start_matches('#').trim_start();
    let line = line.strip_prefix("- ").unwrap_or(line);
    let unlinked = |word: &str| match word.strip_prefix('<').and_then(|link| link.split_once('>')) {
        Some((link, rest)) => format!("{link}{rest}"),
        None => word.to_owned(),
    };
    line.split_whitespace().map(unlinked).collect()
}

/// The seed with its errata applied, each of which must fit its line exactly once.
fn mended(seed: &str, errata: &[Erratum]) -> Result<Vec<String>, String> {
    let mut lines: Vec<String> = seed.lines().map(str::to_owned).collect();
    for Erratum { line, was, is, .. } in errata {
        let text = lines
            .get_mut(line - 1)
            .ok_or(format!("erratum of line {line}: no such line"))?;
        match text.matches(was.as_str()).count() {
            1 => *text = text.replace(was, is),
            times => return Err(format!("erratum of line {line}: “{was}” stands there {times} times")),
        }
    }
    Ok(lines)
}

/// Every line of the seed is next in `pack`, and at the end nothing is left over.
fn same_words(seed: &[String], pack: &str) -> Result<(), String> {
    let mut rest = pack.lines().flat_map(words);
    for (index, line) in seed.iter().enumerate() {
        for word in words(line) {
            match rest.next() {
                Some(found) if found == word => {}
                found => return Err(format!("line {}: “{word}” is {found:?} in the pack", index + 1)),
            }
        }
    }
    rest.next()
        .map_or(Ok(()), |word| Err(format!("“{word}” is not in the seed")))
}

#[test]
fn every_word_of_every_seed_is_in_its_pack_in_order_and_nothing_else() {
    for pack in PACKS {
        let info = info(pack);
        let seed = mended(&seed(&info), &info.errata).unwrap_or_else(|error| panic!("{pack}: {error}"));
        assert!(
            seed.iter().flat_map(|line| words(line)).count() > 300,
            "{pack}: the seed is nearly empty"
        );
        same_words(&seed, &markdown(pack)).unwrap_or_else(|error| panic!("{pack}: {error}"));
    }
}

#[test]
fn every_word_of_every_seed_reaches_the_kiosk() {
    for pack in PACKS {
        let charter = read(&builtin::files(pack).unwrap()).pack.unwrap().charter;
        let shown = |block: &Block| match block {
            Block::Paragraph(text) => text.clone(),
            Block::Item { mark, text, .. } if mark == "•" => format!("- {text}"),
            Block::Item { mark, text, .. } => format!("{mark} {text}"),
        };
        let lines = charter.sections.iter().flat_map(|section| {
            let blocks = section.blocks.iter().map(shown);
            std::iter::once(section.heading.clone()).chain(blocks)
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        let seed = mended(&seed(&charter.info), &charter.info.errata).unwrap();
        same_words(&seed, &text).unwrap_or_else(|error| panic!("{pack}: {error}"));
    }
}

#[test]
fn one_word_changed_lost_or_added_is_noticed() {
    for pack in PACKS {
        let info = info(pack);
        let seed = mended(&seed(&info), &info.errata).unwrap();
        let text = markdown(pack);
        let word = " администр";
        for changed in [
            text.replacen(word, " регистр", 1),
            text.replacen(" и ", " ", 1),
            text.replacen(" и ", " и не ", 1),
            renumbered(&text),
            text.replacen(". ", ".* ", 1),
            text.replacen(". ", ".> ", 1),
            format!("{text}\nОще нещо.\n"),
        ] {
            assert_ne!(changed, text);
            assert!(same_words(&seed, &changed).is_err(), "{pack}: a change went unnoticed");
        }
    }
}

/// With the first numbered item, or where there is none the first digit, as 7.
fn renumbered(text: &str) -> String {
    let numbered = text.find("\n1. ").map(|at| at + 1);
    let digit = numbered
        .or_else(|| text.find(|letter: char| letter.is_ascii_digit()))
        .unwrap();
    format!("{}7{}", &text[..digit], &text[digit + 1..])
}

#[test]
fn every_erratum_is_needed_and_fits_once() {
    for pack in PACKS {
        let info = info(pack);
        let source = seed(&info);
        for left_out in 0..info.errata.len() {
            let mut errata = info.errata.clone();
            let erratum = errata.remove(left_out);
            assert!(!erratum.why.is_empty());
            let seed = mended(&source, &errata).unwrap();
            assert!(
                same_words(&seed, &markdown(pack)).is_err(),
                "{pack}: the pack says the same without the erratum of line {}",
                erratum.line
            );
        }
    }
    let twice = Erratum {
        line: 1,
        was: "а".into(),
        is: "о".into(),
        why: String::new(),
    };
    assert!(mended("баба", &[twice]).is_err());
}

#[test]
fn no_latin_letter_stands_in_a_cyrillic_word() {
    for pack in PACKS {
        for word in markdown(pack).split(|c: char| !c.is_alphabetic()) {
            let latin = word.chars().any(|c| c.is_ascii_alphabetic());
            let cyrillic = word.chars().any(|c| ('\u{400}'..'\u{500}').contains(&c));
            assert!(!(latin && cyrillic), "{pack}: {word}");
        }
    }
}

#[test]
fn the_charters_that_break_off_say_where() {
    for pack in PACKS {
        let info = info(pack);
        let breaks_off = ["samokov", "kostinbrod"].contains(&pack);
        assert_eq!(info.complete, !breaks_off, "{pack}");
        assert_eq!(info.breaks_off_after.is_some(), breaks_off, "{pack}");
        if let Some(last) = info.breaks_off_after {
            assert!(
                markdown(pack).trim_end().ends_with(&last),
                "{pack}: does not end with “{last}”"
            );
        }
    }
}
