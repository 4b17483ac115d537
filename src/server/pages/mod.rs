//! What staff see in a browser, under `/admin`: made on the server, whole without scripts, in Bulgarian and English.

mod assets;
mod audit;
mod content;
mod error;
mod figures;
mod form;
mod home;
mod images;
mod kiosks;
mod language;
mod layout;
mod municipalities;
mod new_password;
mod page;
mod password;
mod sign_in;
mod table;
mod time;
mod users;
pub(super) mod words;

use axum::{
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

use self::layout::message;
use super::{
    app::Route,
    auth::access::{ADMINISTRATOR, ANY_STAFF, Access},
    routes::SIGN_IN,
    store::StoreError,
};
pub use crate::web::lang;
use crate::web::{icon, lang::Lang};

/// The ways in that these pages serve. All staff see how the kiosks are; only administrators change anything, and see what
/// kiosks sent that was rejected.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/", Access::Public, get(|| async { Redirect::to("/admin") })),
        Route::get("/admin/language/{code}", Access::Public, get(language::get)),
        Route::get(SIGN_IN, Access::Public, get(sign_in::get)),
        Route::post(SIGN_IN, Access::Public, post(sign_in::post)),
        Route::post("/admin/sign-out", ANY_STAFF, post(sign_in::out)),
        Route::get("/admin", ANY_STAFF, get(home::get)),
        Route::get("/admin/password", ANY_STAFF, get(password::get)),
        Route::post("/admin/password", ANY_STAFF, post(password::post)),
        Route::get("/admin/kiosks", ANY_STAFF, get(kiosks::list::get)),
        Route::get("/admin/kiosks/{id}", ANY_STAFF, get(kiosks::one::get)),
        Route::get("/admin/kiosks/{id}/refused", ADMINISTRATOR, get(kiosks::refused::get)),
        Route::get("/admin/new-kiosk", ADMINISTRATOR, get(kiosks::new::get)),
        Route::post("/admin/new-kiosk", ADMINISTRATOR, post(kiosks::new::post)),
        Route::post("/admin/kiosks/{id}/code", ADMINISTRATOR, post(kiosks::code::post)),
        Route::post("/admin/kiosks/{id}/name", ADMINISTRATOR, post(kiosks::name::post)),
        Route::get("/admin/kiosks/{id}/revoke", ADMINISTRATOR, get(kiosks::revoke::get)),
        Route::post("/admin/kiosks/{id}/revoke", ADMINISTRATOR, post(kiosks::revoke::post)),
        Route::post("/admin/kiosks/{id}/log", ADMINISTRATOR, post(kiosks::log::ask)),
        Route::get("/admin/kiosks/{id}/logs/{log}", ADMINISTRATOR, get(kiosks::log::get)),
        Route::get("/admin/users", ADMINISTRATOR, get(users::list::get)),
        Route::get("/admin/new-user", ADMINISTRATOR, get(users::new::get)),
        Route::post("/admin/new-user", ADMINISTRATOR, post(users::new::post)),
        Route::get("/admin/users/{name}", ADMINISTRATOR, get(users::one::get)),
        Route::post("/admin/users/{name}/role", ADMINISTRATOR, post(users::one::role)),
        Route::post("/admin/users/{name}/disable", ADMINISTRATOR, post(users::one::disable)),
        Route::post("/admin/users/{name}/enable", ADMINISTRATOR, post(users::one::enable)),
        Route::post(
            "/admin/users/{name}/password",
            ADMINISTRATOR,
            post(users::one::password),
        ),
        Route::get("/admin/audit", ADMINISTRATOR, get(audit::get)),
    ];
    routes.extend(images::routes());
    routes.extend(content::routes());
    routes.extend(figures::routes());
    routes.extend(assets::routes());
    routes
}

/// Where to sign in, and to come back to what was asked for.
#[must_use]
pub fn to_sign_in(method: &Method, path: &str) -> Response {
    let back = *method == Method::GET && sign_in::is_ours(path);
    let to = if back {
        format!("{SIGN_IN}?next={path}")
    } else {
        SIGN_IN.to_owned()
    };
    Redirect::to(&to).into_response()
}

/// No such page.
pub async fn not_found(headers: HeaderMap) -> Response {
    let lang = Lang::chosen(&headers);
    let text = lang.say(
        "Проверете адреса или започнете от началото.",
        "Check the address, or begin at the start.",
    );
    let title = lang.say("Няма такава страница", "There is no such page");
    message(lang, StatusCode::NOT_FOUND, title, text)
}

/// A form that does not come from our own page.
pub fn foreign_form(lang: Lang) -> Response {
    let text = lang.say(
        "Формулярът не идва от страница на този сървър. Отворете страницата отново и опитайте пак.",
        "The form does not come from a page of this server. Open the page again and try once more.",
    );
    let title = lang.say("Формулярът не е приет", "The form was not accepted");
    message(lang, StatusCode::FORBIDDEN, title, text)
}

/// A form, or the file in it, that is longer than is taken.
pub fn too_large(lang: Lang) -> Response {
    let text = lang.say(
        "Нищо не е записано. Изпратете по-малък файл, или по-малко текст наведнъж.",
        "Nothing was saved. Send a smaller file, or less text at once.",
    );
    let title = lang.say("Изпратеното е твърде голямо", "What was sent is too large");
    message(lang, StatusCode::PAYLOAD_TOO_LARGE, title, text)
}

/// Signed in, but not for this.
pub fn forbidden(lang: Lang) -> Response {
    let text = lang.say(
        "Тя не е за вашата роля. Ако ви трябва, помолете администратор да я промени.",
        "It is not for your role. If you need it, ask an administrator to change that.",
    );
    let title = lang.say("Нямате право за тази страница", "You have no right to this page");
    message(lang, StatusCode::FORBIDDEN, title, text)
}

/// The database can't answer now.
pub fn unavailable(lang: Lang, error: &StoreError) -> Response {
    tracing::error!(%error, "the store");
    let text = lang.say(
        "Базата данни не отговаря. Нищо не е загубено; опитайте отново след малко.",
        "The database does not answer. Nothing is lost; try again in a moment.",
    );
    let title = lang.say("Страницата не може да се покаже сега", "The page can't be shown now");
    message(lang, StatusCode::SERVICE_UNAVAILABLE, title, text)
}
