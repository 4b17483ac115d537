//! The limits of each value, beyond its type.

use std::{net::IpAddr, path::Path};

use reqwest::Url;

use super::{Config, Counter, Lobby, Log, SCREEN_LANGUAGES};
use crate::queue::counter::{BOARD, Break, KIOSK};

/// A counter's name in characters: what fits on the board beside a number.
const LONGEST_COUNTER: usize = 16;

/// The first key whose value can't be, with the mend.
pub(super) fn first_fault(config: &Config) -> Option<(&'static str, String)> {
    let screen = &config.screen;
    let faults = [
        ("state", folder(&config.state)),
        (
            "pack",
            config
                .pack
                .is_empty()
                .then(|| "is empty; name a built-in pack or a folder".to_owned()),
        ),
        ("languages", languages(&config.languages)),
        ("kiosk.id", kiosk_id(&config.kiosk.id)),
        ("screen.diagonal_inches", diagonal(screen.diagonal_inches)),
        ("screen.width", within(screen.width, 320, 7680)),
        ("screen.height", within(screen.height, 320, 7680)),
        (
            "idle.warn_after_seconds",
            within(config.idle.warn_after_seconds, 10, 600),
        ),
        ("idle.warning_seconds", within(config.idle.warning_seconds, 20, 300)),
        ("server.url", config.server.url.as_deref().and_then(web_address)),
        (
            "server.public_url",
            config.server.public_url.as_deref().and_then(web_address),
        ),
        ("hub.address", config.hub.address.as_deref().and_then(web_address)),
        ("lobby.listen", lobby_listen(&config.lobby)),
        ("lobby.tls_cert", lobby_tls(&config.lobby)),
        ("lobby.no_show_calls", within(config.lobby.no_show_calls, 1, 10)),
        ("lobby.no_show_seconds", within(config.lobby.no_show_seconds, 0, 600)),
        ("lobby.speech", spoken(&config.lobby.speech)),
        ("lobby.counter", lobby_counters(&config.lobby.counters)),
        ("printer.paper_mm", paper(config.printer.paper_mm)),
        ("rating.bucket_hours", bucket(config.rating.bucket_hours)),
        (
            "rating.repeat_filter_seconds",
            within(config.rating.repeat_filter_seconds, 0, 600),
        ),
    ];
    first(faults.into_iter().chain(log(&config.log)))
}

/// Keys with what is wrong with each; the first that has a fault.
pub(crate) fn first(
    faults: impl IntoIterator<Item = (&'static str, Option<String>)>,
) -> Option<(&'static str, String)> {
    faults.into_iter().find_map(|(key, fault)| Some((key, fault?)))
}

/// The keys of `log`.
pub(crate) fn log(log: &Log) -> [(&'static str, Option<String>); 2] {
    [
        ("log.keep_days", within(log.keep_days, 1, 365)),
        ("log.max_megabytes_a_day", within(log.max_megabytes_a_day, 1, 1000)),
    ]
}

/// A folder's name.
pub(crate) fn folder(path: &Path) -> Option<String> {
    path.as_os_str()
        .is_empty()
        .then(|| "is empty; name a folder".to_owned())
}

fn languages(codes: &[String]) -> Option<String> {
    spoken(codes).or_else(|| {
        let bulgarian = codes.iter().any(|code| code == crate::content::text::BULGARIAN);
        (!bulgarian).then(|| "“bg” is missing; Bulgarian is always offered".to_owned())
    })
}

/// Each of the screens' languages once at most.
fn spoken(codes: &[String]) -> Option<String> {
    if let Some(code) = codes.iter().find(|code| !SCREEN_LANGUAGES.contains(&code.as_str())) {
        return Some(format!(
            "“{code}” is no language of the screens; write one of {}",
            SCREEN_LANGUAGES.join(", ")
        ));
    }
    let twice = codes.iter().enumerate().find(|(at, code)| codes[..*at].contains(code));
    twice.map(|(_, code)| format!("“{code}” stands twice; leave one"))
}

pub(crate) fn kiosk_id(id: &str) -> Option<String> {
    let fits = (1..=32).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (!fits)
        .then(|| format!("“{id}” won't do; write up to 32 small Latin letters, digits and hyphens, as in \"kiosk-1\""))
}

pub(crate) fn diagonal(inches: f32) -> Option<String> {
    (!(5.0..=120.0).contains(&inches))
        .then(|| format!("{inches} is not from 5 to 120; write the panel's diagonal in inches"))
}

/// A number between two others, both included.
pub(crate) fn within(value: u32, least: u32, most: u32) -> Option<String> {
    (!(least..=most).contains(&value)).then(|| format!("{value} is not from {least} to {most}; write a number that is"))
}

/// An address that people open, or that gets the kiosk's token: nobody on the way may read along.
pub(crate) fn web_address(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok();
    let fits = parsed.is_some_and(|url| {
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url);
        is_safe && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    });
    (!fits).then(|| format!("“{url}” won't do; write https:// and the host, as in \"https://queue.example.bg\"; http:// is for this machine alone, as in \"http://127.0.0.1:8750\""))
}

/// Whether the address is on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn lobby_listen(lobby: &Lobby) -> Option<String> {
    let is_idle = lobby.listen.is_some() && lobby.counters.is_empty();
    is_idle.then(|| "has no counter to call from; add a [[lobby.counter]]".to_owned())
}

fn lobby_tls(lobby: &Lobby) -> Option<String> {
    let is_half = lobby.tls_cert.is_some() != lobby.tls_key.is_some();
    is_half.then(|| {
        "is of no use without “tls_key”, nor is that without “tls_cert”; name both files, or neither".to_owned()
    })
}

/// Whether a board can show that as a counter's name.
pub(crate) fn is_counter(id: &str) -> bool {
    let is_short = (1..=LONGEST_COUNTER).contains(&id.chars().count());
    is_short && id.trim() == id && !id.chars().any(char::is_control) && ![BOARD, KIOSK].contains(&id)
}

/// Names that are told apart, each with something to do.
fn lobby_counters(counters: &[Counter]) -> Option<String> {
    counters.iter().enumerate().find_map(|(at, counter)| {
        let id = &counter.id;
        if !is_counter(id) {
            return Some(format!(
                "“{id}” is no name for a counter; write up to {LONGEST_COUNTER} letters and digits, as in \"3\" or \"Каса 1\""
            ));
        }
        if counters[..at].iter().any(|other| other.id == *id) {
            return Some(format!("the counter “{id}” stands twice; give each a name of its own"));
        }
        if counter.queues.is_empty() {
            return Some(format!("the counter “{id}” serves no queue; name the queues that it calls from"));
        }
        let odd = counter.breaks.iter().find(|pause| pause.from >= pause.to);
        odd.map(|Break { from, to }| format!("the counter “{id}” has a break from {from} to {to}; write the earlier time first"))
    })
}

fn paper(mm: u32) -> Option<String> {
    (!matches!(mm, 58 | 80)).then(|| format!("{mm} is no width of a receipt printer's roll; write 58 or 80"))
}

/// A bucket finer than six hours would nearly tell, together with the service, who rated.
fn bucket(hours: u32) -> Option<String> {
    let fits = matches!(hours, 6 | 8 | 12 | 24);
    (!fits).then(|| format!("{hours} is too fine or does not divide a day; write 6, 8, 12 or 24"))
}
