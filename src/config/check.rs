//! The limits of each value, beyond its type.

use std::net::IpAddr;

use super::{Config, SCREEN_LANGUAGES};

/// The first key whose value can't be, with the mend.
pub(super) fn first_fault(config: &Config) -> Option<(&'static str, String)> {
    let within = |value: u32, least: u32, most: u32| {
        (!(least..=most).contains(&value))
            .then(|| format!("{value} is not from {least} to {most}; write a number that is"))
    };
    let screen = &config.screen;
    let faults = [
        (
            "state",
            config
                .state
                .as_os_str()
                .is_empty()
                .then(|| "is empty; name a folder".to_owned()),
        ),
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
        (
            "server.public_url",
            config.server.public_url.as_deref().and_then(public_url),
        ),
        ("rating.bucket_hours", bucket(config.rating.bucket_hours)),
        (
            "rating.repeat_filter_seconds",
            within(config.rating.repeat_filter_seconds, 0, 600),
        ),
        ("log.keep_days", within(config.log.keep_days, 1, 365)),
        (
            "log.max_megabytes_a_day",
            within(config.log.max_megabytes_a_day, 1, 1000),
        ),
    ];
    faults.into_iter().find_map(|(key, fault)| Some((key, fault?)))
}

fn languages(codes: &[String]) -> Option<String> {
    if let Some(code) = codes.iter().find(|code| !SCREEN_LANGUAGES.contains(&code.as_str())) {
        return Some(format!(
            "“{code}” is no language of the screens; write one of {}",
            SCREEN_LANGUAGES.join(", ")
        ));
    }
    if let Some((_, code)) = codes.iter().enumerate().find(|(at, code)| codes[..*at].contains(code)) {
        return Some(format!("“{code}” stands twice; leave one"));
    }
    let bulgarian = codes.iter().any(|code| code == crate::content::text::BULGARIAN);
    (!bulgarian).then(|| "“bg” is missing; Bulgarian is always offered".to_owned())
}

fn kiosk_id(id: &str) -> Option<String> {
    let fits = (1..=32).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (!fits)
        .then(|| format!("“{id}” won't do; write up to 32 small Latin letters, digits and hyphens, as in \"kiosk-1\""))
}

fn diagonal(inches: f32) -> Option<String> {
    (!(5.0..=120.0).contains(&inches))
        .then(|| format!("{inches} is not from 5 to 120; write the panel's diagonal in inches"))
}

fn public_url(url: &str) -> Option<String> {
    let host = match url.split_once("://") {
        Some(("https", host)) => host,
        // Nobody listens in between.
        Some(("http", host)) if is_loopback(host) => host,
        _ => "",
    };
    let fits = !host.is_empty()
        && !host.starts_with('/')
        && host.chars().all(|c| c.is_ascii_graphic() && !"?#\"<>".contains(c));
    (!fits).then(|| format!("“{url}” is no address; write https:// and the host, as in \"https://queue.example.bg\""))
}

/// Whether `host`, which may have a port and a path, is this machine itself.
fn is_loopback(host: &str) -> bool {
    let host = host.split('/').next().unwrap_or_default();
    let name = host.strip_prefix("[::1]").map_or(host, |_| "::1");
    let name = if name == "::1" {
        name
    } else {
        name.split(':').next().unwrap_or_default()
    };
    name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// A bucket finer than six hours would nearly tell, together with the service, who rated.
fn bucket(hours: u32) -> Option<String> {
    let fits = matches!(hours, 6 | 8 | 12 | 24);
    (!fits).then(|| format!("{hours} is too fine or does not divide a day; write 6, 8, 12 or 24"))
}
