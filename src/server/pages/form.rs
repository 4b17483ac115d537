//! Fields of forms: each with its label, its hint and what is wrong with it, told to screen readers too.

use maud::{Markup, html};

use super::{icon, lang::Lang};

/// One line to type into.
#[derive(Default)]
pub struct Field<'a> {
    /// The name that the form sends.
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub error: Option<String>,
    pub value: &'a str,
    /// As browsers and password managers know it; passwords are not shown.
    pub autocomplete: &'a str,
}

impl Field<'_> {
    pub fn html(&self) -> Markup {
        let is_password = self.autocomplete.ends_with("password");
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                @if let Some(hint) = self.hint { p.hint id={ (self.name) "-hint" } { (hint) } }
                (error(self.name, self.error.as_deref()))
                input id=(self.name) name=(self.name) value=(self.value) required
                    type=(if is_password { "password" } else { "text" })
                    autocomplete=(self.autocomplete) autocapitalize="off" spellcheck="false"
                    aria-describedby=[described(self.name, self.hint.is_some(), self.error.is_some())]
                    aria-invalid=[self.error.is_some().then_some("true")]
                    autofocus[self.error.is_some()];
            }
        }
    }
}

/// A choice of one.
pub struct Choice<'a> {
    pub name: &'a str,
    pub label: &'a str,
    /// What is sent, and what is shown.
    pub options: Vec<(&'a str, &'a str)>,
    pub chosen: &'a str,
}

impl Choice<'_> {
    pub fn html(&self) -> Markup {
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                select id=(self.name) name=(self.name) {
                    @for (value, shown) in &self.options {
                        option value=(value) selected[*value == self.chosen] { (shown) }
                    }
                }
            }
        }
    }
}

/// Above a form that was not accepted.
pub fn refused(lang: Lang, is_refused: bool) -> Markup {
    html! {
        @if is_refused {
            p.alert role="alert" {
                (icon::warning())
                (lang.say("Не е записано. Поправете отбелязаното.", "Nothing was changed. Mend what is marked."))
            }
        }
    }
}

fn error(name: &str, error: Option<&str>) -> Markup {
    html! { @if let Some(error) = error { p.error id={ (name) "-error" } { (icon::warning()) (error) } } }
}

fn described(name: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-error")),
        (true, true) => Some(format!("{name}-error {name}-hint")),
    }
}
