//! What the screens ask for, each wish as a task of its own.

use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::{Came, HubError, Way, Wish, membership::Membership};
use crate::{
    protocol::hub::{CheckIn, LinesNow, Pause, TicketWish, cause},
    queue::{AppointmentCode, IssueRequest, TicketCode, Visit, day::LobbyDay, line::Lines, transitions::Refused},
    store::StoreError,
};

/// The hub is asked for a ticket so often; the first answer may have been lost.
const TRIES: u32 = 2;

pub async fn fulfil(way: Way, wish: Wish) {
    match wish {
        Wish::Ticket(request, now, reply) => reply(ticket(&way, request, now).await),
        Wish::CheckIn(code, reply) => reply(check_in(&way, code).await),
        Wish::Lines(now, reply) => reply(lines(&way, now).await),
        Wish::Pause(queues, paused, reply) => reply(pause(&way, queues, paused).await),
    }
}

/// A ticket from the hub, or with a number that this kiosk holds.
async fn ticket(way: &Way, request: IssueRequest, now: DateTime<Utc>) -> Result<Came, StoreError> {
    let code = TicketCode::random(&mut rand::rng());
    let asked = if way.is_away() {
        None
    } else {
        Some(from_hub(way, &code, &request).await)
    };
    let unanswered = match asked {
        Some(Ok(visit)) => {
            keep_copy(way, &visit).await;
            // The ticket is on the disk: that those before it can't be counted takes nothing from it.
            let counted = counted(way, Some(&code)).await;
            return Ok((visit, counted.map(|now| (now.lines, now.ahead))));
        }
        Some(Err(HubError::Refused { cause, .. })) if cause == cause::QUEUE_PAUSED => {
            return Err(StoreError::QueuePaused);
        }
        Some(Err(error)) => {
            if !error.is_of_queue() {
                way.note(Some(&error));
            }
            error.leaves_open().then_some(code)
        }
        None => None,
    };
    let held = way
        .store
        .ask(move |store| store.issue_held(&request, unanswered.as_ref(), now))
        .await;
    way.look.notify_one();
    Ok((held?, None))
}

async fn from_hub(way: &Way, code: &TicketCode, request: &IssueRequest) -> Result<Visit, HubError> {
    let token = Membership::read(&way.config)?.token;
    let wish = TicketWish {
        code: code.clone(),
        queue: request.queue.clone(),
        service: request.service.clone(),
        priority: request.priority.clone(),
    };
    let mut answer = way.client.ticket(&token, &wish).await;
    for _ in 1..TRIES {
        if answer.as_ref().is_err_and(HubError::leaves_open) {
            answer = way.client.ticket(&token, &wish).await;
        }
    }
    answer
}

/// This kiosk's papers are of tickets that it has.
async fn keep_copy(way: &Way, visit: &Visit) {
    let copy = visit.clone();
    if let Err(error) = way.store.ask(move |store| store.keep_copy(&copy)).await {
        tracing::warn!(%error, "this kiosk has no copy of a ticket that it gave out; the hub has it");
    }
}

/// The ticket of one who comes by appointment. The hub has the list of them, so nobody else can give it.
async fn check_in(way: &Way, code: AppointmentCode) -> Result<Came, StoreError> {
    let asked = async {
        let token = Membership::read(&way.config)?.token;
        way.client.check_in(&token, &CheckIn { code }).await
    };
    let visit = asked.await.map_err(|error| match error {
        HubError::Refused { cause, .. } if cause == cause::NO_SUCH_APPOINTMENT => {
            StoreError::Refused(Refused::NoSuchAppointment)
        }
        error => {
            tracing::warn!(%error, "an appointment could not be looked up at the hub");
            StoreError::HubAway
        }
    })?;
    keep_copy(way, &visit).await;
    // Those who wait are not before this visitor, who has an hour of their own.
    let counted = counted(way, None).await;
    Ok((visit, counted.map(|now| (now.lines, None))))
}

/// The queues, for one who has a ticket already and does not wait for them as long as for that.
async fn counted(way: &Way, before: Option<&TicketCode>) -> Option<LinesNow> {
    timeout(way.config.patience / 2, look(way, before)).await.ok()?.ok()
}

async fn lines(way: &Way, now: DateTime<Utc>) -> Result<(LobbyDay, LinesNow), StoreError> {
    let today = way.store.ask(move |store| store.today(now)).await?;
    if way.is_away() {
        return Err(StoreError::HubAway);
    }
    Ok((today, look(way, None).await?))
}

/// The queues as the hub sees them, and those before a ticket.
async fn look(way: &Way, before: Option<&TicketCode>) -> Result<LinesNow, StoreError> {
    let asked = async {
        let token = Membership::read(&way.config)?.token;
        way.client.lines(&token, before).await
    };
    let now = asked.await.map_err(|_| StoreError::HubAway)?;
    way.know(&now.lines).await;
    Ok(now)
}

async fn pause(way: &Way, queues: Vec<String>, paused: bool) -> Result<Lines, StoreError> {
    let asked = async {
        let token = Membership::read(&way.config)?.token;
        way.client.pause(&token, &Pause { queues, paused }).await
    };
    let now = asked.await.map_err(|error| {
        tracing::warn!(%error, "the hub has paused and resumed nothing");
        StoreError::HubAway
    })?;
    way.know(&now.lines).await;
    Ok(now.lines)
}
