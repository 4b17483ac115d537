//! Tables that a narrow screen stacks. Roles are named, since browsers forget them of what is stacked.

use maud::{Markup, html};

/// A table of `rows`, made by [`row`].
pub fn table(columns: &[&str], rows: &[Markup]) -> Markup {
    html! {
        table.stacked role="table" {
            thead role="rowgroup" {
                tr role="row" { @for column in columns { th scope="col" role="columnheader" { (column) } } }
            }
            tbody role="rowgroup" { @for row in rows { (row) } }
        }
    }
}

/// A row with a cell for each column; its first cell names it.
pub fn row(columns: &[&str], cells: &[Markup]) -> Markup {
    html! {
        tr role="row" {
            @for (at, (column, cell)) in columns.iter().zip(cells).enumerate() {
                @if at == 0 { th scope="row" role="rowheader" { (cell) } }
                @else { td role="cell" data-label=(column) { div { (cell) } } }
            }
        }
    }
}
