//! A new password, typed twice.

use maud::{Markup, html};
use serde::Deserialize;

use super::{form::Field, lang::Lang};
use crate::server::auth::passwords::{self, LONGEST, SHORTEST};

#[derive(Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Length,
    Differ,
}

impl NewPassword {
    /// Its hash.
    pub async fn hash(self) -> Result<String, Fault> {
        if self.password != self.again {
            return Err(Fault::Differ);
        }
        passwords::hash(self.password).await.map_err(|_| Fault::Length)
    }
}

/// The two fields.
pub fn fields(lang: Lang, fault: Option<Fault>) -> Markup {
    let length = match lang {
        Lang::Bg => format!("От {SHORTEST} до {LONGEST} знака. Едно изречение се помни лесно."),
        Lang::En => format!("From {SHORTEST} to {LONGEST} characters. A sentence is easy to remember."),
    };
    let differ = lang.say("Двете пароли са различни.", "The two passwords differ.");
    let typed = Field {
        name: "password",
        label: lang.say("Нова парола", "New password"),
        hint: Some(&length),
        error: (fault == Some(Fault::Length)).then(|| {
            lang.say(
                "Паролата е твърде къса или твърде дълга.",
                "The password is too short or too long.",
            )
            .to_owned()
        }),
        autocomplete: "new-password",
        ..Field::default()
    };
    let again = Field {
        name: "again",
        label: lang.say("Същата парола още веднъж", "The same password once more"),
        error: (fault == Some(Fault::Differ)).then(|| differ.to_owned()),
        autocomplete: "new-password",
        ..Field::default()
    };
    html! { (typed.html()) (again.html()) }
}
