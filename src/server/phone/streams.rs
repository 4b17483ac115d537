//! How many streams are open, in all and to each address.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// In all, where the process may have enough open files.
const MOST: usize = 4_000;
/// A whole lobby, or many customers of a mobile operator, may stand behind one address.
const MOST_EACH: usize = 1_000;

/// Seats for streams.
pub struct Streams {
    most: usize,
    most_each: usize,
    taken: Mutex<HashMap<IpAddr, usize>>,
}

/// A stream's seat; free again when it is dropped.
pub struct Seat {
    streams: Arc<Streams>,
    address: IpAddr,
}

impl Default for Streams {
    /// Half of the files that this process may open stay free for kiosks, staff and the database.
    fn default() -> Self {
        Self::new(open_files().map_or(MOST, |files| MOST.min(files / 2)), MOST_EACH)
    }
}

impl Streams {
    #[must_use]
    pub fn new(most: usize, most_each: usize) -> Self {
        Self {
            most,
            most_each,
            taken: Mutex::default(),
        }
    }

    /// A seat for one more stream to this address; none when all are taken.
    #[must_use]
    pub fn seat(self: &Arc<Self>, address: IpAddr) -> Option<Seat> {
        let mut taken = self.taken();
        let own = taken.get(&address).copied().unwrap_or(0);
        if own >= self.most_each || taken.values().sum::<usize>() >= self.most {
            return None;
        }
        taken.insert(address, own + 1);
        drop(taken);
        Some(Seat {
            streams: self.clone(),
            address,
        })
    }

    /// How many streams are open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.taken().values().sum()
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.streams.taken();
        if let Some(own) = taken.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// How many files and connections this process may have open, as Linux says it.
fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
