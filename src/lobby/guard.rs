//! Stands before every way in: lets paired browsers through to what is theirs, and calls from our own pages alone.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{app::App, error::ApiError, pair};
use crate::{
    protocol::{hub::cause, record::Hash},
    queue::{
        Counter,
        counter::{BOARD, KIOSK},
    },
    store::Pairing,
    web::origin,
};

/// Who may use a way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever has a code.
    Public,
    /// Any paired browser.
    Paired,
    /// A counter's, at which a clerk works.
    Counter,
    Board,
    /// A further kiosk that has a code: nothing that a browser would send by itself.
    NoBrowser,
    /// One that belongs to this lobby.
    Kiosk,
}

/// What a browser is paired with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Post {
    Counter(Counter),
    Board,
}

pub async fn guard(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    match admit(&app, access, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn admit(app: &App, access: Access, mut request: Request) -> Result<Request, ApiError> {
    match access {
        Access::NoBrowser => return Ok(request),
        Access::Kiosk => return kiosk(app, request).await,
        _ => {}
    }
    if request.method() == Method::POST && !origin::is_own(request.headers(), None) {
        let message = "this call came from a page that is not the lobby's: open the lobby's own page";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "foreign", message));
    }
    if access == Access::Public {
        return Ok(request);
    }
    let (pairing, post) = paired(app, request.headers()).await?;
    let is_theirs = match (access, &post) {
        (Access::Counter, Some(Post::Counter(_))) | (Access::Board, Some(Post::Board)) => true,
        (found, _) => found == Access::Paired,
    };
    if !is_theirs {
        return Err(other_post());
    }
    if access == Access::Counter {
        check_clerk(app, &pairing, request.method() == Method::POST)?;
    }
    request.extensions_mut().insert(pairing);
    if let Some(post) = post {
        request.extensions_mut().insert(post);
    }
    Ok(request)
}

/// That a clerk has signed in where one must; `works` when they do something now, and not the page by itself.
fn check_clerk(app: &App, pairing: &Pairing, works: bool) -> Result<(), ApiError> {
    if app.wants_clerk(pairing) {
        return Err(ApiError::no_clerk());
    }
    if works {
        app.clerk_works(pairing);
    }
    Ok(())
}

/// The counter of the browser that asks, where a clerk may work now; `works` as of [`check_clerk`].
pub async fn at_counter(app: &App, headers: &HeaderMap, works: bool) -> Option<(Pairing, Counter)> {
    match paired(app, headers).await {
        Ok((pairing, Some(Post::Counter(counter)))) => {
            check_clerk(app, &pairing, works).ok()?;
            Some((pairing, counter))
        }
        _ => None,
    }
}

/// Lets further kiosks through. They show a token, as no page of whoever can make a browser do: so it need not be asked where
/// the call comes from.
async fn kiosk(app: &App, request: Request) -> Result<Request, ApiError> {
    let token = bearer(request.headers()).ok_or_else(ApiError::not_paired)?;
    let pairing = app.store.ask(move |store| store.pairing(&token)).await?;
    match pairing.ok_or_else(ApiError::not_paired)? {
        pairing if pairing.counter == KIOSK => Ok(request),
        _ => Err(other_post()),
    }
}

fn bearer(headers: &HeaderMap) -> Option<Hash> {
    let token = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    Some(Hash::of(token.as_bytes()))
}

fn other_post() -> ApiError {
    let message = "this browser is paired with something else: pair it again";
    ApiError::new(StatusCode::FORBIDDEN, cause::OTHER_POST, message)
}

/// The pairing of the browser that asks, and its post, unless that is no longer configured.
pub async fn paired(app: &App, headers: &HeaderMap) -> Result<(Pairing, Option<Post>), ApiError> {
    let token = pair::token(headers).ok_or_else(ApiError::not_paired)?;
    let pairing = app.store.ask(move |store| store.pairing(&token)).await?;
    let pairing = pairing.ok_or_else(ApiError::not_paired)?;
    let post = Post::of(app, &pairing.counter);
    Ok((pairing, post))
}

impl Post {
    /// The counter of that id, or the board.
    pub fn of(app: &App, id: &str) -> Option<Self> {
        if id == BOARD {
            return Some(Self::Board);
        }
        let counter = app.config.counters.iter().find(|counter| counter.id == id);
        counter.cloned().map(Self::Counter)
    }
}
