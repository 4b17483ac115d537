//! Words into sound, on this machine alone.
//!
//! | file | what it is |
//! |---|---|
//! | [`sound`] | samples, and the WAV files that they come from and become |
//! | [`chime`] | what is heard before a spoken call |
//! | [`espeak`] | the program espeak-ng, as a [`Speaker`] |

pub mod chime;
pub mod espeak;
pub mod sound;

use std::{fmt, io, time::Duration};

pub use espeak::Espeak;
pub use sound::Sound;

/// A voice. Better ones than the first plug in here.
pub trait Speaker: fmt::Debug + Send + Sync {
    /// The words as that language (`bg`, `en`) sounds them. Takes its time: not for a thread that others wait for.
    ///
    /// # Errors
    /// When there is no such voice on this machine, or it fails.
    fn say(&self, words: &str, lang: &str) -> Result<Sound, SpeechError>;
}

/// Why words were not spoken.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    #[error("{program} can't be started ({error}): install it")]
    NoProgram { program: String, error: io::Error },
    #[error("{program} did not finish within {} seconds", .limit.as_secs())]
    TooLong { program: String, limit: Duration },
    #[error("{program} failed: {said}")]
    Failed { program: String, said: String },
    #[error("{program} gave no sound that can be played")]
    NoSound { program: String },
}
