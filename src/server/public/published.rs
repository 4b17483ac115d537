//! The figures that everybody may have, as rows: what `assets/web/figures.schema.json` describes. A row's fields are a CSV's
//! columns, in this order.

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use super::SCHEMA;
use crate::{
    content::{
        Pack,
        promise::{Metric, TimeUnit},
    },
    figures::{
        Audience, Period, Satisfaction, Unit,
        ledger::{Line, Measured, ORDINANCE_MINUTES, SpreadUnit, Unmeasured},
        satisfaction::response,
    },
    server::figures::{
        gather::{Gathered, Ledger},
        ledger::told,
    },
};

/// `figures.json`
#[derive(Debug, Serialize)]
pub struct Published<'a> {
    /// Where the schema is, on this server.
    pub schema: &'static str,
    pub municipality: &'a str,
    pub name_bg: &'a str,
    pub name_en: &'a str,
    pub counted_on: NaiveDate,
    /// No figure is of fewer ratings, or cases.
    pub least: u32,
    pub promises: Vec<PromiseRow<'a>>,
    pub satisfaction: Vec<SatisfactionRow>,
}

/// `promises.csv`
#[derive(Debug, Serialize)]
pub struct PromiseRow<'a> {
    pub id: &'a str,
    pub text_bg: &'a str,
    pub text_en: &'a str,
    pub metric: Metric,
    pub threshold: Option<u32>,
    pub unit: Option<TimeUnit>,
    pub section: &'a str,
    pub line: Option<usize>,
    pub quote: &'a str,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub state: State,
    pub cases: Option<u32>,
    pub kept: Option<u32>,
    pub share_kept: Option<f64>,
    pub median: Option<u32>,
    pub p90: Option<u32>,
    pub spread_unit: Option<&'static str>,
    pub undecided: Option<u32>,
}

/// `satisfaction.csv`
#[derive(Debug, Serialize)]
pub struct SatisfactionRow {
    /// `2026-11`, `2026-Q4`, `2026`
    pub period: String,
    pub kind: Unit,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub complete: bool,
    pub state: State,
    pub very_bad: Option<u32>,
    pub bad: Option<u32>,
    pub fair: Option<u32>,
    pub good: Option<u32>,
    pub excellent: Option<u32>,
    pub counted: Option<u32>,
    pub share_satisfied: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub visits: u32,
    pub repeated: Option<u32>,
}

/// Whether there is a figure, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Shown,
    /// Nobody rated.
    None,
    /// There are too few to be shown.
    Withheld,
    /// Nothing measures it.
    NoMeans,
    /// There is nothing to hold it against.
    NoMeasure,
}

/// The last whole month, and the twelve that end with it.
#[must_use]
pub fn spans(today: NaiveDate) -> [Period; 2] {
    let this_month = Unit::Month.of(today).first;
    let month = this_month
        .pred_opt()
        .map_or(Unit::Month.of(today), |last| Unit::Month.of(last));
    let first = month.first.checked_sub_months(Months::new(11)).unwrap_or(month.first);
    [month, Period { first, ..month }]
}

/// The days that all of this is made of: this calendar year and the one before.
#[must_use]
pub fn all(today: NaiveDate) -> Period {
    let this_year = Unit::Year.of(today);
    let before = this_year.first.pred_opt().map_or(this_year, |last| Unit::Year.of(last));
    before.with(&this_year)
}

impl<'a> Published<'a> {
    #[must_use]
    pub fn of(pack: &'a Pack, gathered: &Gathered) -> Self {
        let audience = Audience::Public;
        let info = &pack.info.municipality;
        let satisfaction = gathered.satisfaction(audience, None);
        let ledgers = spans(gathered.today).map(|span| gathered.ledger(pack, None, span));
        Self {
            schema: SCHEMA,
            municipality: &info.id,
            name_bg: info.name.get("bg"),
            name_en: info.name.get("en"),
            counted_on: gathered.today,
            least: audience.k(),
            promises: ledgers.iter().flat_map(promises).collect(),
            satisfaction: [Unit::Month, Unit::Quarter, Unit::Year]
                .into_iter()
                .flat_map(|unit| unit.within(all(gathered.today)).map(move |period| (unit, period)))
                .filter(|(_, period)| period.first <= gathered.today)
                .map(|(unit, period)| SatisfactionRow::of(unit, period, &satisfaction, gathered))
                .collect(),
        }
    }
}

fn promises<'a>(ledger: &Ledger<'a>) -> Vec<PromiseRow<'a>> {
    let lines = ledger.lines.iter().map(|line| PromiseRow::of(line, ledger.period));
    lines.chain([PromiseRow::ordinance(ledger)]).collect()
}

impl<'a> PromiseRow<'a> {
    fn of(line: &Line<'a>, period: Period) -> Self {
        let promise = line.promise;
        let row = Self {
            id: &promise.id,
            text_bg: promise.text.get("bg"),
            text_en: promise.text.get("en"),
            metric: promise.metric,
            threshold: promise.threshold,
            unit: promise.unit,
            section: &promise.section,
            line: line.quoted.map(|quoted| quoted.line),
            quote: &promise.quote,
            from: period.first,
            to: period.last,
            state: State::Shown,
            cases: None,
            kept: None,
            share_kept: None,
            median: None,
            p90: None,
            spread_unit: None,
            undecided: None,
        };
        row.with(line.measured)
    }

    /// What holds without having been promised.
    fn ordinance(ledger: &Ledger<'a>) -> Self {
        let row = Self {
            id: "ordinance-20-minutes",
            text_bg: "Наредба за административното обслужване, чл. 20: чакане до 20 минути (по вторичен източник)",
            text_en: "Ordinance on Administrative Service, Art. 20: a wait of 20 minutes at most (by a secondary source)",
            metric: Metric::QueueWait,
            threshold: Some(ORDINANCE_MINUTES),
            unit: Some(TimeUnit::Minutes),
            section: "",
            line: None,
            quote: "",
            from: ledger.period.first,
            to: ledger.period.last,
            state: State::Shown,
            cases: None,
            kept: None,
            share_kept: None,
            median: None,
            p90: None,
            spread_unit: None,
            undecided: None,
        };
        row.with(ledger.ordinance)
    }

    fn with(self, measured: Result<Measured, Unmeasured>) -> Self {
        match told(measured, Audience::Public) {
            Ok(Measured {
                cases,
                kept,
                spread,
                open,
            }) => Self {
                cases: Some(cases),
                kept: kept.map(|kept| kept.part),
                share_kept: kept.and_then(|kept| kept.ratio()).map(rounded),
                median: spread.map(|spread| spread.median),
                p90: spread.map(|spread| spread.p90),
                spread_unit: spread.map(|spread| match spread.unit {
                    SpreadUnit::Seconds => "seconds",
                    SpreadUnit::Days => "days",
                }),
                undecided: Some(open),
                ..self
            },
            Err(why) => Self {
                state: match why {
                    Unmeasured::NoMeans => State::NoMeans,
                    Unmeasured::NoMeasure => State::NoMeasure,
                    Unmeasured::TooFew => State::Withheld,
                },
                ..self
            },
        }
    }
}

impl SatisfactionRow {
    fn of(unit: Unit, period: Period, satisfaction: &Satisfaction<'_>, gathered: &Gathered) -> Self {
        let counts = satisfaction.total(period);
        let satisfied = counts.satisfied();
        let is_shown = satisfied.of > 0;
        let shown = |count: u32| is_shown.then_some(count);
        let interval = satisfied.interval();
        let [very_bad, bad, fair, good, excellent] = counts.faces.map(shown);
        Self {
            period: name(unit, period),
            kind: unit,
            from: period.first,
            to: period.last,
            complete: period.last < gathered.today,
            state: match is_shown {
                true => State::Shown,
                false if gathered.has(None, period, |_| true) => State::Withheld,
                false => State::None,
            },
            very_bad,
            bad,
            fair,
            good,
            excellent,
            counted: shown(satisfied.of),
            share_satisfied: satisfied.ratio().map(rounded),
            low: interval.map(|(low, _)| rounded(low)),
            high: interval.map(|(_, high)| rounded(high)),
            visits: response(gathered.days(None), &counts, period).of,
            repeated: shown(counts.repeated),
        }
    }
}

fn name(unit: Unit, period: Period) -> String {
    let (year, month0) = (period.first.year(), period.first.month0());
    match unit {
        Unit::Quarter => format!("{year}-Q{}", month0 / 3 + 1),
        Unit::Month => format!("{year}-{:02}", month0 + 1),
        Unit::Year => year.to_string(),
        Unit::Week | Unit::Day => period.first.to_string(),
    }
}

/// To ten thousandths.
fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}
