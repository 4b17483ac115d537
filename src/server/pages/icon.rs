//! Pictures beside words, the kiosk's own: they say nothing that the words don't.

use maud::{Markup, PreEscaped, html};

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {
        $(pub fn $name() -> Markup { hidden(include_str!(concat!("../../../assets/icons/", $file, ".svg"))) })*
    };
}

icons! {
    landmark = "landmark",
    check = "check",
    warning = "triangle-alert",
    key = "key-round",
    cross = "x",
    info = "info",
}

fn hidden(svg: &'static str) -> Markup {
    html! { span.icon aria-hidden="true" { (PreEscaped(svg)) } }
}
