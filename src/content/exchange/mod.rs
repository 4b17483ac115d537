//! A pack in the forms that others keep or ask for, and back. Bytes in, bytes out.
//!
//! | part | what it is |
//! |---|---|
//! | [`services`] | the services as a table for spreadsheets, and such a table back into a pack |
//! | [`cpsv_ap`] | the services as linked data for catalogues |
//! | [`archive`] | the whole pack as one zip file |

pub mod archive;
pub mod cpsv_ap;
pub mod services;
