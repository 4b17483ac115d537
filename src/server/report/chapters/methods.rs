//! How opinions were asked and waits measured, and how many took part.

use super::{Writer, enough, words};
use crate::{
    figures::{
        Answered, Matter, Share,
        waits::{Waits, Whose},
    },
    server::report::model::{Block, Cell, Chapter, Table},
};

impl Writer<'_> {
    pub(super) fn methods(&self) -> Chapter {
        let repeated = self.total().repeated;
        let mut blocks = vec![
            Block::Text(
                self.say(
                    "Мнението на посетителите се търси по следните начини. Оценките са анонимни: не се пазят име, билет, гише, служител или точен час.",
                    "Visitors are asked for their opinion in the following ways. Ratings are anonymous: no name, ticket, counter, clerk or exact hour is kept.",
                )
                .to_owned(),
            ),
            Block::Table(self.ways()),
        ];
        if repeated > 0 {
            let taps = words::counted(
                self.lang,
                repeated,
                ("повторно докосване", "повторни докосвания"),
                ("repeated tap", "repeated taps"),
            );
            blocks.push(Block::Text(format!(
                "{} {taps}. {}",
                self.say("Не са броени", "Not counted:"),
                self.say(
                    "Докосване скоро след предишното се записва, но не влиза в числата.",
                    "A tap soon after the one before is kept, but is in no figure.",
                ),
            )));
        }
        blocks.push(Block::Table(self.responses()));
        blocks.push(Block::Text(
            self.say(
                "Може да се оцени и без билет, затова оценките не са точно подмножество на посещенията.",
                "One can rate without a ticket too, so ratings are not strictly a part of the visits.",
            )
            .to_owned(),
        ));
        Chapter {
            id: "methods",
            heading: self
                .say("Как е събрана обратната връзка", "How feedback was collected")
                .to_owned(),
            blocks,
        }
    }

    fn ways(&self) -> Table {
        let mut table = Table::new("methods", self.say("Използвани начини", "The ways used"))
            .text(self.say("Начин", "Way"))
            .text(self.say("Какво се пита или измерва", "What is asked or measured"))
            .number(self.say("Брой", "Number"));
        let mut add = |name: &str, what: &str, count: Cell| {
            table.rows.push(vec![Cell::text(name), Cell::text(what), count]);
        };
        let counted = self.total().counted();
        add(
            self.say("Оценка на киоска", "Rating at the kiosk"),
            self.say(
                "Едно докосване на една от пет степени, от „Много лошо“ до „Отлично“, на излизане.",
                "One tap on one of five faces, from “Very bad” to “Excellent”, on the way out.",
            ),
            if counted > 0 || !self.sources.has(self.year, |_| true) {
                Cell::Count(counted)
            } else {
                Cell::Withheld
            },
        );
        add(
            self.say("Причини", "Reasons"),
            self.say(
                "След оценката: готови отговори за доброто и лошото, по избор.",
                "After the rating: ready answers on what was good or bad, optional.",
            ),
            Cell::Nothing,
        );
        add(
            self.say("Анкетна карта", "Survey card"),
            self.say(
                "След оценката: въпроси с готови отговори, по избор.",
                "After the rating: questions with ready answers, optional.",
            ),
            Cell::Nothing,
        );
        add(
            self.say("Регистрирани сигнали и жалби", "Registered signals and complaints"),
            self.say(
                "Кога са постъпили и кога им е отговорено, както са въведени от служителите.",
                "When they came and when they were answered, as entered by staff.",
            ),
            enough(self.registered(Matter::Complaint)),
        );
        add(
            self.say("Регистрирани писма", "Registered letters"),
            self.say(
                "Кога са постъпили и кога им е отговорено, както са въведени от служителите.",
                "When they came and when they were answered, as entered by staff.",
            ),
            enough(self.registered(Matter::Letter)),
        );
        add(
            self.say("Измерено чакане", "Measured waits"),
            self.say(
                "От издаването на билета до първото повикване.",
                "From the ticket to the first call.",
            ),
            enough(self.waits(Whose::WalkIn)),
        );
        add(
            self.say("Измерено чакане при уговорен час", "Measured waits by appointment"),
            self.say(
                "От уговорения час, или от идването, ако е по-късно, до първото повикване.",
                "From the agreed hour, or from arrival where that was later, to the first call.",
            ),
            enough(self.waits(Whose::Arranged)),
        );
        table
    }

    /// How many of those who could say something did.
    fn responses(&self) -> Table {
        let mut table = Table::new("response", self.say("Колко са отговорили", "How many responded"))
            .text(self.say("Въпрос", "Question"))
            .number(self.say("Отговорили", "Responded"))
            .number(self.say("От общо", "Out of"))
            .number(self.say("Дял", "Share"));
        let mut add = |name: &str, share: Share, is_withheld: bool| {
            let (part, of, ratio) = if is_withheld {
                (Cell::Withheld, Cell::Withheld, Cell::Withheld)
            } else {
                (
                    Cell::Count(share.part),
                    Cell::Count(share.of),
                    Cell::share(share.ratio()),
                )
            };
            table.rows.push(vec![Cell::text(name), part, of, ratio]);
        };
        let response = self.response();
        add(
            self.say("Оценка, от всички посещения", "Rating, of all visits"),
            response,
            response.part == 0 && self.sources.has(self.year, |_| true),
        );
        for (question, told) in self.sources.pack.survey.questions.iter().zip(&self.answers) {
            let answered = told.answered.share;
            let is_any = self
                .sources
                .has(self.year, |cell| cell.answers.contains_key(&question.id));
            let name = format!(
                "{} {}",
                question.text.get(self.code()),
                self.say("(от оценките)", "(of ratings)"),
            );
            add(&name, answered, answered.part == 0 && is_any);
        }
        table
    }

    fn registered(&self, matter: Matter) -> u32 {
        let is_meant = |one: &&Answered| one.matter == matter && self.year.contains(one.registered);
        u32::try_from(self.sources.matters.iter().filter(is_meant).count()).unwrap_or(u32::MAX)
    }

    fn waits(&self, whose: Whose) -> u32 {
        let days = self.sources.lobbies.iter().flat_map(|(_, lobby)| lobby.days);
        Waits::of(days, self.year, whose, |_| true).cases()
    }
}
