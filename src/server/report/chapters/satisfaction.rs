//! How satisfied visitors were: the year, its quarters and months, queues and places.

use super::{Writer, satisfied_row, words};
use crate::{
    figures::{Counts, Unit},
    server::{
        chart::{Mark, bars::Bar, columns::Column},
        report::model::{Block, Cell, Chapter, Chart, Table},
    },
};

impl Writer<'_> {
    pub(super) fn satisfaction(&self) -> Chapter {
        let counts = self.total();
        let mark = self.mark(&counts, self.year, |_| true);
        let mut blocks = vec![Block::Text(self.in_short(&counts, mark))];
        if let Mark::Shown { .. } = mark {
            blocks.push(Block::Text(
                self.say(
                    "Доволни са избралите „Добре“ или „Отлично“, недоволни – „Лошо“ или „Много лошо“. Средната оценка е от 1 до 5. Интервалът е този, в който истинският дял лежи с вероятност 95 % (по Уилсън).",
                    "Satisfied are those who chose “Good” or “Excellent”, unhappy those who chose “Bad” or “Very bad”. The mean rating is from 1 to 5. The interval is the one in which the true share lies with a probability of 95% (Wilson).",
                )
                .to_owned(),
            ));
            blocks.push(self.faces(&counts));
            blocks.push(self.course(
                "quarters",
                self.say("Дял на доволните по тримесечия", "Share satisfied by quarter"),
                self.say("Тримесечие", "Quarter"),
                Unit::Quarter,
            ));
            blocks.push(self.course(
                "months",
                self.say("Дял на доволните по месеци", "Share satisfied by month"),
                self.say("Месец", "Month"),
                Unit::Month,
            ));
            blocks.push(Block::Table(self.queues()));
            blocks.push(Block::Text(self.queues_say()));
            if self.sources.lobbies.len() > 1 {
                blocks.push(Block::Table(self.places()));
            }
        }
        Chapter {
            id: "satisfaction",
            heading: self.say("Удовлетвореност", "Satisfaction").to_owned(),
            blocks,
        }
    }

    fn in_short(&self, counts: &Counts, mark: Mark) -> String {
        let lang = self.lang;
        match mark {
            Mark::Shown { value, low, high } => {
                let (year, ratings) = (self.year_name(), words::ratings(lang, counts.counted()));
                let (share, interval) = (words::share(lang, value), words::interval(lang, (low, high)));
                match self.code() {
                    "en" => format!("Of {ratings} in {year}, {share} were satisfied ({interval})."),
                    _ => format!("От {ratings} през {year} доволни са {share} ({interval})."),
                }
            }
            Mark::Withheld => self
                .say(
                    "Има оценки за годината, но са толкова малко, че биха могли да издадат кой ги е дал. Затова не се показват.",
                    "There are ratings of the year, but so few that they could give away whose they are. So they are not shown.",
                )
                .to_owned(),
            Mark::Nothing => self.say("Няма оценки за годината.", "There are no ratings of the year.").to_owned(),
        }
    }

    fn faces(&self, counts: &Counts) -> Block {
        let title = self.say("Разпределение на оценките", "How ratings are distributed");
        let mut table = Table::new("distribution", title)
            .text(self.say("Оценка", "Rating"))
            .number(self.say("Брой", "Number"))
            .number(self.say("Дял", "Share"));
        for (face, count) in counts.faces.into_iter().enumerate().rev() {
            let share = f64::from(count) / f64::from(counts.counted().max(1));
            let name = Cell::text(words::face(self.lang, face));
            table.rows.push(vec![name, Cell::Count(count), Cell::Share(share)]);
        }
        self.bars(table, true)
    }

    /// The bars of a table whose rows are a name, a count and its share.
    pub(super) fn bars(&self, table: Table, of_one: bool) -> Block {
        let bar = |row: &Vec<Cell>| {
            let shown = |at: usize| row.get(at).map(|cell| cell.shown(self.lang)).unwrap_or_default();
            let value = match row.get(2) {
                Some(Cell::Share(share)) => Some(*share),
                _ => None,
            };
            Bar {
                label: shown(0),
                value,
                shown: if value.is_some() {
                    format!("{} ({})", shown(1), shown(2))
                } else {
                    shown(1)
                },
            }
        };
        let bars = table.rows.iter().map(bar).collect();
        Block::Figure(Chart::Bars { bars, of_one }, table)
    }

    /// The share satisfied from unit to unit.
    fn course(&self, id: &str, title: &str, what: &str, unit: Unit) -> Block {
        let mut table = self.satisfied_table(id, title, what);
        let mut columns = Vec::new();
        let today = self.sources.today;
        for (period, counts) in self.satisfaction.by(unit, self.year) {
            if period.first > today {
                continue;
            }
            let mark = self.mark(&counts, period, |_| true);
            let name = words::period(self.lang, unit, period);
            table.rows.push(satisfied_row(name.clone(), &counts, mark));
            columns.push(Column {
                label: words::short(self.lang, unit, period),
                name,
                mark,
            });
        }
        let interval = self.say("интервалът с вероятност 95 %", "the interval with a probability of 95%");
        let interval = interval.to_owned();
        Block::Figure(Chart::Columns { columns, interval }, table)
    }

    fn queues(&self) -> Table {
        let title = self.say("Удовлетвореност по опашки", "Satisfaction by queue");
        let mut table = self.satisfied_table("queues", title, self.say("Опашка", "Queue"));
        let split = self.satisfaction.queues(self.year);
        let plan = &self.sources.pack.queues;
        let known = plan.queues.iter().map(|queue| Some(queue.id.clone()));
        // Queues that the content has no more still have their ratings.
        let is_gone = |queue: &Option<String>| queue.as_ref().is_some_and(|id| plan.queue(id).is_none());
        let gone = split.parts.iter().map(|(queue, _)| queue.clone()).filter(is_gone);
        for queue in known.chain(gone).chain([None]) {
            let found = split.parts.iter().find(|(known, _)| *known == queue);
            let counts = found.map(|(_, counts)| *counts).unwrap_or_default();
            let mark = self.mark(&counts, self.year, |cell| cell.queue == queue);
            if mark != Mark::Nothing {
                table
                    .rows
                    .push(satisfied_row(self.queue_name(queue.as_deref()), &counts, mark));
            }
        }
        table
    }

    fn queue_name(&self, queue: Option<&str>) -> String {
        let Some(id) = queue else {
            return self.say("не са казали", "did not say").to_owned();
        };
        let known = self.sources.pack.queues.queue(id);
        known.map_or(id, |queue| queue.name.get(self.code())).to_owned()
    }

    fn queues_say(&self) -> String {
        let whole = self.say(
            "Посетителят казва за коя опашка е дошъл, не за коя услуга: числата на една опашка са за всичките ѝ услуги.",
            "Visitors say for which queue they came, not for which service: a queue’s figures are of all its services.",
        );
        let rest = self.satisfaction.queues(self.year).rest.counted();
        if rest == 0 {
            return whole.to_owned();
        }
        let apart = self.say("Не се отделят по опашка:", "Not told apart by queue:");
        format!("{whole} {apart} {}.", words::ratings(self.lang, rest))
    }

    fn places(&self) -> Table {
        let title = self.say("Удовлетвореност по места", "Satisfaction by place");
        let mut table = self.satisfied_table("places", title, self.say("Място", "Place"));
        let totals = self.satisfaction.by_lobby(self.year);
        for (named, counts) in self.sources.lobbies.iter().zip(totals) {
            let days = named.1.days.iter().filter(|day| self.year.contains(day.day));
            let mut cells = days.flat_map(|day| &day.ratings);
            let mark = match self.mark(&counts, self.year, |_| false) {
                Mark::Nothing if cells.any(|cell| cell.counted() > 0) => Mark::Withheld,
                mark => mark,
            };
            let name = self.sources.place(named, self.code()).to_owned();
            table.rows.push(satisfied_row(name, &counts, mark));
        }
        table
    }
}
