//! What lies in the drop folder, from one look to the next → the file that is to be worked on now.
//!
//! Invariant: a file is given out once, until it changes or is told to be tried again. Time is counted in looks, so
//! that nothing here knows a clock. Deliberately absent: anything that touches a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// For how many looks a file must have stayed the same.
const WHOLE: u32 = 1;
/// The same for one without a byte: programs make a file first and fill it a while later.
const EMPTY: u32 = 5;
/// After how many looks what could not be done is tried again.
const AGAIN: u32 = 15;

const EXTENSIONS: [&str; 6] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv"];

/// Size and time of a file.
type Look = (u64, Option<SystemTime>);

/// What is known of a file.
struct Seen {
    look: Look,
    /// For how many looks it has been so.
    same: u32,
    /// For how many it must have been.
    wanted: u32,
    /// Whether it is being worked on.
    busy: bool,
    /// Whether it was tried in vain.
    put_off: bool,
}

/// The drop folder as it was seen last.
#[derive(Default)]
pub struct Inbox {
    files: BTreeMap<PathBuf, Seen>,
}

impl Inbox {
    /// Takes in what lies in the folder now.
    pub fn see(&mut self, now: BTreeMap<PathBuf, Look>) {
        self.files.retain(|file, seen| seen.busy || now.contains_key(file));
        for (file, look) in now {
            match self.files.get_mut(&file) {
                Some(seen) if seen.look == look => seen.same = seen.same.saturating_add(1),
                Some(seen) if seen.busy => {}
                _ => {
                    let wanted = if look.0 == 0 { EMPTY } else { WHOLE };
                    let seen = Seen { look, same: 0, wanted, busy: false, put_off: false };
                    self.files.insert(file, seen);
                }
            }
        }
    }

    /// Gives out a file that is whole.
    pub fn next(&mut self) -> Option<PathBuf> {
        let (file, seen) = self.files.iter_mut().find(|(_, seen)| !seen.busy && seen.same >= seen.wanted)?;
        seen.busy = true;
        Some(file.clone())
    }

    /// How many files are being worked on.
    pub fn busy(&self) -> usize {
        self.files.values().filter(|seen| seen.busy).count()
    }

    /// The file is put away.
    pub fn put_away(&mut self, file: &Path) {
        self.files.remove(file);
    }

    /// The file could not be worked on or put away now: it is given out again later, or when it has changed. Says
    /// whether that is so for the first time.
    pub fn put_off(&mut self, file: &Path) -> bool {
        let Some(seen) = self.files.get_mut(file) else { return true };
        seen.busy = false;
        seen.wanted = seen.same.saturating_add(AGAIN);
        !std::mem::replace(&mut seen.put_off, true)
    }

    /// Whether nothing is left but what was tried in vain.
    pub fn is_done(&self) -> bool {
        self.files.values().all(|seen| seen.put_off && !seen.busy)
    }
}

/// The workbooks that lie in a folder; files that Excel and others keep beside an open one are none.
pub fn look(inbox: &Path) -> std::io::Result<BTreeMap<PathBuf, Look>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(inbox)?.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let temporary = name.starts_with('.') || name.starts_with('~');
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() && !temporary && EXTENSIONS.contains(&extension.as_str()) {
            all.insert(path, (metadata.len(), metadata.modified().ok()));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, u64)]) -> BTreeMap<PathBuf, Look> {
        files.iter().map(|(name, size)| (PathBuf::from(name), (*size, None))).collect()
    }

    #[test]
    fn a_file_is_given_out_once_when_it_no_longer_grows() {
        let mut inbox = Inbox::default();
        for size in [1, 2, 3] {
            inbox.see(of(&[("a", size)]));
            assert_eq!(inbox.next(), None, "it grows");
        }
        inbox.see(of(&[("a", 3)]));
        assert_eq!(inbox.next(), Some(PathBuf::from("a")));
        inbox.see(of(&[("a", 3)]));
        assert_eq!((inbox.next(), inbox.busy()), (None, 1));
        inbox.put_away(Path::new("a"));
        assert_eq!((inbox.busy(), inbox.is_done()), (0, true));
    }

    #[test]
    fn a_file_without_a_byte_is_waited_for() {
        let mut inbox = Inbox::default();
        let looks = (1..).find(|_| {
            inbox.see(of(&[("a", 0)]));
            inbox.next().is_some()
        });
        assert_eq!(looks, Some(EMPTY as usize + 1));
        let mut filled = Inbox::default();
        filled.see(of(&[("a", 0)]));
        filled.see(of(&[("a", 9)]));
        assert_eq!(filled.next(), None, "it was filled just now");
    }

    #[test]
    fn what_was_tried_in_vain_holds_up_nothing_and_is_tried_again() {
        let mut inbox = Inbox::default();
        inbox.see(of(&[("a", 1), ("b", 1)]));
        inbox.see(of(&[("a", 1), ("b", 1)]));
        assert_eq!(inbox.next(), Some(PathBuf::from("a")));
        assert!(inbox.put_off(Path::new("a")), "the first time");
        assert_eq!(inbox.next(), Some(PathBuf::from("b")));
        inbox.put_away(Path::new("b"));
        assert!(inbox.is_done(), "nothing else is left");
        let looks = (1..).find(|_| {
            inbox.see(of(&[("a", 1)]));
            inbox.next().is_some()
        });
        assert_eq!(looks, Some(AGAIN as usize));
        assert!(!inbox.put_off(Path::new("a")), "not the first time");
        inbox.see(of(&[("a", 2)]));
        inbox.see(of(&[("a", 2)]));
        assert_eq!(inbox.next(), Some(PathBuf::from("a")), "it was changed");
    }
}
