//! The program espeak-ng: words in, a WAV out. It has a Bulgarian voice and needs nobody's service.

use std::{
    io::{Read, Write},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{Sound, Speaker, SpeechError};

/// Words a minute: slower than people talk, in a hall that echoes.
const PACE: &str = "140";
/// A call takes it some hundredths of a second.
const LIMIT: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

#[derive(Debug, Clone)]
pub struct Espeak {
    program: String,
}

impl Default for Espeak {
    fn default() -> Self {
        Self::new("espeak-ng")
    }
}

impl Espeak {
    /// The program of that name or path.
    #[must_use]
    pub fn new(program: &str) -> Self {
        Self {
            program: program.to_owned(),
        }
    }

    fn start(&self, lang: &str) -> Result<Child, SpeechError> {
        let mut command = Command::new(&self.program);
        command.args(["-v", lang, "-s", PACE, "-b", "1", "--stdin", "--stdout"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().map_err(|error| SpeechError::NoProgram {
            program: self.program.clone(),
            error,
        })
    }

    fn failed(&self, said: &[u8]) -> SpeechError {
        SpeechError::Failed {
            program: self.program.clone(),
            said: String::from_utf8_lossy(said).trim().to_owned(),
        }
    }
}

impl Speaker for Espeak {
    fn say(&self, words: &str, lang: &str) -> Result<Sound, SpeechError> {
        let mut child = self.start(lang)?;
        // Read at once, or it stands still with a full pipe.
        let wav = child.stdout.take().map(read);
        let complaint = child.stderr.take().map(read);
        if let Some(mut input) = child.stdin.take() {
            // Fails only when the program has ended: its status says so too.
            let _ = input.write_all(words.as_bytes());
        }
        let is_done = wait(&mut child).map_err(|error| self.failed(error.to_string().as_bytes()))?;
        let read =
            |pipe: Option<thread::JoinHandle<Vec<u8>>>| pipe.and_then(|pipe| pipe.join().ok()).unwrap_or_default();
        let (wav, complaint) = (read(wav), read(complaint));
        match is_done {
            None => Err(SpeechError::TooLong {
                program: self.program.clone(),
                limit: LIMIT,
            }),
            Some(false) => Err(self.failed(&complaint)),
            Some(true) => Sound::from_wav(&wav)
                .filter(|sound| !sound.samples.is_empty())
                .ok_or_else(|| SpeechError::NoSound {
                    program: self.program.clone(),
                }),
        }
    }
}

fn read(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before a fault is judged as it is.
        let _ = pipe.read_to_end(&mut bytes);
        bytes
    })
}

/// Whether the program did its work; none when it took too long, and was ended.
fn wait(child: &mut Child) -> std::io::Result<Option<bool>> {
    let begun = Instant::now();
    while begun.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        thread::sleep(LOOK_AGAIN);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
