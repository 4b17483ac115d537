//! A printer of the test's own, over TCP or on a serial line: it understands what it gets byte by byte, and is as bad as told.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    fs::File,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
};

use rustix::{
    fs::{OFlags, fcntl_setfl},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{OptionalActions, tcgetattr, tcsetattr},
};

use super::paper::PATIENCE;

/// How the printer is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mood {
    pub cover_open: bool,
    pub paper_out: bool,
    pub offline: bool,
    /// Never says anything.
    pub mute: bool,
    /// Says nothing of papers that have ended.
    pub no_mark: bool,
    /// Each question is answered with the answer to the one before.
    pub one_behind: bool,
    /// After so many bytes of dots, something happens.
    pub after: Option<(usize, Mishap)>,
}

#[derive(Debug, Clone, Copy)]
pub enum Mishap {
    /// Takes nothing more.
    Stalls,
    /// Is switched off.
    Dies,
    /// Is out of paper: it takes what comes and answers questions, but prints nothing.
    RunsOut,
}

/// What is printed, and how the printer is.
#[derive(Default)]
struct Inside {
    mood: Mood,
    /// The pending answer of one that is one behind.
    behind: Option<u8>,
    unread: Vec<u8>,
    dots: Vec<u8>,
    papers: Vec<Vec<u8>>,
    dead: bool,
}

#[derive(Clone)]
pub struct Fake(Arc<(Mutex<Inside>, Condvar)>);

impl Fake {
    /// A printer on the network, at that address.
    pub fn listen(mood: Mood) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        (Self::on(listener, mood), address)
    }

    pub fn on(listener: TcpListener, mood: Mood) -> Self {
        let fake = Self::new(mood);
        let inside = fake.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                inside.serve(stream.try_clone().unwrap(), stream);
            }
        });
        fake
    }

    /// A printer on a serial line, and the line's name.
    pub fn on_serial_line(mood: Mood) -> (Self, PathBuf) {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
        // Held open, so that the line does not end with each who closes it.
        let held = File::options().read(true).write(true).open(&name).unwrap();
        fcntl_setfl(&held, OFlags::NONBLOCK).unwrap();
        // Bytes as they are, also for who opens it as a mere file.
        let mut settings = tcgetattr(&held).unwrap();
        settings.make_raw();
        tcsetattr(&held, OptionalActions::Now, &settings).unwrap();
        let fake = Self::new(mood);
        let (inside, controller) = (fake.clone(), File::from(controller));
        thread::spawn(move || {
            let _held = held;
            inside.serve(controller.try_clone().unwrap(), controller);
        });
        (fake, name.into())
    }

    fn new(mood: Mood) -> Self {
        let inside = Inside {
            mood,
            ..Inside::default()
        };
        Self(Arc::new((Mutex::new(inside), Condvar::new())))
    }

    pub fn set(&self, mood: Mood) {
        self.inside().mood = mood;
        self.0.1.notify_all();
    }

    /// Switched on, after it was dead.
    pub fn revive(&self) {
        let mut inside = self.inside();
        *inside = Inside {
            papers: std::mem::take(&mut inside.papers),
            ..Inside::default()
        };
        self.0.1.notify_all();
    }

    /// The dots of each paper so far, once there are `count`.
    pub fn papers(&self, count: usize) -> Vec<Vec<u8>> {
        let enough = |inside: &mut Inside| inside.papers.len() < count;
        let waited = self.0.1.wait_timeout_while(self.inside(), PATIENCE, enough);
        let (inside, timeout) = waited.unwrap();
        assert!(!timeout.timed_out(), "{} papers, not {count}", inside.papers.len());
        inside.papers.clone()
    }

    /// Waits until that many bytes of dots are there.
    pub fn wait_for_dots(&self, count: usize) {
        let few = |inside: &mut Inside| inside.dots.len() < count;
        let waited = self.0.1.wait_timeout_while(self.inside(), PATIENCE, few).unwrap();
        assert!(!waited.1.timed_out(), "the dots never came");
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.0.lock().unwrap()
    }

    /// Until the line ends, or the printer does.
    fn serve(&self, mut from: impl Read, mut to: impl Write) {
        let mut bytes = [0; 512];
        loop {
            let stalls = |inside: &mut Inside| inside.is_after(|mishap| matches!(mishap, Mishap::Stalls));
            let inside = self.0.1.wait_while(self.inside(), stalls).unwrap();
            let is_dead = inside.dead;
            drop(inside);
            let Ok(read @ 1..) = from.read(&mut bytes) else { return };
            if is_dead {
                return;
            }
            let mut inside = self.inside();
            inside.unread.extend_from_slice(&bytes[..read]);
            let answers = inside.take_in();
            let is_dead = inside.is_after(|mishap| matches!(mishap, Mishap::Dies));
            inside.dead |= is_dead;
            drop(inside);
            self.0.1.notify_all();
            if is_dead || to.write_all(&answers).is_err() {
                return;
            }
        }
    }
}

impl Inside {
    fn is_after(&self, what: impl Fn(Mishap) -> bool) -> bool {
        let so_far = self.dots.len() + self.unread.len();
        self.mood
            .after
            .is_some_and(|(bytes, mishap)| so_far >= bytes && what(mishap))
    }

    /// Obeys every command that is whole; gives back what is answered.
    fn take_in(&mut self) -> Vec<u8> {
        let mut answers = Vec::new();
        while let Some(length) = length(&self.unread) {
            let command: Vec<u8> = self.unread.drain(..length).collect();
            answers.extend(self.obey(&command));
        }
        if self.mood.mute { Vec::new() } else { answers }
    }

    fn obey(&mut self, command: &[u8]) -> Option<u8> {
        let runs_out = self.is_after(|mishap| matches!(mishap, Mishap::RunsOut));
        self.mood.paper_out |= runs_out;
        let Mood {
            cover_open,
            paper_out,
            offline,
            ..
        } = self.mood;
        let prints_nothing = cover_open || paper_out || offline;
        match command {
            [0x10, 0x04, question] => {
                let answer = match question {
                    1 => 0x12 | if prints_nothing { 0x08 } else { 0 },
                    2 => 0x12 | if cover_open { 0x04 } else { 0 } | if paper_out { 0x20 } else { 0 },
                    _ => 0x12 | if paper_out { 0x60 } else { 0 },
                };
                if self.mood.one_behind {
                    return self.behind.replace(answer);
                }
                Some(answer)
            }
            [0x1d, b'r', _] => (!prints_nothing && !self.mood.no_mark).then_some(0),
            [0x1d, b'v', b'0', 0, _, _, _, _, dots @ ..] => {
                self.dots.extend_from_slice(dots);
                None
            }
            [0x1d, b'V', ..] => {
                let dots = std::mem::take(&mut self.dots);
                if !prints_nothing {
                    self.papers.push(dots);
                }
                None
            }
            _ => None,
        }
    }
}

/// How long the command is that stands first; none where it is not whole yet.
fn length(bytes: &[u8]) -> Option<usize> {
    let length = match bytes {
        [0, ..] => 1,
        [0x10, 0x04, _, ..] | [0x1d, b'r', _, ..] | [0x1b, b'd', _, ..] => 3,
        [0x1b, b'@', ..] => 2,
        [0x1d, b'V', b'A', _, ..] => 4,
        [0x1d, b'v', b'0', _, xl, xh, yl, yh, ..] => {
            let [x, y] = [[*xl, *xh], [*yl, *yh]].map(|pair| usize::from(u16::from_le_bytes(pair)));
            8 + x * y
        }
        [0x10 | 0x1b, ..] | [0x1d, ..] if bytes.len() < 8 => return None,
        [] => return None,
        _ => panic!("the printer does not know {:02x?}", &bytes[..bytes.len().min(16)]),
    };
    (bytes.len() >= length).then_some(length)
}
