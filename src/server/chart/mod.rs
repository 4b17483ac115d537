//! Charts, drawn on the server: whole without scripts, read without eyes, printed without colour.
//!
//! | file | what it draws |
//! |---|---|
//! | [`bars`] | how a whole is distributed: a bar a line, under its words |
//! | [`columns`] | how a share goes from period to period, with its interval |
//! | [`heat`] | a share by weekday and hour |
//! | [`scale`] | from values to lengths |
//! | [`data`] | the table beside a chart, that has what was drawn |
//!
//! Across everything is in per cent of the width, down in pixels: so letters are as large on a telephone as on a desk. What may
//! not be shown is hatched and said, and never drawn as nothing.

pub mod bars;
pub mod columns;
pub mod data;
pub mod heat;
pub mod scale;

use maud::{Markup, html};

use self::data::Data;
use crate::web::lang::Lang;

/// What is drawn at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A value with the ends of its interval.
    Shown { value: f64, low: f64, high: f64 },
    /// There is something that may not be shown.
    Withheld,
    /// There was nothing.
    Nothing,
}

impl Mark {
    /// A value that needs no interval.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self::Shown {
            value,
            low: value,
            high: value,
        }
    }
}

/// A picture with its words and its table.
struct Chart<'a> {
    /// Unique on the page.
    id: &'a str,
    title: &'a str,
    /// What is to be seen, for who does not see it.
    summary: &'a str,
    /// In pixels.
    height: u32,
    marks: Markup,
    /// What its signs mean, for who sees it.
    legend: Markup,
    data: &'a Data,
}

impl Chart<'_> {
    fn html(self, lang: Lang) -> Markup {
        let (title, summary) = (format!("{}-title", self.id), format!("{}-summary", self.id));
        html! {
            figure.chart {
                figcaption { (self.title) }
                svg role="img" aria-labelledby={ (title) " " (summary) } width="100%" height=(self.height) {
                    title id=(title) { (self.title) }
                    desc id=(summary) { (self.summary) }
                    (hatch(self.id))
                    (self.marks)
                }
                (self.legend)
                (self.data.folded(lang, self.title))
            }
        }
    }
}

/// Lines aslant, for what is withheld: they are seen without colour too.
fn hatch(id: &str) -> Markup {
    html! {
        defs {
            pattern id={ (id) "-hatch" } width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                line.hatch x1="0" y1="0" x2="0" y2="6" {}
            }
        }
    }
}

/// The fill of what is withheld.
fn hatched(id: &str) -> String {
    format!("url(#{id}-hatch)")
}

/// A sample of the hatching with what it means; nothing where nothing is withheld.
fn legend(id: &str, is_withheld: bool, lang: Lang) -> Markup {
    html! {
        @if is_withheld {
            p.legend {
                svg.sample width="28" height="16" aria-hidden="true" {
                    rect.withheld width="28" height="16" fill=(hatched(id)) {}
                }
                (lang.say(
                    "скрито: оценките са толкова малко, че биха могли да издадат кой ги е дал",
                    "withheld: there are so few ratings that they could give away whose they are",
                ))
            }
        }
    }
}

/// `12.50%`, across.
fn across(part: f64) -> String {
    format!("{:.2}%", part * 100.0)
}

/// Pixels, down.
fn down(pixels: f64) -> String {
    format!("{pixels:.1}")
}
