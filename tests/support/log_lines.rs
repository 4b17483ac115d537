//! What staff read in the log.
#![allow(dead_code, clippy::unwrap_used)]

use std::{
    io::Write,
    sync::{Arc, LazyLock, Mutex},
};

/// Lines of the log.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// What this thread logs during the work.
    pub fn of(work: impl FnOnce(&Self)) {
        let lines = Self::default();
        tracing::subscriber::with_default(lines.keeper(), || work(&lines));
    }

    /// What every thread of the test program logs, from the first call on.
    pub fn of_all_threads() -> &'static Self {
        static LINES: LazyLock<Lines> = LazyLock::new(|| {
            let lines = Lines::default();
            tracing::subscriber::set_global_default(lines.keeper()).unwrap();
            lines
        });
        &LINES
    }

    fn keeper(&self) -> impl tracing::Subscriber + Send + Sync + 'static {
        let writer = self.clone();
        tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish()
    }

    /// Those that say `words`.
    pub fn with(&self, words: &str) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines()
            .filter(|line| line.contains(words))
            .map(str::to_owned)
            .collect()
    }
}
