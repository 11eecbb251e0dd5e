//! Forms of names that someone should look at, from the filter that made them to the filling that tells them.
//!
//! Tera hands filters no place to write to; a document is filled on one thread from beginning to end, so
//! they wait in that thread. Invariant: what one filling tells never reaches another one.

use std::cell::RefCell;

/// A doubtful form, and the number of the tag that printed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub form: String,
    pub tag: usize,
}

thread_local! {
    static WAITING: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static TOLD: RefCell<Vec<Told>> = const { RefCell::new(Vec::new()) };
}

/// A filter made a doubtful form.
pub fn tell(form: &str) {
    WAITING.with_borrow_mut(|waiting| waiting.push(form.to_owned()));
}

/// A tag was printed: what waits is its.
pub fn printed(tag: usize) {
    let waiting = WAITING.take();
    TOLD.with_borrow_mut(|told| told.extend(waiting.into_iter().map(|form| Told { form, tag })));
}

/// What acting told, each once.
pub fn gather<T>(act: impl FnOnce() -> T) -> (T, Vec<Told>) {
    WAITING.take();
    TOLD.take();
    let result = act();
    let mut all: Vec<Told> = Vec::new();
    for told in TOLD.take() {
        if !all.contains(&told) {
            all.push(told);
        }
    }
    (result, all)
}
