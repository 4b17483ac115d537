//! How a share goes from period to period: a column each, with the interval in which the true share may lie.

use maud::{Markup, html};

use super::{Chart, Mark, across, data::Data, down, hatched, legend, scale::Scale};
use crate::web::lang::Lang;

/// Pixels.
const HEIGHT: u32 = 250;
const TOP: f64 = 18.0;
const BASE: f64 = 220.0;
const LABELS: f64 = 240.0;
/// The part of the width that the scale's words take.
const LEFT: f64 = 0.11;
/// The part of its place that a column takes.
const BODY: f64 = 0.72;
/// Values are written on no more columns than fit them on a telephone.
const MOST_WRITTEN: usize = 13;
/// Words below: so many fit on a desk, and so many on a telephone.
const MOST_WORDS: usize = 13;
const MOST_WORDS_NARROW: usize = 6;

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Short: «март», «12».
    pub label: String,
    /// In full: «март 2026 г.»
    pub name: String,
    /// A share: 0 to 1.
    pub mark: Mark,
}

pub struct Columns<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    /// What is to be seen, for who does not see it.
    pub summary: &'a str,
    pub columns: &'a [Column],
    /// Up to one, whatever the shares are; otherwise up to the largest.
    pub of_one: bool,
    /// What the lines on the columns mean; without it they are not drawn.
    pub interval: Option<&'a str>,
    pub data: &'a Data,
}

impl Columns<'_> {
    #[must_use]
    pub fn html(&self, lang: Lang) -> Markup {
        let highest = self.columns.iter().map(|column| match column.mark {
            Mark::Shown { value, high, .. } => value.max(if self.interval.is_some() { high } else { value }),
            Mark::Withheld | Mark::Nothing => 0.0,
        });
        let scale = if self.of_one {
            Scale::whole()
        } else {
            Scale::up_to(highest.fold(0.0, f64::max))
        };
        let is_withheld = self.columns.iter().any(|column| column.mark == Mark::Withheld);
        let marks = html! {
            (lines(&scale))
            @for (at, column) in self.columns.iter().enumerate() { (self.column(at, column, &scale)) }
        };
        let legend = html! {
            @if let Some(interval) = self.interval {
                p.legend {
                    svg.sample width="28" height="16" aria-hidden="true" { (whisker("50%", 1.0, 15.0)) }
                    (interval)
                }
            }
            (legend(self.id, is_withheld, lang))
        };
        let chart = Chart {
            id: self.id,
            title: self.title,
            summary: self.summary,
            height: HEIGHT,
            marks,
            legend,
            data: self.data,
        };
        chart.html(lang)
    }

    fn column(&self, at: usize, column: &Column, scale: &Scale) -> Markup {
        let many = self.columns.len();
        let place = (1.0 - LEFT) / real(many);
        let left = LEFT + place * (real(at) + (1.0 - BODY) / 2.0);
        let middle = across(LEFT + place * (real(at) + 0.5));
        let width = across(place * BODY);
        html! {
            @match column.mark {
                Mark::Shown { value, low, high } => {
                    @let top = height(scale, value);
                    rect.mark x=(across(left)) y=(down(top)) width=(width) height=(down(BASE - top)) {}
                    @if self.interval.is_some() { (whisker(&middle, height(scale, high), height(scale, low))) }
                    @if many <= MOST_WRITTEN { (written(&middle, value, top)) }
                }
                Mark::Withheld => {
                    rect.withheld x=(across(left)) y=(down(TOP)) width=(width) height=(down(BASE - TOP)) fill=(hatched(self.id)) {}
                }
                Mark::Nothing => {}
            }
            @if at.is_multiple_of(many.div_ceil(MOST_WORDS)) {
                text.wide[!at.is_multiple_of(many.div_ceil(MOST_WORDS_NARROW))] x=(middle) y=(down(LABELS)) text-anchor="middle" { (column.label) }
            }
        }
    }
}

/// The scale's lines, each with what it stands for.
fn lines(scale: &Scale) -> Markup {
    html! {
        @for mark in scale.marks() {
            @let y = height(scale, mark);
            line.grid x1=(across(LEFT)) x2="100%" y1=(down(y)) y2=(down(y)) {}
            text.soft x=(across(LEFT - 0.015)) y=(down(y + 4.5)) text-anchor="end" { (per_cent(mark)) }
        }
    }
}

/// The value in figures: in the column, or above it where it is too low.
fn written(middle: &str, value: f64, top: f64) -> Markup {
    let fits = BASE - top > 40.0;
    let y = if fits { BASE - 8.0 } else { top - 6.0 };
    html! { text.value.on[fits] x=(middle) y=(down(y)) text-anchor="middle" { (format!("{:.0}", value * 100.0)) } }
}

/// From the interval's end to its other.
fn whisker(middle: &str, from: f64, to: f64) -> Markup {
    html! {
        line.halo x1=(middle) x2=(middle) y1=(down(from)) y2=(down(to)) {}
        line.whisker x1=(middle) x2=(middle) y1=(down(from)) y2=(down(to)) {}
    }
}

fn height(scale: &Scale, value: f64) -> f64 {
    BASE - (BASE - TOP) * scale.part(value)
}

/// Parts of a hundred, with a tenth only where the scale is that fine.
fn per_cent(share: f64) -> String {
    let hundredths = share * 100.0;
    let is_whole = (hundredths - hundredths.round()).abs() < 1e-6;
    if is_whole {
        format!("{hundredths:.0}%")
    } else {
        format!("{hundredths:.1}%")
    }
}

/// Few enough to be exact.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
