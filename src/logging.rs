//! Log lines: JSON in files of a day each for whoever looks later, plain lines on stderr for whoever is there.
//!
//! No personal data is logged. A line's fields may be: ids and versions of our own content (`pack`, `service`, `queue`,
//! `place`, `screen`), the address of the configured server and the kiosk's own name there, kinds of records, a ticket's
//! letter and number without its code, counts, durations, sizes, paths, and `error`. Never: what a visitor typed or
//! searched for, the code of a ticket, a rating or any part of one, other addresses of the network, names, secrets.
//!
//! The files are written by a thread of their own, so that a line costs the caller no wait for the disk. A day's file
//! stops growing at its limit and says so; old days are deleted.

pub mod capped;
pub mod recent;

use std::{io, path::Path};

use chrono::Utc;
use tracing::level_filters::LevelFilter;
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

use self::capped::Capped;
use crate::config::{Level, Log};

const PREFIX: &str = "parter";
const SUFFIX: &str = "jsonl";

/// Writes what is still waiting when dropped: keep it until the program ends.
#[must_use]
pub struct Logging {
    _worker: Option<WorkerGuard>,
}

/// Starts logging into `folder`. Where that can't be written, stderr alone gets the lines, and one that says so.
pub fn start(settings: &Log, folder: &Path) -> Logging {
    // Other crates are heard when something fails; what they remark on displays and fonts is of no use to staff.
    let filter = Targets::new()
        .with_default(LevelFilter::ERROR)
        .with_target("parter", LevelFilter::from(settings.level));
    let people = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_filter(filter.clone());
    let (files, worker, fault) = match open(settings, folder) {
        Ok(file) => {
            let (writer, worker) = tracing_appender::non_blocking(file);
            let layer = tracing_subscriber::fmt::layer()
                .json()
                .flatten_event(true)
                .with_writer(writer);
            (Some(layer.with_filter(filter)), Some(worker), None)
        }
        Err(error) => (None, None, Some(error)),
    };
    // A second start in one process keeps the first one's subscriber.
    let _ = tracing_subscriber::registry().with(people).with(files).try_init();
    if let Some(error) = fault {
        tracing::error!(%error, folder = %folder.display(), "no log files: the folder can't be written; check its owner and mode");
    }
    Logging { _worker: worker }
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}

fn open(settings: &Log, folder: &Path) -> io::Result<Capped<RollingFileAppender>> {
    std::fs::create_dir_all(folder)?;
    let keep = usize::try_from(settings.keep_days).unwrap_or(usize::MAX);
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(SUFFIX)
        .max_log_files(keep)
        .build(folder)
        .map_err(io::Error::other)?;
    let today = Utc::now().date_naive();
    let path = folder.join(format!("{PREFIX}.{today}.{SUFFIX}"));
    let written = std::fs::metadata(path).map_or(0, |file| file.len());
    let limit = u64::from(settings.max_megabytes_a_day) * 1_000_000;
    Ok(Capped {
        file,
        limit,
        written,
        day: today,
        clock: || Utc::now().date_naive(),
    })
}
