//! The rounds: whether the hub is there, what it is still to be told, and numbers for the next outage.

use std::collections::BTreeMap;

use rand::RngExt;
use tokio::time::timeout;

use super::{HubError, Way, membership::Membership};
use crate::protocol::{
    hub::{BlockWish, HandedIn, MOST_HAND_INS},
    secret::Token,
};

/// With fewer numbers of a queue than this the kiosk asks for more.
const FEW: u32 = 10;

/// Questions for blocks that are not answered yet, by queue.
type Asking = BTreeMap<String, BlockWish>;

pub async fn rounds(way: Way) {
    let mut asking = Asking::new();
    loop {
        let done = round(&way, &mut asking).await;
        // A store that fails tells staff of it itself.
        if !matches!(done, Err(HubError::Store(_))) {
            way.note(done.err().as_ref());
        }
        // Earlier where a number was used.
        let _ = timeout(way.config.round, way.look.notified()).await;
    }
}

async fn round(way: &Way, asking: &mut Asking) -> Result<(), HubError> {
    let token = Membership::read(&way.config)?.token;
    let now = way.client.lines(&token, None).await?;
    way.know(&now.lines).await;
    hand_in(way, &token).await?;
    for queue in &way.config.queues {
        hold_enough(way, &token, queue, asking).await?;
    }
    Ok(())
}

/// Tells the hub what happened here while it could not be reached.
async fn hand_in(way: &Way, token: &Token) -> Result<(), HubError> {
    loop {
        let items = way.store.ask(|store| store.next_hand_ins(MOST_HAND_INS)).await?;
        if items.is_empty() {
            return Ok(());
        }
        let answers = way.client.hand_in(token, &items).await?;
        let codes = items.iter().map(|item| item.code().clone());
        let answers: Vec<_> = codes.zip(answers).collect();
        let refused = answers.iter().filter_map(|(_, answer)| match answer {
            HandedIn::Refused { why } => Some(why),
            HandedIn::Taken => None,
        });
        for why in refused {
            tracing::error!(
                why,
                "the hub has not taken in a ticket that was issued here: its visitor is not called"
            );
        }
        tracing::info!(told = answers.len(), "the hub knows what happened here without it");
        way.store.ask(move |store| store.settle_hand_ins(&answers)).await?;
    }
}

async fn hold_enough(way: &Way, token: &Token, queue: &str, asking: &mut Asking) -> Result<(), HubError> {
    let (name, now) = (queue.to_owned(), way.clock.now());
    let held = way.store.later(move |store| store.numbers_held(&name, now)).await?;
    if held >= FEW {
        return Ok(());
    }
    let wish = asking.entry(queue.to_owned()).or_insert_with(|| BlockWish {
        key: random_key(),
        queue: queue.to_owned(),
    });
    let block = match way.client.block(token, wish).await {
        // Publications reach kiosks at different times.
        Err(error) if error.is_of_queue() => return Ok(()),
        answer => answer?,
    };
    way.store.ask(move |store| store.hold_block(&block)).await?;
    asking.remove(queue);
    Ok(())
}

fn random_key() -> String {
    format!("{:032x}", rand::rng().random::<u128>())
}
