//! Days are condensed as they become stale: by a task in the background, and before a page that asks for them.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::{Europe::Sofia, Tz};
use tokio::time::sleep;

use super::{
    packs::Packs,
    state::App,
    store::{
        Result, Store,
        days::{Condensed, CondensedDay, Span, ToldDay},
    },
};
use crate::{content::calendar::local_time, figures::DayFacts};

/// No page waits for more days than this.
const BEFORE_A_PAGE: u32 = 10;
/// So many at once in the background, and again soon while there are more.
const AT_ONCE: u32 = 50;
const SOON: Duration = Duration::from_millis(100);
/// A kiosk's ratings come within this after their bucket.
const UNDER_WAY: TimeDelta = TimeDelta::hours(12);
const BEAT: Duration = Duration::from_secs(20);

/// What is known of the span's days, the newest of them as of now.
///
/// # Errors
/// When the database can't be used.
pub async fn days(app: &App, span: &Span) -> Result<Condensed> {
    condense(&*app.store, &app.packs.now(), Some(span), BEFORE_A_PAGE).await?;
    app.store.condensed_days(span).await
}

/// The day before which all ratings have come at `now`, but for those of a kiosk that was cut off longer. One for all who
/// group ratings: what one page holds back, another may not show.
#[must_use]
pub fn complete_before(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    local_time(now - UNDER_WAY, zone).date()
}

/// Condenses the newest stale days, at most so many, and says how many it were.
///
/// # Errors
/// When the database can't be used.
pub async fn condense(store: &dyn Store, packs: &Packs, within: Option<&Span>, most: u32) -> Result<usize> {
    let stale = store.stale_days(within, most).await?;
    let mut condensed = Vec::new();
    for day in &stale {
        condensed.extend(store.told_day(day).await?.map(|told| facts(packs, told)));
    }
    store.keep_days(&condensed).await?;
    Ok(stale.len())
}

fn facts(packs: &Packs, told: ToldDay) -> CondensedDay {
    let ToldDay {
        of,
        records,
        ratings,
        revision,
    } = told;
    let zone = packs.of(&of.municipality).map_or(Sofia, |pack| pack.zone());
    CondensedDay {
        facts: DayFacts::of(of.day, zone, &records, &ratings),
        of,
        revision,
    }
}

/// Condenses whatever becomes stale, until the server ends.
pub async fn watch(app: App) {
    let mut ending = app.ending.clone();
    while !*ending.borrow() {
        let pause = match condense(&*app.store, &app.packs.now(), None, AT_ONCE).await {
            Ok(many) if many >= AT_ONCE as usize => SOON,
            Ok(_) => BEAT,
            Err(fault) => {
                tracing::warn!(%fault, "days can't be condensed");
                BEAT
            }
        };
        tokio::select! {
            () = sleep(pause) => {}
            changed = ending.changed() => if changed.is_err() { return },
        }
    }
}
