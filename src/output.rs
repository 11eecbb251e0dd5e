//! Bytes → files on disk: the only module that writes.
//!
//! Invariant: under its final name a file is whole. It is written under a temporary name in the same
//! folder, synced, and renamed; a crash leaves either the old file or the new one. One run at a time
//! owns an output folder: the kernel frees the lock when the process ends, however it ends.

mod workspace;

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub use workspace::Workspace;

const LOCK: &str = ".otinish.lock";
const TEMPORARY: &str = ".otinish-tmp-";

/// Why nothing, or not everything, could be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another run owns the folder.
    #[error("the output folder `{}` is in use by another run", path.display())]
    Locked { path: PathBuf },
    /// The output folder is a link, so that its files would land somewhere else.
    #[error("`{}` is a link, not a folder; nothing was written through it", path.display())]
    Link { path: PathBuf },
    /// The system refused.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
}

impl Error {
    fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Io { action, path, source }
    }
}

/// A folder to look into; nobody owns it.
#[derive(Clone, Debug)]
pub struct View {
    path: PathBuf,
}

impl View {
    /// Of a folder that may not be there.
    pub fn of(path: &Path) -> View {
        View { path: path.to_owned() }
    }

    /// The bytes of a file written earlier, if it is there. A link is no file of ours.
    pub fn read(&self, relative: &str) -> Option<Vec<u8>> {
        let target = self.path.join(relative);
        let linked = [target.parent()?, &target].into_iter().any(|path| refuse_link(path).is_err());
        if linked { None } else { fs::read(target).ok() }
    }
}

impl View {
    /// The paths of the files in a folder below, in order; none where there is no such folder.
    pub fn files(&self, relative: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path.join(relative)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
        let mut all: Vec<String> =
            files.map(|entry| format!("{relative}/{}", entry.file_name().to_string_lossy())).collect();
        all.sort();
        all
    }
}

/// An output folder that this process owns until it is dropped.
#[derive(Debug)]
pub struct Folder {
    view: View,
    _lock: File,
}

impl Folder {
    /// Makes the folder if need be, takes its lock and removes what a crashed run left half-written.
    ///
    /// # Errors
    /// [`Error::Locked`] while another run owns it; [`Error::Link`]; [`Error::Io`].
    pub fn open(path: &Path) -> Result<Folder, Error> {
        refuse_link(path)?;
        fs::create_dir_all(path).map_err(Error::io("make the folder", path))?;
        let lock = path.join(LOCK);
        refuse_link(&lock)?;
        let open = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&lock);
        let file = open.map_err(Error::io("write", &lock))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => {
                return Err(Error::Io { action: "lock", path: lock, source });
            }
        }
        let folder = Folder { view: View::of(path), _lock: file };
        sweep(&folder.view.path)?;
        Ok(folder)
    }

    /// To look into it.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The bytes of a file written earlier, if it is there.
    pub fn read(&self, relative: &str) -> Option<Vec<u8>> {
        self.view.read(relative)
    }

    /// Writes a file whole and for good, under a path relative to the folder. A file that already holds
    /// these bytes is left as it is.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Link`]; the old file, if any, is then untouched.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), Error> {
        self.place(relative, bytes)?;
        self.settle(relative)
    }

    /// As [`Folder::write`], but a power cut may take the file's name away until its folder is settled.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn place(&self, relative: &str, bytes: &[u8]) -> Result<(), Error> {
        let target = self.view.path.join(relative);
        if self.read(relative).is_some_and(|old| old == bytes) {
            return Ok(());
        }
        let parent = target.parent().expect("a path below a folder has a parent");
        refuse_link(parent)?;
        fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
        let name = target.file_name().expect("a file has a name").to_string_lossy();
        let temporary = parent.join(format!("{TEMPORARY}{name}"));
        write_whole(&temporary, bytes).map_err(|error| {
            let _ = fs::remove_file(&temporary);
            Error::io("write", &target)(error)
        })?;
        fs::rename(&temporary, &target).map_err(|error| {
            let _ = fs::remove_file(&temporary);
            Error::io("rename to", &target)(error)
        })
    }

    /// Makes the names of the files in the folder of this file safe from a power cut.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn settle(&self, relative: &str) -> Result<(), Error> {
        let target = self.view.path.join(relative);
        let parent = target.parent().expect("a path below a folder has a parent");
        sync_folder(parent).map_err(Error::io("write", parent))
    }

    /// Opens a file to which lines are added, one at a time. A crash may tear the last line.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Link`].
    pub fn journal(&self, relative: &str) -> Result<Journal, Error> {
        let path = self.view.path.join(relative);
        refuse_link(&path)?;
        let open = fs::OpenOptions::new().create(true).append(true).open(&path);
        open.map(|file| Journal { file: Mutex::new(file) }).map_err(Error::io("write", &path))
    }

    /// Removes a file of ours, if it is there.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn remove(&self, relative: &str) -> Result<(), Error> {
        let path = self.view.path.join(relative);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", &path)(error)),
            _ => Ok(()),
        }
    }

    /// Moves a file of an earlier run aside, so that it is not handed in by mistake and not lost: what was
    /// set aside before stays too.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Link`].
    pub fn set_aside(&self, relative: &str, into: &str) -> Result<(), Error> {
        let from = self.view.path.join(relative);
        let aside = self.view.path.join(into);
        let parent = aside.join(relative).parent().expect("a path below a folder has a parent").to_owned();
        refuse_link(&aside)?;
        refuse_link(&parent)?;
        fs::create_dir_all(&parent).map_err(Error::io("make the folder", &parent))?;
        let name = Path::new(relative).file_name().expect("a file has a name").to_string_lossy();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let numbered = (2..).map(|number| format!("{stem}-{number}.{extension}"));
        let to = std::iter::once(name.to_string())
            .chain(numbered)
            .map(|name| parent.join(name))
            .find(|to| fs::symlink_metadata(to).is_err())
            .expect("some number is free");
        fs::rename(&from, &to).map_err(Error::io("move aside", &from))
    }
}

/// A file to which several threads add lines.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<File>,
}

impl Journal {
    /// Adds a line in one call of the system.
    ///
    /// # Errors
    /// The system's.
    pub fn add(&self, line: &str) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(format!("{line}\n").as_bytes())
    }
}

/// Removes temporary files of a run that was killed.
fn sweep(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::io("read the folder", folder))? {
        let entry = entry.map_err(Error::io("read the folder", folder))?;
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            sweep(&path)?;
        } else if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
    }
    Ok(())
}

/// Writes one file whole, wherever the user wants it (`-o FILE`).
///
/// # Errors
/// [`Error::Io`]; the old file, if any, is then untouched.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = parent.join(format!("{TEMPORARY}{name}"));
    write_whole(&temporary, bytes).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        Error::io("write", path)(error)
    })?;
    fs::rename(&temporary, path).map_err(Error::io("rename to", path))
}

/// Moves a file into a folder, under a name that no other file there has; returns where it is now.
///
/// # Errors
/// [`Error::Io`], [`Error::Link`]; the file is then where it was.
pub fn put_away(file: &Path, folder: &Path) -> Result<PathBuf, Error> {
    let target = free_place(file, folder)?;
    fs::rename(file, &target).map_err(Error::io("move", file))?;
    Ok(target)
}

/// As [`put_away`], with a report beside it: `roster.xlsx`, `roster.xlsx.txt`. The report is written first, so
/// that no file is ever put away without one.
///
/// # Errors
/// As [`put_away`].
pub fn put_away_with(file: &Path, folder: &Path, extension: &str, report: &[u8]) -> Result<PathBuf, Error> {
    let target = free_place(file, folder)?;
    let mut beside = target.clone().into_os_string();
    beside.push(format!(".{extension}"));
    // What is no longer there is not put away, and leaves no report.
    fs::symlink_metadata(file).map_err(Error::io("move", file))?;
    write_file(Path::new(&beside), report)?;
    fs::rename(file, &target).map_err(Error::io("move", file))?;
    Ok(target)
}

/// Where a file can stand in a folder under a name that no other file there has.
fn free_place(file: &Path, folder: &Path) -> Result<PathBuf, Error> {
    refuse_link(folder)?;
    fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    let name = file.file_name().unwrap_or_default();
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
    let extension = Path::new(name).extension().unwrap_or_default().to_string_lossy();
    let names = (2..).map(|number| PathBuf::from(format!("{stem} ({number}).{extension}")));
    let mut names = std::iter::once(PathBuf::from(name)).chain(names).map(|name| folder.join(name));
    Ok(names.find(|path| fs::symlink_metadata(path).is_err()).expect("numbers do not end"))
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A renamed file survives a power cut only when its folder is synced too; Windows has no such call.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

fn refuse_link(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.file_type().is_symlink() => Err(Error::Link { path: path.to_owned() }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("otinish-output-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        path
    }

    #[test]
    fn a_second_run_is_turned_away_until_the_first_ends() {
        let path = scratch("lock");
        let first = Folder::open(&path).expect("a new folder opens");
        assert!(matches!(Folder::open(&path), Err(Error::Locked { .. })));
        drop(first);
        Folder::open(&path).expect("the lock is free again");
        fs::remove_dir_all(&path).expect("the scratch folder is ours");
    }

    #[test]
    fn half_written_files_are_swept_and_whole_ones_stay() {
        let path = scratch("sweep");
        let folder = Folder::open(&path).expect("a new folder opens");
        folder.write("packets/a.zip", b"whole").expect("writes");
        drop(folder);
        fs::write(path.join("packets").join(format!("{TEMPORARY}b.zip")), b"ha").expect("writes");
        let folder = Folder::open(&path).expect("opens again");
        assert_eq!(folder.read("packets/a.zip").as_deref(), Some(&b"whole"[..]));
        assert_eq!(fs::read_dir(path.join("packets")).expect("is there").count(), 1);
        folder.set_aside("packets/a.zip", "earlier").expect("moves");
        assert_eq!(folder.read("earlier/packets/a.zip").as_deref(), Some(&b"whole"[..]));
        fs::remove_dir_all(&path).expect("the scratch folder is ours");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let path = scratch("link");
        let elsewhere = scratch("elsewhere");
        fs::create_dir_all(&elsewhere).expect("makes");
        std::os::unix::fs::symlink(&elsewhere, &path).expect("links");
        assert!(matches!(Folder::open(&path), Err(Error::Link { .. })));
        fs::remove_file(&path).expect("the link is ours");
        let folder = Folder::open(&path).expect("a new folder opens");
        std::os::unix::fs::symlink(&elsewhere, path.join("packets")).expect("links");
        assert!(matches!(folder.write("packets/a.zip", b"x"), Err(Error::Link { .. })));
        assert_eq!(fs::read_dir(&elsewhere).expect("is there").count(), 0);
        fs::remove_dir_all(&path).and_then(|()| fs::remove_dir_all(&elsewhere)).expect("ours");
    }
}
