//! How many streams are open, in all and to each address.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::server::open_files::limit;

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
        let half = limit().and_then(|files| usize::try_from(files / 2).ok());
        Self::new(half.map_or(MOST, |half| MOST.min(half)), MOST_EACH)
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

    /// How many there are in all.
    #[must_use]
    pub fn most(&self) -> usize {
        self.most
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
