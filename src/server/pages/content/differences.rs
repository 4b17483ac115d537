//! What two contents differ in, as a list.

use maud::{Markup, html};

use super::super::page::Page;
use crate::content::difference::{Difference, What};

/// Lines of a text that are shown of one difference.
const LINES: usize = 12;

pub fn list(page: &Page, differences: &[Difference]) -> Markup {
    html! {
        ul.differences {
            @for difference in differences {
                li {
                    (difference.sentence(page.lang.code()))
                    @if let What::Lines { was, is, .. } = &difference.what { (lines(page, was, is)) }
                }
            }
        }
    }
}

fn lines(page: &Page, was: &[String], is: &[String]) -> Markup {
    let before = was.iter().take(LINES).map(|line| (page.say("беше", "was"), line, true));
    let after = is.iter().take(LINES).map(|line| (page.say("става", "is"), line, false));
    html! {
        dl.lines {
            @for (word, line, is_gone) in before.chain(after).filter(|(_, line, _)| !line.is_empty()) {
                div { dt.soft { (word) } dd { @if is_gone { del { (line) } } @else { ins { (line) } } } }
            }
        }
    }
}
