//! The contexts of the filings of one packet, each made once: the recipe reads them, and letters, cover letters and
//! cards are filled with them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::assemble::Office;
use super::enclose::{self, FilingKey};
use crate::language::Language;
use crate::plan::Filing;
use crate::template::context::Dossier;

/// The filings of one employee (dependants included) or one region, and what templates are filled with for them.
pub struct Contexts<'a> {
    pub office: &'a Office<'a>,
    pub filings: &'a [&'a Filing],
    dossier: Dossier,
    made: RefCell<HashMap<(FilingKey, Language), Rc<Value>>>,
}

impl<'a> Contexts<'a> {
    /// Of at least one filing.
    pub fn of(office: &'a Office<'a>, filings: &'a [&'a Filing]) -> Contexts<'a> {
        let first = filings.first().expect("a packet is asked for where there are filings");
        let dossier = Dossier::of(office.case, first.subject);
        Contexts { office, filings, dossier, made: RefCell::default() }
    }

    /// The context of one of them.
    pub(super) fn get(&self, filing: &Filing, language: Language) -> Rc<Value> {
        let Office { case, today, .. } = *self.office;
        let make = || Rc::new(self.dossier.context(case, filing, language, today));
        self.made.borrow_mut().entry((enclose::key(filing), language)).or_insert_with(make).clone()
    }
}
