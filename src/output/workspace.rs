//! A private folder for the files of one process: personal data that no other user may read.
//!
//! Invariant: the folder is readable by its owner alone and goes with the process. What a killed process
//! left is removed by the next one: the kernel has freed its lock. No secure erase is promised; on an SSD
//! nothing could.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::{Error, LOCK, write_whole};

/// The beginning of the names of these folders.
const PREFIX: &str = "otinish-private-";

/// How often a folder is made anew when it is swept away under its maker.
const ATTEMPTS: usize = 8;

/// A private folder, removed when it is dropped.
#[derive(Debug)]
pub struct Workspace {
    path: PathBuf,
    _lock: File,
}

impl Workspace {
    /// Makes the folder in the user's run-time folder, or in the system's temporary one, and removes those
    /// of processes that were killed.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn open() -> Result<Workspace, Error> {
        let base = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_dir());
        Workspace::open_in(&base.unwrap_or_else(std::env::temp_dir))
    }

    /// [`Workspace::open`] in a folder of choice.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn open_in(base: &Path) -> Result<Workspace, Error> {
        // Another process that begins may sweep the folder away before it is locked.
        let made = (1..ATTEMPTS).find_map(|_| Workspace::make(base).ok());
        let workspace = made.map_or_else(|| Workspace::make(base), Ok)?;
        sweep(base, &workspace.path);
        Ok(workspace)
    }

    fn make(base: &Path) -> Result<Workspace, Error> {
        let mut number = [0; 16];
        getrandom::fill(&mut number).expect("the system has random numbers");
        let path = base.join(format!("{PREFIX}{:032x}", u128::from_be_bytes(number)));
        private(&path).map_err(Error::io("make the folder", &path))?;
        let lock = path.join(LOCK);
        let file = File::create_new(&lock).map_err(Error::io("write", &lock))?;
        file.try_lock().map_err(|error| Error::io("lock", &lock)(error.into()))?;
        fs::metadata(&lock).map_err(Error::io("lock", &lock))?;
        Ok(Workspace { path, _lock: file })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file whole under a path relative to the folder.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path.join(relative);
        self.make_room(relative)?;
        let _ = fs::remove_file(&path);
        write_whole(&path, bytes).map_err(Error::io("write", &path))
    }

    /// A new file to be written piece by piece.
    ///
    /// # Errors
    /// [`Error::Io`]; also if there is such a file.
    pub fn create(&self, relative: &str) -> Result<File, Error> {
        let path = self.path.join(relative);
        self.make_room(relative)?;
        File::create_new(&path).map_err(Error::io("write", &path))
    }

    /// Removes a file or a folder with all it holds; what is not there is removed already.
    pub fn remove(&self, relative: &str) {
        let path = self.path.join(relative);
        let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    }

    /// The folder in which a file is to stand.
    fn make_room(&self, relative: &str) -> Result<(), Error> {
        let mut folder = self.path.clone();
        for part in Path::new(relative).parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            // Another thread may make it at the same moment.
            match private(&folder) {
                Err(_) if folder.is_dir() => {}
                made => made.map_err(Error::io("make the folder", &folder))?,
            }
        }
        Ok(())
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Makes a folder that its owner alone can open; on Windows the temporary folder is the user's own already.
fn private(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes the folders of processes that ended without doing so. What cannot be removed is another user's.
fn sweep(base: &Path, own: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX) && path != own;
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        // A folder without a lock is being made this very moment, or was emptied by half.
        let Ok(lock) = File::open(path.join(LOCK)) else { continue };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("otinish-workspace-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("makes");
        path
    }

    #[test]
    fn many_begin_at_once() {
        let base = base("crowd");
        for _ in 0..20 {
            let all: Vec<Workspace> = std::thread::scope(|scope| {
                let all: Vec<_> = (0..16).map(|_| scope.spawn(|| Workspace::open_in(&base))).collect();
                all.into_iter().map(|one| one.join().expect("no panic").expect("opens")).collect()
            });
            assert!(all.iter().all(|workspace| workspace.path().join(LOCK).is_file()));
        }
        let _ = fs::remove_dir_all(&base);
    }

    #[test]
    fn many_write_into_one_folder_at_once() {
        let base = base("folder");
        for _ in 0..50 {
            let workspace = Workspace::open_in(&base).expect("opens");
            std::thread::scope(|scope| {
                for number in 0..16 {
                    let workspace = &workspace;
                    scope.spawn(move || workspace.write(&format!("a/b/{number}"), b"x").expect("writes"));
                }
            });
        }
        fs::remove_dir_all(&base).expect("ours");
    }

    #[test]
    fn it_is_private_and_gone_when_dropped() {
        let base = base("gone");
        let workspace = Workspace::open_in(&base).expect("opens");
        workspace.write("a/b/c.txt", b"x").expect("writes");
        #[cfg(unix)]
        for folder in [workspace.path().to_owned(), workspace.path().join("a"), workspace.path().join("a/b")]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder).expect("is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        drop(workspace);
        assert_eq!(fs::read_dir(&base).expect("is there").count(), 0);
        fs::remove_dir_all(&base).expect("ours");
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_a_living_one_is_let_be() {
        let base = base("sweep");
        let alive = Workspace::open_in(&base).expect("opens");
        let dead = base.join(format!("{PREFIX}dead"));
        fs::create_dir_all(&dead).expect("makes");
        fs::write(dead.join(LOCK), b"").expect("writes");
        fs::write(dead.join("passport.xlsx"), b"x").expect("writes");
        let other = Workspace::open_in(&base).expect("opens");
        assert!(!dead.exists());
        assert!(alive.path().exists() && other.path().exists());
        drop((alive, other));
        fs::remove_dir_all(&base).expect("ours");
    }
}
