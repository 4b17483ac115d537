//! What stands on a piece of paper, from top to bottom.

use serde::{Deserialize, Serialize};

/// Everything on one paper, in words already; kept with the print job, so that a reprint says the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(pub Vec<Block>);

/// One thing on the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// As large as the paper is wide.
    Number(String),
    /// Bold, in the middle.
    Title(String),
    /// In the middle.
    Centred(String),
    /// Bold.
    Heading(String),
    Text(String),
    /// One of a list, with a dash.
    Item(String),
    /// A line across the paper.
    Rule,
    /// A code that says this.
    Qr(String),
}

/// The width of a printer's paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Mm58,
    Mm80,
}

impl Paper {
    /// Dots across, 8 a millimetre, of what such a printer can reach.
    #[must_use]
    pub fn dots(self) -> usize {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    /// From the roll's width in millimetres.
    #[must_use]
    pub fn of_mm(mm: u32) -> Option<Self> {
        match mm {
            58 => Some(Self::Mm58),
            80 => Some(Self::Mm80),
            _ => None,
        }
    }
}
