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
    /// Notification of the migration service about an arrival (R22–R24).
    ArrivalNotification,
    /// Application for a temporary residence permit (R26–R31).
    TrpApplication,
    /// Application for a foreigner's individual identification number (R38–R40).
    IinApplication,
}

impl FilingKind {
    /// The kinds that this version plans and prints, in the order of their part in a packet.
    pub const PLANNED: [FilingKind; 4] = [
        FilingKind::QuotaRequest,
        FilingKind::InvitationLetter,
        FilingKind::ArrivalNotification,
        FilingKind::TrpApplication,
    ];

    /// The name in the CLI, the JSON and the template's file name.
    pub fn name(self) -> &'static str {
        match self {
            FilingKind::QuotaRequest => "quota-request",
            FilingKind::InvitationLetter => "invitation-letter",
            FilingKind::ArrivalNotification => "arrival-notification",
            FilingKind::TrpApplication => "trp-application",
            FilingKind::IinApplication => "iin-application",
        }
    }

    /// The kind with this name among those that are planned.
    pub fn from_name(name: &str) -> Option<FilingKind> {
        FilingKind::PLANNED.into_iter().find(|kind| kind.name() == name)
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
            FilingKind::IinApplication => Text::new(
                "Application for an individual identification number",
                "Заявление на формирование ИИН",
                "ЖСН қалыптастыруға өтініш",
            ),
        }
    }
}

impl std::fmt::Display for FilingKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
