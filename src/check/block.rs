//! Which filings a finding holds back.
//!
//! A value that cannot be read holds back the filings that print it or depend on it, of those that the
//! person needs. Where the value itself decides whether a filing is needed, it is held back if it may
//! be. An error that holds nothing back is a warning.

use super::require;
use super::whom::Whom;
use crate::filing::FilingKind::{
    self, ArrivalNotification, IinApplication, InvitationLetter, TrpApplication,
};
use crate::finding::{Finding, Severity};
use crate::reference::region::of_address;
use crate::roster::Field;

/// Settles what the findings of a person's row hold back.
pub fn settle(findings: &mut [Finding], whom: &Whom) {
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        let Some(field) = finding.place.field.and_then(Field::from_name) else { continue };
        finding.blocks = of_field(finding.code, field, whom);
        weigh(finding);
    }
}

/// An error that holds nothing back is a warning.
pub fn weigh(finding: &mut Finding) {
    if finding.severity == Severity::Error && finding.blocks.is_empty() {
        finding.severity = Severity::Warning;
    }
}

fn of_field(code: &str, field: Field, whom: &Whom) -> Vec<FilingKind> {
    let among = |uses: &[FilingKind], kinds: &[FilingKind]| {
        uses.iter().copied().filter(|kind| kinds.contains(kind)).collect::<Vec<_>>()
    };
    match field {
        // One of the two is wrong, and the letter that prints the other one must wait too.
        Field::Iin if matches!(code, "iin-birth-date" | "iin-sex") => {
            let mut kinds = among(&[InvitationLetter], &whom.open);
            kinds.push(IinApplication);
            kinds
        }
        Field::Iin => vec![IinApplication],
        _ if decides(field, whom) => among(uses(field, whom), whom.possible()),
        _ => among(uses(field, whom), &whom.open),
    }
}

/// Whether a field says if a filing is needed at all.
fn decides(field: Field, whom: &Whom) -> bool {
    match field {
        Field::Citizenship | Field::ArrivalDate => true,
        Field::Relation | Field::BirthDate => whom.dependant.is_some(),
        _ => false,
    }
}

/// The kinds whose letter prints a field or whose term depends on it.
fn uses(field: Field, whom: &Whom) -> &'static [FilingKind] {
    match field {
        Field::FullNameLat
        | Field::FullNameCyr
        | Field::LastNameLat
        | Field::FirstNameLat
        | Field::LastNameCyr
        | Field::FirstNameCyr
        | Field::Citizenship
        | Field::PassportNo => &[
            InvitationLetter,
            ArrivalNotification,
            TrpApplication,
            FilingKind::WorkPermitExtension,
            FilingKind::VisaExtension,
            FilingKind::FamilyVisaRequest,
            IinApplication,
        ],
        Field::Category | Field::WpExtYears | Field::WpExtensions => &[FilingKind::WorkPermitExtension],
        Field::TerminationDate => &[FilingKind::WorkPermitCancellation, FilingKind::VisaCancellation],
        Field::PassportExpiry => &[InvitationLetter, TrpApplication],
        Field::BirthDate | Field::Sex if whom.dependant.is_none() => &[InvitationLetter],
        Field::BirthDate | Field::Relation => &[TrpApplication],
        Field::ArrivalDate => &[ArrivalNotification, TrpApplication],
        Field::Region => match whom.person().address.as_deref().and_then(of_address) {
            Some(_) => &[InvitationLetter],
            None => &[InvitationLetter, ArrivalNotification, TrpApplication],
        },
        Field::Address | Field::AddressKk | Field::AddressEn => &[ArrivalNotification, TrpApplication],
        Field::Purpose => &[ArrivalNotification],
        Field::Position | Field::PositionKk | Field::PositionEn => &[InvitationLetter],
        Field::VisaPlace | Field::VisaPlaceKk | Field::VisaPlaceEn | Field::ResidenceCountry => {
            &[InvitationLetter]
        }
        Field::VisaNo | Field::VisaFrom | Field::VisaTo | Field::VisaCat => {
            &[InvitationLetter, FilingKind::VisaExtension]
        }
        Field::WpNo | Field::WpFrom | Field::WpTo => {
            &[InvitationLetter, TrpApplication, FilingKind::WorkPermitExtension, FilingKind::VisaExtension]
        }
        Field::ContractNo | Field::ContractFrom | Field::ContractTo | Field::StayDays => &[TrpApplication],
        Field::TrpFrom | Field::TrpTo | Field::DepartureDate => &[TrpApplication],
        _ => &[],
    }
}

/// Every finding about a value names a rule: where the catalogue has none, that of the first filing
/// which uses the field.
pub fn cite(finding: &mut Finding, whom: &Whom) {
    let field = finding.place.field.and_then(Field::from_name);
    if let (true, Some(field)) = (finding.rule.is_empty(), field) {
        let possible = |kind: &&FilingKind| whom.possible().contains(kind);
        let first = finding.blocks.first().or_else(|| uses(field, whom).iter().find(possible));
        finding.rule = first.map_or("", |kind| require::rule(*kind, whom.dependant.is_some()));
    }
}
