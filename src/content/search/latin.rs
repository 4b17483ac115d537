//! Bulgarian typed in Latin letters: the official streamlined transliteration, and what people type.
//!
//! Both sides are brought to one «sound»: a Cyrillic word through the official transliteration, a Latin one as it is. What
//! people write in many ways falls together there: ш (sh, 6), ч (ch, 4), ц (ts, tz, c), я (ya, ia, ja, q), в (v, w), and
//! а, ъ, у (a, y, u).

/// The official transliteration (Transliteration Act, 2009); «ия» ends as «ia».
#[must_use]
pub fn transliterate(word: &str) -> String {
    let (body, ending) = word.strip_suffix("ия").map_or((word, ""), |body| (body, "ia"));
    let mut latin: String = body.chars().map(|letter| Spelt(letter).to_string()).collect();
    latin.push_str(ending);
    latin
}

/// A letter as the official transliteration spells it.
struct Spelt(char);

impl std::fmt::Display for Spelt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let spelt = match self.0 {
            'а' | 'ъ' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' | 'ь' | 'ы' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sht",
            'ю' => "yu",
            'я' => "ya",
            other => return write!(f, "{other}"),
        };
        f.write_str(spelt)
    }
}

/// How Latin letters are heard, the longest spelling first. «i», «y» and «j» are left for [`sound`].
const HEARD: [(&str, &str); 16] = [
    ("sht", "щ"),
    ("6t", "щ"),
    ("sh", "ш"),
    ("6", "ш"),
    ("ch", "ч"),
    ("4", "ч"),
    ("zh", "ж"),
    ("ts", "ц"),
    ("tz", "ц"),
    ("c", "ц"),
    ("kh", "h"),
    ("x", "h"),
    ("w", "v"),
    ("q", "ya"),
    ("j", "ж"),
    ("u", "a"),
];

/// The sound of a Latin word; both sides of a comparison go through it.
pub(super) fn sound(latin: &str) -> String {
    let heard = replace(latin, &HEARD);
    let letters: Vec<char> = heard.chars().collect();
    let is_vowel = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| "aeio".contains(*c));
    let mut sound = String::with_capacity(heard.len());
    for (at, &letter) in letters.iter().enumerate() {
        let beside_vowel = is_vowel(at.checked_sub(1)) || is_vowel(Some(at + 1));
        let letter = match letter {
            'y' if beside_vowel => 'i',
            'y' => 'a',
            other => other,
        };
        if !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

/// The spellings that a Latin word may be meant in where a letter stands for two sounds: «j» for ж or й, «x» for х or кс,
/// «y» for й or ъ.
pub(super) fn readings(word: &str) -> Vec<String> {
    let mut readings = vec![word.to_owned()];
    for (letter, other) in [("j", "y"), ("x", "ks"), ("y", "a")] {
        for at in 0..readings.len() {
            if word.contains(letter) {
                readings.push(readings[at].replace(letter, other));
            }
        }
    }
    readings
}

/// How Latin spellings are most likely meant in Cyrillic, the longest first.
const MEANT: [(&str, &str); 40] = [
    ("sht", "щ"),
    ("6t", "щ"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("zh", "ж"),
    ("ts", "ц"),
    ("tz", "ц"),
    ("kh", "х"),
    ("iya", "ия"),
    ("ya", "я"),
    ("ja", "я"),
    ("yu", "ю"),
    ("ju", "ю"),
    ("ia", "ия"),
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "я"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "х"),
    ("y", "й"),
    ("z", "з"),
];

/// A Latin word in Cyrillic, near enough for its ending to be known.
pub(super) fn cyrillic(word: &str) -> String {
    replace(word, &MEANT).replace('4', "ч").replace('6', "ш")
}

fn replace(text: &str, table: &[(&str, &str)]) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some(first) = rest.chars().next() {
        let found = table
            .iter()
            .find_map(|(from, to)| Some((rest.strip_prefix(from)?, *to)));
        if let Some((tail, to)) = found {
            out.push_str(to);
            rest = tail;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}
