//! What staff asked to be told of, as letters: to a municipality's own addresses, in Bulgarian, once for each alert.

use chrono_tz::{Europe::Sofia, Tz};
use tracing::{info, warn};

use super::{
    state::App,
    store::{Result, alerts::Alert},
};
use crate::{
    content::{calendar::local_time, l10n, promise::TimeUnit, text::BULGARIAN},
    figures::alert::{Measured, Rule},
};

/// So many at once; the others follow in minutes.
const AT_ONCE: u32 = 20;

/// Sends what is open and was not sent.
///
/// # Errors
/// When the database can't be used. A letter that does not leave is logged; where none of an alert's has left, it is tried
/// again in minutes.
pub async fn send(app: &App) -> Result<()> {
    let Some(mailer) = &app.mailer else { return Ok(()) };
    for alert in app.store.take_unsent_alerts(AT_ONCE, app.now()).await? {
        let addresses = app.store.alert_addresses(&alert.municipality).await?;
        let place = Place::of(app, &alert).await?;
        let (subject, text) = (subject(&alert, &place), text(app, &alert, &place));
        let mut letters = 0;
        for (line, address) in (1..).zip(&addresses) {
            match mailer.send(address, &subject, &text).await {
                Ok(()) => letters += 1,
                // The line is the page's: an address is no matter of the log.
                Err(fault) => warn!(%fault, alert = alert.id, line, "a letter of an alert did not leave"),
            }
        }
        if letters > 0 {
            app.store.alert_sent(alert.id, app.now()).await?;
            info!(alert = alert.id, letters, "an alert was sent");
        }
    }
    Ok(())
}

/// What an alert is about.
struct Place {
    /// The kiosk's, or the lobby's.
    name: String,
    zone: Tz,
}

impl Place {
    async fn of(app: &App, alert: &Alert) -> Result<Self> {
        let packs = app.packs.now();
        let pack = packs.of(&alert.municipality);
        let zone = pack.map_or(Sofia, |pack| pack.zone());
        let name = match alert.rule {
            Rule::Silent { .. } => {
                let fleet = app.store.fleet(app.now()).await?;
                let own = fleet.into_iter().find(|report| report.device.id == alert.subject);
                own.map(|report| report.device.name)
            }
            Rule::Unhappy { .. } | Rule::Waiting { .. } => {
                let place = pack.and_then(|pack| pack.place_of(&alert.subject));
                place.map(|place| place.name.get(BULGARIAN).to_owned())
            }
        };
        let name = name.unwrap_or_else(|| alert.subject.clone());
        let municipality = pack.map(|pack| pack.info.municipality.name.get(BULGARIAN).to_owned());
        Ok(Self {
            name: municipality.map_or(name.clone(), |municipality| format!("{municipality}, {name}")),
            zone,
        })
    }
}

fn subject(alert: &Alert, place: &Place) -> String {
    let what = match alert.rule {
        Rule::Unhappy { .. } => "недоволни посетители",
        Rule::Waiting { .. } => "дълго чакане",
        Rule::Silent { .. } => "киоск не се обажда",
    };
    format!("Партер: {what} – {}", place.name)
}

fn text(app: &App, alert: &Alert, place: &Place) -> String {
    format!(
        "{}\n\nИзмерено: {}.\nПравило: {}.\n\nПодробности: {}/admin/figures/{}/alerts\n\n\
         Това писмо е изпратено от Партер, защото правилото е зададено от Вашата община. То не се отнася за отделен \
         служител.\n",
        place.name,
        measured(alert.measured, place.zone),
        rule(alert.rule),
        app.public_url,
        alert.municipality
    )
}

fn rule(rule: Rule) -> String {
    let days = |days| l10n::amount(days, TimeUnit::Days, BULGARIAN);
    match rule {
        Rule::Unhappy {
            percent,
            days: last,
            answers,
        } => format!(
            "повече от {percent} % недоволни за {}, при поне {answers} оценки",
            days(last)
        ),
        Rule::Waiting {
            percent,
            days: last,
            minutes,
        } => format!("повече от {percent} % чакат над {minutes} минути за {}", days(last)),
        Rule::Silent { minutes } => format!("киоск не се обажда {minutes} минути, докато е отворено"),
    }
}

fn measured(measured: Measured, zone: Tz) -> String {
    match measured {
        Measured::Unhappy { unhappy, answers } => format!("{unhappy} от {answers} оценки са „лошо“ или „много лошо“"),
        Measured::Waiting { late, visits } => format!("{late} от {visits} посетители са чакали по-дълго"),
        Measured::Silent { since } => {
            let heard = local_time(since, zone);
            let day = l10n::date_with_year(heard.date(), BULGARIAN);
            format!("чут е за последно на {day} в {}", l10n::time(heard.time()))
        }
    }
}
