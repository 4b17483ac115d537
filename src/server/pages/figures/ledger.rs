//! `/admin/figures/ID`: each promise of the charter, and what was measured.

use axum::extract::{Path, Query, State};
use maud::html;

use super::{
    super::{
        error::{Answer, OrUnavailable},
        page::Page,
    },
    desk,
};
use crate::{
    figures::{Audience, Unit},
    server::{
        figures::{
            gather::Gathered,
            ledger::Reader,
            scope::{Asked, Scope},
        },
        state::App,
    },
};

pub async fn get(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let pack = desk::pack(&page, &municipality)?;
    let scope = Scope::of(asked, desk::today(&page, &pack));
    let gathered = Gathered::of(&app, &pack, scope.period).await.or_unavailable(&page)?;
    let reader = Reader {
        lang: page.lang,
        pack: &pack,
        audience: Audience::Staff,
    };
    let ledger = gathered.ledger(&pack, scope.lobby.as_deref(), scope.period);
    let content = html! {
        (desk::chooser(&page, &scope, &gathered, &[Unit::Week, Unit::Month, Unit::Quarter, Unit::Year], &[]))
        (reader.ledger(&ledger))
        p.soft {
            (page.say(
                "Чакането е от билета до първото повикване; при уговорен час – от часа или от идването, което е по-късно. Отговорите са по въведеното в „Сигнали и писма“ за цялата община. Под 5 случая не се показват числа.",
                "A wait is from the ticket to the first call; with an appointment, from the hour or from arrival, whichever is later. Answers are by what was entered under “Signals and letters” for the whole municipality. No number is shown below 5 cases.",
            ))
            " " a href={ "/o/" (municipality) } { (page.say("Какво вижда всеки", "What everybody sees")) }
        }
    };
    Ok(desk::show(&page, &municipality, "", &content))
}
