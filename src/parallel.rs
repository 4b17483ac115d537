//! Work that is done on several threads at once.

use std::{panic::resume_unwind, thread};

/// Does `work` on each of these, each on a thread of its own, and gives what came of them, in their order. For a few
/// pieces that take milliseconds.
pub fn map<'p, T: Sync, R: Send>(pieces: &'p [T], work: impl Fn(&'p T) -> R + Sync) -> Vec<R> {
    let work = &work;
    thread::scope(|scope| {
        let under_way: Vec<_> = pieces.iter().map(|piece| scope.spawn(move || work(piece))).collect();
        let done = under_way
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.collect()
    })
}
