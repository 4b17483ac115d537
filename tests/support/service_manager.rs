//! What a service manager hears, without one.

use std::{
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

/// How long a word may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct ServiceManager {
    pub address: PathBuf,
    words: Receiver<String>,
}

impl ServiceManager {
    pub fn listen(address: &Path) -> Self {
        let socket = UnixDatagram::bind(address).expect("an address for words");
        let (heard, words) = channel();
        // A manager always listens, or whoever speaks to it would wait.
        thread::spawn(move || {
            let mut word = [0; 4096];
            while let Ok(length) = socket.recv(&mut word) {
                if heard
                    .send(String::from_utf8_lossy(&word[..length]).into_owned())
                    .is_err()
                {
                    return;
                }
            }
        });
        Self {
            address: address.to_owned(),
            words,
        }
    }

    /// Waits until this line is said.
    pub fn hears(&self, line: &str) {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self
                .next(PATIENCE)
                .is_some_and(|said| said.lines().any(|said| said == line))
            {
                return;
            }
        }
        panic!("never said: {line}");
    }

    /// What has been said so far counts no more.
    pub fn forget(&self) {
        while self.next(Duration::from_millis(50)).is_some() {}
    }

    /// All that is said in this time.
    pub fn within(&self, time: Duration) -> Vec<String> {
        let end = Instant::now() + time;
        let left = || {
            end.checked_duration_since(Instant::now())
                .filter(|left| !left.is_zero())
        };
        std::iter::from_fn(|| self.next(left()?)).collect()
    }

    fn next(&self, patience: Duration) -> Option<String> {
        self.words.recv_timeout(patience).ok()
    }
}
