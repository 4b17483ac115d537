//! Each promise of the charter, and what was measured.

use super::{AUDIENCE, Writer};
use crate::{
    content::{l10n, promise::Promise},
    figures::ledger::{self, Line, Measured, ORDINANCE_MINUTES, SpreadUnit, Unmeasured},
    server::{
        figures::ledger::{Reader, told},
        report::model::{Block, Cell, Chapter, Table},
    },
};

impl Writer<'_> {
    pub(super) fn promises(&self) -> Chapter {
        let lobbies = self.sources.lobby_facts();
        let known = self.sources.known(&lobbies);
        let mut lines = ledger::ledger(self.sources.pack, known, self.year);
        for line in &mut lines {
            line.measured = told(line.measured, AUDIENCE);
        }
        let law = told(ledger::ordinance(known, self.year), AUDIENCE);
        let mut blocks = vec![
            Block::Text(
                self.say(
                    "Всяко обещание на Хартата на клиента до това, което е измерено през годината. „Половината до“ е медианата, „девет от десет до“ – 90-ият перцентил. Под 10 случая не се показват числа.",
                    "Each promise of the customer charter beside what was measured in the year. “Half within” is the median, “nine in ten within” the 90th percentile. No number is shown below 10 cases.",
                )
                .to_owned(),
            ),
            Block::Table(self.measured(&lines, law)),
            Block::Text(
                self.say(
                    "Двадесетте минути са по чл. 20 от Наредбата за административното обслужване според вторичен източник, не по текста на самата наредба; те са за сравнение и не са обещание на общината.",
                    "The twenty minutes are those of Art. 20 of the Ordinance on Administrative Service, from a secondary source and not from the act itself; they are for comparison, and no promise of the municipality.",
                )
                .to_owned(),
            ),
        ];
        let unmeasured = self.unmeasured(&lines, law);
        if !unmeasured.rows.is_empty() {
            blocks.push(Block::Table(unmeasured));
        }
        if !lines.is_empty() {
            blocks.push(Block::Table(self.quotes(&lines)));
        }
        Chapter {
            id: "promises",
            heading: self
                .say("Спазени ли са обещанията", "Were the promises kept")
                .to_owned(),
            blocks,
        }
    }

    fn measured(&self, lines: &[Line<'_>], law: Result<Measured, Unmeasured>) -> Table {
        let mut table = Table::new("promises", self.say("Измерени обещания", "Promises that are measured"))
            .text(self.say("Обещание", "Promise"))
            .text(self.say("Обещано", "Promised"))
            .number(self.say("Спазено", "Kept"))
            .number(self.say("Случаи", "Cases"))
            .number(self.say("Половината до", "Half within"))
            .number(self.say("Девет от десет до", "Nine in ten within"))
            .text(self.say("Мярка", "Measure"))
            .number(self.say("Неизяснени", "Undecided"));
        for line in lines {
            if let Ok(measured) = line.measured {
                table
                    .rows
                    .push(self.measured_row(self.name(line.promise), self.promised(line.promise), measured));
            }
        }
        if let Ok(measured) = law {
            let promised = l10n::amount(
                ORDINANCE_MINUTES,
                crate::content::promise::TimeUnit::Minutes,
                self.code(),
            );
            table.rows.push(self.measured_row(
                self.law(),
                format!("{} {promised}", self.say("до", "within")),
                measured,
            ));
        }
        table
    }

    fn measured_row(&self, name: String, promised: String, measured: Measured) -> Vec<Cell> {
        let kept = measured.kept.and_then(|kept| kept.ratio());
        let mut row = vec![
            Cell::Text(name),
            Cell::Text(promised),
            Cell::share(kept),
            Cell::Count(measured.cases),
        ];
        row.extend(match measured.spread {
            None => [Cell::Nothing, Cell::Nothing, Cell::Nothing],
            Some(spread) => match spread.unit {
                SpreadUnit::Seconds => [
                    Cell::Decimal(f64::from(spread.median) / 60.0),
                    Cell::Decimal(f64::from(spread.p90) / 60.0),
                    Cell::text(self.say("минути", "minutes")),
                ],
                SpreadUnit::Days => [
                    Cell::Count(spread.median),
                    Cell::Count(spread.p90),
                    Cell::text(self.say("дни", "days")),
                ],
            },
        });
        row.push(Cell::Count(measured.open));
        row
    }

    fn unmeasured(&self, lines: &[Line<'_>], law: Result<Measured, Unmeasured>) -> Table {
        let reader = Reader {
            lang: self.lang,
            pack: self.sources.pack,
            audience: AUDIENCE,
        };
        let mut table = Table::new(
            "unmeasured",
            self.say("Обещания, които не се измерват", "Promises that are not measured"),
        )
        .text(self.say("Обещание", "Promise"))
        .text(self.say("Защо не се измерва", "Why it is not measured"));
        let of_promises = lines.iter().map(|line| (self.name(line.promise), line.measured));
        for (name, measured) in of_promises.chain([(self.law(), law)]) {
            if let Err(why) = measured {
                table.rows.push(vec![Cell::Text(name), Cell::Text(reader.why(why))]);
            }
        }
        table
    }

    /// The charter's own words.
    fn quotes(&self, lines: &[Line<'_>]) -> Table {
        let reader = Reader {
            lang: self.lang,
            pack: self.sources.pack,
            audience: AUDIENCE,
        };
        let mut table = Table::new(
            "charter",
            self.say("Думите на Хартата на клиента", "The customer charter’s words"),
        )
        .text(self.say("Обещание", "Promise"))
        .text(self.say("Както е в хартата", "As the charter has it"))
        .text(self.say("Къде", "Where"));
        for line in lines {
            table.rows.push(vec![
                Cell::Text(self.name(line.promise)),
                Cell::Quote(line.promise.quote.clone()),
                Cell::Text(reader.place(line)),
            ]);
        }
        table
    }

    fn name(&self, promise: &Promise) -> String {
        promise.text.get(self.code()).to_owned()
    }

    fn law(&self) -> String {
        self.say(
            "Наредбата, чл. 20: чакане при всяко посещение",
            "The ordinance, Art. 20: the wait of every visit",
        )
        .to_owned()
    }

    /// «до 10 минути»
    fn promised(&self, promise: &Promise) -> String {
        match (promise.threshold, promise.unit) {
            (Some(threshold), Some(unit)) => {
                format!(
                    "{} {}",
                    self.say("до", "within"),
                    l10n::amount(threshold, unit, self.code())
                )
            }
            _ => self.say("без посочен срок", "no time named").to_owned(),
        }
    }
}
