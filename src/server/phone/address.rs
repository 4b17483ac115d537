//! What a ticket's address says: its code, and the kiosk that the QR code names.

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::frame;
use crate::{
    queue::TicketCode,
    server::{pages::lang::Lang, state::App},
};

#[derive(Debug, Clone)]
pub struct Address {
    pub code: TicketCode,
    /// The kiosk that the ticket is from. It is public, and may be anybody's invention.
    pub device: Option<String>,
    /// Whether the code is written as we write it.
    pub is_canonical: bool,
}

#[derive(Debug, Default, Deserialize)]
struct Extra {
    k: Option<String>,
}

impl Address {
    /// Of the page.
    pub fn page(&self) -> String {
        self.with("")
    }

    /// Of the page's events.
    pub fn events(&self) -> String {
        self.with("/events")
    }

    fn with(&self, part: &str) -> String {
        let device = self.device.as_ref().map(|id| format!("?k={id}"));
        format!("/t/{}{part}{}", self.code, device.unwrap_or_default())
    }
}

/// Reads codes as people type them. What is no code has a page that says so.
impl FromRequestParts<App> for Address {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let text = Path::<String>::from_request_parts(parts, app).await;
        let text = text.map(|Path(text)| text).unwrap_or_default();
        let Ok(code) = text.parse::<TicketCode>() else {
            let page = frame::no_code(Lang::of(&parts.headers));
            return Err((StatusCode::NOT_FOUND, page).into_response());
        };
        let extra = Query::<Extra>::from_request_parts(parts, app).await;
        let extra = extra.map(|Query(extra)| extra).unwrap_or_default();
        Ok(Self {
            is_canonical: code.as_str() == text,
            code,
            device: extra.k.filter(|id| is_id(id)),
        })
    }
}

fn is_id(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
