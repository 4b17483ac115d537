//! What was praised, and what blamed.

use super::Writer;
use crate::{
    content::survey::Tone,
    server::report::model::{Block, Cell, Chapter, Table},
};

impl Writer<'_> {
    pub(super) fn remarks(&self) -> Chapter {
        let praise = self.reasons("praise", self.say("Какво хвалят", "What is praised"), Tone::Praise);
        let blame = self.reasons("blame", self.say("От какво се оплакват", "What is blamed"), Tone::Blame);
        let mut blocks: Vec<Block> = [praise, blame]
            .into_iter()
            .flatten()
            .map(|table| self.bars(table, false))
            .collect();
        let says = if blocks.is_empty() {
            self.say(
                "Няма посочени причини за годината.",
                "No reasons were given in the year.",
            )
        } else {
            self.say(
                "След оценката посетителите могат да посочат една или повече причини. Дялът е от оценките, сред които причината е броена.",
                "After the rating visitors can give one or more reasons. The share is of the ratings among which the reason was counted.",
            )
        };
        blocks.insert(0, Block::Text(says.to_owned()));
        Chapter {
            id: "reasons",
            heading: self.say("Причини", "Reasons").to_owned(),
            blocks,
        }
    }

    /// None where none of them was ever given.
    fn reasons(&self, id: &str, title: &str, tone: Tone) -> Option<Table> {
        let mut table = Table::new(id, title)
            .text(self.say("Причина", "Reason"))
            .number(self.say("Колко пъти", "Times"))
            .number(self.say("Дял", "Share"))
            .number(self.say("От оценки", "Of ratings"));
        let mut is_any = false;
        for reason in self
            .sources
            .pack
            .survey
            .reasons
            .iter()
            .filter(|reason| reason.tone == tone)
        {
            let given = self.satisfaction.reason(&reason.id).within(self.year).share;
            let was_given = self
                .sources
                .has(self.year, |cell| cell.reasons.contains_key(&reason.id));
            is_any |= was_given;
            let mut row = vec![Cell::text(reason.text.get(self.code()))];
            row.extend(if given.of == 0 && was_given {
                [Cell::Withheld, Cell::Withheld, Cell::Withheld]
            } else {
                [
                    Cell::Count(given.part),
                    Cell::share(given.ratio()),
                    Cell::Count(given.of),
                ]
            });
            table.rows.push(row);
        }
        is_any.then_some(table)
    }
}
