//! `POST /api/v1/enrol`: a kiosk takes its one-time code to be a device.

use axum::{Json, extract::State, http::StatusCode};

use super::{
    body::JsonBody,
    refusals::{OfABody, OfAnyCall},
};
use crate::{
    protocol::{
        enrolment::{EnrolRequest, Enrolled},
        refusal::{Cause, Refusal},
        secret::Token,
    },
    server::{
        auth::client::Client,
        error::ApiError,
        state::App,
        store::devices::{Attempt, Enrolment, Offer},
    },
};

/// What is stored of a kiosk's own words.
const LONGEST_NAME: usize = 100;

/// Takes a code and gives the device's token for it. Until that token is first used the code may be brought again, for
/// another token in its place, so a lost answer locks nobody out; then it is spent.
#[utoipa::path(
    post, path = "/api/v1/enrol", tag = "kiosks", request_body = EnrolRequest,
    params(("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2")),
    responses(
        (status = 201, description = "The kiosk is a device now", body = Enrolled),
        (status = 403, description = "The code is wrong, used, too old or spoilt", body = Refusal),
        (status = 409, description = "The code is for a kiosk of another municipality", body = Refusal),
        (status = 429, description = "Too many attempts", body = Refusal),
        OfABody, OfAnyCall,
    )
)]
pub async fn post(
    State(app): State<App>,
    client: Client,
    JsonBody(request): JsonBody<EnrolRequest>,
) -> Result<(StatusCode, Json<Enrolled>), ApiError> {
    app.limits.enrolment.check(&client.0)?;
    check_names(&request)?;
    let token = Token::random(&mut rand::rng());
    let attempt = Attempt {
        offer: Offer {
            name: request.code.offer().to_owned(),
            sha256: request.code.hash(),
        },
        municipality: request.municipality,
        lobby: request.lobby,
        program: request.program,
        token: token.hash(),
    };
    match app.store.enrol(&attempt, app.now()).await? {
        Enrolment::Done(device) => {
            let enrolled = Enrolled {
                device: device.id,
                token,
                public_url: app.public_url.clone(),
                keys: app.store.trusted_keys().await?.into_iter().map(String::from).collect(),
            };
            Ok((StatusCode::CREATED, Json(enrolled)))
        }
        Enrolment::BadCode => {
            let message = "the code is wrong, used or older than a day; ask the administrator for a new one";
            Err(ApiError::new(StatusCode::FORBIDDEN, Cause::Code, message))
        }
        Enrolment::OtherMunicipality { expected } => {
            let message = format!("the code is for a kiosk of “{expected}”; show that pack, or ask for another code");
            Err(ApiError::new(StatusCode::CONFLICT, Cause::OtherMunicipality, message))
        }
    }
}

fn check_names(request: &EnrolRequest) -> Result<(), ApiError> {
    let fits = |text: &str| !text.is_empty() && text.len() <= LONGEST_NAME && text.chars().all(|c| !c.is_control());
    let own = request
        .lobby
        .split_once('/')
        .is_some_and(|(municipality, _)| municipality == request.municipality);
    if fits(&request.lobby) && fits(&request.program) && own {
        Ok(())
    } else {
        Err(ApiError::malformed(
            "the lobby is not the municipality, a slash and a place, or a name is too long",
        ))
    }
}
