//! The dots as a printer takes them: `GS v 0`, which every receipt printer knows, and nothing as text, since printers'
//! Cyrillic code pages differ.

use std::cell::RefCell;

use escpos::{driver::Driver, errors::PrinterError, printer::Printer, utils::Protocol};

use super::{raster::Raster, sheet::Paper};

/// Rows in one band. More than 255 some printers don't count right, and what is left of a band that broke off is short.
const BAND: usize = 240;

/// Lines of paper between the last dot and the knife.
const TAIL: u8 = 3;

/// `raster` as a whole print: the printer's state as after switching it on, the picture, and a cut.
///
/// # Errors
/// Those of the `escpos` crate, which has none for this.
pub fn bytes(raster: &Raster) -> Result<Vec<u8>, PrinterError> {
    let mut printer = Printer::new(Collector::default(), Protocol::default(), None);
    printer.init()?;
    for band in raster.bands(BAND) {
        printer.custom(&graphics(band, raster.stride()))?;
    }
    printer.feeds(TAIL)?.cut()?.print()?;
    Ok(printer.driver().0.into_inner())
}

/// Ends what a print that broke off has left open, and cuts it off: a band is filled up with white, and where the printer
/// waits for none, it passes over these bytes.
///
/// # Errors
/// As [`bytes`].
pub fn mend(paper: Paper) -> Result<Vec<u8>, PrinterError> {
    let mut printer = Printer::new(Collector::default(), Protocol::default(), None);
    printer.custom(&vec![0; BAND * paper.dots() / 8])?;
    printer.init()?.feeds(TAIL)?.cut()?.print()?;
    Ok(printer.driver().0.into_inner())
}

/// `GS v 0`, normal size: bytes a row, rows, and the rows.
fn graphics(band: &[u8], stride: usize) -> Vec<u8> {
    let [xl, xh] = (stride as u16).to_le_bytes();
    let [yl, yh] = ((band.len() / stride) as u16).to_le_bytes();
    let mut command = vec![0x1d, b'v', b'0', 0, xl, xh, yl, yh];
    command.extend_from_slice(band);
    command
}

/// A driver that keeps what it is to write: when and how that goes out is the device's affair.
#[derive(Default)]
pub(super) struct Collector(pub(super) RefCell<Vec<u8>>);

impl Driver for Collector {
    fn name(&self) -> String {
        "bytes".to_owned()
    }

    fn write(&self, data: &[u8]) -> Result<(), PrinterError> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> Result<usize, PrinterError> {
        Ok(0)
    }

    fn flush(&self) -> Result<(), PrinterError> {
        Ok(())
    }
}
