//! Where packs lie: in a folder, or in the program itself.

pub mod builtin;
pub mod folder;
