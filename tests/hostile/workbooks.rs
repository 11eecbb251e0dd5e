//! Workbooks that attack, lie, or are honest and odd.

use std::path::Path;

use crate::faulty::{self, SMALL, XLS, compound, ods, replaced, with, zip};
use crate::package::{package, parts};
use crate::{workbook, zips};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// All by name.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let named = |(name, bytes): (&str, Vec<u8>)| (name.to_owned(), bytes);
    let mut all: Vec<_> = faulty::files().into_iter().map(named).collect();
    all.extend(odd());
    let lies = zips::lies(&workbook::build(SMALL));
    all.extend(lies.map(|(lie, bytes)| (format!("zip_{lie}.xlsx"), bytes)));
    all.extend(zipped().into_iter().map(named));
    all.extend(cells().into_iter().map(named));
    all.extend(sheets().into_iter().map(named));
    all.extend(others().into_iter().map(named));
    all
}

/// Those of `tests/roster/odd`.
fn odd() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roster/odd");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("it is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "parts"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = format!("odd_{}.xlsx", path.file_stem().expect("a name").to_string_lossy());
        (name, package(parts(&std::fs::read_to_string(path).expect("a text"))))
    };
    paths.iter().map(read).collect()
}

/// A plain workbook whose sheet holds this.
fn sheet(data: &str) -> Vec<u8> {
    package(parts(&format!(
        "\n@ {SHEET}\n<worksheet xmlns=\"{MAIN}\"><sheetData>{{head}}{{person}}{data}</sheetData></worksheet>"
    )))
}

/// A plain workbook with more parts.
fn more(given: &[(&str, String)]) -> Vec<u8> {
    let mut all = parts(&format!(
        "\n@ {SHEET}\n<worksheet xmlns=\"{MAIN}\"><sheetData>{{head}}{{person}}</sheetData></worksheet>"
    ));
    all.extend(given.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())));
    package(all)
}

/// What a zip can lie about.
fn zipped() -> Vec<(&'static str, Vec<u8>)> {
    let good = workbook::build(SMALL);
    let large = "<!-- -->".repeat(7 << 20);
    let pages: Vec<(String, String)> =
        (1..=3).map(|index| (format!("xl/worksheets/more{index}.xml"), large.clone())).collect();
    let pages: Vec<(&str, String)> = pages.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    vec![
        ("zip_without_end.xlsx", good[..good.len() - 22].to_vec()),
        (
            "zip_two_of_one_name.xlsx",
            zips::renamed(
                &more(&[("xl/worksheets/sheet9.xml", "<worksheet/>".into())]),
                "xl/worksheets/sheet9.xml",
                SHEET,
            ),
        ),
        ("zip_names_by_case.xlsx", more(&[("XL/Worksheets/Sheet1.xml", "<worksheet/>".into())])),
        ("zip_long_name.xlsx", more(&[(&zips::long_name(), "x".into())])),
        ("zip_name_without_end.xlsx", zips::named_without_end(&more(&[(&zips::long_name(), "x".into())]))),
        ("zip_climbing_name.xlsx", more(&[("../../../../etc/cron.d/x", "x".into())])),
        (
            "zip_backslashes.xlsx",
            zips::renamed(&good, "xl/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"),
        ),
        (
            "zip_bomb_of_strings.xlsx",
            more(&[(
                "xl/sharedStrings.xml",
                format!("<sst xmlns=\"{MAIN}\"><si><t>{}</t></si></sst>", "a".repeat(33 << 20)),
            )]),
        ),
        (
            "zip_bomb_of_styles.xlsx",
            more(&[(
                "xl/styles.xml",
                format!(
                    "<styleSheet xmlns=\"{MAIN}\"><cellXfs>{}</cellXfs></styleSheet>",
                    "<xf numFmtId=\"14\"/>".repeat(500_000)
                ),
            )]),
        ),
        ("zip_bomb_in_all.xlsx", more(&pages)),
    ]
}

/// What cells can lie about.
fn cells() -> Vec<(&'static str, Vec<u8>)> {
    let cell = |reference: &str, inner: &str| format!("<row r=\"3\"><c r=\"{reference}\"{inner}</c></row>");
    let number = |value: &str| sheet(&format!("<row r=\"3\"><c r=\"A3\"><v>{value}</v></c></row>"));
    let text = |text: &str| sheet(&cell("A3", &format!(" t=\"inlineStr\"><is><t>{text}</t></is>")));
    let many = |count: usize, row: fn(usize) -> String| sheet(&(3..count + 3).map(row).collect::<String>());
    vec![
        ("cell_beyond_the_columns.xlsx", sheet(&cell("XFE3", "><v>1</v>"))),
        ("cell_four_letters.xlsx", sheet(&cell("AAAA3", "><v>1</v>"))),
        ("cell_row_of_nothing.xlsx", sheet("<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>")),
        ("cell_row_too_large.xlsx", sheet("<row r=\"99999999999\"><c r=\"A99999999999\"><v>1</v></c></row>")),
        ("cell_row_that_wraps.xlsx", sheet("<row r=\"4294967298\"><c r=\"C4294967298\"><v>1</v></c></row>")),
        ("cell_turned_round.xlsx", sheet(&cell("3A", "><v>1</v>"))),
        ("cell_lower_case.xlsx", sheet(&cell("a3", "><v>1</v>"))),
        ("cell_with_dollars.xlsx", sheet(&cell("$A$3", "><v>1</v>"))),
        ("cell_far_and_empty.xlsx", sheet("<row r=\"1048576\"><c r=\"XFD1048576\"/></row>")),
        ("cell_twice.xlsx", sheet("<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"A3\"><v>2</v></c></row>")),
        (
            "row_twice.xlsx",
            sheet("<row r=\"3\"><c r=\"A3\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>2</v></c></row>"),
        ),
        ("number_without_end.xlsx", number("1e999")),
        ("number_that_is_none.xlsx", number("NaN")),
        ("number_of_letters.xlsx", number("seven")),
        ("number_long.xlsx", number(&"9".repeat(100_000))),
        ("string_before_the_first.xlsx", sheet(&cell("A3", " t=\"s\"><v>-1</v>"))),
        ("string_after_the_last.xlsx", sheet(&cell("A3", " t=\"s\"><v>4294967295</v>"))),
        ("style_after_the_last.xlsx", sheet(&cell("A3", " s=\"4294967295\"><v>1</v>"))),
        ("kind_unknown.xlsx", sheet(&cell("A3", " t=\"zz\"><v>1</v>"))),
        ("text_of_a_megabyte.xlsx", text(&"я".repeat(500_000))),
        ("text_of_controls.xlsx", text("_x0000_&#x9;&#xA;_x001B_\u{202e}\u{200b}\u{feff}")),
        ("text_of_a_bare_control.xlsx", text("\u{1}")),
        ("text_of_a_forbidden_reference.xlsx", text("&#0;")),
        ("text_of_an_unknown_entity.xlsx", text("&passport;")),
        (
            "formula_shared_with_itself.xlsx",
            sheet(
                "<row r=\"3\"><c r=\"A3\"><f t=\"shared\" si=\"0\" ref=\"A3:XFD1048576\">A3</f><v>1</v></c></row>",
            ),
        ),
        (
            "rows_past_the_cap.xlsx",
            many(100_010, |row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")),
        ),
        ("rows_hidden_without_end.xlsx", many(30_000, |row| format!("<row r=\"{row}\" hidden=\"1\"/>"))),
    ]
}

/// What sheets and parts can lie about.
fn sheets() -> Vec<(&'static str, Vec<u8>)> {
    let good = workbook::build(SMALL);
    let workbook = "xl/workbook.xml";
    let rels = "xl/_rels/workbook.xml.rels";
    let with_end = |end: &str| with(&good, SHEET, "</worksheet>", end);
    let merges = (0..20_000).map(|_| "<mergeCell ref=\"A1:XFD1048576\"/>").collect::<String>();
    let attributes = (0..20_000).map(|index| format!(" a{index}=\"\"")).collect::<String>();
    let more_sheets = |count: usize| {
        let sheets: String = (2..count + 2)
            .map(|id| format!("<sheet name=\"s{id}\" sheetId=\"{id}\" r:id=\"rId1\"/>"))
            .collect();
        with(&good, workbook, "</sheets>", &format!("{sheets}</sheets>"))
    };
    vec![
        ("merges_of_everything.xlsx", with_end(&format!("<mergeCells>{merges}</mergeCells></worksheet>"))),
        (
            "merge_turned_round.xlsx",
            with_end(
                "<mergeCells><mergeCell ref=\"C9:A1\"/><mergeCell ref=\"\"/><mergeCell ref=\"ZZZZ1:A\"/></mergeCells></worksheet>",
            ),
        ),
        ("attributes_without_end.xlsx", with(&good, SHEET, "<worksheet", &format!("<worksheet{attributes}"))),
        ("attribute_twice.xlsx", with(&good, SHEET, "<sheetData", "<sheetData x=\"1\" x=\"2\"")),
        ("elements_without_end.xlsx", with_end(&format!("{}</worksheet>", "<x>".repeat(50_000)))),
        (
            "elements_deep.xlsx",
            with_end(&format!("{}{}</worksheet>", "<x>".repeat(50_000), "</x>".repeat(50_000))),
        ),
        ("name_of_an_element_long.xlsx", with_end(&format!("<{}/></worksheet>", "x".repeat(1 << 20)))),
        ("comment_without_end.xlsx", with_end("<!-- </worksheet>")),
        (
            "document_type_outside.xlsx",
            with(&good, SHEET, "<worksheet", "<!DOCTYPE x SYSTEM \"http://a.test/x.dtd\"><worksheet"),
        ),
        (
            "document_type_of_a_file.xlsx",
            with(
                &good,
                workbook,
                "<workbook",
                "<!doctype x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><workbook",
            ),
        ),
        (
            "include_of_a_file.xlsx",
            with_end(
                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/></worksheet>",
            ),
        ),
        (
            "stylesheet_of_the_web.xlsx",
            with(&good, SHEET, "<worksheet", "<?xml-stylesheet href=\"http://a.test/x.xsl\"?><worksheet"),
        ),
        (
            "link_outside.xlsx",
            with(
                &good,
                rels,
                "</Relationships>",
                "<Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink\" TargetMode=\"External\" Target=\"file:///etc/passwd\"/></Relationships>",
            ),
        ),
        (
            "sheet_outside.xlsx",
            with(
                &good,
                rels,
                "Target=\"worksheets/sheet1.xml\"",
                "TargetMode=\"External\" Target=\"http://a.test/sheet1.xml\"",
            ),
        ),
        (
            "sheet_that_climbs.xlsx",
            with(&good, rels, "Target=\"worksheets/sheet1.xml\"", "Target=\"../../../../etc/passwd\""),
        ),
        (
            "sheet_missing.xlsx",
            with(&good, rels, "Target=\"worksheets/sheet1.xml\"", "Target=\"worksheets/none.xml\""),
        ),
        (
            "sheet_that_is_the_workbook.xlsx",
            with(&good, rels, "Target=\"worksheets/sheet1.xml\"", "Target=\"workbook.xml\""),
        ),
        ("sheet_50_times.xlsx", more_sheets(50)),
        (
            "macros.xlsm",
            more(&[
                ("xl/vbaProject.bin", "Attribute VB_Name".into()),
                ("xl/activeX/activeX1.bin", "x".into()),
            ]),
        ),
        (
            "links_and_embeddings.xlsx",
            more(&[
                (
                    "xl/externalLinks/externalLink1.xml",
                    "<externalLink><ddeLink ddeService=\"cmd\" ddeTopic=\"/c calc\"/></externalLink>".into(),
                ),
                ("xl/embeddings/oleObject1.bin", "x".into()),
            ]),
        ),
        (
            "two_values_for_one_label.xlsx",
            workbook::build(
                "== Компания\nБИН | 100140000003\nБИН | 990140000007\nНаименование (рус.) | ТОО «Жол»\n== Сотрудники\nФИО | Гражданство | № паспорта\nСМИТ Джон | Великобритания | 123456789\n",
            ),
        ),
        (
            "two_columns_for_one_field.xlsx",
            workbook::build(
                "== Сотрудники\nФИО | Гражданство | № паспорта | № паспорта\nСМИТ Джон | Великобритания | 123456789 | 987654321\n",
            ),
        ),
        ("no_rows.xlsx", workbook::build("== Сотрудники\nФИО | Гражданство | № паспорта\n")),
    ]
}

/// The other formats.
fn others() -> Vec<(&'static str, Vec<u8>)> {
    let rows = |attributes: &str, cells: &str| {
        ods(
            &format!(
                "<table:table table:name=\"A\"><table:table-row {attributes}>{cells}</table:table-row></table:table>"
            ),
            b"<manifest/>",
        )
    };
    let far = "table:number-columns-repeated=\"4294967295\"";
    let mut xls_size = XLS.to_vec();
    xls_size[30] = 0x40;
    let mut xls_sectors = XLS.to_vec();
    xls_sectors[44..48].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    // The table of sectors says of each sector that it follows itself.
    let mut xls_circle = XLS.to_vec();
    let table = 512 + 512 * u32::from_le_bytes(XLS[76..80].try_into().expect("four bytes")) as usize;
    for index in 0..128usize {
        xls_circle[table + 4 * index..table + 4 * index + 4].copy_from_slice(&(index as u32).to_le_bytes());
    }
    let xlsb = |bytes: &[u8]| {
        let kind = "<Types><Override PartName=\"/xl/workbook.bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>";
        zip(&[("[Content_Types].xml", kind.as_bytes()), ("xl/workbook.bin", bytes)])
    };
    let honest_ods = rows("", "<table:table-cell/>");
    let twin = |parts: &[(&str, &[u8])], from: &str, to: &str| zips::renamed(&zip(parts), from, to);
    vec![
        (
            "columns_without_end.ods",
            rows(
                "",
                &format!(
                    "<table:table-cell {far} office:value-type=\"string\"><text:p>x</text:p></table:table-cell>"
                ),
            ),
        ),
        (
            "rows_without_end.ods",
            rows(
                "table:number-rows-repeated=\"4294967295\"",
                "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>",
            ),
        ),
        ("rows_below_nothing.ods", rows("table:number-rows-repeated=\"-5\"", "<table:table-cell/>")),
        (
            "groups_deep.ods",
            ods(
                &format!("<table:table table:name=\"A\">{}", "<table:table-row-group>".repeat(50_000)),
                b"<manifest/>",
            ),
        ),
        ("kind_lies.ods", workbook::build(SMALL)),
        ("zip_overlapping.ods", zips::overlapping(&honest_ods)),
        (
            "zip_two_of_one_name.ods",
            twin(
                &[
                    ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                    ("content.xml", b"<a/>"),
                    ("content.xm2", b"<b/>"),
                ],
                "content.xm2",
                "content.xml",
            ),
        ),
        (
            "zip_names_by_case.ods",
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<a/>"),
                ("Content.xml", b"<b/>"),
            ]),
        ),
        ("zip_overlapping.xlsb", zips::overlapping(&xlsb(&[0x83, 0x01, 0]))),
        (
            "zip_two_of_one_name.xlsb",
            twin(
                &[("xl/workbook.bin", b"a"), ("xl/workbook.bi2", b"b")],
                "xl/workbook.bi2",
                "xl/workbook.bin",
            ),
        ),
        ("sector_size.xls", xls_size),
        ("sectors_without_end.xls", xls_sectors),
        ("sectors_in_a_circle.xls", xls_circle),
        ("strings_without_end.xls", replaced(XLS, &[0xfc, 0], &[0xfc, 0])[..].to_vec()),
        ("records_cut.xls", XLS[..XLS.len() * 2 / 3].to_vec()),
        ("old.xls", compound("Book")),
        ("record_without_end.xlsb", xlsb(&[0x83, 0x01, 0xff, 0xff, 0xff, 0x7f])),
        ("nothing.xlsb", xlsb(&[])),
        (
            "columns_without_end.csv",
            format!("ФИО;Паспорт №{}\nИванов;1\n", ";x".repeat(1 << 15)).into_bytes(),
        ),
        (
            "quote_without_end.csv",
            format!("ФИО;Паспорт №;Гражданство\n\"{}", "Иванов;1;Россия\n".repeat(5_000)).into_bytes(),
        ),
        ("zeros.csv", [b"\xd0\xa4\xd0\x98\xd0\x9e;x\n".as_slice(), &[0; 5_000]].concat()),
        ("bytes_of_no_encoding.csv", [b"Name;Passport;Citizenship\n\xff\xfe\x80;1;x\n".as_slice()].concat()),
        ("formulas.csv", "ФИО;Паспорт №;Гражданство\n=cmd|'/c calc'!A1;@SUM(1);+1\n".as_bytes().to_vec()),
    ]
}
