//! How many wait in each queue and for how long, for the screens.

use chrono::{DateTime, TimeDelta, Utc};

use super::{QueueNow, Store, StoreError};
use crate::{
    protocol::hub::LinesNow,
    queue::{
        TicketCode,
        counter::Staffed,
        estimate::WaitEstimate,
        forecast::Lobby,
        line::{Ahead, Line, Lines},
    },
};

/// What foretells the waits of a lobby.
#[derive(Debug, Clone)]
pub struct Foresight {
    /// Its counters. Without any the waits are those of the people called of late.
    pub counters: Vec<Staffed>,
    /// [`QueuePlan::priority_bound`](crate::content::queue_plan::QueuePlan::priority_bound)
    pub bound: TimeDelta,
}

impl Store {
    /// Every queue that had a visitor today or is paused.
    pub fn lines(&mut self, by: &Foresight, now: DateTime<Utc>) -> Result<Lines, StoreError> {
        let lobby = self.foreseen(by, now)?;
        let line = |(queue, now): (String, QueueNow)| {
            let wait = match &lobby {
                Some(lobby) => lobby.wait_in(&queue, false),
                None => WaitEstimate::from_recent(&now.recent_waits),
            };
            let ahead = Ahead {
                people: now.waiting,
                called_today: !now.recent_waits.is_empty(),
                wait,
            };
            let paused = now.paused;
            (queue, Line { ahead, paused })
        };
        Ok(self.queues_now(now)?.into_iter().map(line).collect())
    }

    /// The same, and those before the one who waits with that ticket; none where nobody does.
    pub fn lines_before(
        &mut self,
        ticket: &TicketCode,
        by: &Foresight,
        now: DateTime<Utc>,
    ) -> Result<(Lines, Option<Ahead>), StoreError> {
        let lines = self.lines(by, now)?;
        let present = self.lobby_now(now)?.present;
        let waiting = || present.iter().filter_map(|one| Some((&one.code, one.waiting()?)));
        let Some((_, mine)) = waiting().find(|(code, _)| *code == ticket) else {
            return Ok((lines, None));
        };
        let lobby = self.foreseen(by, now)?;
        let before = waiting().filter(|(_, one)| one.queue == mine.queue && one.order < mine.order);
        let line = lines.get(&mine.queue).map(|line| line.ahead).unwrap_or_default();
        let ahead = Ahead {
            people: u32::try_from(before.count()).unwrap_or(u32::MAX),
            wait: lobby.map_or(line.wait, |lobby| lobby.wait_of(mine.order)),
            ..line
        };
        Ok((lines, Some(ahead)))
    }

    /// All that the kiosks of a lobby are told: the queues, those before `ticket`, whether anybody is expected.
    pub fn lines_now(
        &mut self,
        ticket: Option<&TicketCode>,
        by: &Foresight,
        now: DateTime<Utc>,
    ) -> Result<LinesNow, StoreError> {
        let (lines, ahead) = match ticket {
            Some(ticket) => self.lines_before(ticket, by, now)?,
            None => (self.lines(by, now)?, None),
        };
        let codes = self.codes_today(now)?;
        Ok(LinesNow { lines, ahead, codes })
    }

    fn foreseen(&mut self, by: &Foresight, now: DateTime<Utc>) -> Result<Option<Lobby>, StoreError> {
        let has_counters = !by.counters.is_empty();
        has_counters
            .then(|| self.forecast(&by.counters, by.bound, now))
            .transpose()
    }
}
