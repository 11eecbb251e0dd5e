//! `otinish serve`: the drop page, until it is told to end.

use chrono::NaiveDate;

use super::arguments::Serve;
use super::failure::{Exit, Failure};
use super::{Console, input};
use crate::finding::phrase;
use crate::language::Text;
use crate::web;

/// Serves the page; the address with its token goes to `out`.
pub fn run(arguments: &Serve, started: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let rules = input::rule_book(arguments.rules.as_deref(), &arguments.card)?;
    // A folder that is not there would be a page that works with the built-in templates, and nobody the wiser.
    if let Some(folder) = &arguments.templates {
        std::fs::read_dir(folder).map_err(|error| Failure::unreadable(folder, &error))?;
    }
    let today = arguments.today;
    let clock = console.clock;
    let open = arguments.open;
    let language = console.language;
    let (out, err) = (&mut *console.out, &mut *console.err);
    let tell = |address: &str| {
        let _ = writeln!(out, "{address}");
        let _ = out.flush();
        let _ = writeln!(err, "{}", phrase("serving", &[]).get(language));
        if open && let Err(cause) = open::that_detached(address) {
            let cause = Text::same(cause.to_string());
            let _ = writeln!(err, "{}", phrase("serving-not-opened", &[("cause", &cause)]).get(language));
        }
    };
    let day = move || today.or_else(|| clock.map(|clock| clock())).unwrap_or(started);
    web::serve(arguments.port, rules, arguments.templates.clone(), Box::new(day), tell)?;
    Ok(Exit::Done)
}
