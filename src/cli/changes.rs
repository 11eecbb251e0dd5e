//! What changed since the last run → words, person by person.

use std::collections::BTreeSet;

use crate::batch::{Change, What};
use crate::check::{self, Case};
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::roster::Field;

/// A change in words.
pub struct Line {
    pub subject: String,
    pub what: String,
}

/// Parts of a recipe that all packets have in common, with the phrase for each.
const COMMON: [(&str, &str); 7] = [
    ("company", "changed-company"),
    ("program", "changed-program"),
    ("rules", "changed-rules"),
    ("fonts", "changed-fonts"),
    ("templates", "changed-templates"),
    ("day", "changed-day"),
    ("choice", "changed-choice"),
];

/// One line for what is common to all, then one for each person of whom there is more to say.
pub fn lines(changes: &[Change], case: &Case, language: Language) -> Vec<Line> {
    let mut common = BTreeSet::new();
    let mut own = Vec::new();
    for Change { subject, what, .. } in changes {
        let what = match what {
            What::New => word("changed-new", language),
            What::Renumbered(path) => {
                phrase("changed-number", &[("path", &Text::same(path.as_str()))]).get(language).to_owned()
            }
            What::Gone if is_in(case, subject) => word("changed-done", language),
            What::Gone => word("changed-left", language),
            // Equal recipes give equal bytes, unless they are sealed.
            What::Changed(parts) if parts.is_empty() => {
                common.insert(word("changed-password", language));
                continue;
            }
            What::Changed(parts) => {
                let day = parts.contains("day");
                for (part, key) in COMMON {
                    if parts.contains(part) {
                        common.insert(word(key, language));
                    }
                }
                let fields: BTreeSet<String> =
                    parts.iter().filter_map(|part| field(part, day, language)).collect();
                fields.into_iter().collect::<Vec<_>>().join("; ")
            }
        };
        if !what.is_empty() {
            own.push(Line { subject: subject.clone(), what });
        }
    }
    let common = common.into_iter().map(|what| Line { subject: word("changed-all", language), what });
    common.chain(own).collect()
}

/// The name of a field that changed; a new day moves dates and states of filings by itself.
fn field(part: &str, day: bool, language: Language) -> Option<String> {
    if COMMON.iter().any(|(common, _)| *common == part) {
        return None;
    }
    match (part.strip_prefix("extra."), Field::from_name(part)) {
        (Some(own), _) => Some(own.to_owned()),
        (None, Some(field)) => Some(check::label(field).get(language).to_owned()),
        (None, None) => (!day).then(|| word("changed-filing", language)),
    }
}

fn is_in(case: &Case, subject: &str) -> bool {
    case.employees.iter().any(|employee| employee.person.subject == subject)
}

fn word(key: &str, language: Language) -> String {
    phrase(key, &[]).get(language).to_owned()
}
