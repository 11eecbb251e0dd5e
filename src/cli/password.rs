//! The password that packets are sealed with: from a file, the input or a prompt, never from an argument or
//! the environment, which other programs see.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use super::failure::Failure;
use super::{Console, input};
use crate::finding::phrase;
use crate::packet::{Password, Unfit};

/// The password of a file; `-` is the input.
pub fn of_file(path: &Path) -> Result<Password, Failure> {
    let shown = path.display().to_string();
    let text = match path.as_os_str() == "-" {
        true => {
            let mut line = String::new();
            let read = io::stdin().lock().read_line(&mut line);
            read.map_err(|error| Failure::unreadable(path, &error))?;
            line
        }
        false => String::from_utf8(input::read(path)?).map_err(|_| unfit(&shown, Unfit::Foreign))?,
    };
    Password::new(&text).map_err(|error| unfit(&shown, error))
}

/// Asks for a new password, twice, on a terminal.
pub fn ask(console: &mut Console) -> Result<Password, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new("password-needed", &[]));
    }
    let word = |key: &str| phrase(key, &[]).get(console.language).to_owned();
    let read =
        |key: &str| rpassword::prompt_password(word(key)).map_err(|_| Failure::new("password-needed", &[]));
    let (first, second) = (read("password-new")?, read("password-again")?);
    let password = Password::new(&first).map_err(|error| unfit(&word("password-typed"), error))?;
    match first == second {
        true => Ok(password),
        false => Err(Failure::new("password-differs", &[])),
    }
}

fn unfit(place: &str, error: Unfit) -> Failure {
    let code = match error {
        Unfit::Empty => "password-empty",
        Unfit::Short => "password-short",
        Unfit::Long => "password-long",
        Unfit::Foreign => "password-foreign",
    };
    Failure::new(code, &[("path", place)])
}
