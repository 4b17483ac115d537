//! «Вие казахте, ние направихме»: what was done because of what visitors said.

use super::Writer;
use crate::{
    content::{l10n, survey::Improvement},
    server::report::model::{Block, Cell, Chapter, Table},
};

impl Writer<'_> {
    pub(super) fn actions(&self) -> Chapter {
        let all = &self.sources.pack.survey.improvements;
        let mut of_year: Vec<&Improvement> = all.iter().filter(|one| self.year.contains(one.date)).collect();
        of_year.sort_by_key(|one| one.date);
        let block = if of_year.is_empty() {
            Block::Text(
                self.say(
                    "В публикуваното съдържание няма описани действия за годината.",
                    "The published content describes no action in the year.",
                )
                .to_owned(),
            )
        } else {
            Block::Table(self.improvements(&of_year))
        };
        Chapter {
            id: "actions",
            heading: self.say("Вие казахте, ние направихме", "You said, we did").to_owned(),
            blocks: vec![block],
        }
    }

    fn improvements(&self, all: &[&Improvement]) -> Table {
        let mut table = Table::new("actions", self.say("Предприети действия", "Actions taken"))
            .text(self.say("Какво направихме", "What we did"))
            .text(self.say("В сила от", "In force from"))
            .text(self.say("Какво казахте", "What you said"))
            .number(self.say("Казано в оценки", "Said in ratings"));
        for one in all {
            let reasons = &self.sources.pack.survey.reasons;
            let named = one
                .reasons
                .iter()
                .filter_map(|id| reasons.iter().find(|reason| reason.id == *id));
            let said: Vec<&str> = named.map(|reason| reason.text.get(self.code())).collect();
            table.rows.push(vec![
                Cell::text(one.text.get(self.code())),
                Cell::Text(l10n::date_with_year(one.date, self.code())),
                if said.is_empty() {
                    Cell::Nothing
                } else {
                    Cell::Text(said.join("; "))
                },
                one.said_by.map_or(Cell::Nothing, Cell::Count),
            ]);
        }
        table
    }
}
