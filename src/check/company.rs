//! The company card → a [`Company`].

use super::employee::oked;
use super::reader::Reader;
use crate::language::Text;
use crate::record::{Bin, BinError, Company, Layout, Places};
use crate::reference::CompanySize;
use crate::roster::Field;

/// Reads the employer.
pub fn read(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> Company {
    Company {
        places: Places::of(layout, reader.row),
        name_ru: reader.text(Field::CompanyNameRu),
        name_kk: reader.text(Field::CompanyNameKk),
        name_en: reader.text(Field::CompanyNameEn),
        bin: bin(reader),
        oked: oked(reader),
        activity_ru: reader.text(Field::ActivityRu),
        activity_kk: reader.text(Field::ActivityKk),
        activity_en: reader.text(Field::ActivityEn),
        address_ru: reader.text(Field::CompanyAddressRu),
        address_kk: reader.text(Field::CompanyAddressKk),
        address_en: reader.text(Field::CompanyAddressEn),
        phone: reader.text(Field::Phone),
        email: reader.text(Field::Email),
        signatory_name_ru: reader.text(Field::SignatoryNameRu),
        signatory_name_kk: reader.text(Field::SignatoryNameKk),
        signatory_name_en: reader.text(Field::SignatoryNameEn),
        signatory_position_ru: reader.text(Field::SignatoryPositionRu),
        signatory_position_kk: reader.text(Field::SignatoryPositionKk),
        signatory_position_en: reader.text(Field::SignatoryPositionEn),
        executor_name: reader.text(Field::ExecutorName),
        executor_phone: reader.text(Field::ExecutorPhone),
        representative_name: reader.text(Field::RepresentativeName),
        representative_document: reader.text(Field::RepresentativeDocument),
        size: reader.code(
            Field::CompanySize,
            CompanySize::parse,
            Text::new("small, medium, large", "малый, средний, крупный", "шағын, орта, ірі"),
        ),
    }
}

fn bin(reader: &mut Reader) -> Option<Bin> {
    let text = reader.text(Field::Bin)?;
    let error = match Bin::parse(&text) {
        Ok(bin) => return Some(bin),
        Err(error) => error,
    };
    let code = match error {
        BinError::Rounded => "bin-rounded",
        BinError::Characters => "bin-characters",
        BinError::Length { found } => return lengthened(reader, &text, found),
        BinError::IsIin => "bin-is-iin",
        BinError::Month | BinError::Type | BinError::Unit => "bin-structure",
        BinError::NeverIssued | BinError::CheckDigit => "bin-checksum",
    };
    reader.note(code, Field::Bin, &text, &[]);
    None
}

/// A BIN of which a number cell lost the leading zeros, if the padded one is valid.
fn lengthened(reader: &mut Reader, text: &str, found: usize) -> Option<Bin> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let padded = (9..12).contains(&found).then(|| Bin::parse(&format!("{digits:0>12}")).ok()).flatten();
    match &padded {
        Some(bin) => reader.note("bin-repaired", Field::Bin, text, &[("value", &Text::same(bin.as_str()))]),
        None => reader.note("bin-length", Field::Bin, text, &[("count", &Text::same(found.to_string()))]),
    }
    padded
}
