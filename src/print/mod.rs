//! The ticket on paper: one black-and-white picture, so that it looks the same on every receipt printer.
//!
//! | file | what it is |
//! |---|---|
//! | [`ticket`] | what a ticket's paper says, in the visitor's language |
//! | [`sheet`] | text and codes from top to bottom, as they are kept with the print job |
//! | [`raster`] | a sheet drawn in dots |
//! | [`typeface`] | the letters it is drawn with, and reports are set in |
//! | [`escpos`] | the dots as a printer takes them |
//! | [`device`] | the open way to a printer: a device file, a socket, a serial port |
//! | [`status`] | what the printer says of itself |
//! | [`job`] | one paper through the printer, and what can be said of it afterwards |
//! | [`worker`] | the thread that does it all, with a watchdog |
//! | [`watch`] | what screens, staff and the heartbeat see of it |

pub mod device;
pub mod escpos;
pub mod job;
pub mod raster;
pub mod sheet;
pub mod status;
pub mod ticket;
pub mod typeface;
pub mod watch;
pub mod worker;
