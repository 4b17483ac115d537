//! One signal or letter: entered, corrected, removed.

use std::borrow::Cow;

use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::{
        super::{
            error::{Answer, OrUnavailable, Refusal},
            form::refused,
            icon,
            page::{Page, done},
        },
        address as figures, desk,
    },
    PART, address,
    list::{self, entry_address},
};
use crate::{
    figures::{
        Matter, RegisterNumber, Registered,
        registered::{
            BadDays,
            fault::{Cause, Column, Fault},
            list as table,
        },
    },
    server::{
        state::App,
        store::{days::Span, devices::Changed},
    },
    sheet::{
        self,
        list::{Column as _, Common},
    },
};

/// As it stands in the form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    matter: String,
    number: String,
    registered: String,
    answered: String,
    notice: String,
}

/// Which entry is meant.
#[derive(Deserialize)]
pub struct Known {
    number: String,
}

/// What is wrong with what was typed.
enum Wrong {
    Fault(Cause),
    Taken,
}

pub async fn new(page: Page, Path(municipality): Path<String>) -> Answer {
    let pack = desk::pack(&page, &municipality)?;
    let typed = Typed {
        registered: desk::today(&page, &pack).to_string(),
        ..Typed::default()
    };
    Ok(form(&page, &municipality, None, &typed, &[]))
}

pub async fn add(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let entry = match read(&page, &municipality, &typed)? {
        Ok(entry) => entry,
        Err(wrong) => return Ok(form(&page, &municipality, None, &typed, &wrong)),
    };
    let added = app
        .store
        .add_registered(&municipality, &entry, &page.actor(), app.now())
        .await;
    Ok(match added.or_unavailable(&page)? {
        Changed::NameTaken => form(&page, &municipality, None, &typed, &[Wrong::Taken]),
        Changed::Done | Changed::NotFound => back(&municipality, "entered"),
    })
}

pub async fn get(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(Known { number }): Query<Known>,
) -> Answer {
    desk::pack(&page, &municipality)?;
    let Some(entry) = find(&app, &page, &municipality, &number).await? else {
        return Ok(page.not_found());
    };
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let typed = Typed {
        matter: entry.matter.name().to_owned(),
        number: entry.number.to_string(),
        registered: entry.on.to_string(),
        answered: day(entry.answered),
        notice: day(entry.notice),
    };
    Ok(form(&page, &municipality, Some(&number), &typed, &[]))
}

pub async fn correct(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(Known { number }): Query<Known>,
    Form(typed): Form<Typed>,
) -> Answer {
    let right = match read(&page, &municipality, &typed)? {
        Ok(right) => right,
        Err(wrong) => return Ok(form(&page, &municipality, Some(&number), &typed, &wrong)),
    };
    let Ok(known) = number.parse::<RegisterNumber>() else {
        return Ok(page.not_found());
    };
    let corrected = app
        .store
        .correct_registered(&municipality, &known, &right, &page.actor(), app.now())
        .await;
    Ok(match corrected.or_unavailable(&page)? {
        Changed::Done => back(&municipality, "corrected"),
        Changed::NotFound => page.not_found(),
        Changed::NameTaken => form(&page, &municipality, Some(&number), &typed, &[Wrong::Taken]),
    })
}

pub async fn remove(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Query(Known { number }): Query<Known>,
) -> Answer {
    let Ok(known) = number.parse::<RegisterNumber>() else {
        return Ok(page.not_found());
    };
    let removed = app
        .store
        .remove_registered(&municipality, &known, &page.actor(), app.now())
        .await;
    Ok(match removed.or_unavailable(&page)? {
        Changed::Done => back(&municipality, "unregistered"),
        Changed::NotFound | Changed::NameTaken => page.not_found(),
    })
}

fn back(municipality: &str, what: &str) -> Response {
    done(&address(municipality), what)
}

/// The entry of that number.
async fn find(app: &App, page: &Page, municipality: &str, number: &str) -> Result<Option<Registered>, Refusal> {
    let always = Span {
        municipality: municipality.to_owned(),
        from: NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default(),
        to: NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default(),
    };
    let all = app.store.registered(&always).await.or_unavailable(page)?;
    Ok(all.into_iter().find(|entry| entry.number.as_str() == number))
}

/// What is typed is a list of one line, and read as one.
fn read(page: &Page, municipality: &str, typed: &Typed) -> Result<Result<Registered, Vec<Wrong>>, Refusal> {
    let pack = desk::pack(page, municipality)?;
    let row = [
        &typed.matter,
        &typed.number,
        &typed.registered,
        &typed.answered,
        &typed.notice,
    ];
    let row = row.map(|field| Cow::Borrowed(field.trim()));
    let written = sheet::write([Column::heads("en"), row.to_vec()]);
    let entries = table::read(&sheet::decode(&written), desk::today(page, &pack));
    let wrong = |faults: Vec<Fault>| faults.into_iter().map(|fault| Wrong::Fault(fault.cause)).collect();
    Ok(entries
        .map_err(wrong)
        .and_then(|entries| entries.into_iter().next().ok_or_else(Vec::new)))
}

fn form(page: &Page, municipality: &str, known: Option<&str>, typed: &Typed, wrong: &[Wrong]) -> Response {
    let action = match known {
        None => format!("{}/new-registered", figures(municipality)),
        Some(number) => entry_address(municipality, number),
    };
    let content = html! {
        (refused(page.lang, !wrong.is_empty()))
        form.panel method="post" action=(action) {
            (page.csrf())
            div.field {
                label for="matter" { (page.say("Вид", "Kind")) }
                select #matter name="matter" {
                    @for matter in Matter::ALL {
                        option value=(matter.name()) selected[matter.name() == typed.matter] { (list::matter(page, matter)) }
                    }
                }
            }
            (field(page, Column::Number, "number", "text", &typed.number, wrong))
            (field(page, Column::Registered, "registered", "date", &typed.registered, wrong))
            (field(page, Column::Answered, "answered", "date", &typed.answered, wrong))
            (field(page, Column::Notice, "notice", "date", &typed.notice, wrong))
            button.button { (page.say("Запис", "Save")) }
        }
        @if let Some(number) = known {
            section {
                h2 { (page.say("Премахване", "Remove")) }
                p { (page.say("Само за запис, който е въведен по погрешка.", "Only for an entry that was made by mistake.")) }
                (page.act(&entry_address(municipality, number).replace("/registered?", "/registered/remove?"), "button danger", page.say("Премахване на записа", "Remove the entry")))
            }
        }
    };
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = match known {
        None => page.say("Нов сигнал или писмо", "New signal or letter"),
        Some(number) => number,
    };
    page.answer(status, title, desk::framed(page, municipality, PART, &content))
}

fn field(page: &Page, column: Column, name: &str, kind: &str, value: &str, wrong: &[Wrong]) -> Markup {
    let (label, hint) = match column {
        Column::Matter => ("", None),
        Column::Number => (
            page.say("Регистрационен номер", "Register number"),
            Some(page.say(
                "Както е в деловодството: 94-00-1234",
                "As it stands in the register: 94-00-1234",
            )),
        ),
        Column::Registered => (page.say("Регистриран на", "Registered on"), None),
        Column::Answered => (
            page.say("Отговорен на", "Answered on"),
            Some(page.say("Празно, докато няма отговор", "Empty as long as there is no answer")),
        ),
        Column::Notice => (
            page.say("Известие за забавяне на", "Notice of delay on"),
            Some(page.say(
                "Когато подателят е уведомен, че отговорът ще се забави",
                "When the sender was told that the answer would be late",
            )),
        ),
    };
    let error = wrong.iter().find_map(|wrong| wrong.of(column, page));
    html! {
        div.field {
            label for=(name) { (label) }
            @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (hint) } }
            @if let Some(error) = &error { p.error id={ (name) "-error" } { (icon::warning()) (error) } }
            input id=(name) name=(name) type=(kind) value=(value) autocomplete="off"
                aria-describedby=[error.is_some().then(|| format!("{name}-error"))] aria-invalid=[error.is_some().then_some("true")];
        }
    }
}

impl Wrong {
    /// In words, where it concerns that field.
    fn of(&self, column: Column, page: &Page) -> Option<String> {
        let cause = match self {
            Self::Taken if column == Column::Number => {
                return Some(
                    page.say("Този номер вече е записан.", "This number is there already.")
                        .to_owned(),
                );
            }
            Self::Taken => return None,
            Self::Fault(cause) => cause,
        };
        let concerned = match cause {
            Cause::Common(Common::Missing(column)) | Cause::Date { column, .. } => *column,
            Cause::Matter(_) => Column::Matter,
            Cause::Days(BadDays::AnsweredBefore(_)) => Column::Answered,
            Cause::Days(BadDays::NoticeBefore(_)) => Column::Notice,
            Cause::Days(BadDays::Future(_)) => Column::Registered,
            _ => Column::Number,
        };
        let fault = || Fault {
            line: None,
            cause: cause.clone(),
        };
        (concerned == column).then(|| fault().words(page.lang.code()))
    }
}
