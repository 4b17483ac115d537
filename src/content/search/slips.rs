//! How many slips apart two words are: a letter too many, too few, wrong, or swapped with its neighbour.

/// Words are compared up to this length.
pub(super) const LONGEST: usize = 32;

/// Slips to the whole word, and to the beginning of it that fits best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slips {
    pub whole: usize,
    pub beginning: usize,
}

/// Slips between `typed` and `word`, both at most [`LONGEST`] letters; what is beyond `most` may come out larger than it is.
pub(super) fn slips(typed: &[char], word: &[char], most: usize) -> Slips {
    const WIDTH: usize = LONGEST + 1;
    const FAR: usize = WIDTH * 2;
    let (rows, columns) = (typed.len().min(LONGEST), word.len().min(LONGEST));
    let mut before_last = [FAR; WIDTH];
    let mut last: [usize; WIDTH] = std::array::from_fn(|column| column);
    for row in 1..=rows {
        let from = row.saturating_sub(most).max(1);
        let to = (row + most).min(columns);
        let mut here = [FAR; WIDTH];
        if row <= most {
            here[0] = row;
        }
        for column in from..=to {
            let same = typed[row - 1] == word[column - 1];
            let mut least = last[column - 1] + usize::from(!same);
            least = least.min(last[column] + 1).min(here[column - 1] + 1);
            let swapped =
                row > 1 && column > 1 && typed[row - 1] == word[column - 2] && typed[row - 2] == word[column - 1];
            if swapped {
                least = least.min(before_last[column - 2] + 1);
            }
            here[column] = least;
        }
        (before_last, last) = (last, here);
    }
    let beginning = last[..=columns].iter().copied().min().unwrap_or(FAR);
    Slips {
        whole: last[columns],
        beginning,
    }
}
