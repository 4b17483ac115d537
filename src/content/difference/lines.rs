//! Texts, line by line.

use similar::{DiffOp, TextDiff};

use super::{Difference, What};

pub fn compare(file: &str, was: &str, is: &str) -> Vec<Difference> {
    let diff = TextDiff::from_lines(was, is);
    let words = |slices: &[&str]| -> Vec<String> { slices.iter().map(|line| line.trim_end().to_owned()).collect() };
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let difference = changed.map(|op| Difference {
        file: file.to_owned(),
        at: Vec::new(),
        what: What::Lines {
            line: op.new_range().start + 1,
            was: words(&diff.old_slices()[op.old_range()]),
            is: words(&diff.new_slices()[op.new_range()]),
        },
    });
    difference.collect()
}
