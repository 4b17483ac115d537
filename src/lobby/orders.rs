//! What `parter lobby` asks of the kiosk that runs, through a socket in the state folder: one line of JSON each way. Who
//! may open the socket is who owns the folder.

use std::{
    fs, io,
    io::{BufRead, BufReader, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::Path,
    time::Duration,
};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader as AsyncReader},
    time::timeout,
};

use super::{app::App, arranged, guard::Post};
use crate::{
    content::calendar,
    pin::PinHash,
    protocol::secret::PairingCode,
    queue::{
        AppointmentCode, TicketNumber,
        appointments::{Imported, list},
        counter::KIOSK,
    },
    store::{Store, StoreError},
};

const SOCKET: &str = "lobby.sock";
/// An order is no longer than this, a list of appointments as JSON, and comes within this time.
const LONGEST: u64 = 4 * list::LONGEST as u64;
/// A clerk's label is short: it is no name.
const LONGEST_LABEL: usize = 8;
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// A code for the counter of that id, for the board, or for a further kiosk.
    Pair(String),
    Pairings,
    Revoke(i64),
    /// Of that day; today's where none is named.
    Appointments(Option<NaiveDate>),
    /// A list as [`list::read`] reads it, and the day of rows without a date.
    ImportAppointments {
        list: String,
        day: Option<NaiveDate>,
    },
    /// Adds a clerk, or gives the one of that label another PIN.
    SetClerk {
        label: String,
        pin: PinHash,
    },
    Clerks,
    /// The clerk of that label.
    RemoveClerk(String),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Code(PairingCode),
    Pairings(Vec<Paired>),
    /// Whether there was such a pairing.
    Revoked(bool),
    Appointments {
        day: NaiveDate,
        expected: Vec<Expected>,
    },
    Imported(Imported),
    ClerkSet,
    /// Their labels.
    Clerks(Vec<String>),
    /// Whether there was such a clerk.
    ClerkRemoved(bool),
    Refused(String),
}

/// An appointment, and what has become of it; times are the lobby's.
#[derive(Debug, Serialize, Deserialize)]
pub struct Expected {
    pub code: AppointmentCode,
    pub hour: NaiveTime,
    pub queue: String,
    /// The number of one who has come, when that was, and when they were called.
    pub came: Option<(TicketNumber, NaiveTime, Option<NaiveTime>)>,
}

/// A browser that is paired.
#[derive(Debug, Serialize, Deserialize)]
pub struct Paired {
    pub id: i64,
    pub post: String,
    pub paired_at: DateTime<Utc>,
}

/// Gives an order to the kiosk whose state folder that is.
///
/// # Errors
/// When no kiosk with a lobby runs there.
pub fn give(state: &Path, order: &Order) -> io::Result<Answer> {
    let mut stream = UnixStream::connect(state.join(SOCKET))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_string(order)?;
    line.push('\n');
    stream.write_all(line.as_bytes())?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}

/// The socket; nobody but its owner can open it at any moment. One that is left from before goes.
pub(super) fn listen(state: &Path) -> io::Result<UnixListener> {
    fs::create_dir_all(state)?;
    let (made, place) = (state.join("lobby.sock.new"), state.join(SOCKET));
    match fs::remove_file(&made) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(&made)?;
    fs::set_permissions(&made, fs::Permissions::from_mode(0o600))?;
    fs::rename(made, place)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

pub(super) async fn answer(app: App, listener: UnixListener) {
    let listener = match tokio::net::UnixListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!(%error, "the socket in the state folder can't be used"),
    };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(timeout(PATIENCE, talk(app.clone(), stream)));
            }
            // No files are left, for one: it passes.
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

async fn talk(app: App, stream: tokio::net::UnixStream) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    AsyncReader::new(read.take(LONGEST)).read_line(&mut line).await?;
    let answer = match serde_json::from_str(&line) {
        Ok(order) => obey(&app, order)
            .await
            .unwrap_or_else(|error| Answer::Refused(error.to_string())),
        Err(error) => Answer::Refused(format!("the order was not understood ({error}): use the same version")),
    };
    let mut line = serde_json::to_string(&answer)?;
    line.push('\n');
    write.write_all(line.as_bytes()).await
}

async fn obey(app: &App, order: Order) -> Result<Answer, StoreError> {
    let now = app.now();
    match order {
        Order::Pair(post) if post != KIOSK && Post::of(app, &post).is_none() => {
            let known: Vec<&str> = app.config.counters.iter().map(|counter| counter.id.as_str()).collect();
            Ok(Answer::Refused(format!(
                "there is no counter “{post}”; write one of {}, or board, or kiosk",
                known.join(", ")
            )))
        }
        Order::Pair(post) => {
            let code = PairingCode::random(&mut rand::rng());
            let offered = code.clone();
            app.store
                .ask(move |store| store.offer_pairing(&post, &offered, now))
                .await?;
            Ok(Answer::Code(code))
        }
        Order::Pairings => {
            let pairings = app.store.ask(Store::pairings).await?;
            let paired = pairings.into_iter().map(|pairing| Paired {
                id: pairing.id,
                post: pairing.counter,
                paired_at: pairing.paired_at,
            });
            Ok(Answer::Pairings(paired.collect()))
        }
        Order::Revoke(id) => Ok(Answer::Revoked(
            app.store.ask(move |store| store.revoke_pairing(id)).await?,
        )),
        Order::Appointments(day) => {
            let day = app.store.ask(move |store| arranged::on(store, day, now)).await?;
            Ok(expected(app, day))
        }
        Order::ImportAppointments { list, day } => {
            let parts = app.clone();
            let import = move |store: &mut Store| arranged::import(store, &parts, &list, day, now);
            Ok(match app.store.ask(import).await? {
                Ok(imported) => Answer::Imported(imported),
                Err(faults) => {
                    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                    Answer::Refused(format!("nothing was taken over:\n{}", faults.join("\n")))
                }
            })
        }
        Order::SetClerk { label, pin } => {
            let Some(label) = clerk_label(&label) else {
                return Ok(Answer::Refused(format!(
                    "“{label}” won't do; write initials or a work number, up to {LONGEST_LABEL} letters and digits"
                )));
            };
            let clerk = app.store.ask(move |store| store.set_clerk(&label, &pin)).await?;
            app.sign_out_everywhere(clerk);
            Ok(Answer::ClerkSet)
        }
        Order::Clerks => {
            let clerks = app.store.ask(Store::clerks).await?;
            Ok(Answer::Clerks(clerks.into_iter().map(|clerk| clerk.label).collect()))
        }
        Order::RemoveClerk(label) => {
            let removed = app.store.ask(move |store| store.remove_clerk(label.trim())).await?;
            if let Some(clerk) = removed {
                app.sign_out_everywhere(clerk);
            }
            Ok(Answer::ClerkRemoved(removed.is_some()))
        }
    }
}

fn expected(app: &App, arranged::Day { day, visits, .. }: arranged::Day) -> Answer {
    let clock = |at| calendar::local_time(at, app.pack.zone()).time();
    let expected = visits.into_iter().map(|visit| Expected {
        code: visit.appointment.code,
        hour: clock(visit.appointment.at),
        queue: visit.appointment.queue,
        came: visit
            .came
            .map(|came| (came.number, clock(came.arrived), came.called.map(clock))),
    });
    Answer::Appointments {
        day,
        expected: expected.collect(),
    }
}

/// The label without what stands around it, where it is one.
fn clerk_label(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=LONGEST_LABEL).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}
