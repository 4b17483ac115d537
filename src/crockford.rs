//! Crockford's base32: five bits a character, without letters that are taken for digits.

use std::ops::RangeInclusive;

use rand::{CryptoRng, RngExt};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// So many random characters, five bits each.
#[must_use]
pub fn random(length: usize, rng: &mut impl CryptoRng) -> String {
    let letter = |_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]);
    (0..length).map(letter).collect()
}

/// Reads what people type: any case, spaces and hyphens anywhere, I and L for 1, O for 0. None when that is not
/// `length` characters of the alphabet.
#[must_use]
pub fn read(text: &str, length: usize) -> Option<String> {
    read_within(text, length..=length)
}

/// The same, of as many characters as `lengths` says.
#[must_use]
pub fn read_within(text: &str, lengths: RangeInclusive<usize>) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect();
    let valid = lengths.contains(&code.len()) && code.bytes().all(|byte| ALPHABET.contains(&byte));
    valid.then_some(code)
}
