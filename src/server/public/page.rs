//! `GET /o/ID`: a municipality's promises and how satisfied its visitors are, for everybody.

use axum::{
    extract::{Path, Query, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_LANGUAGE, VARY},
    },
    response::Response,
};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::{
    Asked, SCHEMA, admit,
    answer::answer,
    data::{JSON, PROMISES, SATISFACTION},
    frame::Frame,
    published, refuse, unavailable,
};
use crate::{
    content::{Pack, calendar::local_time, l10n},
    figures::{Audience, Unit},
    server::{
        auth::client::Client,
        figures::{gather::Gathered, ledger::Reader, satisfaction::View, scope::Scope, words},
        state::App,
    },
    web::lang::Lang,
};

pub async fn get(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Path(municipality): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Response> {
    let lang = asked.lang(&headers);
    admit(&app, &client, lang).map_err(|refused| *refused)?;
    let pack = app.packs.now().of(&municipality).cloned();
    let pack = pack.ok_or_else(|| refuse(lang, StatusCode::NOT_FOUND))?;
    let make = async || {
        let today = local_time(app.now(), pack.zone()).date();
        let gathered = Gathered::of(&app, &pack, published::all(today)).await?;
        Ok(page(lang, &pack, &gathered))
    };
    let body = app
        .shelf
        .get((municipality, "page", lang.code()), app.now(), make)
        .await;
    let body = body.map_err(|error| unavailable(lang, &error))?;
    let more = [
        (CONTENT_LANGUAGE, HeaderValue::from_static(lang.code())),
        (VARY, HeaderValue::from_static("accept-language")),
    ];
    Ok(answer(&headers, "text/html; charset=utf-8", &more, &body))
}

fn page(lang: Lang, pack: &Pack, gathered: &Gathered) -> String {
    let audience = Audience::Public;
    let satisfaction = gathered.satisfaction(audience, None);
    let [_, year] = published::spans(gathered.today);
    let scope = Scope {
        unit: Unit::Year,
        period: year,
        lobby: None,
        queue: None,
    };
    let view = View {
        lang,
        pack,
        gathered,
        satisfaction: &satisfaction,
        audience,
        scope: &scope,
    };
    let reader = Reader { lang, pack, audience };
    let twelve = words::days(lang, year);
    let content = html! {
        p.lead { (lang.say(
            "Хартата на клиента дава обещания. Тук стои какво е измерено до всяко от тях и колко доволни са посетителите.",
            "The customer charter makes promises. Here stands what was measured beside each of them, and how satisfied visitors are.",
        )) }
        p { (lang.say(
            "Това са собствените данни на общината, не официален индекс. Смята ги програмата във фоайето; никой не ги нагласява на ръка.",
            "These are the municipality's own figures, not an official index. They are counted by the program in the lobby, and not arranged by hand.",
        )) " " (counted_on(lang, gathered.today)) }
        section {
            h2 { (lang.say("Обещания", "Promises")) }
            p.soft { (lang.say("Последните 12 цели месеца:", "The last 12 whole months:")) " " (twelve) }
            (reader.ledger(&gathered.ledger(pack, None, year)))
        }
        section {
            h2 { (lang.say("Удовлетвореност", "Satisfaction")) }
            p.soft { (lang.say("Последните 12 цели месеца:", "The last 12 whole months:")) " " (twelve) }
            (view.summary())
            div.charts {
                (view.faces())
                (view.course("months", lang.say("Дял на доволните по месеци", "Share satisfied by month"), Unit::Month, year))
                (view.course("quarters", lang.say("Дял на доволните по тримесечия", "Share satisfied by quarter"), Unit::Quarter, published::all(gathered.today)))
            }
        }
        section {
            h2 { (lang.say("Какво е скрито и защо", "What is withheld, and why")) }
            p { (lang.say(
                "Оценките са анонимни и трябва да останат такива. Затова тук няма число от по-малко от 10 оценки или случая, и нито едно число не може да се получи и като разлика на две други. Което е скрито, е отбелязано; показва се, когато се събере с достатъчно други.",
                "Ratings are anonymous and must stay so. Therefore no number here is of fewer than 10 ratings or cases, nor can one be had as the difference of two others. What is withheld is marked; it is shown when it comes together with enough others.",
            )) }
            p { (lang.say(
                "Тримесечия и години се показват, когато свършат. Повторните докосвания на екрана се пазят, но не се броят.",
                "Quarters and years are shown when they are over. Repeated taps on the screen are kept, and not counted.",
            )) }
        }
        (files(lang, pack))
    };
    let frame = Frame {
        lang,
        pack: Some(pack),
        title: lang.say("Обещано и измерено", "Promised and measured"),
        content,
    };
    frame.html()
}

fn counted_on(lang: Lang, today: NaiveDate) -> String {
    let day = l10n::date_with_year(today, lang.code());
    // A Bulgarian date ends with a full stop of its own.
    let (words, end) = (lang.say("Преброени на", "Counted on"), lang.say("", "."));
    format!("{words} {day}{end}")
}

/// The same as open data.
fn files(lang: Lang, pack: &Pack) -> Markup {
    let at = format!("/o/{}", pack.info.municipality.id);
    let files = [
        (JSON, lang.say("Всичко (JSON)", "Everything (JSON)")),
        (
            PROMISES,
            lang.say("Обещанията като таблица (CSV)", "The promises as a table (CSV)"),
        ),
        (
            SATISFACTION,
            lang.say(
                "Оценките по месеци, тримесечия и години (CSV)",
                "The ratings by month, quarter and year (CSV)",
            ),
        ),
    ];
    html! {
        section {
            h2 { (lang.say("Отворени данни", "Open data")) }
            p { (lang.say(
                "Същите числа като таблици и за програми. Когато ги ползвате, посочете общината като източник.",
                "The same numbers as tables and for programs. When you use them, name the municipality as their source.",
            )) }
            ul.files {
                @for (file, words) in files { li { a href={ (at) "/" (file) } { (words) } } }
                li { a href=(SCHEMA) { (lang.say("Какво значи всяка колона (JSON Schema)", "What each column means (JSON Schema)")) } }
            }
        }
    }
}
