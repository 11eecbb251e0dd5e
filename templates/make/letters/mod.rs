//! Every letter in every language, as the bytes of a Word file.
//!
//! One file per letter, with its three languages side by side, so that a sentence cannot be forgotten in one
//! of them; [`frame`] is what all letters share, [`word`] the blocks they are built of, [`part`] the parts of
//! the package round the text. Invariant: the same bytes on every run and every machine.
//!
//! A tag outside every condition is a fact without which this letter must not leave the house: a missing
//! value there blocks the document. What a letter merely likes to say stands in a row or paragraph under
//! `{% if … %}`.

mod arrival_notification;
mod basis;
mod cancellation;
mod checklist;
mod cover_letter;
mod employment_contract_annex;
mod family_visa_request;
mod frame;
mod iin_application;
mod invitation_email;
mod invitation_letter;
mod packet_index;
mod part;
mod person;
mod portal_card;
mod power_of_attorney;
mod quota_request;
mod request_to_employee;
mod trp_application;
mod visa_extension;
mod word;
mod work_permit_extension;

use otinish::docx::Package;
use otinish::language::Language;

/// What a letter's module makes: one language of it.
struct Letter {
    /// For the document's properties, in its own language.
    title: String,
    /// XML of the body's blocks, without the section.
    body: String,
    /// XML of the footer's paragraphs.
    footer: String,
}

type Write = fn(Language) -> Letter;

/// File name and bytes of all letters: `<kind>.<language>.docx`.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let kinds: [(&str, Write); 18] = [
        ("quota-request", quota_request::write),
        ("invitation-letter", invitation_letter::write),
        ("arrival-notification", arrival_notification::write),
        ("trp-application", trp_application::write),
        ("work-permit-extension", work_permit_extension::write),
        ("visa-extension", visa_extension::write),
        ("family-visa-request", family_visa_request::write),
        ("iin-application", iin_application::write),
        ("employment-contract-annex", employment_contract_annex::write),
        ("work-permit-cancellation", cancellation::of_permit),
        ("visa-cancellation", cancellation::of_visa),
        ("power-of-attorney", power_of_attorney::write),
        ("invitation-email", invitation_email::write),
        ("packet-index", packet_index::write),
        ("checklist", checklist::write),
        ("cover-letter", cover_letter::write),
        ("request-to-employee", request_to_employee::write),
        ("portal-card", portal_card::write),
    ];
    let mut letters = Vec::new();
    for (kind, write) in kinds {
        for language in Language::ALL {
            let package = Package { parts: part::all(&write(language), language) };
            letters.push((format!("{kind}.{language}.docx"), package.write()));
        }
    }
    letters
}
