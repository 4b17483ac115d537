//! Making words comparable: small letters without accents or punctuation.

/// `text` in small letters and digits with one blank between words. Folding what is folded changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars().flat_map(char::to_lowercase) {
        if is_mark(letter) {
            restore_short_i(&mut folded, letter, gap);
        } else if letter.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(plain(letter));
        } else {
            gap = true;
        }
    }
    folded
}

/// The words to search by: without those that stand everywhere, unless there are no others.
pub(super) fn words(folded: &str) -> Vec<&str> {
    let telling: Vec<&str> = folded
        .split(' ')
        .filter(|word| !word.is_empty() && !STOP.contains(word))
        .collect();
    if telling.is_empty() {
        folded.split(' ').filter(|word| !word.is_empty()).collect()
    } else {
        telling
    }
}

/// Words that tell nothing, in Bulgarian, in Latin letters, and in English.
const STOP: [&str; 43] = [
    "а", "в", "във", "да", "до", "за", "и", "или", "като", "към", "на", "не", "но", "о", "об", "от", "по", "при", "с",
    "се", "си", "със", "че", "da", "do", "i", "ili", "na", "ot", "po", "pri", "s", "se", "v", "za", "a", "and", "for",
    "in", "of", "on", "the", "to",
];

/// Stress marks, soft hyphens, and what else is written over or between letters.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// «й» may come as «и» with a breve; it is a letter of its own.
fn restore_short_i(folded: &mut String, mark: char, gap: bool) {
    if mark == '\u{306}' && !gap && folded.ends_with('и') {
        folded.pop();
        folded.push('й');
    }
}

fn plain(letter: char) -> char {
    match letter {
        'ѝ' => 'и',
        'ё' | 'ѐ' => 'е',
        other => other,
    }
}
