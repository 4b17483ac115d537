//! The kiosk as a whole: its content, its clock, and the person before it.

use std::{rc::Rc, sync::Arc, time::Duration};

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::{
    clock::{self, Clock},
    config::{Config, Mode},
    content::{
        Pack,
        calendar::{self, opening},
        hours::Place,
        search::Index,
        text::{BULGARIAN, Lang},
    },
    hub,
    kiosk::controllers::{
        buckets::Buckets,
        measured::Days,
        published::Published,
        replies::{Replies, Wake},
        session::{Idle, Patience, Screen, Session},
        staff::{Enrol, LobbyPage},
        waiting::Waiting,
    },
    pin::attempts::Attempts,
    print::worker::Handle,
    protocol::secret::EnrolmentCode,
    queue::day,
    sync::{SyncStatus, Watch},
};

/// What passes by itself: the clock's minute, the visitors, the answers from the store, news of the server and of
/// the printer, the pause after wrong PINs, and the time that a pairing code has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    minute: Option<NaiveDateTime>,
    visitor: u64,
    answers: u64,
    server: u64,
    printer: u64,
    pause: Option<u64>,
    code: Option<u64>,
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
    pub(super) days: Days,
    /// Whether the store holds the lobby at its day against a clock that has gone back.
    pub(super) clock_held: bool,
    /// Whether the clock was set since the machine started, as far as that can be told.
    clock_set: bool,
    pub(super) buckets: Buckets,
    /// How the kiosk and the central server stand.
    pub server: Watch,
    pub(super) enrol: Option<Enrol>,
    pub(super) lobby_page: Option<LobbyPage>,
    pub(super) attempts: Attempts,
    pub(super) printer: Option<Handle>,
    /// The way to the lobby's queues, where another kiosk keeps them.
    pub(super) hub: Option<hub::Handle>,
    pub(super) published: Option<Published>,
    /// Hears when a visit begins, and when it is over.
    visits: Option<Box<dyn Fn(bool)>>,
}

impl Kiosk {
    #[must_use]
    pub fn new(config: Config, pack: Arc<Pack>, clock: Rc<dyn Clock>) -> Self {
        let session = first_session(&config, &pack);
        let index = Index::build(&pack);
        let clock_set = clock::was_set(config.clock.set_file.as_deref());
        Self {
            config,
            pack,
            index,
            clock,
            session,
            visitor: 0,
            replies: Replies::default(),
            waiting: Waiting::default(),
            days: Days::default(),
            clock_held: false,
            clock_set,
            buckets: Buckets::default(),
            server: Watch::default(),
            enrol: None,
            lobby_page: None,
            attempts: Attempts::default(),
            printer: None,
            hub: None,
            published: None,
            visits: None,
        }
    }

    /// Shows from now on how the server stands, see [`Sync::watch`](crate::sync::Sync::watch).
    pub fn follow(&mut self, server: Watch, wake: Wake) {
        server.on_change(wake);
        self.server = server;
    }

    /// Gives the codes that staff type to `enrol` from now on, see [`Sync::enroller`](crate::sync::Sync::enroller).
    pub fn enrol_by(&mut self, enrol: impl Fn(EnrolmentCode) + 'static) {
        self.enrol = Some(Box::new(enrol));
    }

    /// Tells `hear` from now on when somebody comes to the screen (true), and when they are forgotten (false).
    pub fn tell_of_visits(&mut self, hear: impl Fn(bool) + 'static) {
        self.visits = Some(Box::new(hear));
    }

    /// Whether there is a server, and it does not hear from this kiosk.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        match self.server.status() {
            SyncStatus::NotConfigured | SyncStatus::Starting | SyncStatus::Online { .. } => false,
            SyncStatus::NotEnrolled { .. } | SyncStatus::Offline { .. } | SyncStatus::Revoked { .. } => true,
        }
    }

    /// What the screens show besides the answers to touches: they are shown anew when it changes.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let minute = |now: NaiveDateTime| now.with_second(0)?.with_nanosecond(0);
        Moment {
            minute: self.local_now().and_then(minute),
            visitor: self.visitor,
            answers: self.replies.taken(),
            server: self.server.changes(),
            printer: self.printer.as_ref().map_or(0, |printer| printer.watch().changes()),
            pause: self
                .pin_pause()
                .filter(|_| self.session.screen() == Screen::Pin)
                .map(|left| left.as_secs()),
            code: self.code_left().map(|left| left.as_secs()),
        }
    }

    /// The lobby's own time. None while the clock is not set or known to be wrong: nothing is said then that follows from the
    /// time, and tickets are issued, since whoever stands here found the door open.
    #[must_use]
    pub fn local_now(&self) -> Option<NaiveDateTime> {
        let now = calendar::local_time(self.clock.now(), self.pack.zone());
        let is_right = self.clock_set && !self.clock_held && !day::tells_nothing(now.date());
        is_right.then_some(now)
    }

    /// The lobby's date, as far as the clock is right.
    #[must_use]
    pub fn today(&self) -> Option<NaiveDate> {
        self.local_now().map(|now| now.date())
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

    /// Whether the place is open now.
    #[must_use]
    pub fn opening(&self) -> opening::Opening {
        self.place()
            .zip(self.local_now())
            .map_or(opening::Opening::Unknown, |(place, now)| {
                opening::opening(&self.pack.hours, place, now)
            })
    }

    /// The day on which one can apply here: today, or the day of the next opening once the office is closed.
    #[must_use]
    pub fn day_of_applying(&self) -> Option<NaiveDate> {
        match self.opening() {
            opening::Opening::Closed { opens: Some(opens), .. } => Some(opens.date()),
            _ => self.today(),
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
        if self.session.is_untouched() {
            self.tell_visit(true);
        }
        self.session.touched(uptime);
    }

    /// Where the visit stands; at its end everything of it is forgotten.
    pub fn tick(&mut self) -> Idle {
        self.drain();
        self.clock_set |= clock::was_set(self.config.clock.set_file.as_deref());
        self.refresh_waiting_in_time();
        self.read_days_in_time();
        self.close_buckets_in_time();
        self.gather_facts_in_time();
        self.read_pairings_in_time();
        let idle = self.idle();
        if idle == Idle::Over {
            self.forget();
        }
        self.take_published();
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
            self.close_staff_door();
        }
    }

    /// To this kiosk's first screen.
    pub fn home(&mut self) {
        self.session.home();
        self.close_staff_door();
    }

    /// The next visitor finds nothing of the last one.
    pub fn forget(&mut self) {
        self.session = first_session(&self.config, &self.pack);
        self.visitor += 1;
        self.tell_visit(false);
    }

    fn tell_visit(&self, has_begun: bool) {
        if let Some(hear) = &self.visits {
            hear(has_begun);
        }
    }

    /// The languages offered: those configured that the pack is written in.
    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        offered(&self.config, &self.pack)
    }

    /// Shows everything in `lang` from now on, what was searched for too.
    pub fn change_language(&mut self, lang: &str) {
        lang.clone_into(&mut self.session.lang);
        self.find_services();
    }

    /// The language after the present one, in the configured order; none where there is no other.
    #[must_use]
    pub fn next_language(&self) -> Option<&str> {
        let mut after = self.languages().skip_while(|lang| **lang != self.session.lang).skip(1);
        let next = after.next().or_else(|| self.languages().next());
        next.map(String::as_str).filter(|next| *next != self.session.lang)
    }
}

fn offered<'a>(config: &'a Config, pack: &'a Pack) -> impl Iterator<Item = &'a Lang> {
    let written = &pack.info.languages;
    config.languages.iter().filter(|lang| written.contains(lang))
}

fn first_session(config: &Config, pack: &Pack) -> Session {
    let screen = match config.mode {
        Mode::Full | Mode::Info => Screen::Home,
        Mode::Tickets => Screen::Queues,
        Mode::Rating => Screen::Rate,
    };
    let lang = offered(config, pack).next();
    Session::new(lang.map_or(BULGARIAN, String::as_str), screen)
}
