//! The employer.

use serde::Serialize;

use super::{Bin, Oked, Places};
use crate::finding::Place;
use crate::language::Language;
use crate::reference::CompanySize;
use crate::roster::Field;

/// The company of the roster. The names of the fields are those of the field table without `company_`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Company {
    #[serde(flatten)]
    pub places: Places,
    pub name_ru: Option<String>,
    pub name_kk: Option<String>,
    pub name_en: Option<String>,
    pub bin: Option<Bin>,
    pub oked: Option<Oked>,
    pub activity_ru: Option<String>,
    pub activity_kk: Option<String>,
    pub activity_en: Option<String>,
    pub address_ru: Option<String>,
    pub address_kk: Option<String>,
    pub address_en: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub signatory_name_ru: Option<String>,
    pub signatory_name_kk: Option<String>,
    pub signatory_name_en: Option<String>,
    pub signatory_position_ru: Option<String>,
    pub signatory_position_kk: Option<String>,
    pub signatory_position_en: Option<String>,
    pub executor_name: Option<String>,
    pub executor_phone: Option<String>,
    /// Who hands papers in under a power of attorney (R40).
    pub representative_name: Option<String>,
    /// The representative's identity document with its number, date, issuer and IIN, as typed.
    pub representative_document: Option<String>,
    /// Decides the fine of КоАП art. 518 (10, 15 or 20 MCI).
    pub size: Option<CompanySize>,
}

impl Company {
    /// Its name in a language.
    pub fn name(&self, language: Language) -> Option<&str> {
        language.choose(&self.name_en, &self.name_ru, &self.name_kk).as_deref()
    }

    /// Where a field stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.places.place(field)
    }
}
