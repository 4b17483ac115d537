//! `parter machine`: a machine that nobody attends is set up from a stick, and says what it waits for.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::Utc;
use clap::{Args as ClapArgs, Subcommand};

#[cfg(feature = "kiosk")]
use super::kiosk::no_display;
#[cfg(feature = "kiosk")]
use crate::{
    config::{self, Config},
    kiosk::adapters::{
        notice::{self, Notice},
        window,
    },
    machine::call,
};
use crate::{
    content::text::BULGARIAN,
    machine::{
        fault::Fault,
        setup::{self, Change, Secrets, SetupError},
    },
};

/// The file was read, and has faults.
const FAULTY: u8 = 2;

/// Options of `parter machine`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check a parter-kiosk.toml before it goes on a stick
    Check {
        file: PathBuf,
        /// The language of what is said: bg or en
        #[arg(long, default_value = BULGARIAN)]
        lang: String,
    },
    /// Set this machine up from the stick that is mounted there. Faults are printed a line each, and as English on the
    /// standard error; then the exit status is 2, and nothing is changed
    Setup {
        /// The folder with parter-kiosk.toml
        #[arg(long)]
        from: PathBuf,
        /// The folder of the machine's settings
        #[arg(long)]
        into: PathBuf,
        /// The language of what is said: bg or en
        #[arg(long, default_value = BULGARIAN)]
        lang: String,
    },
    /// Make the files of the settings anew, as this version of the program makes them
    Remake {
        /// The folder of the machine's settings
        #[arg(long)]
        into: PathBuf,
    },
    /// Fill the screen with a calm notice until the program is ended
    #[cfg(feature = "kiosk")]
    Notice {
        kind: Kind,
        /// A file with what is wrong, a line each, for setup-errors and take-stick-out
        #[arg(long)]
        errors: Option<PathBuf>,
        /// The folder of the machine's settings: whom to call, and how large the panel is
        #[arg(long, default_value = "/data/settings")]
        settings: PathBuf,
    },
}

#[cfg(feature = "kiosk")]
#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    InsertStick,
    SetupErrors,
    TakeStickOut,
    SetupDone,
    OutOfService,
}

pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    match &args.command {
        Command::Check { file, lang } => check(file, lang),
        Command::Setup { from, into, lang } => set_up(from, into, lang),
        Command::Remake { into } => {
            setup::remake(into)?;
            Ok(ExitCode::SUCCESS)
        }
        #[cfg(feature = "kiosk")]
        Command::Notice { kind, errors, settings } => show(*kind, errors.as_deref(), settings),
    }
}

fn check(file: &Path, lang: &str) -> Result<ExitCode, Box<dyn Error>> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let Err(faults) = setup::check(&bytes) else {
        println!("{}", either(lang, "Файлът е наред.", "The file is good."));
        return Ok(ExitCode::SUCCESS);
    };
    for fault in &faults {
        println!("{}", fault.say(lang));
    }
    Ok(ExitCode::from(FAULTY))
}

fn set_up(from: &Path, into: &Path, lang: &str) -> Result<ExitCode, Box<dyn Error>> {
    let done = match setup::apply(from, into, Utc::now()) {
        Ok(done) => done,
        Err(SetupError::Faulty(file, faults)) => {
            tell(&file, &faults, lang);
            return Ok(ExitCode::from(FAULTY));
        }
        Err(error) => return Err(error.into()),
    };
    let change = match done.change {
        Change::Applied => either(lang, "Настройките са приложени.", "The settings are applied."),
        Change::Nothing => either(lang, "Няма нови настройки.", "There are no new settings."),
    };
    println!("{change}");
    match done.secrets {
        Secrets::Removed => println!(
            "{}",
            either(
                lang,
                "Тайните са махнати от стика.",
                "The stick has no secrets any more."
            )
        ),
        Secrets::Nothing => {}
        Secrets::Kept(error) => {
            eprintln!("{}: {error}", done.file.display());
            println!(
                "{}",
                either(
                    lang,
                    "Стикът не може да се записва: кодът, паролата и PIN са още на него. Изтрийте ги.",
                    "The stick can't be written: code, key and PIN are still on it. Delete them.",
                )
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(file: &Path, faults: &[Fault], lang: &str) {
    for fault in faults {
        println!("{}", fault.say(lang));
        eprintln!("{}: {}", file.display(), fault.say("en"));
    }
}

fn either(lang: &str, bg: &'static str, en: &'static str) -> &'static str {
    if lang == BULGARIAN { bg } else { en }
}

/// Whatever can't be read is left out: this is shown where all else has failed.
#[cfg(feature = "kiosk")]
fn show(kind: Kind, errors: Option<&Path>, settings: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let config = config::load::<Config>(&settings.join("kiosk.toml"), &[]);
    let diagonal = config.unwrap_or_default().screen.diagonal_inches;
    let lines = errors
        .and_then(|file| fs::read_to_string(file).ok())
        .unwrap_or_default();
    let lines = lines.lines().map(str::to_owned).collect();
    let notice = match kind {
        Kind::InsertStick => Notice::InsertStick,
        Kind::SetupErrors => Notice::SetupErrors(lines),
        Kind::TakeStickOut => Notice::TakeStickOut(lines),
        Kind::SetupDone => Notice::SetupDone,
        Kind::OutOfService => Notice::OutOfService(call::known(settings)),
    };
    window::init().map_err(|error| no_display(&error))?;
    notice::show(&notice, diagonal).map_err(|error| no_display(&error))?;
    Ok(ExitCode::SUCCESS)
}
