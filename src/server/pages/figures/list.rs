//! `/admin/figures`: whose figures.

use maud::html;

use super::{
    super::{municipalities, page::Page},
    address,
};

pub async fn get(page: Page) -> axum::response::Response {
    let content = html! {
        p.lead { (page.say(
            "Какво е обещано, какво е измерено и колко доволни са хората.",
            "What is promised, what was measured, and how satisfied people are.",
        )) }
        ul.towns {
            @for (id, name) in municipalities::all(&page) {
                li { a href=(address(id)) { (name) } }
            }
        }
    };
    page.show(page.say("Показатели", "Figures"), content)
}
