//! How many files this process may have open. Every phone that looks on, every kiosk and every browser is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Asks for as many as the system allows at all: by itself it allows far fewer.
///
/// # Errors
/// When the system does not let us.
pub fn raise() -> std::io::Result<()> {
    let maximum = getrlimit(Resource::Nofile).maximum;
    let all = Rlimit {
        current: maximum,
        maximum,
    };
    Ok(setrlimit(Resource::Nofile, all)?)
}

/// The present limit; none where there is none.
#[must_use]
pub fn limit() -> Option<u64> {
    getrlimit(Resource::Nofile).current
}
