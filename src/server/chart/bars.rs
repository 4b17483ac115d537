//! How a whole is distributed: a bar a line, under its words.

use maud::{Markup, html};

use super::{Chart, across, data::Data, down, hatched, legend, scale::Scale};
use crate::web::lang::Lang;

/// Pixels of a line: its words, its bar, and the gap below.
const LINE: f64 = 50.0;
const BASELINE: f64 = 17.0;
const BAR_TOP: f64 = 24.0;
const BAR: f64 = 18.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub label: String,
    /// None of what is withheld.
    pub value: Option<f64>,
    /// As it is written: «212 (34 %)».
    pub shown: String,
}

pub struct Bars<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    /// What is to be seen, for who does not see it.
    pub summary: &'a str,
    pub bars: &'a [Bar],
    /// Whether the bars are shares of one; otherwise the longest fills the width.
    pub of_one: bool,
    pub data: &'a Data,
}

impl Bars<'_> {
    #[must_use]
    pub fn html(&self, lang: Lang) -> Markup {
        let most = self.bars.iter().filter_map(|bar| bar.value).fold(0.0, f64::max);
        let scale = if self.of_one {
            Scale::whole()
        } else {
            Scale::up_to(most)
        };
        let lines = u32::try_from(self.bars.len()).unwrap_or(u32::MAX);
        let marks = html! {
            @for (line, bar) in (0_u32..).zip(self.bars) {
                @let top = f64::from(line) * LINE;
                text x="0" y=(down(top + BASELINE)) { (bar.label) }
                text.value x="100%" y=(down(top + BASELINE)) text-anchor="end" { (bar.shown) }
                rect.rail x="0" y=(down(top + BAR_TOP)) width="100%" height=(down(BAR)) {}
                @match bar.value {
                    Some(value) => { rect.mark x="0" y=(down(top + BAR_TOP)) width=(across(scale.part(value))) height=(down(BAR)) {} }
                    None => { rect.withheld x="0" y=(down(top + BAR_TOP)) width="100%" height=(down(BAR)) fill=(hatched(self.id)) {} }
                }
            }
        };
        let chart = Chart {
            id: self.id,
            title: self.title,
            summary: self.summary,
            height: lines.saturating_mul(50),
            marks,
            legend: legend(self.id, self.bars.iter().any(|bar| bar.value.is_none()), lang),
            data: self.data,
        };
        chart.html(lang)
    }
}
