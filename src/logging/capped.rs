//! A day's log file grows no further than its limit, and says so.

use std::io::{self, Write};

use chrono::NaiveDate;

/// Lets a day's lines through up to a limit; files change at midnight UTC.
pub struct Capped<W> {
    pub file: W,
    /// Bytes.
    pub limit: u64,
    /// Bytes of `day`, those left out among them.
    pub written: u64,
    pub day: NaiveDate,
    pub clock: fn() -> NaiveDate,
}

impl<W: Write> Write for Capped<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let today = (self.clock)();
        if today != self.day {
            (self.day, self.written) = (today, 0);
        }
        let before = self.written;
        self.written = before.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        if self.written <= self.limit {
            self.file.write_all(line)?;
        } else if before <= self.limit {
            self.file.write_all(
                b"{\"level\":\"WARN\",\"message\":\"the day's log is full: see log.max_megabytes_a_day\"}\n",
            )?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
