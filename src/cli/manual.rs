//! `otinish completions` and `otinish man`: what is said of the commands, for shells and for `man`.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Console;
use super::arguments::Arguments;
use super::failure::{Exit, Failure};
use crate::output;

/// Prints the completions of a shell.
pub fn completions(shell: Shell, console: &mut Console) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "otinish", &mut script);
    let _ = console.out.write_all(&script);
    Ok(Exit::Done)
}

/// Writes `otinish.1` and a page for each command, `otinish-build.1`.
pub fn pages(dir: &Path, console: &mut Console) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    command.build();
    page(&command, "otinish", dir, console)?;
    Ok(Exit::Done)
}

fn page(command: &clap::Command, name: &str, dir: &Path, console: &mut Console) -> Result<(), Failure> {
    let titled = command.clone().name(name.to_owned());
    let mut text = Vec::new();
    clap_mangen::Man::new(titled).render(&mut text).expect("a vector takes any bytes");
    let path = dir.join(format!("{name}.1"));
    output::write_file(&path, &text)?;
    let _ = writeln!(console.out, "{}", path.display());
    let own = command.get_subcommands().filter(|own| !own.is_hide_set() && own.get_name() != "help");
    for own in own {
        page(own, &format!("{name}-{}", own.get_name()), dir, console)?;
    }
    Ok(())
}
