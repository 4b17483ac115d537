//! What is not shown, and why.

use super::{AUDIENCE, Writer};
use crate::server::report::model::{Block, Cell, Chapter, Table};

impl Writer<'_> {
    /// Of what the other `chapters` show.
    pub(super) fn withheld(&self, chapters: &[Chapter]) -> Chapter {
        let k = AUDIENCE.k();
        let rule = match self.code() {
            "en" => format!(
                "No figure of ratings in this report is of fewer than {k} ratings, nor does the difference of two of them tell of fewer. Ratings that would be too few by themselves are put together with those of neighbouring days, and where that is not enough, of other queues. What cannot be shown even so is withheld, and says so; it is never shown as nought. Waits, answers and hours are not shown below {k} cases.",
            ),
            _ => format!(
                "Никое число за оценките в този отчет не е от по-малко от {k} оценки и разликата на две от тях не издава по-малко. Оценки, които сами са твърде малко, са събрани с тези от съседни дни, а където и това не стига – с тези от други опашки. Каквото и така не може да се покаже, е скрито и е отбелязано; никога не е показано като нула. Чакането, отговорите и работното време не се показват под {k} случая.",
            ),
        };
        let mut blocks = vec![Block::Text(rule)];
        let withheld: Vec<String> = chapters
            .iter()
            .flat_map(|chapter| &chapter.blocks)
            .flat_map(|block| self.rows(block))
            .collect();
        if withheld.is_empty() {
            let nothing = self.say("В този отчет нищо не е скрито.", "Nothing is withheld in this report.");
            blocks.push(Block::Text(nothing.to_owned()));
        } else {
            let these = self.say("Скрити са:", "Withheld are:");
            blocks.push(Block::Text(these.to_owned()));
            blocks.push(Block::List(withheld));
        }
        Chapter {
            id: "withheld",
            heading: self
                .say("Какво не е показано и защо", "What is not shown, and why")
                .to_owned(),
            blocks,
        }
    }

    /// The rows of a block's table that say withheld.
    fn rows(&self, block: &Block) -> Vec<String> {
        let (Block::Table(table) | Block::Figure(_, table)) = block else {
            return Vec::new();
        };
        let Table { title, rows, .. } = table;
        let withheld = rows.iter().filter(|row| row.contains(&Cell::Withheld));
        let named = withheld.filter_map(|row| row.first());
        named
            .map(|name| format!("{title}: {}", name.shown(self.lang)))
            .collect()
    }
}
