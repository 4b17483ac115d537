//! What stands in a form, by the names of its fields: as it was typed, or as the content has it.

use serde::Deserialize;

use crate::content::{
    edit::typed,
    text::{Lang, LocalText},
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// Empty where there is no such field.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0.retain(|(field, _)| *field != name);
        self.0.push((name, value.into()));
    }

    /// `name.bg`, `name.en`.
    pub fn set_text(&mut self, name: &str, text: Option<&LocalText>) {
        for (lang, words) in text.iter().flat_map(|text| &text.0) {
            self.set(format!("{name}.{lang}"), words);
        }
    }

    /// None where all languages are empty.
    pub fn text(&self, name: &str, languages: &[Lang]) -> Option<LocalText> {
        let typed = languages
            .iter()
            .map(|lang| (lang.as_str(), self.get(&format!("{name}.{lang}"))));
        typed::text(typed)
    }

    /// Those of other names than the form's own.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        fields.filter(|(name, _)| !["csrf", "revision"].contains(name))
    }
}
