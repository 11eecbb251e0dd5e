//! Parts of the document that was filled last, for the next one of the same template: in a season most headers, footers
//! and properties are equal.
//!
//! Invariant: with or without it the same document is filled. So only what follows from the rendered text alone is
//! kept: nothing with markers of missing values or of pictures, and nothing that is numbered over all parts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::filter::picture;
use super::ids;
use super::source::LACK;

/// Longest rendered part that is kept, in bytes: the text itself is of one letter only.
const LONGEST: usize = 1 << 13;

/// By name of the part, what Tera rendered and what became of it.
#[derive(Default)]
pub struct Lately(Mutex<HashMap<String, Arc<(String, Arc<[u8]>)>>>);

impl Lately {
    /// What became of this text the last time.
    pub fn get(&self, part: &str, rendered: &str) -> Option<Arc<[u8]>> {
        let known = self.parts().get(part).cloned()?;
        (known.0 == rendered).then(|| Arc::clone(&known.1))
    }

    /// Keeps it if it depends on nothing else.
    pub fn keep(&self, part: &str, rendered: String, written: &Arc<[u8]>) {
        let alone = !rendered.contains([LACK.0, picture::MARK.0]) && !ids::are_in(&rendered);
        if rendered.len() <= LONGEST && alone {
            self.parts().insert(part.to_owned(), Arc::new((rendered, Arc::clone(written))));
        }
    }

    /// A thread that panicked left it whole: every change to it is one insert.
    fn parts(&self) -> MutexGuard<'_, HashMap<String, Arc<(String, Arc<[u8]>)>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
