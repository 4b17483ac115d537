//! Pictures beside words, the kiosk's own: they say nothing that the words don't.

use maud::{Markup, PreEscaped, html};

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {
        $(pub fn $name() -> Markup { hidden(include_str!(concat!("../../assets/icons/", $file, ".svg"))) })*
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

/// The shapes of a file; what they are drawn with is in the styles.
fn hidden(svg: &'static str) -> Markup {
    let shapes = svg
        .split_once("\n>")
        .map_or("", |(_, rest)| rest.trim_end().trim_end_matches("</svg>"));
    html! { svg.icon viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(shapes.trim())) } }
}
