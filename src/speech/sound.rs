//! Mono sound of 16 bits, and the WAV files that it comes from and becomes.

use std::time::Duration;

const HEADER: u32 = 36;
const PCM: u16 = 1;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Samples a second.
    pub rate: u32,
    pub samples: Vec<i16>,
}

impl Sound {
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_secs_f64(self.samples.len() as f64 / f64::from(self.rate.max(1)))
    }

    /// Silence of that length at the end.
    pub fn rest(&mut self, length: Duration) {
        let samples = (length.as_secs_f64() * f64::from(self.rate)) as usize;
        self.samples.resize(self.samples.len() + samples, 0);
    }

    /// The other sound after this one, at this one's rate.
    pub fn append(&mut self, other: &Self) {
        if other.rate == self.rate {
            self.samples.extend_from_slice(&other.samples);
            return;
        }
        let many = other.samples.len() as u64 * u64::from(self.rate) / u64::from(other.rate.max(1));
        let nearest = |at: u64| {
            other
                .samples
                .get((at * u64::from(other.rate) / u64::from(self.rate.max(1))) as usize)
        };
        self.samples.extend((0..many).filter_map(nearest));
    }

    #[must_use]
    pub fn to_wav(&self) -> Vec<u8> {
        let size = u32::try_from(self.samples.len() * 2).unwrap_or(u32::MAX - HEADER);
        let mut wav = Vec::with_capacity(self.samples.len() * 2 + 44);
        wav.extend(b"RIFF");
        wav.extend((HEADER + size).to_le_bytes());
        wav.extend(b"WAVEfmt ");
        wav.extend(16u32.to_le_bytes());
        wav.extend(PCM.to_le_bytes());
        wav.extend(1u16.to_le_bytes());
        wav.extend(self.rate.to_le_bytes());
        wav.extend((self.rate * 2).to_le_bytes());
        wav.extend(2u16.to_le_bytes());
        wav.extend(16u16.to_le_bytes());
        wav.extend(b"data");
        wav.extend(size.to_le_bytes());
        wav.extend(self.samples.iter().flat_map(|sample| sample.to_le_bytes()));
        wav
    }

    /// Reads mono PCM of 16 bits. A length that reaches beyond the end means until the end: programs that write to a pipe
    /// don't know it beforehand.
    #[must_use]
    pub fn from_wav(wav: &[u8]) -> Option<Self> {
        let mut rest = wav.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WAVE")?;
        let mut rate = None;
        loop {
            let (name, after) = rest.split_first_chunk::<4>()?;
            let (size, body) = after.split_first_chunk::<4>()?;
            let size = u32::from_le_bytes(*size) as usize;
            match name {
                b"fmt " => rate = Some(mono_rate(body)?),
                b"data" => {
                    let body = body.get(..size).unwrap_or(body);
                    let samples = body.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
                    return Some(Self {
                        rate: rate?,
                        samples: samples.collect(),
                    });
                }
                _ => {}
            }
            rest = body.get(size + size % 2..)?;
        }
    }
}

fn mono_rate(format: &[u8]) -> Option<u32> {
    let number = |at: usize| Some(u16::from_le_bytes([*format.get(at)?, *format.get(at + 1)?]));
    let is_mono_pcm = number(0)? == PCM && number(2)? == 1 && number(14)? == 16;
    let rate = format
        .get(4..8)?
        .first_chunk::<4>()
        .map(|rate| u32::from_le_bytes(*rate))?;
    (is_mono_pcm && rate > 0).then_some(rate)
}
