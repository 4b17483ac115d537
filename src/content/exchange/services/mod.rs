//! A pack's services as a table: a row a service, Bulgarian headings, as administrations keep them in spreadsheets.
//!
//! A cell that still says what [`export`] writes into it changes nothing when it comes back, so a table that comes back as it
//! went out leaves the pack as it is, byte for byte, also what a table has no place for (a second fee of one speed). Columns
//! that are left out change nothing, services without a row neither. A row with a fault is not taken at all, the others are.
//!
//! | file | what it is |
//! |---|---|
//! | [`column`] | the columns and what may stand over them |
//! | `cells` | a service as its cells |
//! | `row` | a row of cells as a service |
//! | `lists` | documents and channels, a line each, with translations in the same order beside them |
//! | `words` | amounts, terms, «да» |
//! | [`import`] | a table against a pack: what is new, what changes, what was not understood |
//! | [`fault`] | what was not understood: line, column, why, the mend |

mod cells;
pub mod column;
pub mod fault;
pub mod import;
mod lists;
mod row;
mod words;

use std::borrow::Cow;

pub use fault::{Cause, Fault};
pub use import::{Import, LONGEST, MOST, read};
pub(super) use words::said_amount as words_of_amount;

use crate::{content::Pack, sheet};

/// The pack's services as a CSV file.
#[must_use]
pub fn export(pack: &Pack) -> Vec<u8> {
    let columns = column::all(&pack.info.languages);
    let head = columns.iter().map(|column| Cow::Owned(column.heading())).collect();
    let rows = pack.services.iter().map(|service| {
        let cell = |column| Cow::Owned(cells::cell(pack, service, column));
        columns.iter().map(cell).collect()
    });
    sheet::write(std::iter::once(head).chain(rows))
}
