//! What the report says. Each chapter is made of the sources alone.

mod about;
mod actions;
mod methods;
mod promises;
mod remarks;
mod satisfaction;
mod survey;
mod withheld;

use chrono::NaiveDate;

use super::{
    model::{Cell, Report, Table},
    sources::Sources,
    words,
};
use crate::{
    figures::{
        Audience, Counts, Period, Satisfaction, Share, Unit,
        day::RatingFacts,
        satisfaction::{Answers, response},
    },
    server::chart::Mark,
    web::lang::Lang,
};

/// What may be told to everybody.
const AUDIENCE: Audience = Audience::Public;

impl Report {
    /// The report of `year`, as the `sources` have it; `year` may be under way.
    #[must_use]
    pub fn of(lang: Lang, year: i32, sources: &Sources<'_>) -> Self {
        let writer = Writer::new(lang, year, sources);
        let mut chapters = vec![
            writer.about(),
            writer.methods(),
            writer.satisfaction(),
            writer.remarks(),
            writer.survey(),
            writer.promises(),
            writer.actions(),
        ];
        chapters.push(writer.withheld(&chapters));
        let title = lang.say(
            "Годишен отчет за обратната връзка и удовлетвореността от административното обслужване",
            "Yearly report on feedback and satisfaction with administrative services",
        );
        Self {
            lang,
            municipality: sources.pack.info.municipality.name.get(lang.code()).to_owned(),
            title: format!("{title}, {}", writer.year_name()),
            reminder: lang
                .say(
                    "Показатели на общината, не официалният индекс за удовлетвореност",
                    "The municipality’s own figures, not the official satisfaction index",
                )
                .to_owned(),
            made: sources.now,
            chapters,
        }
    }
}

struct Writer<'a> {
    lang: Lang,
    year: Period,
    sources: &'a Sources<'a>,
    satisfaction: Satisfaction<'a>,
    /// By the question's place in the survey card, the year's.
    answers: Vec<Answers>,
}

impl<'a> Writer<'a> {
    fn new(lang: Lang, year: i32, sources: &'a Sources<'a>) -> Self {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(sources.today);
        let lobbies: Vec<_> = sources.lobbies.iter().map(|(_, lobby)| lobby.days).collect();
        let (year, satisfaction) = (
            Unit::Year.of(first),
            Satisfaction::of(&lobbies, AUDIENCE, sources.complete_before),
        );
        let questions = sources.pack.survey.questions.iter();
        let answers = questions
            .map(|question| satisfaction.question(&question.id).within(year))
            .collect();
        Self {
            lang,
            year,
            sources,
            satisfaction,
            answers,
        }
    }

    fn say<'t>(&self, bg: &'t str, en: &'t str) -> &'t str {
        self.lang.say(bg, en)
    }

    fn code(&self) -> &'static str {
        self.lang.code()
    }

    /// «2026 г.»
    fn year_name(&self) -> String {
        words::period(self.lang, Unit::Year, self.year)
    }

    fn is_over(&self) -> bool {
        self.year.last < self.sources.today
    }

    /// The year's ratings that may be shown.
    fn total(&self) -> Counts {
        self.satisfaction.total(self.year)
    }

    /// The ratings that may be shown, to the visits.
    fn response(&self) -> Share {
        let days = self.sources.lobbies.iter().flat_map(|(_, lobby)| lobby.days);
        response(days, &self.total(), self.year)
    }

    /// The share satisfied, or why there is none. `is_meant` tells which ratings `counts` are of.
    fn mark(&self, counts: &Counts, period: Period, is_meant: impl Fn(&RatingFacts) -> bool) -> Mark {
        let satisfied = counts.satisfied();
        match (satisfied.ratio(), satisfied.interval()) {
            (Some(value), Some((low, high))) => Mark::Shown { value, low, high },
            _ if self.sources.has(period, is_meant) => Mark::Withheld,
            _ => Mark::Nothing,
        }
    }

    /// A table of satisfaction: by `what`, see [`satisfied_row`].
    fn satisfied_table(&self, id: &str, title: &str, what: &str) -> Table {
        Table::new(id, title)
            .text(what)
            .number(self.say("Оценки", "Ratings"))
            .number(self.say("Доволни", "Satisfied"))
            .number(self.say("Интервал от", "Interval from"))
            .number(self.say("Интервал до", "Interval to"))
            .number(self.say("Недоволни", "Unhappy"))
            .number(self.say("Средна оценка", "Mean rating"))
    }
}

/// A row of what [`Writer::satisfied_table`] has columns for.
fn satisfied_row(name: String, counts: &Counts, mark: Mark) -> Vec<Cell> {
    let mut row = vec![Cell::Text(name)];
    match mark {
        Mark::Shown { value, low, high } => row.extend([
            Cell::Count(counts.counted()),
            Cell::Share(value),
            Cell::Share(low),
            Cell::Share(high),
            Cell::share(counts.unhappy().ratio()),
            counts.mean().map_or(Cell::Nothing, Cell::Decimal),
        ]),
        Mark::Withheld => row.extend(std::iter::repeat_n(Cell::Withheld, 6)),
        Mark::Nothing => row.extend(std::iter::repeat_n(Cell::Nothing, 6)),
    }
    row
}

/// A count of what may be told when there are enough of it.
fn enough(count: u32) -> Cell {
    if count == 0 || count >= AUDIENCE.k() {
        Cell::Count(count)
    } else {
        Cell::Withheld
    }
}
