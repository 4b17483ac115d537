//! Lists within a form, as `evidence.0.…`: rows that are moved and taken away by buttons, and an empty one for one more.
//!
//! A row's field `was` says where it stood in the content; a new one's is empty.

use maud::{Markup, html};

use super::super::page::Page;
use super::typed::Typed;

/// The rows that the form has, by what their fields begin with.
pub fn typed(typed: &Typed, list: &str) -> impl Iterator<Item = String> {
    let rows = (0..).map(move |at| format!("{list}.{at}"));
    rows.take_while(|row| typed.has(&format!("{row}.was")))
}

/// Where the row stood.
pub fn was(typed: &Typed, row: &str) -> Option<usize> {
    typed.get(&format!("{row}.was")).parse().ok()
}

/// A list as it is shown.
pub struct Rows<'a> {
    pub page: &'a Page,
    pub typed: &'a Typed,
    pub list: &'static str,
    /// What one is called, and a new one.
    pub called: (&'a str, &'a str),
    /// The field that a row is never without.
    pub main: &'static str,
}

impl Rows<'_> {
    /// `row` is what stands in the row whose fields begin so.
    pub fn html(&self, row: impl Fn(&str) -> Markup) -> Markup {
        let there = typed(self.typed, self.list).count();
        let main = |at: usize| self.typed.get(&format!("{}.{at}.{}", self.list, self.main));
        // The last one is the empty one, also where it came back so.
        let last = there - usize::from(there > 0 && main(there - 1).is_empty());
        html! {
            ol.documents { @for at in 0..=last { li { (self.one(at, last, &row)) } } }
        }
    }

    fn one(&self, at: usize, last: usize, row: impl Fn(&str) -> Markup) -> Markup {
        let field = format!("{}.{at}", self.list);
        let (called, new) = self.called;
        html! {
            fieldset {
                legend { @if at == last { (new) } @else { (called) " " (at + 1) } }
                input type="hidden" name={ (field) ".was" } value=(self.typed.get(&format!("{field}.was")));
                (row(&field))
                @if at < last {
                    div.acts {
                        (self.act(("up", self.page.say("Нагоре", "Up")), at, at > 0))
                        (self.act(("down", self.page.say("Надолу", "Down")), at, at + 1 < last))
                        (self.act(("drop", self.page.say("Премахване", "Take away")), at, true))
                    }
                }
            }
        }
    }

    fn act(&self, (what, label): (&str, &str), at: usize, is_able: bool) -> Markup {
        html! {
            button.quiet name="do" value={ (self.list) "." (what) "." (at) } disabled[!is_able] {
                (label) span.unseen { " " (self.called.0.to_lowercase()) " " (at + 1) }
            }
        }
    }
}

/// Does what the button says, where it is this list's: `evidence.up.2`, `evidence.down.2`, `evidence.drop.2`.
pub fn arrange<T>(rows: &mut Vec<T>, list: &str, wish: &str) {
    let wish = wish.strip_prefix(list).and_then(|wish| wish.strip_prefix('.'));
    let Some((what, at)) = wish.and_then(|wish| wish.split_once('.')) else {
        return;
    };
    let Some(at) = at.parse().ok().filter(|at| *at < rows.len()) else {
        return;
    };
    match what {
        "up" if at > 0 => rows.swap(at - 1, at),
        "down" if at + 1 < rows.len() => rows.swap(at, at + 1),
        "drop" => drop(rows.remove(at)),
        _ => {}
    }
}
