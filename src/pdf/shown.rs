//! Runs of glyphs that documents of a batch share → the operators that show them, written once.
//!
//! Invariant: a run that is known is held, so that its address stays its own; with or without this memory the same bytes
//! are written.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::skeleton::Skeleton;
use crate::layout::Run;

/// When so many are kept in a part, all of them are forgotten.
const LIMIT: usize = 64;

/// One for all threads, in parts that are locked one by one.
#[derive(Default)]
pub(super) struct Shown([Mutex<FxHashMap<Key, Known>>; 16]);

/// The address of a run, and what the fonts of the document were hashed to.
type Key = (usize, [u8; 32]);

struct Known {
    _run: Arc<Run>,
    operators: Box<[u8]>,
}

impl Shown {
    /// Writes the operators of a run: as they are known, or else as they are written now.
    pub fn write(
        &self,
        run: &Arc<Run>,
        skeleton: &Skeleton,
        out: &mut Vec<u8>,
        show: impl FnOnce(&mut Vec<u8>),
    ) {
        // What nobody else holds is of this document alone.
        if Arc::strong_count(run) == 1 {
            return show(out);
        }
        let address = Arc::as_ptr(run).addr();
        let key = (address, skeleton.digest);
        // What is allocated together lies side by side.
        let part = &self.0[address / size_of::<Run>() % self.0.len()];
        // A thread that panicked left it whole: every change to it is one insert.
        let part = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = part().get(&key) {
            return out.extend_from_slice(&known.operators);
        }
        let start = out.len();
        show(out);
        let known = Known { _run: Arc::clone(run), operators: out[start..].into() };
        let mut part = part();
        if part.len() >= LIMIT {
            part.clear();
        }
        part.insert(key, known);
    }
}
