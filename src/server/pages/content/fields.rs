//! Fields of the content's forms: every text in the pack's languages side by side, and beside a field what was typed wrong in
//! it and what the linter says of it.

use maud::{Markup, html};

use super::super::{icon, page::Page};
use super::{desk::Desk, fault_words, findings::Placed, typed::Typed};
use crate::content::{
    edit::Fault,
    text::{BULGARIAN, Lang},
};

pub struct Fields<'a> {
    pub page: &'a Page,
    pub typed: &'a Typed,
    pub faults: &'a [Fault],
    pub placed: Placed<'a>,
    pub languages: &'a [Lang],
}

impl<'a> Fields<'a> {
    /// `paths` are the form's fields with their ways in `file`, as the linter's sources take them.
    pub fn of(
        page: &'a Page,
        desk: &'a Desk,
        typed: &'a Typed,
        faults: &'a [Fault],
        (file, paths): (&str, Vec<(String, String)>),
    ) -> Self {
        Self {
            page,
            typed,
            faults,
            placed: Placed::of(desk, file, &paths),
            languages: desk.languages(),
        }
    }

    /// What every form begins with: what proves it ours, which revision it is of, and the button that Enter presses.
    pub fn head(&self) -> Markup {
        html! {
            (self.page.csrf())
            input type="hidden" name="revision" value=(self.typed.get("revision"));
            button hidden {}
        }
    }

    /// A text in every language; `lines` is how many are seen at once.
    pub fn text(&self, name: &str, label: &str, lines: u32) -> Markup {
        html! {
            div.languages {
                @for lang in self.languages { (self.in_language(name, label, lang, lines)) }
            }
            (self.placed.beside(self.page, name))
        }
    }

    fn in_language(&self, name: &str, label: &str, lang: &str, lines: u32) -> Markup {
        let field = format!("{name}.{lang}");
        let is_empty = self.typed.get(&field).trim().is_empty();
        let is_missing = is_empty && lang != BULGARIAN && !self.typed.get(&format!("{name}.{BULGARIAN}")).is_empty();
        html! {
            div.field {
                label for=(field) {
                    (label) " " span.soft { (language(self.page, lang)) }
                    @if is_missing { " " span.missing { (self.page.say("липсва превод", "not translated")) } }
                }
                (self.error(&field))
                textarea id=(field) name=(field) rows=(lines) lang=(lang)
                    aria-describedby=[self.described(&field)] aria-invalid=[self.invalid(&field)] { (self.typed.get(&field)) }
            }
        }
    }

    pub fn day(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        self.line(name, label, hint, "date")
    }

    /// One line, whatever the language.
    pub fn line(&self, name: &str, label: &str, hint: Option<&str>, kind: &str) -> Markup {
        html! {
            div.field {
                label for=(name) { (label) }
                @if let Some(hint) = hint { p.hint { (hint) } }
                (self.bare(name, None, kind))
            }
        }
    }

    /// Several lines; `lines` is how many are seen at once.
    pub fn words(&self, name: &str, label: &str, hint: Option<&str>, lines: u32) -> Markup {
        html! {
            div.field {
                label for=(name) { (label) }
                @if let Some(hint) = hint { p.hint { (hint) } }
                (self.error(name))
                textarea id=(name) name=(name) rows=(lines)
                    aria-describedby=[self.described(name)] aria-invalid=[self.invalid(name)] { (self.typed.get(name)) }
                (self.placed.beside(self.page, name))
            }
        }
    }

    /// Without a label of its own: `called` is what it is called where a table's column is.
    pub fn bare(&self, name: &str, called: Option<&str>, kind: &str) -> Markup {
        html! {
            (self.error(name))
            input id=(name) name=(name) type=(kind) value=(self.typed.get(name)) autocomplete="off"
                aria-label=[called] aria-describedby=[self.described(name)] aria-invalid=[self.invalid(name)];
            (self.placed.beside(self.page, name))
        }
    }

    /// The same for words in a language.
    pub fn bare_text(&self, name: &str, called: &str, lang: Option<&str>) -> Markup {
        html! {
            (self.error(name))
            textarea id=(name) name=(name) rows="2" lang=[lang] aria-label=(called)
                aria-describedby=[self.described(name)] aria-invalid=[self.invalid(name)] { (self.typed.get(name)) }
        }
    }

    pub fn choice(&self, name: &str, called: &str, options: &[(&str, &str)]) -> Markup {
        let chosen = self.typed.get(name);
        html! {
            (self.error(name))
            select id=(name) name=(name) aria-label=(called) aria-invalid=[self.invalid(name)] {
                @for (value, shown) in options { option value=(value) selected[*value == chosen] { (shown) } }
            }
        }
    }

    pub fn tick(&self, name: &str, label: &str) -> Markup {
        html! {
            label.tick {
                input type="checkbox" name=(name) value="yes" checked[self.typed.has(name)];
                span { (label) }
            }
        }
    }

    pub fn error(&self, name: &str) -> Markup {
        let fault = self.faults.iter().find(|fault| fault.field == name);
        html! {
            @if let Some(fault) = fault {
                p.error id={ (name) "-error" } { (icon::warning()) span { (fault_words::of(self.page, fault.cause)) } }
            }
        }
    }

    fn invalid(&self, name: &str) -> Option<&'static str> {
        self.faults.iter().any(|fault| fault.field == name).then_some("true")
    }

    fn described(&self, name: &str) -> Option<String> {
        self.invalid(name).map(|_| format!("{name}-error"))
    }
}

/// `на български`
pub fn language<'a>(page: &Page, lang: &'a str) -> &'a str {
    match lang {
        "bg" => page.lang.say("на български", "in Bulgarian"),
        "en" => page.lang.say("на английски", "in English"),
        "tr" => page.lang.say("на турски", "in Turkish"),
        other => other,
    }
}
