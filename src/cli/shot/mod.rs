//! `parter shot`: a screen as a picture, without a display.

mod lobby;
mod picture;
mod reading;
mod server;
mod services;
mod staff;

use std::{
    cell::{Cell, RefCell},
    error::Error,
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use chrono::{DateTime, NaiveDateTime, Utc};
use clap::{Args, ValueEnum};
use slint::{Rgba8Pixel, SharedPixelBuffer};

use self::{lobby::Lobby, picture::Picture, reading::Reading, server::Server, services::Browse};
use crate::{
    clock::Clock,
    config::{Config, Idle, Mode},
    kiosk::{adapters::headless, controllers::kiosk::Kiosk},
    packs,
};

/// Options of `parter shot`.
#[derive(Args)]
pub struct Shot {
    /// A built-in pack's name, or a pack's folder
    #[arg(long, default_value = "kyustendil")]
    pack: String,
    /// What the kiosk is for: full, tickets, rating or info
    #[arg(long, default_value = "full", value_parser = parse_mode)]
    mode: Mode,
    /// The screen to draw
    #[arg(long, default_value = "home", value_parser = picture::parser())]
    screen: Picture,
    /// Width and height in pixels
    #[arg(long, default_value = "1080x1920", value_parser = parse_size)]
    size: (u32, u32),
    /// The panel's diagonal in inches
    #[arg(long, default_value_t = 21.5)]
    diagonal: f32,
    #[arg(long, default_value = "bg")]
    lang: String,
    #[arg(long, value_enum, default_value = "normal")]
    text: TextSize,
    #[arg(long, value_enum, default_value = "normal")]
    contrast: Contrast,
    /// Everything that can be touched in the lower half
    #[arg(long)]
    low_reach: bool,
    /// Over the screen, the warning that all of the visit will be forgotten, with so many seconds left
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    warning: Option<u32>,
    /// The time in Bulgaria that the clock shows, as 2026-11-23T10:30; now where left out
    #[arg(long, value_parser = super::time::parse)]
    at: Option<NaiveDateTime>,
    /// The public server's address, as `server.public_url` of a configuration
    #[arg(long)]
    public_url: Option<String>,
    #[command(flatten)]
    lobby: Lobby,
    #[command(flatten)]
    browse: Browse,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    server: Server,
    /// The file to write
    #[arg(short, long)]
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum TextSize {
    Normal,
    Large,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Contrast {
    Normal,
    High,
}

/// A clock that stands still.
struct Standing {
    now: DateTime<Utc>,
    uptime: Cell<Duration>,
}

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn uptime(&self) -> Duration {
        self.uptime.get()
    }
}

impl Shot {
    /// Draws the screen and writes the file.
    pub fn run(self) -> Result<(), Box<dyn Error>> {
        let screen = match self.screen {
            Picture::Of(screen) => screen,
            Picture::Notice(notice) => {
                return write_png(&self.out, &headless::notice(&notice, self.diagonal, self.size)?);
            }
        };
        let pack = packs::load(&super::pack_path(&self.pack))?;
        let mut config = Config::default();
        (config.screen.width, config.screen.height) = self.size;
        config.screen.diagonal_inches = self.diagonal;
        config.mode = self.mode;
        config.server.public_url = self.public_url;
        let clock = Rc::new(Standing {
            now: self.at.map_or_else(Utc::now, super::time::in_bulgaria),
            uptime: Cell::default(),
        });
        let mut kiosk = Kiosk::new(config, pack.into(), clock.clone());
        if !kiosk.languages().any(|lang| *lang == self.lang) {
            let offered: Vec<&str> = kiosk.languages().map(String::as_str).collect();
            return Err(format!(
                "there are no screens in “{}”: write one of {}",
                self.lang,
                offered.join(", ")
            )
            .into());
        }
        kiosk.server = self.server.watch(kiosk.clock.now());
        kiosk.session.lang = self.lang;
        kiosk.session.large = self.text == TextSize::Large;
        kiosk.session.high_contrast = self.contrast == Contrast::High;
        kiosk.session.low_reach = self.low_reach;
        self.lobby.visit(&mut kiosk, screen)?;
        self.reading.visit(&mut kiosk, screen)?;
        self.browse.visit(&mut kiosk, screen, self.lobby.service.as_deref())?;
        if let Some(left) = self.warning {
            kiosk.touched();
            clock.uptime.set(warned(&kiosk.config.idle, left)?);
        }
        write_png(&self.out, &headless::picture(&Rc::new(RefCell::new(kiosk)))?)
    }
}

/// How long after the last touch the warning has so many seconds left.
fn warned(idle: &Idle, left: u32) -> Result<Duration, String> {
    let Some(gone) = idle.warning_seconds.checked_sub(left) else {
        return Err(format!("the warning has {} seconds at most", idle.warning_seconds));
    };
    Ok(Duration::from_secs((idle.warn_after_seconds + gone).into()))
}

fn parse_mode(text: &str) -> Result<Mode, String> {
    serde_json::from_value(text.into()).map_err(|_| "the modes are full, tickets, rating and info".to_owned())
}

fn parse_size(text: &str) -> Result<(u32, u32), String> {
    let sizes = text.split_once('x').and_then(|(width, height)| {
        let sides = (width.parse().ok()?, height.parse().ok()?);
        let sane = |side: u32| (100..=8000).contains(&side);
        (sane(sides.0) && sane(sides.1)).then_some(sides)
    });
    sizes.ok_or_else(|| "write the size as WIDTHxHEIGHT in pixels, each from 100 to 8000, as in 1080x1920".to_owned())
}

fn write_png(path: &Path, picture: &SharedPixelBuffer<Rgba8Pixel>) -> Result<(), Box<dyn Error>> {
    let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(picture.as_bytes())?;
    Ok(())
}
