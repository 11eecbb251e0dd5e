//! What a person still puts beside the letters of a filing: originals and copies, by the FAQ.
//!
//! Only what the FAQ names; what an authority asks beyond it differs by place and is the office's to add.

use crate::filing::FilingKind;
use crate::language::Text;
use crate::reference::{Authentication, Relation, Route};

/// The facts that decide about attachments.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub route: Option<Route>,
    pub has_visa: bool,
    /// Of the dependant whom the filing is about, and how his certificate is authenticated.
    pub dependant: Option<(Option<Relation>, Option<Authentication>)>,
}

/// The attachments of a filing, in the order of the letter.
pub fn lines(kind: FilingKind, facts: Facts) -> Vec<Text> {
    match kind {
        // R4
        FilingKind::QuotaRequest => vec![Text::new(
            "Copies of the service contracts listed in the request",
            "Копии договоров на выполнение работ (оказание услуг), перечисленных в заявке",
            "Өтінімде аталған жұмыстарды орындау (қызметтерді көрсету) шарттарының көшірмелері",
        )],
        // R14, R15
        FilingKind::InvitationLetter => vec![passport_copy(), permit_copy()],
        // R22
        FilingKind::ArrivalNotification if facts.has_visa => {
            vec![passport_copy(), Text::new("Copy of the visa", "Копия визы", "Визаның көшірмесі")]
        }
        FilingKind::ArrivalNotification => vec![passport_copy()],
        FilingKind::TrpApplication => residence(facts),
        // R40
        FilingKind::IinApplication => vec![Text::new(
            "Notarised copy of the passport with its translation",
            "Нотариально засвидетельствованная копия паспорта с переводом",
            "Паспорттың нотариат куәландырған, аудармасы бар көшірмесі",
        )],
        // R6, R11
        FilingKind::WorkPermitExtension => vec![passport_copy(), permit_copy(), receipt()],
        // R20
        FilingKind::VisaExtension => vec![passport_original(), receipt()],
        // R16
        FilingKind::FamilyVisaRequest => {
            let mut all = vec![passport_copy(), permit_copy()];
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
    let office = [permit_copy(), receipt(), contract_copy()];
    let mut all: Vec<Text> = Vec::new();
    for line in filings.iter().flat_map(|(kind, facts)| lines(*kind, *facts)) {
        if !office.contains(&line) && !all.contains(&line) {
            all.push(line);
        }
    }
    if all.contains(&passport_original()) {
        all.retain(|line| *line != passport_copy());
    }
    all
}

fn passport_copy() -> Text {
    Text::new("Copy of the passport", "Копия паспорта", "Паспорттың көшірмесі")
}

/// R20, R27.
fn passport_original() -> Text {
    Text::new("Original passport", "Оригинал паспорта", "Паспорттың түпнұсқасы")
}

/// R11, R20.
fn receipt() -> Text {
    Text::new(
        "Receipt of the state duty",
        "Квитанция об уплате государственной пошлины",
        "Мемлекеттік баж төлегені туралы түбіртек",
    )
}

fn permit_copy() -> Text {
    Text::new(
        "Copy of the work permit",
        "Копия разрешения на привлечение иностранной рабочей силы",
        "Шетелдік жұмыс күшін тартуға рұқсаттың көшірмесі",
    )
}

fn contract_copy() -> Text {
    Text::new("Copy of the employment contract", "Копия трудового договора", "Еңбек шартының көшірмесі")
}

/// R27, R28, R31: the original passport, the permit or for the EAEU the contract, and a dependant's
/// certificate.
fn residence(facts: Facts) -> Vec<Text> {
    let passport = passport_original();
    let basis = match facts.route {
        Some(Route::Eaeu) => contract_copy(),
        _ => permit_copy(),
    };
    let mut all = vec![passport, basis];
    all.extend(facts.dependant.map(|(relation, authentication)| certificate(relation, authentication)));
    all
}

fn certificate(relation: Option<Relation>, authentication: Option<Authentication>) -> Text {
    let paper = match relation {
        Some(Relation::Spouse) => {
            Text::new("marriage certificate", "свидетельство о заключении брака", "неке қию туралы куәлік")
        }
        Some(Relation::Child) => {
            Text::new("birth certificate", "свидетельство о рождении", "туу туралы куәлік")
        }
        _ => Text::new("proof of kinship", "документ, подтверждающий родство", "туыстықты растайтын құжат"),
    };
    let form = match authentication {
        Some(Authentication::None) => Text::new("copy", "копия", "көшірмесі"),
        Some(Authentication::NotarisedCopy) => Text::new(
            "notarised copy",
            "нотариально засвидетельствованная копия",
            "нотариат куәландырған көшірмесі",
        ),
        Some(Authentication::Apostille) => {
            Text::new("copy with apostille", "копия с апостилем", "апостиль қойылған көшірмесі")
        }
        Some(Authentication::Legalisation) => {
            Text::new("legalised copy", "легализованная копия", "заңдастырылған көшірмесі")
        }
        _ => Text::new(
            "ask which authentication is needed",
            "уточните, какое удостоверение требуется",
            "қандай куәландыру қажет екенін нақтылаңыз",
        ),
    };
    Text {
        en: format!("{}: {}", capital(&paper.en), form.en),
        ru: format!("{}: {}", capital(&paper.ru), form.ru),
        kk: format!("{}: {}", capital(&paper.kk), form.kk),
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
