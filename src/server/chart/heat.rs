//! A share by weekday and hour: the darker the more, and the number in every cell, so that it is read without colour.

use maud::{Markup, html};

use super::{Chart, Mark, across, data::Data, down, hatched, legend};
use crate::web::lang::Lang;

/// Pixels.
const HEAD: f64 = 26.0;
const ROW: f64 = 38.0;
const GAP: f64 = 2.0;
/// The part of the width that the rows' words take.
const LEFT: f64 = 0.1;
/// As many shades as the styles have, from the lightest.
const SHADES: [&str; 5] = ["shade-1", "shade-2", "shade-3", "shade-4", "shade-5"];

pub struct Heat<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    /// What is to be seen, for who does not see it.
    pub summary: &'a str,
    /// Short: «8–9».
    pub columns: &'a [String],
    /// Short, each with a share (0 to 1) for every column.
    pub rows: &'a [(String, Vec<Mark>)],
    /// What the numbers are.
    pub legend: &'a str,
    pub data: &'a Data,
}

impl Heat<'_> {
    #[must_use]
    pub fn html(&self, lang: Lang) -> Markup {
        let rows = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let is_withheld = self.rows.iter().any(|(_, marks)| marks.contains(&Mark::Withheld));
        let place = (1.0 - LEFT) / f64::from(u32::try_from(self.columns.len()).unwrap_or(u32::MAX).max(1));
        let marks = html! {
            @for (at, column) in (0_u32..).zip(self.columns) {
                text.soft x=(across(LEFT + place * (f64::from(at) + 0.5))) y="17" text-anchor="middle" { (column) }
            }
            @for (line, (name, marks)) in (0_u32..).zip(self.rows) {
                @let top = HEAD + f64::from(line) * ROW;
                text x="0" y=(down(top + ROW / 2.0 + 5.0)) { (name) }
                @for (at, mark) in (0_u32..).zip(marks) { (self.cell(*mark, LEFT + place * f64::from(at), top, place)) }
            }
        };
        let legend = html! {
            p.legend { (self.legend) }
            (legend(self.id, is_withheld, lang))
        };
        let chart = Chart {
            id: self.id,
            title: self.title,
            summary: self.summary,
            height: rows.saturating_mul(38).saturating_add(28),
            marks,
            legend,
            data: self.data,
        };
        chart.html(lang)
    }

    fn cell(&self, mark: Mark, left: f64, top: f64, place: f64) -> Markup {
        let (x, y, width) = (across(left), down(top + GAP), across(place * 0.96));
        let height = down(ROW - 2.0 * GAP);
        html! {
            @match mark {
                Mark::Shown { value, .. } => {
                    @let shade = shade(value);
                    rect.cell.(SHADES[shade]) x=(x) y=(y) width=(width) height=(height) {}
                    text.value.on[shade > 2] x=(across(left + place * 0.48)) y=(down(top + ROW / 2.0 + 5.0)) text-anchor="middle" {
                        (format!("{:.0}", value * 100.0))
                    }
                }
                Mark::Withheld => { rect.withheld x=(x) y=(y) width=(width) height=(height) fill=(hatched(self.id)) {} }
                Mark::Nothing => { rect.nothing x=(x) y=(y) width=(width) height=(height) {} }
            }
        }
    }
}

/// By fifths.
fn shade(share: f64) -> usize {
    [0.2, 0.4, 0.6, 0.8].iter().filter(|bound| share >= **bound).count()
}
