//! How satisfied visitors were, in charts and tables: the whole, and how it went.

use maud::{Markup, html};

use super::{gather::Gathered, scope::Scope, words};
use crate::{
    content::Pack,
    figures::{Audience, Counts, Period, Satisfaction, Unit, satisfaction::response},
    server::chart::{
        Mark,
        bars::Bar,
        columns::{Column, Columns},
        data::Data,
    },
    web::lang::Lang,
};

/// What is looked at, by whom.
pub struct View<'a> {
    pub lang: Lang,
    pub pack: &'a Pack,
    pub gathered: &'a Gathered,
    pub satisfaction: &'a Satisfaction<'a>,
    pub audience: Audience,
    pub scope: &'a Scope,
}

impl<'a> View<'a> {
    pub fn say<'t>(&self, bg: &'t str, en: &'t str) -> &'t str {
        self.lang.say(bg, en)
    }

    pub fn lobby(&self) -> Option<&'a str> {
        self.scope.lobby.as_deref()
    }

    /// The ratings of a period, of the chosen queue where one is.
    fn counts(&self, period: Period) -> Counts {
        match &self.scope.queue {
            None => self.satisfaction.total(period),
            queue => {
                let queues = self.satisfaction.queues(period).parts.into_iter();
                let mut chosen = queues.filter(|(known, _)| known == queue);
                chosen.next().map(|(_, counts)| counts).unwrap_or_default()
            }
        }
    }

    /// Whether anybody rated in it at all.
    fn is_any(&self, period: Period) -> bool {
        let queue = &self.scope.queue;
        self.gathered
            .has(self.lobby(), period, |cell| queue.is_none() || cell.queue == *queue)
    }

    pub fn mark(&self, counts: &Counts, is_any: bool) -> Mark {
        let satisfied = counts.satisfied();
        match (satisfied.ratio(), satisfied.interval()) {
            (Some(value), Some((low, high))) => Mark::Shown { value, low, high },
            _ if is_any => Mark::Withheld,
            _ => Mark::Nothing,
        }
    }

    /// What a mark says, in a table.
    pub fn told(&self, mark: Mark) -> String {
        match mark {
            Mark::Shown { value, .. } => words::per_cent(self.lang, value),
            Mark::Withheld => self.say("скрито", "withheld").to_owned(),
            Mark::Nothing => "–".to_owned(),
        }
    }

    pub fn told_interval(&self, mark: Mark) -> String {
        match mark {
            Mark::Shown { low, high, .. } => words::interval(self.lang, (low, high)),
            Mark::Withheld | Mark::Nothing => "–".to_owned(),
        }
    }

    /// The whole period in a few figures.
    #[must_use]
    pub fn summary(&self) -> Markup {
        let (lang, period) = (self.lang, self.scope.period);
        let counts = self.counts(period);
        let mark = self.mark(&counts, self.is_any(period));
        let Mark::Shown { value, low, high } = mark else {
            return self.nothing(mark);
        };
        let response = response(self.gathered.days(self.lobby()), &counts, period);
        // Visits are told by the queue of the call, ratings by what the visitor said: they are no parts of one another.
        let is_meant = self.scope.queue.is_none();
        let response = response.ratio().filter(|_| is_meant).map(|ratio| (ratio, response.of));
        // Where some ratings are not shown, more of the visits were rated.
        let at_least = match self.gathered.counted(self.lobby(), period) > counts.counted() {
            true => self.say("поне", "at least"),
            false => "",
        };
        let across = self.satisfaction.across(period).counted();
        html! {
            ul.counts {
                li { strong { (words::per_cent(lang, value)) } " " (self.say("доволни", "satisfied")) " "
                    span.soft { "(" (words::interval(lang, (low, high))) ")" } }
                li { strong { (words::number(lang, counts.counted())) } " " (self.say("оценки", "ratings")) }
                @if let Some((ratio, visits)) = response {
                    li { (at_least) " " strong { (words::per_cent(lang, ratio)) } " " (self.say("от посещенията са оценени", "of visits were rated")) " "
                        span.soft { "(" (self.say("от", "of")) " " (words::visits(lang, visits)) ")" } }
                }
                li { strong { (words::number(lang, counts.repeated)) } " " (self.say("повторни докосвания, които не се броят", "repeated taps, which do not count")) }
            }
            p.soft {
                (self.say(
                    "Доволни са избралите „Добре“ или „Отлично“. В скоби е интервалът, в който истинският дял лежи с вероятност 95 % (по Уилсън).",
                    "Satisfied are those who chose “Good” or “Excellent”. In brackets is the interval in which the true share lies with a probability of 95% (Wilson).",
                ))
                @if period.last >= self.gathered.today {
                    " " (self.say(
                        "Докато периодът тече, най-новите оценки още не се показват.",
                        "While the period is under way, its newest ratings are not shown yet.",
                    ))
                }
                @if across > 0 && self.scope.queue.is_none() {
                    " " (self.say("В по-дълъг период се показват още", "Shown only with a longer period:")) " "
                    (words::ratings(lang, across)) "."
                }
            }
        }
    }

    fn nothing(&self, mark: Mark) -> Markup {
        let k = self.audience.k();
        html! {
            p.empty {
                @if mark == Mark::Withheld {
                    (self.say("Има оценки, но са по-малко от", "There are ratings, but fewer than")) " " (k) " "
                    (self.say(
                        "или още не могат да се отделят от съседни дни. Показват се с по-дълъг период.",
                        "or not to be told apart from neighbouring days yet. They are shown with a longer period.",
                    ))
                } @else {
                    (self.say("Няма оценки за този период.", "There are no ratings of this period."))
                }
            }
        }
    }

    /// How the ratings spread over the five faces.
    #[must_use]
    pub fn faces(&self) -> Markup {
        let lang = self.lang;
        let counts = self.counts(self.scope.period);
        let all = counts.counted();
        if all == 0 {
            return html! {};
        }
        let mut data = Data::of(&[
            self.say("Оценка", "Rating"),
            self.say("Брой", "Number"),
            self.say("Дял", "Share"),
        ]);
        let mut bars = Vec::new();
        for (face, count) in counts.faces.into_iter().enumerate().rev() {
            let share = f64::from(count) / f64::from(all);
            let (word, number, part) = (
                words::face(lang, face),
                words::number(lang, count),
                words::per_cent(lang, share),
            );
            bars.push(Bar {
                label: word.to_owned(),
                value: Some(share),
                shown: format!("{number} ({part})"),
            });
            data.rows.push(vec![word.to_owned(), number, part]);
        }
        let title = self.say("Разпределение на оценките", "How ratings are distributed");
        self.bars("faces", title, &bars, true, &data)
    }

    /// The share satisfied, part by part of the period.
    #[must_use]
    pub fn series(&self) -> Markup {
        let parts = self.scope.parts();
        if self.scope.unit == parts {
            return html! {};
        }
        let title = format!(
            "{} {}",
            self.say("Дял на доволните", "Share satisfied"),
            words::by(self.lang, parts)
        );
        self.course("course", &title, parts, self.scope.period)
    }

    /// The share satisfied in each of the `parts` of `period`.
    #[must_use]
    pub fn course(&self, id: &str, title: &str, parts: Unit, period: Period) -> Markup {
        let lang = self.lang;
        let until = self.gathered.today;
        let spans: Vec<(Period, Counts)> = parts
            .within(period)
            .filter(|part| part.first <= until)
            .map(|part| (part, self.counts(part)))
            .collect();
        let mut data = Data::of(&[
            self.say("Период", "Period"),
            self.say("Доволни", "Satisfied"),
            self.say("Интервал", "Interval"),
            self.say("Оценки", "Ratings"),
        ]);
        let mut columns = Vec::new();
        for (part, counts) in spans {
            let mark = self.mark(&counts, self.is_any(part));
            let name = words::period(lang, parts, part);
            columns.push(Column {
                label: words::short(lang, parts, part),
                name: name.clone(),
                mark,
            });
            // Days on which the office is closed are no news.
            if parts > Unit::Day || mark != Mark::Nothing {
                data.rows.push(self.row(name, mark, &counts));
            }
        }
        if parts == Unit::Day {
            data.rows.extend(self.joined(period));
        }
        let chart = Columns {
            id,
            title,
            summary: &self.in_short(&columns),
            columns: &columns,
            of_one: true,
            interval: Some(self.say("интервалът с вероятност 95 %", "the interval with a probability of 95%")),
            data: &data,
        };
        chart.html(lang)
    }

    /// Days that are shown only together.
    fn joined(&self, period: Period) -> Vec<Vec<String>> {
        if self.scope.queue.is_some() {
            return Vec::new();
        }
        let spans = self
            .satisfaction
            .days(period)
            .into_iter()
            .filter(|(span, _)| !span.is_day());
        spans
            .map(|(span, counts)| {
                let name = format!("{} {}", words::days(self.lang, span), self.say("заедно", "together"));
                self.row(name, self.mark(&counts, true), &counts)
            })
            .collect()
    }

    fn row(&self, name: String, mark: Mark, counts: &Counts) -> Vec<String> {
        let number = match mark {
            Mark::Shown { .. } => words::number(self.lang, counts.counted()),
            Mark::Withheld | Mark::Nothing => "–".to_owned(),
        };
        vec![name, self.told(mark), self.told_interval(mark), number]
    }

    /// The lowest and the highest, for who does not see the columns.
    fn in_short(&self, columns: &[Column]) -> String {
        let withheld = columns.iter().filter(|column| column.mark == Mark::Withheld).count();
        let shown = columns.iter().filter_map(|column| match column.mark {
            Mark::Shown { value, .. } => Some((value, column.name.as_str())),
            Mark::Withheld | Mark::Nothing => None,
        });
        let mut shown: Vec<(f64, &str)> = shown.collect();
        shown.sort_by(|one, other| one.0.total_cmp(&other.0));
        let end = |(value, name): &(f64, &str)| format!("{} ({name})", words::per_cent(self.lang, *value));
        let mut said = match (shown.first(), shown.last()) {
            (Some(low), Some(high)) => {
                let (lowest, highest) = (self.say("Най-ниско:", "Lowest:"), self.say("най-високо:", "highest:"));
                format!("{lowest} {}, {highest} {}.", end(low), end(high))
            }
            _ => self
                .say("Няма какво да се покаже.", "There is nothing to show.")
                .to_owned(),
        };
        if withheld > 0 {
            said.push_str(&format!(" {} {withheld}.", self.say("Скрити:", "Withheld:")));
        }
        said
    }
}
