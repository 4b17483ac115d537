//! The stick's file as text, into what the machine is to be.

use std::net::IpAddr;

use serde::Deserialize;
use toml::de::DeTable;

use super::{
    call::Call,
    fault::{Fault, Problem},
    municipality,
    section::{Notes, Section},
    settings::{Addressing, Lobby, Printer, Screen, Server, Settings, Wifi},
    words,
};
use crate::{
    config::{Counter, Mode, check},
    packs::builtin,
    pin,
};

/// The largest file that is read; the example is a tenth of it.
const MOST_BYTES: usize = 64 * 1024;

/// What the file says. Secrets that it does not give may be known from an earlier one.
pub struct Stick {
    pub settings: Settings,
    /// As it is typed.
    pub pin: Option<String>,
    /// The line of a Wi-Fi network whose key is not there.
    pub without_key: Option<usize>,
}

/// Reads it.
///
/// # Errors
/// With all faults, in the order of the file.
pub fn stick(bytes: &[u8]) -> Result<Stick, Vec<Fault>> {
    let whole = |problem| {
        vec![Fault {
            line: None,
            key: None,
            problem,
        }]
    };
    if bytes.len() > MOST_BYTES {
        return Err(whole(Problem::TooLong));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole(Problem::NotUtf8))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let notes = Notes::new(text);
    let (table, syntax) = DeTable::parse_recoverable(text);
    for error in &syntax {
        let problem = match error.message() {
            message if message.contains("duplicate key") => Problem::Twice,
            message => Problem::Syntax(message.lines().next().unwrap_or_default().to_owned()),
        };
        notes.note(error.span(), None, problem);
    }
    // What is not read as TOML would only seem to be missing.
    if !syntax.is_empty() {
        return Err(notes.faults());
    }
    let stick = file(Section::root(&notes, table.get_ref()));
    let faults = notes.faults();
    stick.filter(|_| faults.is_empty()).ok_or(faults)
}

fn file(mut root: Section<'_, '_>) -> Option<Stick> {
    let mut kiosk = root.section("kiosk");
    let id = kiosk.required("id", words::KIOSK_ID, |id| {
        check::kiosk_id(id).is_none().then(|| id.to_owned())
    });
    let municipality = kiosk.required("municipality", words::MUNICIPALITY, name);
    let pack = municipality.as_deref().and_then(municipality::builtin);
    let places = pack.as_ref().map(municipality::places);
    let place = kiosk.name_of("place", words::PLACE, places.as_deref(), name);
    let mode = kiosk.text("mode", words::MODE, |mode| {
        Mode::deserialize(toml::Value::from(mode)).ok()
    });
    let server_section = root.section("server");
    if municipality.is_some() && pack.is_none() {
        // Its content comes from the server, which is asked for one place's.
        let known: Vec<String> = builtin::names().map(str::to_owned).collect();
        match (server_section.is_there(), kiosk.has_text("place")) {
            (false, _) => kiosk.unknown("municipality", &known),
            (true, false) => kiosk.missing("place", words::PLACE),
            (true, true) => {}
        }
    }
    kiosk.done();

    let server = server(server_section);
    let screen = screen(root.section("screen"));
    let mut network = root.section("network");
    let (wifi, without_key) = wifi(network.section("wifi"));
    let proxy = network.secret("proxy", words::PROXY, |url| {
        let url = reqwest::Url::parse(url).ok()?;
        // A password would stay on the stick.
        let is_open = url.username().is_empty() && url.password().is_none();
        (url.scheme() == "http" && url.has_host() && is_open).then(|| url.to_string())
    });
    let addressing = addressing(network);

    let mut time = root.section("time");
    let time_servers = time.texts("servers", words::TIME_SERVERS, host);
    let has_clock_battery = time.truth("battery", words::TRUTH);
    time.done();

    let mut staff = root.section("staff");
    let pin = staff.secret("pin", words::PIN, |pin| pin::is_one(pin).then(|| pin.to_owned()));
    staff.done();

    let printer = printer(root.section("printer"));
    let queues = pack.as_ref().map(municipality::queues);
    let lobby = lobby(root.section("lobby"), queues.as_deref());

    let mut sound = root.section("sound");
    let volume = sound.number("volume", words::VOLUME, |percent| {
        ((0.0..=100.0).contains(&percent) && percent.fract() == 0.0).then_some(percent as u8)
    });
    sound.done();

    let call = call(root.section("call"));
    root.done();
    Some(Stick {
        settings: Settings {
            municipality: municipality?,
            place,
            mode: mode.unwrap_or_default(),
            kiosk: id?,
            pin: None,
            proxy,
            time_servers,
            has_clock_battery: has_clock_battery.unwrap_or_default(),
            volume,
            server,
            screen: screen?,
            addressing: addressing?,
            wifi,
            printer,
            call,
            lobby,
        },
        pin,
        without_key,
    })
}

fn server(mut section: Section<'_, '_>) -> Option<Server> {
    let is_there = section.is_there();
    let address = |url: &str| check::web_address(url).is_none().then(|| url.to_owned());
    let url = if is_there {
        section.required("url", words::SERVER_URL, address)
    } else {
        None
    };
    let public_url = section.text("public_url", words::SERVER_URL, address);
    let enrolment_code = section.secret("enrolment_code", words::ENROLMENT_CODE, |code| code.parse().ok());
    section.done();
    Some(Server {
        url: url?,
        public_url,
        enrolment_code,
    })
}

fn screen(mut section: Section<'_, '_>) -> Option<Screen> {
    if !section.is_there() {
        section.missing("diagonal_inches", words::DIAGONAL);
    }
    let diagonal = section.number("diagonal_inches", words::DIAGONAL, |inches| {
        check::diagonal(inches as f32).is_none().then_some(inches as f32)
    });
    let is_portrait = section.required("orientation", words::ORIENTATION, |way| match way {
        "portrait" => Some(true),
        "landscape" => Some(false),
        _ => None,
    });
    let rotation = section.number("rotation", words::ROTATION, |degrees| {
        [0_u16, 90, 180, 270].into_iter().find(|one| f64::from(*one) == degrees)
    });
    let touch_matrix = section.matrix("touch_matrix", words::TOUCH_MATRIX);
    section.done();
    let is_portrait = is_portrait?;
    Some(Screen {
        diagonal_inches: diagonal.unwrap_or(21.5),
        is_portrait,
        // Nearly every panel is made to lie.
        rotation: rotation.unwrap_or(if is_portrait { 90 } else { 0 }),
        touch_matrix,
    })
}

fn addressing(mut section: Section<'_, '_>) -> Option<Addressing> {
    let is_static = section.text("method", words::METHOD, |method| match method {
        "dhcp" => Some(false),
        "static" => Some(true),
        _ => None,
    });
    let ip = |text: &str| text.parse::<IpAddr>().ok();
    let dns = section.texts("dns", words::DNS, ip);
    let gateway = section.text("gateway", words::GATEWAY, ip);
    let addressing = if is_static == Some(true) {
        let address = section.required("address", words::ADDRESS, |text| {
            let (address, prefix) = text.split_once('/')?;
            let (address, prefix) = (address.parse::<IpAddr>().ok()?, prefix.parse::<u8>().ok()?);
            let most = if address.is_ipv4() { 32 } else { 128 };
            (1..=most).contains(&prefix).then_some((address, prefix))
        });
        address.map(|(address, prefix)| Addressing::Static {
            address,
            prefix,
            gateway,
            dns,
        })
    } else {
        let unused = section.place_of("address").map(|at| (at, "address"));
        let unused = unused.or_else(|| section.place_of("gateway").map(|at| (at, "gateway")));
        if let Some((at, key)) = unused {
            section.bad(at, key, None, words::ONLY_STATIC);
        }
        Some(Addressing::Dhcp { dns })
    };
    section.done();
    addressing
}

/// With the line where a key is to be known from before.
fn wifi(mut section: Section<'_, '_>) -> (Option<Wifi>, Option<usize>) {
    if !section.is_there() {
        return (None, None);
    }
    let line = section.line();
    let ssid = section.required("ssid", words::SSID, |ssid| (ssid.len() <= 32).then(|| ssid.to_owned()));
    let country = section.required("country", words::COUNTRY, |country| {
        let fits = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        fits.then(|| country.to_owned())
    });
    let has_key = section.has_text("key");
    let key = section.secret("key", words::WIFI_KEY, |key| {
        let fits = (8..=63).contains(&key.len()) && key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        fits.then(|| key.to_owned())
    });
    section.done();
    let without_key = line.filter(|_| !has_key);
    let wifi = ssid.zip(country).map(|(ssid, country)| Wifi {
        ssid,
        key: key.unwrap_or_default(),
        country,
    });
    (wifi, without_key)
}

fn printer(mut section: Section<'_, '_>) -> Option<Printer> {
    let device = section.text("device", words::PRINTER, |device| device.parse().ok());
    let paper_mm = section.number("paper_mm", words::PAPER, |mm| {
        [58, 80].into_iter().find(|one| f64::from(*one) == mm)
    });
    section.done();
    device.map(|device| Printer {
        device,
        paper_mm: paper_mm.unwrap_or(80),
    })
}

fn lobby(mut section: Section<'_, '_>, queues: Option<&[String]>) -> Option<Lobby> {
    let listen = section.text("listen", words::LISTEN, |listen| listen.parse().ok());
    let mut counters: Vec<Counter> = Vec::new();
    for entry in section.entries("counter", words::COUNTER) {
        counters.extend(counter(entry, &counters, queues));
    }
    if listen.is_some() && counters.is_empty() {
        section.missing("counter", words::COUNTER);
    }
    section.done();
    listen.map(|listen| Lobby { listen, counters })
}

fn counter(mut section: Section<'_, '_>, others: &[Counter], queues: Option<&[String]>) -> Option<Counter> {
    let any = |text: &str| Some(text.to_owned());
    let id = section.required("id", words::COUNTER_ID, |id| {
        let is_another = others.iter().all(|other| other.id != id);
        (is_another && check::is_counter(id)).then(|| id.to_owned())
    });
    let name = section.text("name", words::COUNTER, any);
    let queues = section.names_of("queues", words::COUNTER_QUEUES, queues);
    section.done();
    id.map(|id| Counter {
        id,
        name,
        queues,
        breaks: Vec::new(),
    })
}

fn call(mut section: Section<'_, '_>) -> Option<Call> {
    if !section.is_there() {
        return None;
    }
    let telephone = section.required("telephone", words::TELEPHONE, |number| {
        let fits = number.len() <= 30
            && number
                .chars()
                .all(|sign| sign.is_ascii_digit() || "+ /()-".contains(sign));
        fits.then(|| number.to_owned())
    });
    let name = section.text("name", words::CALL_NAME, |name| {
        (name.chars().count() <= 60).then(|| name.to_owned())
    });
    section.done();
    telephone.map(|telephone| Call { telephone, name })
}

/// An id as packs have them.
fn name(text: &str) -> Option<String> {
    let fits = text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    fits.then(|| text.to_owned())
}

/// A name of the network, or an address.
fn host(text: &str) -> Option<String> {
    let fits = (1..=253).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    fits.then(|| text.to_owned())
}
