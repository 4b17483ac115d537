//! Where the printer is.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a printer hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PrinterDevice {
    /// A device file, as a USB printer has: `/dev/usb/lp0`.
    File(PathBuf),
    /// `tcp://192.0.2.7:9100`
    Tcp(SocketAddr),
    /// `serial:/dev/ttyS0?baud=19200`
    Serial { path: PathBuf, baud: u32 },
}

/// A text that names no such thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no printer: \"/dev/usb/lp0\", \"tcp://192.0.2.7:9100\" and \"serial:/dev/ttyS0?baud=19200\" do")]
pub struct BadDevice(String);

impl FromStr for PrinterDevice {
    type Err = BadDevice;

    fn from_str(text: &str) -> Result<Self, BadDevice> {
        let bad = || BadDevice(text.to_owned());
        let file = |path: &str| path.starts_with('/').then(|| PathBuf::from(path)).ok_or_else(bad);
        if let Some(address) = text.strip_prefix("tcp://") {
            return address.parse().map(Self::Tcp).map_err(|_| bad());
        }
        let Some(serial) = text.strip_prefix("serial:") else {
            return file(text).map(Self::File);
        };
        let (path, baud) = serial.split_once("?baud=").ok_or_else(bad)?;
        let baud = baud.parse().ok().filter(|baud| (1200..=921_600).contains(baud));
        Ok(Self::Serial {
            path: file(path)?,
            baud: baud.ok_or_else(bad)?,
        })
    }
}

impl fmt::Display for PrinterDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Tcp(address) => write!(f, "tcp://{address}"),
            Self::Serial { path, baud } => write!(f, "serial:{}?baud={baud}", path.display()),
        }
    }
}

impl TryFrom<String> for PrinterDevice {
    type Error = BadDevice;

    fn try_from(text: String) -> Result<Self, BadDevice> {
        text.parse()
    }
}

impl From<PrinterDevice> for String {
    fn from(device: PrinterDevice) -> Self {
        device.to_string()
    }
}
