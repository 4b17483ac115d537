//! Looks every few minutes whether the rules for alerts hold, and keeps what was found. [`letters`] sends it.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::{Europe::Sofia, Tz};
use tokio::time::interval;

use super::{
    condense,
    fleet::{self, State},
    letters,
    state::App,
    store::{Result, alerts::KeptRule, days::Span, devices::DeviceReport},
};
use crate::{
    content::{
        Pack,
        calendar::{
            local_time,
            opening::{day_off, shifts_on},
        },
    },
    figures::{
        Audience, DayFacts, Satisfaction,
        alert::{Found, Kiosk, Rule},
    },
};

const BEAT: Duration = Duration::from_secs(300);

/// Until the server ends.
pub async fn watch(app: App) {
    let mut ending = app.ending.clone();
    let mut beat = interval(BEAT);
    while !*ending.borrow() {
        tokio::select! {
            _ = beat.tick() => {
                if let Err(fault) = look(&app).await {
                    tracing::warn!(%fault, "it can't be seen whether the rules for alerts hold");
                }
                if let Err(fault) = letters::send(&app).await {
                    tracing::warn!(%fault, "it can't be seen what is to be sent");
                }
            }
            changed = ending.changed() => if changed.is_err() { return },
        }
    }
}

/// Looks once, for all municipalities.
///
/// # Errors
/// When the database can't be used.
pub async fn look(app: &App) -> Result<()> {
    let mut municipalities = BTreeMap::<String, Vec<KeptRule>>::new();
    for kept in app.store.alert_rules(None).await? {
        municipalities.entry(kept.municipality.clone()).or_default().push(kept);
    }
    for (municipality, rules) in municipalities {
        look_at(app, &municipality, &rules).await?;
    }
    Ok(())
}

async fn look_at(app: &App, municipality: &str, rules: &[KeptRule]) -> Result<()> {
    let now = app.now();
    let pack = app.packs.now().of(municipality).cloned();
    let zone = pack.as_ref().map_or(Sofia, |pack| pack.zone());
    let moment = Moment {
        now,
        today: local_time(now, zone).date(),
        complete_before: condense::complete_before(now, zone),
    };
    let lobbies = lobbies(app, municipality, rules, moment.today).await?;
    let kiosks = kiosks(app, municipality, pack.as_deref(), now).await?;
    for KeptRule { id, rule, .. } in rules {
        let found = found(*rule, &lobbies, &kiosks, moment);
        app.store.settle_alerts(*id, &found, now).await?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Moment {
    now: DateTime<Utc>,
    today: NaiveDate,
    complete_before: NaiveDate,
}

fn found(rule: Rule, lobbies: &BTreeMap<String, Vec<DayFacts>>, kiosks: &[Kiosk], at: Moment) -> Vec<Found> {
    let of_lobby = |(lobby, days): (&String, &Vec<DayFacts>)| {
        let ratings = Satisfaction::of(&[days], Audience::Staff, at.complete_before);
        let measured = rule
            .of_ratings(&ratings, at.today)
            .or_else(|| rule.of_visits(days, at.today))?;
        Some(Found {
            subject: lobby.clone(),
            measured,
        })
    };
    let of_kiosk = |kiosk: &Kiosk| {
        Some(Found {
            subject: kiosk.id.clone(),
            measured: rule.of_kiosk(kiosk, at.now)?,
        })
    };
    let by_lobby = lobbies.iter().filter_map(of_lobby);
    by_lobby.chain(kiosks.iter().filter_map(of_kiosk)).collect()
}

/// Each lobby's days, in order, as far back as any of the rules looks: whole years, since ratings are grouped by years.
async fn lobbies(
    app: &App,
    municipality: &str,
    rules: &[KeptRule],
    today: NaiveDate,
) -> Result<BTreeMap<String, Vec<DayFacts>>> {
    let mut lobbies = BTreeMap::<String, Vec<DayFacts>>::new();
    let first = rules
        .iter()
        .filter_map(|kept| kept.rule.period(today))
        .map(|period| period.first);
    if let Some(from) = first.min().and_then(|first| first.with_ordinal(1)) {
        let municipality = municipality.to_owned();
        let span = Span {
            municipality,
            from,
            to: today,
        };
        for (of, facts) in condense::days(app, &span).await?.days {
            lobbies.entry(of.lobby).or_default().push(facts);
        }
    }
    Ok(lobbies)
}

/// Those that are in use.
async fn kiosks(app: &App, municipality: &str, pack: Option<&Pack>, now: DateTime<Utc>) -> Result<Vec<Kiosk>> {
    let fleet = app.store.fleet(now).await?;
    let own = fleet
        .into_iter()
        .filter(|report| report.device.municipality == municipality);
    let kiosk = |report: DeviceReport| match fleet::state(&report, now) {
        State::Works | State::Silent { .. } => Some(Kiosk {
            heard: report.heard_at.or(report.enrolled_at)?,
            open_since: open_since(pack, report.device.place(), now),
            id: report.device.id,
        }),
        State::NotEnrolled { .. } | State::Revoked { .. } => None,
    };
    Ok(own.filter_map(kiosk).collect())
}

/// Since when the lobby's place has been open; always, where its hours are not published.
fn open_since(pack: Option<&Pack>, lobby: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let always = Some(DateTime::UNIX_EPOCH);
    let Some(pack) = pack else { return always };
    let Some(place) = pack.place_of(lobby).filter(|place| !place.open.is_empty()) else {
        return always;
    };
    let wall = local_time(now, pack.zone());
    if day_off(&pack.hours, place, wall.date()).is_some() {
        return None;
    }
    let shifts = shifts_on(&place.open, wall.weekday());
    let shift = shifts.iter().find(|shift| shift.contains(wall.time()))?;
    moment(wall.date().and_time(shift.from), pack.zone())
}

fn moment(wall: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    Some(zone.from_local_datetime(&wall).earliest()?.to_utc())
}
