//! What a person still puts beside the letters of a filing: originals and copies, by the FAQ.
//!
//! Only what the FAQ names; what an authority asks beyond it differs by place and is the office's to add.

use super::attachment::{self, Holder};
use super::contents::Form;
use crate::filing::FilingKind;
use crate::language::Text;
use crate::plan::Subject;
use crate::reference::{Authentication, Relation, Route};

/// The facts that decide about attachments.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub route: Option<Route>,
    pub has_visa: bool,
    /// Of the dependant whom the filing is about, and how his certificate is authenticated.
    pub dependant: Option<(Option<Relation>, Option<Authentication>)>,
}

/// A paper that a filing needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its name in the table of kinds.
    pub kind: &'static str,
    pub form: Form,
    pub words: Text,
}

/// The attachments of a filing, in the order of the letter.
pub fn needs(kind: FilingKind, facts: Facts) -> Vec<Need> {
    match kind {
        // R4
        FilingKind::QuotaRequest => vec![Need {
            kind: "service-contract",
            form: Form::Copy,
            words: Text::new(
                "Copies of the service contracts listed in the request",
                "Копии договоров на выполнение работ (оказание услуг), перечисленных в заявке",
                "Өтінімде аталған жұмыстарды орындау (қызметтерді көрсету) шарттарының көшірмелері",
            ),
        }],
        // R14, R15
        FilingKind::InvitationLetter => vec![copy("passport"), copy("work-permit")],
        // R22
        FilingKind::ArrivalNotification if facts.has_visa => vec![copy("passport"), copy("visa")],
        FilingKind::ArrivalNotification => vec![copy("passport")],
        FilingKind::TrpApplication => residence(facts),
        // R40
        FilingKind::IinApplication => {
            vec![Need { form: Form::NotarisedCopy, ..copy("passport-translation") }]
        }
        // R6, R11
        FilingKind::WorkPermitExtension => vec![copy("passport"), copy("work-permit"), receipt()],
        // R20
        FilingKind::VisaExtension => vec![passport_original(), receipt()],
        // R16
        FilingKind::FamilyVisaRequest => {
            let mut all = vec![copy("passport"), copy("work-permit")];
            all.extend(
                facts.dependant.map(|(relation, authentication)| certificate(relation, authentication)),
            );
            all
        }
        FilingKind::EmploymentContractAnnex
        | FilingKind::WorkPermitCancellation
        | FilingKind::VisaCancellation
        | FilingKind::PowerOfAttorney
        | FilingKind::InvitationEmail => vec![],
    }
}

/// What one person hands over for several filings, each once: passports, visas, certificates. Who brings the
/// passport brings no copy of it.
pub fn personal(filings: &[(FilingKind, Facts)]) -> Vec<Text> {
    let office = ["work-permit", "duty-receipt", "contract"];
    let mut all: Vec<Need> = Vec::new();
    for need in filings.iter().flat_map(|(kind, facts)| needs(*kind, *facts)) {
        if !office.contains(&need.kind) && !all.contains(&need) {
            all.push(need);
        }
    }
    if all.contains(&passport_original()) {
        all.retain(|need| *need != copy("passport"));
    }
    all.into_iter().map(|need| need.words).collect()
}

/// Under whose name a paper of a kind lies: permit and contract are the worker's, also for the family's
/// filings; a marriage certificate may lie with either of the two.
pub fn holders(kind: &str, subject: Subject) -> Vec<Holder> {
    match subject {
        Subject::Region(region, _) => vec![Holder::Region(region)],
        Subject::Employee(worker) => vec![Holder::Employee(worker)],
        Subject::Dependant(worker, index) => match kind {
            "work-permit" | "contract" => vec![Holder::Employee(worker)],
            "marriage-certificate" => vec![Holder::Dependant(worker, index), Holder::Employee(worker)],
            _ => vec![Holder::Dependant(worker, index)],
        },
    }
}

fn copy(kind: &'static str) -> Need {
    Need { kind, form: Form::Copy, words: attachment::kind(kind).title.clone() }
}

/// R20, R27.
fn passport_original() -> Need {
    let words = Text::new("Original passport", "Оригинал паспорта", "Паспорттың түпнұсқасы");
    Need { kind: "passport", form: Form::Original, words }
}

/// R11, R20. What is handed in is the receipt itself or its print.
fn receipt() -> Need {
    copy("duty-receipt")
}

/// R27, R28, R31: the original passport, the permit or for the EAEU the contract, and a dependant's
/// certificate.
fn residence(facts: Facts) -> Vec<Need> {
    let basis = match facts.route {
        Some(Route::Eaeu) => copy("contract"),
        _ => copy("work-permit"),
    };
    let mut all = vec![passport_original(), basis];
    all.extend(facts.dependant.map(|(relation, authentication)| certificate(relation, authentication)));
    all
}

fn certificate(relation: Option<Relation>, authentication: Option<Authentication>) -> Need {
    let kind = match relation {
        Some(Relation::Spouse) => "marriage-certificate",
        Some(Relation::Child) => "birth-certificate",
        _ => "kinship",
    };
    let paper = &attachment::kind(kind).title;
    let (own, form) = match authentication {
        Some(Authentication::None) => (Form::Copy, Text::new("copy", "копия", "көшірмесі")),
        Some(Authentication::NotarisedCopy) => (
            Form::NotarisedCopy,
            Text::new(
                "notarised copy",
                "нотариально засвидетельствованная копия",
                "нотариат куәландырған көшірмесі",
            ),
        ),
        Some(Authentication::Apostille) => {
            (Form::Copy, Text::new("copy with apostille", "копия с апостилем", "апостиль қойылған көшірмесі"))
        }
        Some(Authentication::Legalisation) => {
            (Form::Copy, Text::new("legalised copy", "легализованная копия", "заңдастырылған көшірмесі"))
        }
        _ => (
            Form::Copy,
            Text::new(
                "ask which authentication is needed",
                "уточните, какое удостоверение требуется",
                "қандай куәландыру қажет екенін нақтылаңыз",
            ),
        ),
    };
    let words = Text::new(
        format!("{}: {}", paper.en, form.en),
        format!("{}: {}", paper.ru, form.ru),
        format!("{}: {}", paper.kk, form.kk),
    );
    Need { kind, form: own, words }
}
