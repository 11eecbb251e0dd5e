//! Work over many rows or people on several threads → the outcome of each part, in the order of the parts.
//!
//! Invariant: where the work looks at nothing but its own items, what comes out, joined, is the same on one
//! thread or many. What is deliberately absent: locks, queues, anything that threads share.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, Builder};

/// The fewest items that are worth a thread.
const FEWEST: usize = 64;

/// Works on a slice in as many parts as there are cores.
pub fn in_parts<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let threads = match items.len() / FEWEST {
        0 | 1 => 1,
        // Only now: how many cores there are stands in files of the system.
        most => thread::available_parallelism().map_or(1, NonZero::get).min(most),
    };
    in_parts_of(items.len().div_ceil(threads).max(1), items, work)
}

/// Works on parts of a size: the first on this thread, and each for which no thread can be had.
fn in_parts_of<T: Sync, R: Send>(size: usize, items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let (first, others) = items.split_at(size.min(items.len()));
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> = (others.chunks(size))
            .map(|part| (part, Builder::new().spawn_scoped(scope, move || work(part))))
            .collect();
        let mut outcomes = vec![work(first)];
        outcomes.extend(started.into_iter().map(|(part, thread)| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => work(part),
        }));
        outcomes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_their_order() {
        let items: Vec<u32> = (0..1000).collect();
        for size in [1, 7, 500, 1000, 2000] {
            let parts = in_parts_of(size, &items, <[u32]>::to_vec);
            assert_eq!(parts.concat(), items, "parts of {size}");
        }
        assert_eq!(in_parts(&[] as &[u32], <[u32]>::len), [0]);
        assert_eq!(in_parts(&items, <[u32]>::to_vec).concat(), items);
    }
}
