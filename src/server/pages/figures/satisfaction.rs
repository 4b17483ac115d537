//! `/admin/figures/ID/satisfaction`: ratings of a period, as far as they may be told.

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
            satisfaction::View,
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
    let satisfaction = gathered.satisfaction(Audience::Staff, scope.lobby.as_deref());
    let view = View {
        lang: page.lang,
        pack: &pack,
        gathered: &gathered,
        satisfaction: &satisfaction,
        audience: Audience::Staff,
        scope: &scope,
    };
    let queues = pack.queues.queues.iter();
    let queues: Vec<(&str, &str)> = queues
        .map(|queue| (queue.id.as_str(), queue.name.get(page.lang.code())))
        .collect();
    let units = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year];
    let content = html! {
        (desk::chooser(&page, &scope, &gathered, &units, &queues))
        (view.summary())
        div.charts { (view.faces()) (view.series()) }
        @if scope.queue.is_none() {
            (view.queues())
            div.charts { (view.heat()) }
            (view.reasons())
            (view.questions())
        } @else {
            p.legend { (page.say(
                "Часове, причини и анкетна карта се показват за всички опашки заедно: по-дребното деление би издало отделни оценки.",
                "Hours, reasons and the survey card are shown of all queues together: dividing them further would give single ratings away.",
            )) }
        }
        p.soft { (page.say(
            "Нищо тук не е от по-малко от 5 оценки. Дни и часове с твърде малко оценки са събрани със съседните, така че и разликата между две числа не издава отделна оценка.",
            "Nothing here is of fewer than 5 ratings. Days and hours with too few are put together with their neighbours, so that no difference of two figures gives a single rating away.",
        )) }
    };
    Ok(desk::show(&page, &municipality, "/satisfaction", &content))
}
