//! What tells ratings apart: queues, hours of the week, reasons, the survey card's questions.

use std::collections::BTreeSet;

use chrono::Weekday;
use maud::{Markup, html};

use super::{satisfaction::View, words};
use crate::{
    content::{
        l10n,
        survey::{Question, Reason, Tone},
    },
    figures::{Counts, Share, day::RatingFacts, satisfaction::Split, suppress::Slot},
    server::chart::{
        Mark,
        bars::{Bar, Bars},
        data::Data,
        heat::Heat,
    },
};

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl View<'_> {
    /// By queue: a rating knows its queue, and not its service.
    #[must_use]
    pub fn queues(&self) -> Markup {
        let period = self.scope.period;
        let Split { parts, rest } = self.satisfaction.queues(period);
        let known = self.pack.queues.queues.iter().map(|queue| Some(queue.id.clone()));
        // Queues that the pack has no more still have their ratings.
        let gone = parts
            .iter()
            .map(|(queue, _)| queue.clone())
            .filter(|queue| queue.as_ref().is_some_and(|id| self.pack.queues.queue(id).is_none()));
        let rows = known.chain(gone).chain([None]).filter_map(|queue| {
            let counts = parts
                .iter()
                .find(|(known, _)| *known == queue)
                .map(|(_, counts)| *counts);
            let is_any = self.gathered.has(self.lobby(), period, |cell| cell.queue == queue);
            let counts = counts.unwrap_or_default();
            let mark = self.mark(&counts, is_any);
            (mark != Mark::Nothing).then(|| self.queue_row(queue.as_deref(), &counts, mark))
        });
        let rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() {
            return html! {};
        }
        let mut data = Data::of(&[
            self.say("Опашка", "Queue"),
            self.say("Доволни", "Satisfied"),
            self.say("Интервал", "Interval"),
            self.say("Недоволни", "Unhappy"),
            self.say("Оценки", "Ratings"),
        ]);
        data.rows = rows;
        html! {
            section {
                h2 { (self.say("По опашки", "By queue")) }
                (data.html(self.say("Удовлетвореност по опашки", "Satisfaction by queue")))
                p.legend {
                    (self.say(
                        "Посетителят казва за коя опашка е дошъл, не за коя услуга: числата на една опашка са за всичките ѝ услуги.",
                        "Visitors say for which queue they came, not for which service: a queue's figures are of all its services.",
                    ))
                    @if rest.counted() > 0 {
                        " " (self.say("Не се отделят по опашка:", "Not told apart by queue:")) " " (words::ratings(self.lang, rest.counted())) "."
                    }
                }
            }
        }
    }

    /// The name of a queue, or of those whose visitors did not say.
    #[must_use]
    pub fn queue_name<'t>(&'t self, queue: Option<&'t str>) -> &'t str {
        match queue {
            None => self.say("не са казали", "did not say"),
            Some(id) => self
                .pack
                .queues
                .queue(id)
                .map_or(id, |queue| queue.name.get(self.lang.code())),
        }
    }

    fn queue_row(&self, queue: Option<&str>, counts: &Counts, mark: Mark) -> Vec<String> {
        let (unhappy, number) = match counts.unhappy().ratio() {
            Some(ratio) => (
                words::per_cent(self.lang, ratio),
                words::number(self.lang, counts.counted()),
            ),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let name = self.queue_name(queue).to_owned();
        vec![name, self.told(mark), self.told_interval(mark), unhappy, number]
    }

    /// By weekday and hour, as far as the buckets tell.
    #[must_use]
    pub fn heat(&self) -> Markup {
        let period = self.scope.period;
        let Split { parts, rest } = self.satisfaction.slots(period);
        let hours: BTreeSet<(u32, u32)> = self
            .gathered
            .days(self.lobby())
            .filter(|day| period.contains(day.day))
            .flat_map(|day| &day.ratings)
            .map(slot)
            .map(|slot| (slot.from, slot.hours))
            .collect();
        let mark = |weekday: Weekday, (from, hours)| {
            let meant = Slot {
                weekday: weekday.num_days_from_monday(),
                from,
                hours,
            };
            let counts = parts
                .iter()
                .find(|(known, _)| *known == meant)
                .map(|(_, counts)| *counts);
            let is_any = self.gathered.has(self.lobby(), period, |cell| slot(cell) == meant);
            self.mark(&counts.unwrap_or_default(), is_any)
        };
        let rows = WEEK.map(|weekday| {
            let marks: Vec<Mark> = hours.iter().map(|hours| mark(weekday, *hours)).collect();
            (weekday, marks)
        });
        let rows: Vec<(Weekday, Vec<Mark>)> = rows
            .into_iter()
            .filter(|(_, marks)| marks.iter().any(|mark| *mark != Mark::Nothing))
            .collect();
        if rows.is_empty() {
            return html! {};
        }
        let columns: Vec<String> = hours.iter().map(|hours| self.hours(*hours)).collect();
        let mut data = Data::of(&[self.say("Ден", "Day")]);
        data.columns.extend(columns.iter().cloned());
        data.rows = rows
            .iter()
            .map(|(weekday, marks)| {
                let name = l10n::weekday(*weekday, self.lang.code()).to_owned();
                std::iter::once(name)
                    .chain(marks.iter().map(|mark| self.told(*mark)))
                    .collect()
            })
            .collect();
        let said = data.rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join("; ");
        let rows: Vec<(String, Vec<Mark>)> = rows
            .into_iter()
            .map(|(weekday, marks)| (self.short(weekday).to_owned(), marks))
            .collect();
        let chart = Heat {
            id: "heat",
            title: self.say("Дял на доволните по дни и часове", "Share satisfied by day and hour"),
            summary: &said,
            columns: &columns,
            rows: &rows,
            legend: self.say(
                "Числата са проценти; по-тъмното е повече доволни. Часът е този на оценката, до точността, с която се пази.",
                "The numbers are per cent; the darker, the more were satisfied. The hour is the rating's, as exactly as it is kept.",
            ),
            data: &data,
        };
        html! {
            div {
                (chart.html(self.lang))
                @if rest.counted() > 0 {
                    p.legend { (self.say("Не се отделят по ден и час:", "Not told apart by day and hour:")) " " (words::ratings(self.lang, rest.counted())) "." }
                }
            }
        }
    }

    /// «преди обяд», «8–10»
    fn hours(&self, (from, hours): (u32, u32)) -> String {
        match (from, hours) {
            (0, 24) => self.say("целия ден", "all day").to_owned(),
            (0, 12) => self.say("до 12 ч.", "till noon").to_owned(),
            (12, 12) => self.say("след 12 ч.", "from noon").to_owned(),
            (from, hours) => format!("{from}–{}", (from + hours).min(24)),
        }
    }

    fn short(&self, weekday: Weekday) -> &str {
        match weekday {
            Weekday::Mon => self.say("пн", "Mon"),
            Weekday::Tue => self.say("вт", "Tue"),
            Weekday::Wed => self.say("ср", "Wed"),
            Weekday::Thu => self.say("чт", "Thu"),
            Weekday::Fri => self.say("пт", "Fri"),
            Weekday::Sat => self.say("сб", "Sat"),
            Weekday::Sun => self.say("нд", "Sun"),
        }
    }

    /// What was praised, and what blamed.
    #[must_use]
    pub fn reasons(&self) -> Markup {
        let praise = self.reason_bars("praise", self.say("Какво хвалят", "What is praised"), Tone::Praise);
        let blame = self.reason_bars("blame", self.say("От какво се оплакват", "What is blamed"), Tone::Blame);
        html! {
            @if praise.is_some() || blame.is_some() {
                section {
                    h2 { (self.say("Причини", "Reasons")) }
                    div.charts { @for chart in [praise, blame].into_iter().flatten() { (chart) } }
                }
            }
        }
    }

    fn reason_bars(&self, id: &str, title: &str, tone: Tone) -> Option<Markup> {
        let of_tone = self.pack.survey.reasons.iter().filter(|reason| reason.tone == tone);
        let told: Vec<(&Reason, Option<(u32, u32)>)> = of_tone.map(|reason| (reason, self.given(&reason.id))).collect();
        let is_any = told.iter().any(|(_, given)| given.is_none_or(|(part, _)| part > 0));
        if !is_any {
            return None;
        }
        let mut data = Data::of(&[
            self.say("Причина", "Reason"),
            self.say("Колко пъти", "Times"),
            self.say("Дял от оценките", "Share of ratings"),
        ]);
        let mut bars = Vec::new();
        for (reason, given) in told {
            let text = reason.text.get(self.lang.code()).to_owned();
            let (number, share, value) = match given {
                Some((part, of)) => {
                    let ratio = f64::from(part) / f64::from(of.max(1));
                    (words::number(self.lang, part), words::per_cent(self.lang, ratio), ratio)
                }
                None => (self.say("скрито", "withheld").to_owned(), "–".to_owned(), 0.0),
            };
            let shown = if given.is_some() {
                format!("{number} ({share})")
            } else {
                number.clone()
            };
            bars.push(Bar {
                label: text.clone(),
                value: given.map(|_| value),
                shown,
            });
            data.rows.push(vec![text, number, share]);
        }
        Some(self.bars(id, title, &bars, false, &data))
    }

    /// How often a reason was given, of how many ratings; none where that may not be told.
    fn given(&self, reason: &str) -> Option<(u32, u32)> {
        let given = self.satisfaction.reason(reason).within(self.scope.period).share;
        let is_any = || {
            let has = |cell: &RatingFacts| cell.reasons.contains_key(reason);
            self.gathered.has(self.lobby(), self.scope.period, has)
        };
        (given.of > 0 || !is_any()).then_some((given.part, given.of))
    }

    /// The survey card, question by question.
    #[must_use]
    pub fn questions(&self) -> Markup {
        let charts: Vec<Markup> = (0..)
            .zip(&self.pack.survey.questions)
            .filter_map(|(at, question)| self.question(at, question))
            .collect();
        html! {
            @if !charts.is_empty() {
                section {
                    h2 { (self.say("Анкетната карта", "The survey card")) }
                    div.charts { @for chart in charts { (chart) } }
                }
            }
        }
    }

    fn question(&self, at: usize, question: &Question) -> Option<Markup> {
        let told = self.satisfaction.question(&question.id).within(self.scope.period);
        let Share { part: answered, .. } = told.answered.share;
        let title = question.text.get(self.lang.code());
        if answered == 0 {
            let has = |cell: &RatingFacts| cell.answers.contains_key(&question.id);
            let is_any = self.gathered.has(self.lobby(), self.scope.period, has);
            return is_any.then(|| html! {
                figure.chart {
                    figcaption { (title) }
                    p.empty { (self.say("Скрито: отговорите са твърде малко.", "Withheld: there are too few answers.")) }
                }
            });
        }
        let mut data = Data::of(&[
            self.say("Отговор", "Answer"),
            self.say("Брой", "Number"),
            self.say("Дял", "Share"),
        ]);
        let mut bars = Vec::new();
        for answer in &question.answers {
            let count = told.answers.get(&answer.id).copied().unwrap_or_default();
            let share = f64::from(count) / f64::from(answered);
            let (number, part) = (words::number(self.lang, count), words::per_cent(self.lang, share));
            let text = answer.text.get(self.lang.code()).to_owned();
            bars.push(Bar {
                label: text.clone(),
                value: Some(share),
                shown: format!("{number} ({part})"),
            });
            data.rows.push(vec![text, number, part]);
        }
        let rate = told
            .answered
            .share
            .ratio()
            .map(|ratio| words::per_cent(self.lang, ratio))
            .unwrap_or_default();
        Some(html! {
            div {
                (self.bars(&format!("question-{at}"), title, &bars, true, &data))
                p.legend { (self.say("Отговорили:", "Answered:")) " " (words::number(self.lang, answered)) " ("
                    (rate) " " (self.say("от оценките", "of ratings")) ")" }
            }
        })
    }

    /// A chart of bars whose summary is what stands beside them.
    pub fn bars(&self, id: &str, title: &str, bars: &[Bar], of_one: bool, data: &Data) -> Markup {
        let said: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect();
        let chart = Bars {
            id,
            title,
            summary: &said.join(", "),
            bars,
            of_one,
            data,
        };
        chart.html(self.lang)
    }
}

/// The bucket of the week that a cell's ratings are of.
fn slot(cell: &RatingFacts) -> Slot {
    Slot::of(cell.bucket.opens(), cell.bucket.closes())
}
