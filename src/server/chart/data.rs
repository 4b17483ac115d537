//! The table beside a chart.

use maud::{Markup, html};

use crate::web::lang::Lang;

/// Columns, and rows of as many cells; the first cell names its row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Data {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Data {
    #[must_use]
    pub fn of(columns: &[&str]) -> Self {
        Self {
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Opened by a touch, and always there for a screen reader and on paper.
    #[must_use]
    pub fn folded(&self, lang: Lang, caption: &str) -> Markup {
        html! {
            details.data {
                summary { (lang.say("Таблица с данните", "Table of the data")) }
                (self.html(caption))
            }
        }
    }

    /// Seen at once; a narrow screen stacks it, so roles are named, since browsers forget them of what is stacked.
    #[must_use]
    pub fn html(&self, caption: &str) -> Markup {
        html! {
            div.data {
                table.stacked role="table" {
                    caption { (caption) }
                    thead role="rowgroup" {
                        tr role="row" { @for column in &self.columns { th scope="col" role="columnheader" { (column) } } }
                    }
                    tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                }
            }
        }
    }

    fn row(&self, row: &[String]) -> Markup {
        html! {
            tr role="row" {
                @for (at, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                    @if at == 0 { th scope="row" role="rowheader" { (cell) } }
                    @else { td role="cell" data-label=(column) { div { (cell) } } }
                }
            }
        }
    }
}
