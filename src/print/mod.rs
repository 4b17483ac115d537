//! The ticket on paper: one black-and-white picture, so that it looks the same on every receipt printer.
//!
//! | file | what it is |
//! |---|---|
//! | [`ticket`] | what a ticket's paper says, in the visitor's language |
//! | [`sheet`] | text and codes from top to bottom, as they are kept with the print job |
//! | [`raster`] | a sheet drawn in dots |
//! | [`escpos`] | the dots as a printer takes them |

pub mod escpos;
pub mod raster;
pub mod sheet;
pub mod ticket;
