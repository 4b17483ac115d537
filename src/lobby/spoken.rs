//! A call as it is spoken: «Номер А 012, гише 3».

use crate::{
    queue::{TicketNumber, lookalikes::in_latin},
    web::lang::Lang,
};

/// The call in that language; none where it could not be told in it from another call.
pub fn call(number: TicketNumber, counter: &str, lang: Lang) -> Option<String> {
    let TicketNumber { letter, seq } = number;
    let is_numbered = counter.bytes().all(|byte| byte.is_ascii_digit());
    match lang {
        Lang::Bg => {
            let kind = if is_numbered { "гише " } else { "" };
            Some(format!("Номер {} {seq:03}, {kind}{counter}", named(letter)))
        }
        Lang::En => {
            let kind = if is_numbered { "counter " } else { "" };
            let letter = seen_as(letter)?;
            // A comma: or it is an article.
            counter
                .is_ascii()
                .then(|| format!("Number {letter}, {seq:03}, {kind}{counter}"))
        }
    }
}

/// A voice reads «В» and «С» as the prepositions that they are too, which nobody hears.
fn named(letter: char) -> String {
    match letter {
        'А' | 'Е' | 'И' | 'О' | 'У' | 'Ъ' | 'Ю' | 'Я' => letter.to_string(),
        'Й' => "и кратко".to_owned(),
        consonant => format!("{}ъ", consonant.to_lowercase()),
    }
}

/// What one who reads Latin takes the letter for.
fn seen_as(letter: char) -> Option<char> {
    in_latin(letter).or_else(|| letter.is_ascii_uppercase().then_some(letter))
}
