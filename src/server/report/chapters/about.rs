//! Whose figures these are, of when, and made of what.

use super::{Writer, words};
use crate::{
    content::l10n,
    server::report::model::{Block, Cell, Chapter, Table},
};

impl Writer<'_> {
    pub(super) fn about(&self) -> Chapter {
        let mut blocks = vec![
            Block::Notice(self.whose()),
            Block::Text(self.span()),
            Block::Text(self.made_of()),
        ];
        if self.sources.stale > 0 {
            let days = words::number(self.lang, self.sources.stale);
            blocks.push(Block::Notice(format!(
                "{} {days}. {}",
                self.say(
                    "Дни, които още се обработват и липсват в числата:",
                    "Days that are still being counted, and are missing in the figures:"
                ),
                self.say("Изгответе отчета отново по-късно.", "Make the report again later."),
            )));
        }
        blocks.push(Block::Table(self.data()));
        Chapter {
            id: "about",
            heading: self.say("За този отчет", "About this report").to_owned(),
            blocks,
        }
    }

    fn whose(&self) -> String {
        self.say(
            "Това са показатели на общината, не официалният индекс за удовлетвореност. Общината ги изчислява сама от събраното на гишетата и киоските си; формулата на официална методика не е използвана и числата не бива да се сравняват с индекси, изчислени по друг начин.",
            "These are the municipality’s own figures, not the official satisfaction index. The municipality computes them itself of what its counters and kiosks collected; no official method’s formula is used, and the figures are not to be compared with indices computed otherwise.",
        )
        .to_owned()
    }

    fn span(&self) -> String {
        let day = |day| l10n::date_with_year(day, self.code());
        let (first, last, today) = (day(self.year.first), day(self.year.last), day(self.sources.today));
        let law = self.say(
            "Отчетът е по чл. 24 от Наредбата за административното обслужване.",
            "The report is made under Art. 24 of the Ordinance on Administrative Service.",
        );
        // A Bulgarian date ends with a full stop of its own.
        let (covers, made) = match self.code() {
            "en" => (
                format!("It covers {first} to {last}."),
                format!("It was made on {today}."),
            ),
            _ => (
                format!("Обхваща времето от {first} до {last}"),
                format!("Изготвен е на {today}"),
            ),
        };
        let so_far = if self.is_over() {
            ""
        } else {
            self.say(
                " Годината не е приключила: отчетът е междинен, а последните оценки от месеца и от тримесечието още не са показани.",
                " The year is not over: this is an interim report, and the latest ratings of the month and the quarter are not shown yet.",
            )
        };
        format!("{law} {covers} {made}{so_far}")
    }

    fn made_of(&self) -> String {
        let info = &self.sources.pack.info;
        let (version, updated) = (info.version, l10n::date_with_year(info.updated, self.code()));
        match self.code() {
            "en" => format!(
                "It is made of the records of the queue system, of the anonymous ratings, and of the signals and letters that staff entered. Promises, hours and questions are those of the published content, version {version} of {updated}. Days and hours are local time.",
            ),
            _ => format!(
                "Направен е от записите на системата за опашки, от анонимните оценки и от сигналите и писмата, въведени от служителите. Обещанията, работното време и въпросите са от публикуваното съдържание, версия {version} от {updated} Дните и часовете са по местно време.",
            ),
        }
    }

    /// Where data are of.
    fn data(&self) -> Table {
        let mut table = Table::new("data", self.say("Данни по места", "Data by place"))
            .text(self.say("Място", "Place"))
            .text(self.say("Първи ден", "First day"))
            .text(self.say("Последен ден", "Last day"))
            .number(self.say("Дни с данни", "Days with data"))
            .number(self.say("Посещения", "Visits"));
        for named in self.sources.lobbies {
            let of_year = named
                .1
                .days
                .iter()
                .filter(|day| self.year.contains(day.day) && !day.is_empty());
            let days: Vec<_> = of_year.collect();
            let told = |day: Option<&&crate::figures::DayFacts>| {
                day.map_or(Cell::Nothing, |day| {
                    Cell::Text(l10n::date_with_year(day.day, self.code()))
                })
            };
            table.rows.push(vec![
                Cell::text(self.sources.place(named, self.code())),
                told(days.first()),
                told(days.last()),
                Cell::Count(u32::try_from(days.len()).unwrap_or(u32::MAX)),
                Cell::Count(days.iter().map(|day| day.visits()).sum()),
            ]);
        }
        table
    }
}
