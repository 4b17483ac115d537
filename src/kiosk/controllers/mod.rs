//! What the kiosk does, without a window: each screen's rules and state.

pub mod appointment;
mod buckets;
pub mod charter;
pub mod charter_search;
pub mod closing;
pub mod complaint;
pub mod contacts;
mod desk;
pub mod keyboard;
pub mod kiosk;
pub mod measured;
mod paper;
mod published;
pub mod rate;
pub mod replies;
pub mod service;
pub mod services;
pub mod session;
pub mod staff;
pub mod ticket;
pub mod typing;
pub mod waiting;
