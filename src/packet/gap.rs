//! What could not be made, and why: the cell to fill, the fault to mend.

use serde::Serialize;

use crate::check::{self, Case};
use crate::filing::FilingKind;
use crate::finding::{Place, Severity, phrase};
use crate::language::{Language, Text};
use crate::plan::Filing;
use crate::record::Places;
use crate::roster::{Field, SheetKind};
use crate::template::{FillError, context};

/// A document that could not be made.
#[derive(Clone, Debug)]
pub struct Gap {
    pub kind: FilingKind,
    /// The person as typed, or the region.
    pub subject: String,
    /// `None`: in no language.
    pub language: Option<Language>,
    /// Where the missing value would stand, as far as it is a cell.
    pub place: Place,
    pub reason: Text,
}

/// A gap in a manifest.
#[derive(Debug, Serialize)]
pub struct ListedGap {
    kind: FilingKind,
    subject: String,
    language: Option<Language>,
    place: String,
    reason: String,
}

impl Gap {
    /// The document's name, with its language where only that one is missing.
    pub fn document(&self, language: Language) -> String {
        let title = self.kind.title().get(language).to_owned();
        match self.language {
            None => title,
            Some(own) => format!("{title} ({})", own.name().get(language)),
        }
    }

    /// As a manifest lists it.
    pub fn listed(&self) -> ListedGap {
        ListedGap {
            kind: self.kind,
            subject: self.subject.clone(),
            language: self.language,
            place: self.place.to_string(),
            reason: self.reason.en.clone(),
        }
    }
}

/// Why one document cannot be made.
#[derive(Clone, Debug)]
pub struct Reason {
    pub place: Place,
    pub words: Text,
}

impl Reason {
    /// Without a place in the workbook.
    pub fn anywhere(words: Text) -> Reason {
        Reason { place: Place::default(), words }
    }

    /// A value that a letter asks for and the roster lacks.
    pub fn of_lack(path: &str, place: Place) -> Reason {
        let field = context::field_of(path);
        let name = field.map_or_else(|| Text::same(path), check::label);
        let key = match (field, &place.cell) {
            (Some(_), None) => "lacks-column",
            _ => "lacks-value",
        };
        Reason { place, words: phrase(key, &[("field", &name)]) }
    }

    /// A letter that does not fill with these values.
    pub fn of_template(error: &FillError) -> Reason {
        Reason::anywhere(error.notice().message)
    }
}

/// What holds a filing back before any letter is tried: the findings that block it, and the required
/// fields that no finding is about.
pub fn held(case: &Case, filing: &Filing) -> Vec<Reason> {
    let blocking = case.findings.iter().filter(|finding| {
        finding.severity == Severity::Error
            && filing.blocked_by.contains(&finding.code)
            && finding.blocks.contains(&filing.kind)
            && concerns(case, filing, &finding.place)
    });
    let mut reasons: Vec<Reason> = blocking
        .map(|finding| Reason { place: finding.place.clone(), words: finding.message.clone().into_owned() })
        .collect();
    for name in &filing.lacks {
        if !reasons.iter().any(|reason| reason.place.field == Some(name)) {
            let field = Field::from_name(name).expect("a plan names fields of the table");
            let place = place_of(case, filing, field);
            let key = if place.cell.is_some() { "lacks-value" } else { "lacks-column" };
            reasons.push(Reason { place, words: phrase(key, &[("field", &check::label(field))]) });
        }
    }
    reasons
}

/// Whether a finding at this place is about the filing's own row, or about the company.
fn concerns(case: &Case, filing: &Filing, place: &Place) -> bool {
    let own = rows(case, filing)
        .into_iter()
        .any(|row| place.sheet.as_deref() == Some(row.sheet()) && place.row == row.row());
    own || place.row.is_none() || place.sheet.as_deref() == Some(case.company.places.sheet())
}

/// Where a field that a filing lacks stands, or would stand.
fn place_of(case: &Case, filing: &Filing, field: Field) -> Place {
    if let (Some(movement), Field::Address) = (filing.movement(case), field) {
        return movement.place(field);
    }
    let company = field.sheets() == [SheetKind::Company] || field == Field::Bin;
    match rows(case, filing).first() {
        Some(row) if !company => row.place(field),
        _ => case.company.places.place(field),
    }
}

/// The rows that a filing is about.
fn rows<'a>(case: &'a Case, filing: &Filing) -> Vec<&'a Places> {
    match filing.subject.people(case) {
        Some((_, Some(dependant))) => vec![&dependant.places],
        Some((employee, None)) => vec![&employee.places],
        None => filing.subject.lines(case).map(|line| &line.places).collect(),
    }
}
