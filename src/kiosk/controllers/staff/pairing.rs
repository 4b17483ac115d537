//! Pairing browsers with counters and the board, and ending that.

use std::{sync::Arc, time::Duration};

use tracing::{error, info};

use crate::{
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    protocol::secret::PairingCode,
    queue::counter::BOARD,
    store::{Pairing, Store, StoreError},
};

/// Whether a browser was paired is asked this often.
const REFRESH: Duration = Duration::from_secs(5);

/// Finds the address that a browser of the lobby opens; none while there is no network.
pub type LobbyPage = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// What staff see of the pairings, and do with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairingDesk {
    /// The counter that is open on the screen, or the board.
    pub post: Option<String>,
    /// The last code that was offered for it.
    pub offer: Option<Offer>,
    /// Every pairing, the oldest first; none until the store has answered, and while it can't.
    pub pairings: Option<Vec<Pairing>>,
    /// The pairing that staff are asked about before it ends.
    pub ending: Option<i64>,
    /// The store did not do what was asked last.
    pub failed: bool,
    /// Once it was looked for: see [`LobbyPage`].
    pub page: Option<Option<String>>,
    /// Uptime of the last question.
    asked: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub code: PairingCode,
    /// Uptime.
    until: Duration,
    /// The youngest pairing when it was offered.
    youngest: Option<i64>,
}

impl PairingDesk {
    /// The pairings of that counter, or of the board.
    pub fn of<'a>(&'a self, post: &'a str) -> impl Iterator<Item = &'a Pairing> {
        let all = self.pairings.iter().flatten();
        all.filter(move |pairing| pairing.counter == post)
    }

    /// Whether a browser has been paired by the code.
    #[must_use]
    pub fn is_used(&self) -> bool {
        let (Some(post), Some(offer)) = (&self.post, &self.offer) else {
            return false;
        };
        self.of(post).any(|pairing| Some(pairing.id) > offer.youngest)
    }
}

impl Kiosk {
    /// Counters and board have pages from now on; staff are told where.
    pub fn pair_at(&mut self, page: LobbyPage) {
        self.lobby_page = Some(page);
    }

    /// What a browser can be paired with: the counters of this lobby and the board; nothing where they have no pages.
    #[must_use]
    pub fn posts(&self) -> Vec<String> {
        if self.lobby_page.is_none() {
            return Vec::new();
        }
        let counters = self.config.lobby.counters.iter().map(|counter| counter.id.clone());
        counters.chain([BOARD.to_owned()]).collect()
    }

    /// Opens a counter, or the board, with a new code.
    pub fn open_post(&mut self, post: &str) {
        if self.session.staff.unlocked && self.posts().iter().any(|known| known == post) {
            let desk = &mut self.session.staff.pairing;
            (desk.post, desk.offer, desk.ending) = (Some(post.to_owned()), None, None);
            self.offer_code();
            self.session.go(Screen::StaffPairing);
        }
    }

    /// Offers a new code; the one before is good no longer.
    pub fn offer_code(&mut self) {
        let Some(post) = self.session.staff.pairing.post.clone() else {
            return;
        };
        info!(counter = post, "staff ask for a code that pairs a browser");
        let code = PairingCode::random(&mut rand::rng());
        let (now, offered) = (self.clock.now(), code.clone());
        let lasts = move |store: &mut Store| {
            let until = store.offer_pairing(&post, &offered, now)?;
            Ok(((until - now).to_std().unwrap_or_default(), store.pairings()?))
        };
        self.ask_for_visitor(lasts, |kiosk, known| {
            let uptime = kiosk.clock.uptime();
            let (lasts, pairings) = known.as_ref().ok().cloned().unzip();
            kiosk.session.staff.pairing.offer = lasts.map(|lasts| Offer {
                code,
                until: uptime + lasts,
                youngest: pairings
                    .as_ref()
                    .and_then(|pairings: &Vec<Pairing>| pairings.iter().map(|pairing| pairing.id).max()),
            });
            kiosk.know_pairings(known.map(|(_, pairings)| pairings));
        });
    }

    /// How long the offered code is still good; none once it is over, or was used.
    #[must_use]
    pub fn code_left(&self) -> Option<Duration> {
        let desk = &self.session.staff.pairing;
        let left = desk.offer.as_ref()?.until.checked_sub(self.clock.uptime())?;
        (!left.is_zero() && !desk.is_used()).then_some(left)
    }

    /// Asks staff whether they mean it; none is «no».
    pub fn ask_to_end(&mut self, pairing: Option<i64>) {
        self.session.staff.pairing.ending = pairing;
    }

    /// Ends the pairing that staff were asked about.
    pub fn end_pairing(&mut self) {
        let unlocked = self.session.staff.unlocked;
        let Some(id) = self.session.staff.pairing.ending.take().filter(|_| unlocked) else {
            return;
        };
        info!(pairing = id, "staff end a pairing");
        self.ask_for_visitor(
            move |store| {
                store.revoke_pairing(id)?;
                store.pairings()
            },
            Self::know_pairings,
        );
    }

    /// Asks which there are, and where the pages are.
    pub(super) fn read_pairings(&mut self) {
        self.session.staff.pairing.asked = self.clock.uptime();
        self.ask_for_visitor(Store::pairings, Self::know_pairings);
        if let Some(page) = self.lobby_page.clone() {
            self.aside_for_visitor(
                move || page(),
                |kiosk, page| kiosk.session.staff.pairing.page = Some(page),
            );
        }
    }

    /// Asks anew while they are shown and old.
    pub(in super::super) fn read_pairings_in_time(&mut self) {
        let age = self.clock.uptime().saturating_sub(self.session.staff.pairing.asked);
        let are_shown = matches!(self.session.screen(), Screen::StaffCounters | Screen::StaffPairing);
        if are_shown && age >= REFRESH {
            self.read_pairings();
        }
    }

    fn know_pairings(&mut self, known: Result<Vec<Pairing>, StoreError>) {
        let desk = &mut self.session.staff.pairing;
        desk.failed = known.is_err();
        match known {
            Ok(pairings) => desk.pairings = Some(pairings),
            Err(cause) => error!(%cause, "the pairings can't be read or changed"),
        }
    }
}
