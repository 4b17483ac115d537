//! You said, we did.

use parter_ui::{App, ImprovementLine, Improvements};
use slint::ComponentHandle;

use super::rows;
use crate::{
    content::{l10n, survey::Improvement},
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
};

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    if !matches!(
        kiosk.session.screen(),
        Screen::Charter | Screen::Improvements | Screen::RateThanks
    ) {
        return;
    }
    let page = app.global::<Improvements>();
    let improvements = kiosk.pack.survey.improvements.iter();
    let lines = improvements.map(|improvement| line(improvement, kiosk)).collect();
    page.set_lines(rows::update(page.get_lines(), lines));
}

fn line(improvement: &Improvement, kiosk: &Kiosk) -> ImprovementLine {
    let lang = kiosk.session.lang.as_str();
    let reasons = kiosk.pack.survey.reasons.iter();
    let said: Vec<&str> = reasons
        .filter(|reason| improvement.reasons.contains(&reason.id))
        .map(|reason| reason.text.get(lang))
        .collect();
    ImprovementLine {
        said: said.join(" · ").into(),
        said_by: improvement
            .said_by
            .map_or(0, |count| i32::try_from(count).unwrap_or(i32::MAX)),
        done: improvement.text.get(lang).into(),
        since: l10n::date_with_year(improvement.date, lang).into(),
    }
}
