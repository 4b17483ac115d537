//! The survey card (анкетна карта), question by question.

use super::Writer;
use crate::{
    content::survey::Question,
    figures::satisfaction::Answers,
    server::report::model::{Block, Cell, Chapter, Table},
};

impl Writer<'_> {
    pub(super) fn survey(&self) -> Chapter {
        let questions = (1..).zip(self.sources.pack.survey.questions.iter().zip(&self.answers));
        let mut blocks: Vec<Block> = questions
            .filter_map(|(number, (question, told))| self.question(number, question, told))
            .collect();
        if blocks.is_empty() {
            let none = self.say(
                "Няма отговори на анкетната карта за годината.",
                "The survey card was not answered in the year.",
            );
            blocks.push(Block::Text(none.to_owned()));
        }
        Chapter {
            id: "survey",
            heading: self.say("Анкетна карта", "Survey card").to_owned(),
            blocks,
        }
    }

    /// None where nobody answered.
    fn question(&self, number: usize, question: &Question, told: &Answers) -> Option<Block> {
        let answered = told.answered.share.part;
        let is_any = self
            .sources
            .has(self.year, |cell| cell.answers.contains_key(&question.id));
        if answered == 0 && !is_any {
            return None;
        }
        let mut table = Table::new(format!("question-{number}"), question.text.get(self.code()))
            .text(self.say("Отговор", "Answer"))
            .number(self.say("Брой", "Number"))
            .number(self.say("Дял", "Share"));
        for answer in &question.answers {
            let count = told.answers.get(&answer.id).copied().unwrap_or_default();
            let mut row = vec![Cell::text(answer.text.get(self.code()))];
            row.extend(if answered == 0 {
                [Cell::Withheld, Cell::Withheld]
            } else {
                [Cell::Count(count), Cell::Share(f64::from(count) / f64::from(answered))]
            });
            table.rows.push(row);
        }
        Some(self.bars(table, true))
    }
}
