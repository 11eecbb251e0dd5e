//! Dated lists of states: which way in a citizenship gives, and how a certificate is authenticated.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Parameter, RuleBook};
use crate::reference::{Authentication, Country, Route};

/// The lists of states of the rule book.
#[derive(Clone, Debug, PartialEq)]
pub struct States {
    /// States that count as the CIS (R26, reading A8); Kazakhstan among them.
    pub cis: Parameter<Vec<Country>>,
    /// No work permit (R28).
    pub permit_exempt: Parameter<Vec<Country>>,
    /// No visa for who has a work permit (R18).
    pub visa_exempt_with_permit: Parameter<Vec<Country>>,
    /// Simplified entry outside the CIS, of which the FAQ says nothing (reading A7).
    pub bilateral: Parameter<Vec<Country>>,
    /// Visa-free entry by an arrangement beyond the 57.
    pub enters_freely: Parameter<Vec<Country>>,
    /// The 57 (R17).
    pub visa_free: Parameter<Vec<Country>>,
    /// Parties of the Hague convention whose date does not matter any more.
    pub apostille: Parameter<Vec<Country>>,
    /// Later parties, each with the day from which its apostilles are accepted.
    pub apostille_since: Parameter<BTreeMap<Country, NaiveDate>>,
    /// Territories and states of unclear standing.
    pub apostille_ask: Parameter<Vec<Country>>,
    /// Parties of the Minsk convention; shown only.
    pub minsk: Parameter<Vec<Country>>,
    /// Partners of treaties on legal aid; shown only.
    pub legal_aid: Parameter<Vec<Country>>,
}

impl RuleBook {
    /// The way in that a citizenship gives on a day (R13, R17, R18, R26, R28); `None` for Kazakhstan.
    pub fn route(&self, country: Country, day: NaiveDate) -> Option<Route> {
        let states = &self.states;
        let among = |list: &Parameter<Vec<Country>>| list.at(day).contains(&country);
        if country.is_kazakhstan() {
            return None;
        }
        Some(match country {
            _ if among(&states.permit_exempt) => Route::Eaeu,
            _ if among(&states.visa_exempt_with_permit) => Route::Azerbaijan,
            _ if among(&states.cis) => Route::Cis,
            _ if among(&states.bilateral) => Route::Bilateral,
            _ => Route::Visa,
        })
    }

    /// Whether its citizens need no visa for other purposes than work (R17).
    pub fn is_visa_free(&self, country: Country, day: NaiveDate) -> bool {
        self.states.visa_free.at(day).contains(&country)
    }

    /// Whether an arrangement beyond the 57 lets its citizens enter without a visa.
    pub fn enters_freely(&self, country: Country, day: NaiveDate) -> bool {
        self.states.enters_freely.at(day).contains(&country)
    }

    /// Whether it counts as a CIS state (R26, R31).
    pub fn is_cis(&self, country: Country, day: NaiveDate) -> bool {
        self.states.cis.at(day).contains(&country)
    }

    /// Whether a treaty may spare its certificates legalisation, of which the FAQ says nothing.
    pub fn has_treaty(&self, country: Country, day: NaiveDate) -> bool {
        self.states.minsk.at(day).contains(&country) || self.states.legal_aid.at(day).contains(&country)
    }

    /// How a certificate issued in `issuer` must be authenticated for a filing on `day` (R16, R31).
    pub fn authentication(&self, issuer: Country, day: NaiveDate) -> Authentication {
        let states = &self.states;
        let since = states.apostille_since.at(day).get(&issuer);
        match issuer {
            _ if issuer.is_kazakhstan() => Authentication::None,
            _ if self.is_cis(issuer, day) => Authentication::NotarisedCopy,
            _ if states.apostille.at(day).contains(&issuer) => Authentication::Apostille,
            _ if since.is_some_and(|start| *start <= day) => Authentication::Apostille,
            _ if states.apostille_ask.at(day).contains(&issuer) => Authentication::AskPerson,
            _ => Authentication::Legalisation,
        }
    }
}
