//! The day's arranged visits: a counter's browser sees, enters, imports and takes them back; `parter lobby appointments`
//! does the same from the command line.

use axum::{
    Form,
    extract::{Multipart, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{
    app::App,
    arranged_page::{self, Said},
    guard::at_counter,
    pages, words,
};
use crate::{
    queue::{
        Appointment, AppointmentCode, ArrangedVisit,
        appointments::{
            Imported,
            fault::{Cause, Fault},
            list::{self, Terms},
        },
    },
    sheet,
    store::{Store, StoreError},
    web::lang::Lang,
};

/// A list and what a form puts around it.
pub const LONGEST_UPLOAD: usize = list::LONGEST + 8 * 1024;

#[derive(Deserialize)]
pub struct Shown {
    day: Option<NaiveDate>,
}

/// What a clerk asks for.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    Arrange(Typed),
    CallOff { day: NaiveDate, code: AppointmentCode },
}

/// One appointment as it was typed.
#[derive(Debug, Clone, Deserialize)]
pub struct Typed {
    pub day: NaiveDate,
    pub time: String,
    /// The program makes one where it is empty.
    #[serde(default)]
    pub code: String,
    /// `queue:ID` or `service:ID`.
    pub purpose: String,
}

/// A day's appointments.
pub struct Day {
    pub today: NaiveDate,
    pub day: NaiveDate,
    pub visits: Vec<ArrangedVisit>,
}

pub async fn get(State(app): State<App>, headers: HeaderMap, Query(shown): Query<Shown>) -> Response {
    match is_counter(&app, &headers).await {
        true => page(&app, shown.day, Lang::chosen(&headers), None).await,
        false => Redirect::to("/").into_response(),
    }
}

/// A form of the page: does it, and shows what is then.
pub async fn post(State(app): State<App>, headers: HeaderMap, Form(act): Form<Act>) -> Response {
    let lang = Lang::chosen(&headers);
    if !is_counter(&app, &headers).await {
        return Redirect::to("/").into_response();
    }
    let (now, parts) = (app.now(), app.clone());
    match act {
        Act::Arrange(typed) => {
            let (day, wish) = (typed.day, typed.clone());
            let done = app.store.ask(move |store| arrange(store, &parts, &wish, now)).await;
            let said = match done {
                Ok(Ok(code)) => Said::Arranged(code),
                Ok(Err(fault)) => Said::Refused(vec![fault.words(lang.code())], Some(typed)),
                Err(StoreError::Refused(refused)) => Said::Refused(vec![words::refused(&refused, lang)], Some(typed)),
                Err(_) => return pages::unavailable(lang),
            };
            page(&app, Some(day), lang, Some(said)).await
        }
        Act::CallOff { day, code } => match app.store.ask(move |store| store.call_off(day, &code)).await {
            Ok(()) => Redirect::to(&arranged_page::address(day)).into_response(),
            Err(StoreError::Refused(refused)) => {
                let said = Said::Refused(vec![words::refused(&refused, lang)], None);
                page(&app, Some(day), lang, Some(said)).await
            }
            Err(_) => pages::unavailable(lang),
        },
    }
}

/// A list that was uploaded, for the day that the form names.
pub async fn upload(State(app): State<App>, headers: HeaderMap, form: Multipart) -> Response {
    let lang = Lang::chosen(&headers);
    if !is_counter(&app, &headers).await {
        return Redirect::to("/").into_response();
    }
    let Ok((day, file)) = parts_of(form).await else {
        let fault = Fault::of(Cause::TooLong).words(lang.code());
        return page(&app, None, lang, Some(Said::Refused(vec![fault], None))).await;
    };
    let (now, parts) = (app.now(), app.clone());
    let done = app
        .store
        .ask(move |store| import(store, &parts, &sheet::decode(&file), day, now))
        .await;
    let said = match done {
        Ok(Ok(imported)) => Said::Imported(imported),
        Ok(Err(faults)) => Said::Refused(faults.iter().map(|fault| fault.words(lang.code())).collect(), None),
        Err(_) => return pages::unavailable(lang),
    };
    page(&app, day, lang, Some(said)).await
}

/// The day and the file.
async fn parts_of(
    mut form: Multipart,
) -> Result<(Option<NaiveDate>, Vec<u8>), axum::extract::multipart::MultipartError> {
    let (mut day, mut file) = (None, Vec::new());
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("day") => day = field.text().await?.parse().ok(),
            Some("list") => file = field.bytes().await?.to_vec(),
            _ => {}
        }
    }
    Ok((day, file))
}

/// Takes a list over; `day` is that of rows without a date, today where it is not named.
pub fn import(
    store: &mut Store,
    app: &App,
    text: &str,
    day: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<Result<Imported, Vec<Fault>>, StoreError> {
    let today = store.today(now)?.day;
    match list::read(text, &terms(app, today, day)) {
        Ok(appointments) => store.import_appointments(&appointments).map(Ok),
        Err(faults) => Ok(Err(faults)),
    }
}

/// Today's appointments, or those of another day.
pub fn on(store: &mut Store, day: Option<NaiveDate>, now: DateTime<Utc>) -> Result<Day, StoreError> {
    let today = store.today(now)?.day;
    let day = day.unwrap_or(today);
    let visits = store.arranged_visits(day)?;
    Ok(Day { today, day, visits })
}

/// Enters one. Says its code.
fn arrange(
    store: &mut Store,
    app: &App,
    typed: &Typed,
    now: DateTime<Utc>,
) -> Result<Result<AppointmentCode, Fault>, StoreError> {
    let today = store.today(now)?.day;
    let code = match typed.code.trim() {
        "" => free_code(&store.arranged_visits(typed.day)?),
        text => match text.parse() {
            Ok(code) => code,
            Err(_) => return Ok(Err(Fault::of(Cause::Code(text.to_owned())))),
        },
    };
    match appointment(&terms(app, today, Some(typed.day)), code, typed) {
        Ok(appointment) => store.arrange(&appointment).map(|()| Ok(appointment.code)),
        Err(cause) => Ok(Err(Fault::of(cause))),
    }
}

/// One that no visitor of that day has.
fn free_code(visits: &[ArrangedVisit]) -> AppointmentCode {
    loop {
        let code = AppointmentCode::random(&mut rand::rng());
        if visits.iter().all(|visit| visit.appointment.code != code) {
            return code;
        }
    }
}

fn appointment(terms: &Terms, code: AppointmentCode, typed: &Typed) -> Result<Appointment, Cause> {
    let time = list::time(typed.time.trim()).ok_or_else(|| Cause::Time(typed.time.clone()))?;
    let day = terms.right_day(typed.day)?;
    let (queue, service) = match typed.purpose.split_once(':') {
        Some(("service", id)) => terms.purpose("", id)?,
        Some((_, id)) => terms.purpose(id, "")?,
        None => terms.purpose(&typed.purpose, "")?,
    };
    Ok(Appointment {
        day,
        code,
        at: list::at(terms.pack, day, time).ok_or_else(|| Cause::NoSuchTime(typed.time.clone()))?,
        queue: queue.id.clone(),
        letter: queue.letter,
        service: service.map(|service| service.id.clone()),
    })
}

pub(super) fn terms(app: &App, today: NaiveDate, day: Option<NaiveDate>) -> Terms<'_> {
    Terms {
        pack: &app.pack,
        place: app.config.place.as_ref().map(|place| place.id.as_str()),
        today,
        day: day.unwrap_or(today),
    }
}

async fn is_counter(app: &App, headers: &HeaderMap) -> bool {
    at_counter(app, headers, true).await.is_some()
}

async fn page(app: &App, day: Option<NaiveDate>, lang: Lang, said: Option<Said>) -> Response {
    let now = app.now();
    let Ok(day) = app.store.ask(move |store| on(store, day, now)).await else {
        return pages::unavailable(lang);
    };
    let status = match said {
        Some(Said::Refused(..)) => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    let content = arranged_page::html(app, &day, said.as_ref(), now, lang);
    let title = lang.say("Уговорени часове", "Appointments");
    (status, pages::frame(lang, title, false, &content)).into_response()
}
