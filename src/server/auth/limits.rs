//! What is limited in rate.

use std::net::IpAddr;

use crate::web::limit::Limit;

/// Each for one client's address, signing in also for one name.
pub struct Limits {
    pub enrolment: Limit<IpAddr>,
    pub sign_in: Limit<IpAddr>,
    pub sign_in_name: Limit<String>,
    /// A whole lobby, or many customers of a mobile operator, may stand behind one address: this stops a flood alone.
    pub phone: Limit<IpAddr>,
    /// The public's figures, for people and for machines.
    pub public: Limit<IpAddr>,
    /// Codes that nobody has told of: who guesses is slowed down long before a guess can hit.
    pub unknown_ticket: Limit<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            enrolment: Limit::a_minute(10),
            sign_in: Limit::a_minute(10),
            sign_in_name: Limit::a_minute(5),
            phone: Limit::a_minute(6000),
            public: Limit::a_minute(600),
            unknown_ticket: Limit::a_minute(120),
        }
    }
}

impl Limits {
    pub fn forget_quiet(&self) {
        self.enrolment.forget_quiet();
        self.sign_in.forget_quiet();
        self.sign_in_name.forget_quiet();
        self.phone.forget_quiet();
        self.public.forget_quiet();
        self.unknown_ticket.forget_quiet();
    }
}
