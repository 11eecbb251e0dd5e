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

/// The text itself: it is of one document only.
const MAIN: &str = "word/document.xml";

/// The parts of the document that was filled last, by name.
#[derive(Default)]
pub struct Lately(Mutex<Parts>);

type Parts = HashMap<String, Arc<Part>>;

struct Part {
    rendered: String,
    written: Arc<[u8]>,
}

impl Lately {
    /// What became of this text the last time.
    pub fn get(&self, part: &str, rendered: &str) -> Option<Arc<[u8]>> {
        let known = self.parts().get(part).cloned()?;
        (known.rendered == rendered).then(|| Arc::clone(&known.written))
    }

    /// Keeps it if it depends on nothing else.
    pub fn keep(&self, part: &str, rendered: String, written: &Arc<[u8]>) {
        let alone = || !rendered.contains([LACK.0, picture::MARK.0]) && !ids::are_in(&rendered);
        if part != MAIN && alone() {
            let written = Arc::clone(written);
            self.parts().insert(part.to_owned(), Arc::new(Part { rendered, written }));
        }
    }

    /// A thread that panicked left it whole: every change to it is one insert.
    fn parts(&self) -> MutexGuard<'_, Parts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
