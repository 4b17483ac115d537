//! The report's numbers in words: to a tenth, since a report is quoted.

pub use super::super::figures::words::{counted, face, number, period, ratings, short, visits};
use crate::web::lang::Lang;

/// «84,3 %». What is not all is never said to be 100, nor what is something 0.
#[must_use]
pub fn share(lang: Lang, share: f64) -> String {
    let sign = lang.say("\u{a0}%", "%");
    let per_cent = share * 100.0;
    let (mark, told) = if per_cent > 0.0 && per_cent < 0.05 {
        ("<\u{a0}", 0.1)
    } else if (99.95..100.0).contains(&per_cent) {
        (">\u{a0}", 99.9)
    } else {
        ("", per_cent)
    };
    format!("{mark}{}{sign}", decimal(lang, told))
}

/// «4,3»
#[must_use]
pub fn decimal(lang: Lang, number: f64) -> String {
    format!("{number:.1}").replace('.', lang.say(",", "."))
}

/// «от 80,1 % до 88,4 %»
#[must_use]
pub fn interval(lang: Lang, (low, high): (f64, f64)) -> String {
    let (low, high) = (share(lang, low), share(lang, high));
    match lang {
        Lang::Bg => format!("от {low} до {high}"),
        Lang::En => format!("{low} to {high}"),
    }
}
