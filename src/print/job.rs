//! One paper through the printer, and what can be said of it afterwards.

use std::{io, time::Duration};

use tracing::debug;

use super::{device::Line, escpos, raster::Raster, sheet::Paper, status};
use crate::{
    config::PrinterDevice,
    protocol::heartbeat::PrinterState,
    queue::paper::{PrintFault, PrintState},
};

/// How patient the printer's thread is; tests are less so.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// The printer is asked how it is this often.
    pub check: Duration,
    /// A connection, and the answer to a question, are waited for so long.
    pub answer: Duration,
    /// A printer that takes nothing for so long has stalled.
    pub stall: Duration,
    /// A paper takes no longer than this for the motor to start and the knife to fall, and [`ROW`] for each of its rows.
    pub paper: Duration,
    /// A thread that gives no answer for so long is given up.
    pub watchdog: Duration,
    /// A paper whose turn comes later than this is not printed by itself: its visitor has gone.
    pub late: Duration,
}

/// At 50 mm a second, which the slowest do.
const ROW: Duration = Duration::from_micros(2500);

impl Default for Timing {
    fn default() -> Self {
        Self {
            check: Duration::from_secs(5),
            answer: Duration::from_millis(500),
            stall: Duration::from_secs(5),
            paper: Duration::from_secs(2),
            watchdog: Duration::from_secs(20),
            late: Duration::from_secs(5 * 60),
        }
    }
}

/// A drawn paper, in the printer's language.
#[derive(Debug)]
pub(super) struct Drawn {
    bytes: Vec<u8>,
    /// How long it takes to print at most.
    printing: Duration,
}

impl Drawn {
    pub fn new(raster: &Raster, timing: &Timing) -> io::Result<Self> {
        Ok(Self {
            bytes: escpos::bytes(raster).map_err(io::Error::other)?,
            printing: timing.paper + ROW * u32::try_from(raster.height()).unwrap_or(u32::MAX),
        })
    }

    /// How long sending and printing can take where nothing stalls.
    pub fn longest(&self, device: &PrinterDevice) -> Duration {
        let sending = match device {
            // Ten bits a byte, on the wire.
            PrinterDevice::Serial { baud, .. } => Duration::from_secs(self.bytes.len() as u64 * 10 / u64::from(*baud)),
            // Faster than the paper.
            PrinterDevice::File(_) | PrinterDevice::Tcp(_) => self.printing,
        };
        sending + self.printing
    }

    /// To the printer that `line` leads to. One that says nothing is waited for too: what has not yet left this machine when
    /// the line is closed is lost, the cut first of all.
    pub fn print(&self, line: &Line, timing: &Timing) -> Outcome {
        if let Err(error) = line.write(&self.bytes, timing.stall) {
            debug!(%error, "a print broke off");
            return Outcome::BrokenOff;
        }
        let ended = status::wait_for_end(line, timing.answer, self.printing).unwrap_or(false);
        match status::ask(line, timing.answer) {
            Ok(state) => Outcome::Sent { state, ended },
            Err(_) => Outcome::Lost,
        }
    }
}

/// What came of sending a paper.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    /// The way to the printer has taken all of it.
    Sent {
        state: PrinterState,
        /// The printer has said that all of it is printed.
        ended: bool,
    },
    /// As much, and then nothing was heard any more.
    Lost,
    /// It has taken a part of it.
    BrokenOff,
}

impl Outcome {
    /// What that means where the printer is in the state `now`.
    pub fn print_state(self, now: PrinterState) -> PrintState {
        match self {
            Self::Sent { ended: true, .. } => PrintState::Printed,
            Self::Sent { state, .. } => match fault(state) {
                Some(why) => PrintState::Failed(why),
                None if state == PrinterState::Ready => PrintState::Printed,
                None => PrintState::Unknown,
            },
            Self::Lost => PrintState::Unknown,
            Self::BrokenOff => match now {
                // It says itself why.
                PrinterState::OutOfPaper => PrintState::Failed(PrintFault::OutOfPaper),
                PrinterState::CoverOpen => PrintState::Failed(PrintFault::CoverOpen),
                _ => PrintState::Failed(PrintFault::BrokenOff),
            },
        }
    }
}

/// Why a printer in that state prints nothing, where it doesn't.
pub(super) fn fault(state: PrinterState) -> Option<PrintFault> {
    match state {
        PrinterState::OutOfPaper => Some(PrintFault::OutOfPaper),
        PrinterState::CoverOpen => Some(PrintFault::CoverOpen),
        PrinterState::Offline => Some(PrintFault::Offline),
        PrinterState::None | PrinterState::Ready | PrinterState::Unknown => None,
    }
}

/// Brings a printer back that was left in the middle of a paper.
pub(super) fn mend(line: &Line, paper: Paper, timing: &Timing) -> io::Result<()> {
    line.write(&escpos::mend(paper).map_err(io::Error::other)?, timing.stall)
}
