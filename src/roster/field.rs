//! The field table: every column that Otinish knows, under one name in all of its parts.
//!
//! `fields.tsv` says for each field on which sheets it stands, its path in a template, its kind of
//! value and the headers under which people write it in English, Russian and Kazakh. The same table
//! drives header matching, the starter workbook and the list of fields of a template.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::language::Language;

macro_rules! fields {
    ($($variant:ident => $name:literal,)*) => {
        /// A column that Otinish knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Field { $($variant,)* }

        impl Field {
            /// All fields, in the order of the table.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)*];

            /// The name in the JSON, in findings and in the table: `passport_no`.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }
        }
    };
}

fields! {
    RowNo => "row_no",
    EmpId => "emp_id",
    LastNameLat => "last_name_lat",
    FirstNameLat => "first_name_lat",
    FullNameLat => "full_name_lat",
    FullNameCyr => "full_name_cyr",
    LastNameCyr => "last_name_cyr",
    FirstNameCyr => "first_name_cyr",
    MiddleName => "middle_name",
    Relation => "relation",
    Principal => "principal",
    Sex => "sex",
    BirthDate => "birth_date",
    BirthPlace => "birth_place",
    Citizenship => "citizenship",
    ResidenceCountry => "residence_country",
    HomeAddress => "home_address",
    Iin => "iin",
    PassportNo => "passport_no",
    PassportIssue => "passport_issue",
    PassportExpiry => "passport_expiry",
    PassportIssuer => "passport_issuer",
    Position => "position",
    PositionKk => "position_kk",
    PositionEn => "position_en",
    OccupationCode => "occupation_code",
    Category => "category",
    Department => "department",
    Region => "region",
    Oked => "oked",
    Engagement => "engagement",
    WpNo => "wp_no",
    WpFrom => "wp_from",
    WpTo => "wp_to",
    WpExtensions => "wp_extensions",
    InvitationNo => "invitation_no",
    VisaNo => "visa_no",
    VisaCat => "visa_cat",
    VisaFrom => "visa_from",
    VisaTo => "visa_to",
    VisaPlace => "visa_place",
    VisaPlaceKk => "visa_place_kk",
    VisaPlaceEn => "visa_place_en",
    VisaEntries => "visa_entries",
    ArrivalDate => "arrival_date",
    DepartureDate => "departure_date",
    EntryPoint => "entry_point",
    Purpose => "purpose",
    Address => "address",
    AddressKk => "address_kk",
    AddressEn => "address_en",
    StayDays => "stay_days",
    NotifiedOn => "notified_on",
    TrpNo => "trp_no",
    TrpFrom => "trp_from",
    TrpTo => "trp_to",
    ContractNo => "contract_no",
    ContractFrom => "contract_from",
    ContractStart => "contract_start",
    ContractTo => "contract_to",
    TerminationDate => "termination_date",
    CertNo => "cert_no",
    CertDate => "cert_date",
    CertCountry => "cert_country",
    CertForm => "cert_form",
    Phone => "phone",
    Email => "email",
    CompanyNameRu => "company_name_ru",
    CompanyNameKk => "company_name_kk",
    CompanyNameEn => "company_name_en",
    Bin => "bin",
    ActivityRu => "activity_ru",
    ActivityKk => "activity_kk",
    ActivityEn => "activity_en",
    CompanyAddressRu => "company_address_ru",
    CompanyAddressKk => "company_address_kk",
    CompanyAddressEn => "company_address_en",
    SignatoryNameRu => "signatory_name_ru",
    SignatoryNameKk => "signatory_name_kk",
    SignatoryNameEn => "signatory_name_en",
    SignatoryPositionRu => "signatory_position_ru",
    SignatoryPositionKk => "signatory_position_kk",
    SignatoryPositionEn => "signatory_position_en",
    ExecutorName => "executor_name",
    ExecutorPhone => "executor_phone",
    CompanySize => "company_size",
    Year => "year",
    Count => "count",
    JustificationRu => "justification_ru",
    JustificationKk => "justification_kk",
    JustificationEn => "justification_en",
    Customer => "customer",
    SubjectRu => "subject_ru",
    SubjectKk => "subject_kk",
    SubjectEn => "subject_en",
    Place => "place",
    Note => "note",
    WpRegion => "wp_region",
    WpPosition => "wp_position",
    WpExtYears => "wp_ext_years",
    DutyReceipt => "duty_receipt",
    ContractWpNo => "contract_wp_no",
    ContractRegion => "contract_region",
    ContractPosition => "contract_position",
    ContractRepatriation => "contract_repatriation",
    PaidInKz => "paid_in_kz",
    RepresentativeName => "representative_name",
    RepresentativeDocument => "representative_document",
    Mover => "mover",
    Movement => "movement",
    MovementDate => "movement_date",
    MovementTo => "movement_to",
    TripDays => "trip_days",
    AuthorityKind => "authority_kind",
    AuthorityRu => "authority_ru",
    AuthorityKk => "authority_kk",
    AuthorityEn => "authority_en",
}

static BY_NAME: LazyLock<HashMap<&'static str, Field>> =
    LazyLock::new(|| Field::ALL.iter().map(|field| (field.name(), *field)).collect());

impl Field {
    /// The field with this name.
    pub fn from_name(name: &str) -> Option<Field> {
        BY_NAME.get(name).copied()
    }

    /// The name without its language: `position` of `position_kk`, `company_name` of
    /// `company_name_ru`.
    pub(super) fn stem(self) -> &'static str {
        let name = self.name();
        ["_ru", "_kk", "_en"].iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
    }

    /// The field of the same meaning in a language, where the table tells languages apart:
    /// `position` → `position_kk`.
    pub(super) fn in_language(self, language: Language) -> Option<Field> {
        let stem = self.stem();
        let plain = (language == Language::Ru).then(|| Field::from_name(stem)).flatten();
        let told_apart = Field::from_name(&format!("{stem}_kk")).is_some();
        Field::from_name(&format!("{stem}_{language}")).or(plain).filter(|_| told_apart)
    }

    /// The group of columns to which it belongs in a header of two levels, by its name in
    /// `groups.tsv`.
    pub(super) fn group(self) -> Option<&'static str> {
        let prefixes = [
            ("passport_", "passport"),
            ("wp_", "permit"),
            ("visa_", "visa"),
            ("trp_", "trp"),
            ("contract_", "contract"),
            ("cert_", "certificate"),
            ("invitation_", "invitation"),
        ];
        prefixes.iter().find(|(prefix, _)| self.name().starts_with(prefix)).map(|(_, group)| *group)
    }
}
