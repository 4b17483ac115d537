//! Stands before every route: lets through whom its [`Access`] names, and gives the handler who that is.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::StreamExt as _;

use super::{
    access::Access,
    bearer::{Shown, shown},
    sessions,
};
use crate::{
    protocol::{
        record::Hash,
        refusal::Cause,
        version::{self, KNOWN, Versions},
    },
    server::{
        error::ApiError,
        pages::{self, lang::Lang},
        state::App,
        store::users::{Role, Session},
    },
    web::origin,
};

/// A form is no longer than this: a service's, with many documents in Cyrillic, which takes six bytes a letter.
const LONGEST_FORM: usize = 256 * 1024;
/// So many times what is taken is awaited of a file that is too long.
const PATIENCE: usize = 4;

pub async fn guard(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    match access {
        Access::Public => public(&app, request, next).await,
        Access::Device => device(&app, request, next)
            .await
            .unwrap_or_else(ApiError::into_response),
        Access::Metrics => metrics(&app, request, next).await,
        Access::Staff(roles) => staff(&app, roles, Form::Fields, request, next).await,
        Access::Upload { roles, most } => staff(&app, roles, Form::Upload { most }, request, next).await,
    }
}

/// A form that a stranger's page posts is refused here too: signing in.
async fn public(app: &App, request: Request, next: Next) -> Response {
    let is_form = request.method() == Method::POST && !request.uri().path().starts_with("/api/");
    if is_form && !origin::is_own(request.headers(), Some(&app.public_url)) {
        return pages::foreign_form(Lang::chosen(request.headers()));
    }
    next.run(request).await
}

async fn device(app: &App, mut request: Request, next: Next) -> Result<Response, ApiError> {
    let token = shown(request.headers()).ok_or_else(ApiError::unknown_token)?;
    let found = app.store.device_by_token(&token.0, app.now()).await?;
    let device = found.ok_or_else(ApiError::unknown_token)?;
    if device.revoked_at.is_some() {
        let message = "an administrator has revoked this kiosk; enrol it again with a new code if it is to come back";
        return Err(ApiError::new(StatusCode::FORBIDDEN, Cause::Revoked, message));
    }
    request.extensions_mut().insert(token);
    request.extensions_mut().insert(device);
    Ok(next.run(request).await)
}

/// Without a token in the configuration there is nothing to find.
async fn metrics(app: &App, request: Request, next: Next) -> Response {
    match app.metrics_token {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(token) if shown(request.headers()) == Some(Shown(token)) => next.run(request).await,
        Some(_) => (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response(),
    }
}

/// How a form comes.
#[derive(Clone, Copy)]
enum Form {
    Fields,
    /// With a file, as `multipart/form-data`.
    Upload {
        most: usize,
    },
}

async fn staff(app: &App, roles: &[Role], form: Form, request: Request, next: Next) -> Response {
    let lang = Lang::chosen(request.headers());
    let session = match sessions::of(request.headers()) {
        Some(secret) => app.store.session(&secret, app.now()).await,
        None => Ok(None),
    };
    let session = match session {
        Ok(Some(session)) => session,
        Ok(None) => return pages::to_sign_in(request.method(), request.uri().path()),
        Err(error) => return pages::unavailable(lang, &error),
    };
    if !roles.contains(&session.user.role) {
        return pages::forbidden(lang);
    }
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return pass(request, session, next).await;
    }
    if !origin::is_own(request.headers(), Some(&app.public_url)) {
        return pages::foreign_form(lang);
    }
    let (parts, body) = request.into_parts();
    let body = match form {
        Form::Fields => to_bytes(body, LONGEST_FORM).await.ok(),
        Form::Upload { most } => received(body, most).await,
    };
    let Some(body) = body else {
        return pages::too_large(lang);
    };
    let is_ours = match form {
        Form::Fields => has_token(&body, &session),
        Form::Upload { .. } => begins_with_token(&body, &session),
    };
    if !is_ours {
        return pages::foreign_form(lang);
    }
    pass(Request::from_parts(parts, Body::from(body)), session, next).await
}

async fn pass(mut request: Request, session: Session, next: Next) -> Response {
    request.extensions_mut().insert(session);
    next.run(request).await
}

/// The form carries the session's token in its field `csrf`, which has letters and digits alone.
fn has_token(form: &[u8], session: &Session) -> bool {
    let fields = form.split(|byte| *byte == b'&');
    let mut tokens = fields.filter_map(|field| field.strip_prefix(b"csrf="));
    tokens.any(|token| Hash::of(token) == Hash::of(session.csrf.as_bytes()))
}

/// Of a form with a file it is the first field, before the file.
fn begins_with_token(form: &[u8], session: &Session) -> bool {
    let mut lines = form.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let boundary = lines.next().unwrap_or_default();
    let field = lines.next().unwrap_or_default();
    let is_first = boundary.starts_with(b"--")
        && field.eq_ignore_ascii_case(br#"content-disposition: form-data; name="csrf""#)
        && lines.next() == Some(b"");
    is_first
        && lines
            .next()
            .is_some_and(|token| Hash::of(token) == Hash::of(session.csrf.as_bytes()))
}

/// The body, or nothing where it is longer than `most`. Of a longer one the rest is awaited all the same, within bounds: a
/// browser reads no answer before it has sent its file.
async fn received(body: Body, most: usize) -> Option<Bytes> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.ok()?;
        length += chunk.len();
        if length <= most {
            bytes.extend_from_slice(&chunk);
        } else if length > PATIENCE * most {
            break;
        }
    }
    (length <= most).then(|| bytes.into())
}

/// Before all of `/api/v1`: a version in common, named on every answer.
pub async fn protocol(request: Request, next: Next) -> Response {
    let offered = request
        .headers()
        .get(version::HEADER)
        .and_then(|value| value.to_str().ok());
    let offered: Option<Versions> = offered.and_then(|text| text.parse().ok());
    let spoken = offered.and_then(|offered| KNOWN.common(offered));
    let mut response = match spoken {
        Some(_) => next.run(request).await,
        None => {
            let message =
                format!("this server speaks version {KNOWN} of the protocol; update the older of the two programs");
            ApiError::new(StatusCode::UPGRADE_REQUIRED, Cause::Protocol, message).into_response()
        }
    };
    let named = spoken.map_or_else(|| KNOWN.to_string(), |version| version.to_string());
    if let Ok(named) = named.parse() {
        response.headers_mut().insert(version::HEADER, named);
    }
    response
}
