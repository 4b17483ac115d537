//! Texts, line by line.

use similar::{DiffOp, TextDiff};

use super::{Difference, What};

pub fn compare(file: &str, was: &str, is: &str) -> Vec<Difference> {
    let diff = TextDiff::from_lines(was, is);
    let words = |line: Option<&str>| line.map(|line| line.trim_end().to_owned());
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let difference = changed.map(|op| Difference {
        file: file.to_owned(),
        at: Vec::new(),
        what: What::Lines {
            line: op.new_range().start + 1,
            was: op.old_range().filter_map(|at| words(diff.old_slice(at))).collect(),
            is: op.new_range().filter_map(|at| words(diff.new_slice(at))).collect(),
        },
    });
    difference.collect()
}
