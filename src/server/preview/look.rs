//! What is to be drawn, and how: as a page's address says it.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::content::text::is_language;

/// The screens that show what a pack says, as `parter shot` names them.
pub const SCREENS: [&str; 7] = [
    "home", "services", "service", "queues", "charter", "promises", "contacts",
];

/// A kiosk's panel.
pub struct Panel {
    pub name: &'static str,
    pub size: &'static str,
    pub inches: &'static str,
}

pub const PANELS: [Panel; 4] = [
    Panel {
        name: "portrait",
        size: "1080x1920",
        inches: "21.5",
    },
    Panel {
        name: "landscape",
        size: "1920x1080",
        inches: "21.5",
    },
    Panel {
        name: "large",
        size: "1080x1920",
        inches: "32",
    },
    Panel {
        name: "small",
        size: "768x1366",
        inches: "15.6",
    },
];

/// All of it may be left out, and what is not known is as if it were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    pub screen: String,
    /// The service of its own screen.
    pub service: String,
    pub lang: String,
    /// The name of one of [`PANELS`].
    pub panel: String,
    pub large: bool,
    pub contrast: bool,
    /// The time that the kiosk's clock shows, as 2026-11-23T10:30; now where it is empty.
    pub at: String,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            screen: "home".to_owned(),
            service: String::new(),
            lang: "bg".to_owned(),
            panel: "portrait".to_owned(),
            large: false,
            contrast: false,
            at: String::new(),
        }
    }
}

impl Look {
    #[must_use]
    pub fn panel(&self) -> &'static Panel {
        let [first, ..] = &PANELS;
        PANELS.iter().find(|panel| panel.name == self.panel).unwrap_or(first)
    }

    /// Whether it looks the same at any time.
    #[must_use]
    pub fn is_still(&self) -> bool {
        !self.at().is_empty()
    }

    fn at(&self) -> &str {
        let is_time = NaiveDateTime::parse_from_str(&self.at, "%Y-%m-%dT%H:%M").is_ok();
        if is_time { &self.at } else { "" }
    }

    fn screen(&self) -> &'static str {
        let [home, ..] = SCREENS;
        let known = SCREENS.into_iter().find(|screen| *screen == self.screen);
        let needs_service = known == Some("service") && self.service.is_empty();
        known.filter(|_| !needs_service).unwrap_or(home)
    }

    /// As `parter shot` takes it. A value is never taken for an option.
    pub(super) fn arguments(&self) -> Vec<String> {
        let panel = self.panel();
        let lang = if is_language(&self.lang) { &self.lang } else { "bg" };
        let mut arguments = vec![
            format!("--screen={}", self.screen()),
            format!("--lang={lang}"),
            format!("--size={}", panel.size),
            format!("--diagonal={}", panel.inches),
            format!("--text={}", if self.large { "large" } else { "normal" }),
            format!("--contrast={}", if self.contrast { "high" } else { "normal" }),
        ];
        if self.screen() == "service" {
            arguments.push(format!("--service={}", self.service));
        }
        if !self.at().is_empty() {
            arguments.push(format!("--at={}", self.at()));
        }
        arguments
    }
}
