//! What the printer says of itself.
//!
//! Many never answer, and an answer can be the one to the question before. So what is there already is forgotten first, and
//! each question is put twice: the last answer is then to this question in any case.

use std::{io, time::Duration};

use escpos::{
    errors::PrinterError,
    printer::Printer,
    utils::{Protocol, RealTimeStatusRequest as Ask, RealTimeStatusResponse as Said},
};

use super::{device::Line, escpos::Collector};
use crate::protocol::heartbeat::PrinterState;

/// `GS r 1`: answered in its turn, when all before it has been printed.
const MARK: [u8; 3] = [0x1d, b'r', 1];

/// Asks the printer how it is; each answer is waited for as long as `patience`.
///
/// # Errors
/// When the way to the printer breaks.
pub fn ask(line: &Line, patience: Duration) -> io::Result<PrinterState> {
    line.drain();
    let Some(online) = put(line, Ask::Printer, Said::Online, patience)? else {
        return Ok(PrinterState::Unknown);
    };
    let covered = put(line, Ask::OfflineCause, Said::CoverClosed, patience)?;
    let paper = put(
        line,
        Ask::RollPaperSensor,
        Said::RollPaperEndSensorPaperPresent,
        patience,
    )?;
    Ok(match (covered, paper, online) {
        (Some(false), _, _) => PrinterState::CoverOpen,
        (_, Some(false), _) => PrinterState::OutOfPaper,
        (_, _, false) => PrinterState::Offline,
        (_, _, true) => PrinterState::Ready,
    })
}

/// Whether what the question is about holds; none where there is no answer.
fn put(line: &Line, question: Ask, about: Said, patience: Duration) -> io::Result<Option<bool>> {
    let bytes = bytes(question).map_err(io::Error::other)?;
    line.write(&bytes, patience)?;
    line.write(&bytes, patience)?;
    let mut last = None;
    let mut answers = 0;
    while answers < 2 {
        let Some(byte) = line.read(patience) else { break };
        // What is no answer to such a question is something else's.
        if let Ok(said) = Said::parse(question, byte) {
            last = said.get(&about).copied();
            answers += 1;
        }
    }
    Ok(last)
}

fn bytes(question: Ask) -> Result<Vec<u8>, PrinterError> {
    let mut printer = Printer::new(Collector::default(), Protocol::default(), None);
    printer.real_time_status(question)?.send_status()?;
    Ok(printer.driver().0.into_inner())
}

/// Waits until all that was written has been printed. False where the printer has not said so in time.
///
/// # Errors
/// When the way to the printer breaks.
pub fn wait_for_end(line: &Line, patience: Duration, printing: Duration) -> io::Result<bool> {
    line.drain();
    line.write(&MARK, patience)?;
    let until = std::time::Instant::now() + printing;
    loop {
        let left = until.saturating_duration_since(std::time::Instant::now());
        match line.read(left) {
            // Bits 4 and 7 are never set in this answer; bit 4 is in all others.
            Some(byte) if byte & 0x90 == 0 => return Ok(true),
            Some(_) => {}
            None => return Ok(false),
        }
    }
}
