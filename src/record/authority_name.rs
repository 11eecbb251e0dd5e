//! The name of an authority as the workbook gives it, in place of the program's own.

use serde::Serialize;

use super::Places;
use crate::language::Text;
use crate::reference::Region;
use crate::reference::region::Authority;

/// How an authority of a region, or of every region, is addressed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuthorityName {
    #[serde(flatten)]
    pub places: Places,
    /// `None`: the row does not say which.
    pub authority: Option<Authority>,
    /// `None`: in every region.
    pub region: Option<Region>,
    /// The line at the head of a letter; a language that is empty keeps the program's own name.
    pub name: Text,
}
