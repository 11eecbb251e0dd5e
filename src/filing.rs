//! The kinds of filing: one name for each, used in code, on the command line, in JSON and in the file
//! names of the templates.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// What is submitted to an authority. The kebab-case name is the contract (`quota-request`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilingKind {
    /// Request for a quota of foreign labour, one per region (R1–R5).
    QuotaRequest,
    /// Invitation letter for the C3 work visa (R14).
    InvitationLetter,
    /// Notification of the migration service about an arrival, a new address or a trip (R22–R24).
    ArrivalNotification,
    /// Application for a temporary residence permit (R26–R31).
    TrpApplication,
    /// Application for the extension of a work permit (R6–R11).
    WorkPermitExtension,
    /// Request for the extension of a C3 visa (R12, R19, R20).
    VisaExtension,
    /// Request for the C3 visa of a family member (R16).
    FamilyVisaRequest,
    /// Application for a foreigner's individual identification number (R38–R40).
    IinApplication,
    /// Annex that brings an employment contract in line with the work permit (R33–R35).
    EmploymentContractAnnex,
    /// Letter about the cancellation of a work permit (R36).
    WorkPermitCancellation,
    /// Letter about the cancellation of a visa (R36).
    VisaCancellation,
    /// Power of attorney for who hands the papers in (R40).
    PowerOfAttorney,
    /// E-mail that tells the employee the number of the invitation (R15).
    InvitationEmail,
}

impl FilingKind {
    /// All kinds, in the order of their part in a packet: every one of them is planned.
    pub const ALL: [FilingKind; 13] = [
        FilingKind::QuotaRequest,
        FilingKind::InvitationLetter,
        FilingKind::ArrivalNotification,
        FilingKind::TrpApplication,
        FilingKind::WorkPermitExtension,
        FilingKind::VisaExtension,
        FilingKind::FamilyVisaRequest,
        FilingKind::IinApplication,
        FilingKind::EmploymentContractAnnex,
        FilingKind::WorkPermitCancellation,
        FilingKind::VisaCancellation,
        FilingKind::PowerOfAttorney,
        FilingKind::InvitationEmail,
    ];

    /// The name in the CLI, the JSON and the template's file name.
    pub fn name(self) -> &'static str {
        match self {
            FilingKind::QuotaRequest => "quota-request",
            FilingKind::InvitationLetter => "invitation-letter",
            FilingKind::ArrivalNotification => "arrival-notification",
            FilingKind::TrpApplication => "trp-application",
            FilingKind::WorkPermitExtension => "work-permit-extension",
            FilingKind::VisaExtension => "visa-extension",
            FilingKind::FamilyVisaRequest => "family-visa-request",
            FilingKind::IinApplication => "iin-application",
            FilingKind::EmploymentContractAnnex => "employment-contract-annex",
            FilingKind::WorkPermitCancellation => "work-permit-cancellation",
            FilingKind::VisaCancellation => "visa-cancellation",
            FilingKind::PowerOfAttorney => "power-of-attorney",
            FilingKind::InvitationEmail => "invitation-email",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<FilingKind> {
        FilingKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What an officer calls the document.
    pub fn title(self) -> Text {
        match self {
            FilingKind::QuotaRequest => Text::new(
                "Quota request for foreign labour",
                "Заявка о потребности в иностранной рабочей силе",
                "Шетелдік жұмыс күшін тартуға квотаға өтінім",
            ),
            FilingKind::InvitationLetter => Text::new(
                "Invitation letter",
                "Ходатайство о выдаче приглашения",
                "Шақыру ресімдеу туралы қолдаухат",
            ),
            FilingKind::ArrivalNotification => Text::new(
                "Notification of arrival",
                "Уведомление о прибытии иностранца",
                "Шетелдіктің келгені туралы хабарлама",
            ),
            FilingKind::TrpApplication => Text::new(
                "Application for a temporary residence permit",
                "Ходатайство о выдаче разрешения на временное проживание",
                "Уақытша тұруға рұқсат беру туралы қолдаухат",
            ),
            FilingKind::WorkPermitExtension => Text::new(
                "Application for the extension of a work permit",
                "Заявление о продлении разрешения на привлечение иностранной рабочей силы",
                "Шетелдік жұмыс күшін тартуға рұқсатты ұзартуға өтініш",
            ),
            FilingKind::VisaExtension => Text::new(
                "Request for the extension of a C3 visa",
                "Ходатайство о продлении визы категории C3",
                "C3 санатты визаның мерзімін ұзарту туралы қолдаухат",
            ),
            FilingKind::FamilyVisaRequest => Text::new(
                "Request for the C3 visa of a family member",
                "Ходатайство о визе C3 члену семьи",
                "Отбасы мүшесіне C3 визасы туралы қолдаухат",
            ),
            FilingKind::IinApplication => Text::new(
                "Application for an individual identification number",
                "Заявление на формирование ИИН",
                "ЖСН қалыптастыруға өтініш",
            ),
            FilingKind::EmploymentContractAnnex => Text::new(
                "Annex to the employment contract",
                "Дополнительное соглашение к трудовому договору",
                "Еңбек шартына қосымша келісім",
            ),
            FilingKind::WorkPermitCancellation => Text::new(
                "Letter about the cancellation of a work permit",
                "Письмо об аннулировании разрешения на привлечение иностранной рабочей силы",
                "Шетелдік жұмыс күшін тартуға рұқсаттың күшін жою туралы хат",
            ),
            FilingKind::VisaCancellation => Text::new(
                "Letter about the cancellation of a visa",
                "Письмо об аннулировании визы",
                "Визаның күшін жою туралы хат",
            ),
            FilingKind::PowerOfAttorney => Text::new("Power of attorney", "Доверенность", "Сенімхат"),
            FilingKind::InvitationEmail => Text::new(
                "E-mail to the employee with the invitation number",
                "Письмо работнику с номером приглашения",
                "Жұмыскерге шақыру нөмірі туралы хат",
            ),
        }
    }
}

impl std::fmt::Display for FilingKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
