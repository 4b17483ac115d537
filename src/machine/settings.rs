//! What a machine is to be: the stick's file, checked, with the secrets that an earlier one gave.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::call::Call;
use crate::{
    config::{Counter, Mode, PrinterDevice},
    pin::PinHash,
    protocol::secret::EnrolmentCode,
};

/// All of it, as it is kept on the machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Id of a built-in pack, or of a municipality whose content the server has.
    pub municipality: String,
    pub place: Option<String>,
    pub mode: Mode,
    pub kiosk: String,
    pub pin: Option<PinHash>,
    pub proxy: Option<String>,
    pub time_servers: Vec<String>,
    /// Whether the machine's clock goes on without power, so that it is believed before a time server has set it.
    #[serde(default)]
    pub has_clock_battery: bool,
    /// In percent.
    pub volume: Option<u8>,
    pub server: Option<Server>,
    pub screen: Screen,
    pub addressing: Addressing,
    pub wifi: Option<Wifi>,
    pub printer: Option<Printer>,
    pub call: Option<Call>,
    pub lobby: Option<Lobby>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Server {
    pub url: String,
    pub public_url: Option<String>,
    pub enrolment_code: Option<EnrolmentCode>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screen {
    pub diagonal_inches: f32,
    pub is_portrait: bool,
    /// Of the picture on the panel, clockwise in degrees: 0, 90, 180 or 270.
    pub rotation: u16,
    /// Of a touch panel that is not aligned with its picture: the first two rows, as libinput takes them.
    pub touch_matrix: Option<[f32; 6]>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Addressing {
    Dhcp {
        dns: Vec<IpAddr>,
    },
    Static {
        address: IpAddr,
        prefix: u8,
        gateway: Option<IpAddr>,
        dns: Vec<IpAddr>,
    },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Wifi {
    pub ssid: String,
    pub key: String,
    /// Two capitals, as in `BG`: which channels may be used.
    pub country: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Printer {
    pub device: PrinterDevice,
    pub paper_mm: u32,
}

/// The counters' and the board's pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lobby {
    pub listen: std::net::SocketAddr,
    pub counters: Vec<Counter>,
}

impl std::fmt::Debug for Wifi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wifi({}, …)", self.ssid)
    }
}
