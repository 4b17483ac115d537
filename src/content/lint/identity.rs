//! `pack.toml`: format, version, languages, zone, name and accent.

use super::report::Report;
use crate::content::{
    colour::{Rgb, WHITE},
    pack::{FORMAT, Pack},
    read::PACK,
    text::{BULGARIAN, is_language},
};

/// WCAG 2, level AA, for text.
const CONTRAST: f64 = 4.5;

pub fn check(pack: &Pack, report: &mut Report<'_>) {
    let info = &pack.info;
    if info.format != FORMAT {
        report.error(
            "format",
            PACK,
            "format",
            format!(
                "the pack has format {}, this program reads format {FORMAT}",
                info.format
            ),
            format!("write format = {FORMAT}, or use the program that the pack was made for"),
        );
    }
    if info.version == 0 {
        report.error("version", PACK, "version", "versions begin at 1", "write version = 1");
    }
    if info.languages.first().is_none_or(|first| first != BULGARIAN) {
        report.error(
            "languages",
            PACK,
            "languages",
            "the pack's first language is not Bulgarian",
            "write languages = [\"bg\", …]",
        );
    }
    if let Some(wrong) = info.languages.iter().position(|lang| !is_language(lang)) {
        report.error(
            "languages",
            PACK,
            &format!("languages/{wrong}"),
            format!("“{}” is no language code", info.languages[wrong]),
            "write its two small letters, as in en",
        );
    }
    if info.timezone.parse::<chrono_tz::Tz>().is_err() {
        report.error(
            "timezone",
            PACK,
            "timezone",
            format!("“{}” is no time zone", info.timezone),
            "write timezone = \"Europe/Sofia\"",
        );
    }
    let id = &info.municipality.id;
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
        report.error(
            "municipality-id",
            PACK,
            "municipality/id",
            format!("“{id}” is no short Latin name"),
            "write it with small letters a to z and “-”, as in kyustendil",
        );
    }
    accent(&info.accent, report);
}

/// The accent is a colour of text on white paper, and the ground of white text: the ratio is the same.
fn accent(accent: &str, report: &mut Report<'_>) {
    let ratio = match accent.parse::<Rgb>() {
        Ok(colour) => colour.contrast(WHITE),
        Err(error) => {
            report.error("accent", PACK, "accent", error.to_string(), "correct the colour");
            return;
        }
    };
    if ratio < CONTRAST {
        report.error(
            "contrast",
            PACK,
            "accent",
            format!("the accent {accent} has a contrast of {ratio:.2}:1 to white, below {CONTRAST}:1"),
            "choose a darker shade of it",
        );
    }
}
