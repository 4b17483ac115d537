//! Calls as sound: the chime, and then the words, where this machine has a voice. Made once, kept for the next boards.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::body::Bytes;
use tokio::{sync::Mutex, task::spawn_blocking};

use super::{LobbyConfig, spoken};
use crate::{
    queue::TicketNumber,
    speech::{Speaker, SpeechError, chime::chime},
    web::lang::Lang,
};

/// So many are kept: more than the board shows.
const KEPT: usize = 24;
/// Of a chime that nothing follows.
const RATE: u32 = 22_050;
/// After each language.
const PAUSE: Duration = Duration::from_millis(400);

pub struct Announcer {
    speaker: Arc<dyn Speaker>,
    languages: Vec<Lang>,
    /// The latest last.
    made: Mutex<VecDeque<(Words, Bytes)>>,
    /// Whether staff know that calls are not spoken.
    is_told: AtomicBool,
}

type Words = Vec<(Lang, String)>;

impl Announcer {
    pub fn new(config: &LobbyConfig) -> Self {
        Self {
            speaker: config.speaker.clone(),
            languages: config.speech.clone(),
            made: Mutex::default(),
            is_told: AtomicBool::new(false),
        }
    }

    /// A WAV of the chime alone.
    pub fn chime() -> Vec<u8> {
        chime(RATE).to_wav()
    }

    /// A WAV of the call; the chime alone where it can't be spoken.
    pub async fn announcement(&self, number: TicketNumber, counter: &str) -> Bytes {
        let languages = self.languages.iter();
        let words: Words = languages
            .filter_map(|&lang| Some((lang, spoken::call(number, counter, lang)?)))
            .collect();
        // One at a time: a second board gets what was made for the first.
        let mut made = self.made.lock().await;
        if let Some((_, wav)) = made.iter().find(|(known, _)| *known == words) {
            return wav.clone();
        }
        let (speaker, asked) = (self.speaker.clone(), words.clone());
        let (wav, fault) = spawn_blocking(move || record(&*speaker, &asked))
            .await
            .unwrap_or_else(|_| (Self::chime(), None));
        let wav = Bytes::from(wav);
        self.tell(fault.as_ref());
        // What failed is tried again with the next call.
        if fault.is_none() {
            if made.len() == KEPT {
                made.pop_front();
            }
            made.push_back((words, wav.clone()));
        }
        wav
    }

    /// Tells staff once, until it was well again.
    fn tell(&self, fault: Option<&SpeechError>) {
        let was_told = self.is_told.swap(fault.is_some(), Ordering::Relaxed);
        if let Some(fault) = fault
            && !was_told
        {
            tracing::warn!(%fault, "calls are not spoken, the board has its chime alone");
        }
    }
}

fn record(speaker: &dyn Speaker, words: &Words) -> (Vec<u8>, Option<SpeechError>) {
    let mut fault = None;
    let mut spoken = Vec::new();
    for (lang, words) in words {
        match speaker.say(words, lang.code()) {
            Ok(sound) => spoken.push(sound),
            Err(error) => fault = Some(error),
        }
    }
    let mut sound = chime(spoken.first().map_or(RATE, |sound| sound.rate));
    for words in &spoken {
        sound.append(words);
        sound.rest(PAUSE);
    }
    (sound.to_wav(), fault)
}
