//! Parts with which a template would reach beyond itself.

pub const RELATIONS: &str = "word/_rels/document.xml.rels";

/// What is refused: a name, the part, its content, the code.
pub fn cases() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let relation = |kind: &str, rest: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" {rest}/></Relationships>"
        )
    };
    let external = "template-external";
    let mut all = vec![
        (
            "picture of the web",
            RELATIONS,
            relation("image", "TargetMode=\"External\" Target=\"https://a.test/b.png\""),
            external,
        ),
        (
            "picture of the disk",
            RELATIONS,
            relation("image", "TargetMode=\"External\" Target=\"file:///etc/passwd\""),
            external,
        ),
        ("picture of a share", RELATIONS, relation("image", "Target=\"\\\\host\\share\\a.png\""), external),
        (
            "picture without the mode",
            RELATIONS,
            relation("image", "Target=\"http://a.test/b.png\""),
            external,
        ),
        (
            "mode in capitals",
            RELATIONS,
            relation("image", "TargetMode=\"EXTERNAL\" Target=\"a.png\""),
            external,
        ),
        (
            "attached template",
            "word/_rels/footer1.xml.rels",
            relation("attachedTemplate", "TargetMode=\"External\" Target=\"http://a.test/b.dotm\""),
            external,
        ),
        (
            "frame",
            "word/_rels/webSettings.xml.rels",
            relation("frame", "TargetMode=\"External\" Target=\"http://a.test/\""),
            external,
        ),
        (
            "object",
            RELATIONS,
            relation("oleObject", "TargetMode=\"External\" Target=\"http://a.test/b.xls\""),
            external,
        ),
        (
            "sub-document",
            RELATIONS,
            relation("subDocument", "TargetMode=\"External\" Target=\"b.docx\""),
            external,
        ),
        ("other format inside", RELATIONS, relation("aFChunk", "Target=\"a.html\""), external),
        (
            "media",
            RELATIONS,
            relation("video", "TargetMode=\"External\" Target=\"http://a.test/b.mp4\""),
            external,
        ),
        (
            "of the package",
            "_rels/.rels",
            relation("thumbnail", "TargetMode=\"External\" Target=\"http://a.test/b.emf\""),
            external,
        ),
        (
            "of a header",
            "word/_rels/header1.xml.rels",
            relation("image", "TargetMode=\"External\" Target=\"ftp://a.test/b\""),
            external,
        ),
        ("relationships broken", RELATIONS, "<Relationships>".to_owned(), "template-part-damaged"),
        (
            "entities",
            "word/header9.xml",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><w:hdr>&b;</w:hdr>".to_owned(),
            "template-part-damaged",
        ),
        (
            "entities of relationships",
            RELATIONS,
            "<!DOCTYPE a><Relationships/>".to_owned(),
            "template-part-damaged",
        ),
        ("macro", "word/vbaProject.bin", String::new(), "template-macro"),
        ("macro data", "word/vbaData.xml", String::new(), "template-macro"),
        ("ActiveX", "word/activeX/activeX1.xml", String::new(), "template-macro"),
        ("embedded program", "word/embeddings/oleObject1.bin", String::new(), "template-macro"),
    ];
    for code in [
        "INCLUDEPICTURE \"http://a.test/b.png\"",
        "INCLUDETEXT \"c:\\\\a.docx\"",
        "LINK Excel.Sheet.8 a.xls",
        "DDEAUTO excel a b",
        "DDE excel a b",
        "DATABASE \\d a",
        "IMPORT a.png",
        "RD a.docx",
    ] {
        all.push((
            "field",
            "word/header8.xml",
            format!(
                "<w:hdr xmlns:w=\"w\"><w:p><w:fldSimple w:instr=\"{}\"/></w:p></w:hdr>",
                code.replace('"', "&quot;")
            ),
            "template-field-code",
        ));
    }
    all
}
