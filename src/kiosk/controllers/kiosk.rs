//! The kiosk as a whole: its content, its clock, and the person before it.

use std::{rc::Rc, sync::Arc, time::Duration};

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::{
    config::{Config, Mode},
    content::{
        Pack,
        calendar::{self, opening},
        hours::Place,
        search::Index,
        text::{BULGARIAN, Lang},
    },
    kiosk::{
        clock::Clock,
        controllers::{
            buckets::Buckets,
            replies::Replies,
            session::{Idle, Patience, Screen, Session},
            waiting::Waiting,
        },
    },
    queue::day::FIRST_YEAR,
};

/// What passes by itself: the clock's minute, the visitors, and the answers from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    minute: NaiveDateTime,
    visitor: u64,
    answers: u64,
}

/// The state of the whole touch app.
pub struct Kiosk {
    pub config: Config,
    pub pack: Arc<Pack>,
    /// Of this pack.
    pub index: Index,
    pub clock: Rc<dyn Clock>,
    pub session: Session,
    /// Counts the visitors, so that an answer from the store finds the one who asked.
    pub(super) visitor: u64,
    pub(super) replies: Replies,
    pub(super) waiting: Waiting,
    pub(super) buckets: Buckets,
}

impl Kiosk {
    #[must_use]
    pub fn new(config: Config, pack: Arc<Pack>, clock: Rc<dyn Clock>) -> Self {
        let session = first_session(&config);
        let index = Index::build(&pack);
        Self {
            config,
            pack,
            index,
            clock,
            session,
            visitor: 0,
            replies: Replies::default(),
            waiting: Waiting::default(),
            buckets: Buckets::default(),
        }
    }

    /// What the screens show besides the answers to touches: they are shown anew when it changes.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let now = self.local_now();
        Moment {
            minute: now.with_second(0).and_then(|now| now.with_nanosecond(0)).unwrap_or(now),
            visitor: self.visitor,
            answers: self.replies.taken(),
        }
    }

    /// The lobby's own time.
    #[must_use]
    pub fn local_now(&self) -> NaiveDateTime {
        calendar::local_time(self.clock.now(), self.pack.zone())
    }

    /// False while the clock stands before this program was made, as one does whose battery is empty: then nothing is
    /// said that rests on it, and tickets go on.
    #[must_use]
    pub fn knows_the_date(&self) -> bool {
        self.local_now().year() >= FIRST_YEAR
    }

    /// Where the kiosk stands: the configured place, or the pack's first.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        let places = &self.pack.hours.places;
        let configured = self.config.place.as_ref();
        places
            .iter()
            .find(|place| Some(&place.id) == configured)
            .or_else(|| places.first())
    }

    /// The same, while the clock tells what its hours are worth.
    pub(super) fn timed_place(&self) -> Option<&Place> {
        self.place().filter(|_| self.knows_the_date())
    }

    /// Whether the place is open now.
    #[must_use]
    pub fn opening(&self) -> opening::Opening {
        self.timed_place().map_or(opening::Opening::Unknown, |place| {
            opening::opening(&self.pack.hours, place, self.local_now())
        })
    }

    /// The day on which one can apply here: today, or the day of the next opening once the office is closed.
    #[must_use]
    pub fn day_of_applying(&self) -> NaiveDate {
        let today = self.local_now().date();
        match self.opening() {
            opening::Opening::Closed { opens: Some(opens), .. } => opens.date(),
            _ => today,
        }
    }

    #[must_use]
    pub fn has_tickets(&self) -> bool {
        matches!(self.config.mode, Mode::Full | Mode::Tickets)
    }

    #[must_use]
    pub fn has_rating(&self) -> bool {
        matches!(self.config.mode, Mode::Full | Mode::Rating)
    }

    pub fn touched(&mut self) {
        let uptime = self.clock.uptime();
        self.session.touched(uptime);
    }

    /// Where the visit stands; at its end everything of it is forgotten.
    pub fn tick(&mut self) -> Idle {
        self.drain();
        self.refresh_waiting_in_time();
        self.close_buckets_in_time();
        let idle = self.idle();
        if idle == Idle::Over {
            self.forget();
        }
        idle
    }

    #[must_use]
    pub fn idle(&self) -> Idle {
        let patience = Patience {
            warn_after: Duration::from_secs(self.config.idle.warn_after_seconds.into()),
            warning: Duration::from_secs(self.config.idle.warning_seconds.into()),
        };
        self.session.idle(self.clock.uptime(), self.rating_patience(patience))
    }

    /// One step back, within a screen that has steps or to the screen before.
    pub fn back(&mut self) {
        if !self.back_in_rating() {
            self.session.back();
        }
    }

    /// The next visitor finds nothing of the last one.
    pub fn forget(&mut self) {
        self.session = first_session(&self.config);
        self.visitor += 1;
    }

    /// The languages offered: those configured that the pack is written in.
    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        let written = &self.pack.info.languages;
        self.config.languages.iter().filter(|lang| written.contains(lang))
    }

    /// Shows everything in `lang` from now on, what was searched for too.
    pub fn change_language(&mut self, lang: &str) {
        lang.clone_into(&mut self.session.lang);
        self.find_services();
    }

    /// The language after the present one, in the configured order.
    #[must_use]
    pub fn next_language(&self) -> &str {
        let mut after = self.languages().skip_while(|lang| **lang != self.session.lang).skip(1);
        after
            .next()
            .or_else(|| self.languages().next())
            .map_or(BULGARIAN, String::as_str)
    }
}

fn first_session(config: &Config) -> Session {
    let screen = match config.mode {
        Mode::Full | Mode::Info => Screen::Home,
        Mode::Tickets => Screen::Queues,
        Mode::Rating => Screen::Rate,
    };
    Session::new(config.languages.first().map_or(BULGARIAN, String::as_str), screen)
}
