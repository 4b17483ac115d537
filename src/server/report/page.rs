//! The report as a page, on a screen and on paper.

use maud::{Markup, html};

use super::model::{Block, Cell, Chart, Report, Table};
use crate::{
    server::chart::{bars::Bars, columns::Columns},
    web::lang::Lang,
};

impl Report {
    /// Without its title, which the page around it has.
    #[must_use]
    pub fn html(&self) -> Markup {
        html! {
            article.report {
                p.lead { strong { (self.municipality) } }
                @for chapter in &self.chapters {
                    section id=(chapter.id) {
                        h2 { (chapter.heading) }
                        @for block in &chapter.blocks { (block.html(self.lang)) }
                    }
                }
            }
        }
    }

    /// The way to its chapters.
    #[must_use]
    pub fn contents(&self) -> Markup {
        html! {
            ul.contents { @for chapter in &self.chapters { li { a href={ "#" (chapter.id) } { (chapter.heading) } } } }
        }
    }
}

impl Block {
    fn html(&self, lang: Lang) -> Markup {
        match self {
            Self::Text(text) => html! { p { (text) } },
            Self::Notice(text) => html! { p.alert.calm { strong { (text) } } },
            Self::List(items) => html! { ul { @for item in items { li { (item) } } } },
            Self::Table(table) => table.html(lang),
            Self::Figure(chart, table) => chart.html(table, lang),
        }
    }
}

impl Chart {
    fn html(&self, table: &Table, lang: Lang) -> Markup {
        let data = table.data(lang);
        let summary = self.summary(lang);
        match self {
            Self::Bars { bars, of_one } => Bars {
                id: &table.id,
                title: &table.title,
                summary: &summary,
                bars,
                of_one: *of_one,
                data: &data,
            }
            .html(lang),
            Self::Columns { columns, interval } => Columns {
                id: &table.id,
                title: &table.title,
                summary: &summary,
                columns,
                of_one: true,
                interval: Some(interval),
                data: &data,
            }
            .html(lang),
        }
    }
}

impl Table {
    /// A narrow screen stacks it, so roles are named, since browsers forget them of what is stacked.
    fn html(&self, lang: Lang) -> Markup {
        html! {
            table.stacked role="table" {
                caption { (self.title) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in &self.columns {
                            th.number[column.is_number] scope="col" role="columnheader" { (column.name) }
                        }
                    }
                }
                tbody role="rowgroup" { @for row in &self.rows { (self.row(row, lang)) } }
            }
        }
    }

    fn row(&self, row: &[Cell], lang: Lang) -> Markup {
        html! {
            tr role="row" {
                @for (at, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                    @let shown = cell.shown(lang);
                    @let quoted = matches!(cell, Cell::Quote(_)).then_some("bg");
                    @if at == 0 { th scope="row" role="rowheader" { (shown) } }
                    @else {
                        td.number[column.is_number] role="cell" data-label=(column.name) { div lang=[quoted] { (shown) } }
                    }
                }
            }
        }
    }
}
