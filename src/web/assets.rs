//! Files for browsers, inside the program. Their addresses name a version, so browsers may keep them for long.

use std::sync::LazyLock;

use axum::{
    extract::RawQuery,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

use crate::protocol::record::Hash;

const FOR_LONG: &str = "public, max-age=31536000, immutable";

/// As the styles name it.
const FONT_VERSION: &str = "1";

pub static REGULAR: LazyLock<Asset> = LazyLock::new(|| {
    let file = include_bytes!("../../assets/web/SofiaSans-400.woff2");
    Asset::font("/assets/SofiaSans-400.woff2", FONT_VERSION, file)
});
pub static SEMIBOLD: LazyLock<Asset> = LazyLock::new(|| {
    let file = include_bytes!("../../assets/web/SofiaSans-600.woff2");
    Asset::font("/assets/SofiaSans-600.woff2", FONT_VERSION, file)
});
/// Of the pages for staff.
pub static STYLES: LazyLock<Asset> =
    LazyLock::new(|| Asset::css("/assets/admin.css", include_str!("../../assets/web/admin.css")));

/// A file that browsers ask for.
pub struct Asset {
    path: &'static str,
    content_type: &'static str,
    body: &'static [u8],
    version: String,
}

impl Asset {
    #[must_use]
    pub fn css(path: &'static str, body: &'static str) -> Self {
        Self::hashed(path, "text/css; charset=utf-8", body.as_bytes())
    }

    #[must_use]
    pub fn script(path: &'static str, body: &'static str) -> Self {
        Self::hashed(path, "text/javascript; charset=utf-8", body.as_bytes())
    }

    /// Styles name a font's address themselves, with this version in it.
    #[must_use]
    pub fn font(path: &'static str, version: &str, body: &'static [u8]) -> Self {
        Self {
            path,
            content_type: "font/woff2",
            body,
            version: version.to_owned(),
        }
    }

    fn hashed(path: &'static str, content_type: &'static str, body: &'static [u8]) -> Self {
        let version = Hash::of(body).to_string().chars().take(12).collect();
        Self {
            path,
            content_type,
            body,
            version,
        }
    }

    /// What pages name.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}?v={}", self.path, self.version)
    }

    /// Where it is served.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    pub fn handler<S: Clone + Send + Sync + 'static>(&'static self) -> MethodRouter<S> {
        get(move |query: RawQuery| async move { self.answer(&query) })
    }

    /// A page of another version, that a second server process has made, gets these bytes too, but doesn't keep them.
    fn answer(&self, RawQuery(query): &RawQuery) -> Response {
        let response = ([(CONTENT_TYPE, self.content_type)], self.body);
        if query.as_deref().and_then(|query| query.strip_prefix("v=")) == Some(&self.version) {
            ([(CACHE_CONTROL, FOR_LONG)], response).into_response()
        } else {
            response.into_response()
        }
    }
}
