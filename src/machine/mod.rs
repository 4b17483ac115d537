//! A machine that nobody attends: how it is set up from a stick, and what its service manager is told.
//!
//! [`setup`] reads the stick's file (`stick`, `read`; what it can name is in `municipality`), makes every file of the
//! settings ([`files`]) and puts them in place (`put`). The example is `kiosk-image/parter-kiosk.example.toml`.

pub mod call;
pub mod fault;
pub mod files;
pub mod manager;
mod municipality;
mod network;
mod put;
mod read;
mod section;
pub mod settings;
pub mod setup;
mod stick;
pub mod visit_file;
mod words;
