//! Bulgarian capitals that are the same to the eye as Latin ones.

/// The Latin capital that looks like this one; none where there is none.
#[must_use]
pub fn in_latin(capital: char) -> Option<char> {
    let latin = match capital {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        _ => return None,
    };
    Some(latin)
}
