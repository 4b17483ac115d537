//! The pages' looks.

use std::sync::LazyLock;

use crate::server::{app::Route, assets::Asset};

/// As the styles name it.
const FONT_VERSION: &str = "1";

static STYLES: LazyLock<Asset> =
    LazyLock::new(|| Asset::css("/assets/admin.css", include_str!("../../../assets/web/admin.css")));
static REGULAR: LazyLock<Asset> = LazyLock::new(|| {
    let file = include_bytes!("../../../assets/web/SofiaSans-400.woff2");
    Asset::font("/assets/SofiaSans-400.woff2", FONT_VERSION, file)
});
static SEMIBOLD: LazyLock<Asset> = LazyLock::new(|| {
    let file = include_bytes!("../../../assets/web/SofiaSans-600.woff2");
    Asset::font("/assets/SofiaSans-600.woff2", FONT_VERSION, file)
});

pub fn routes() -> [Route; 3] {
    [STYLES.route(), REGULAR.route(), SEMIBOLD.route()]
}

/// What every page names.
pub fn styles() -> String {
    STYLES.address()
}
