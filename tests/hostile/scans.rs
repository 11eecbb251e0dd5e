//! Scans that attack, lie, or are none: read by the library, and all at once beside a roster on the page.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use otinish::pdf;
use serde_json::json;

use crate::faulty;
use crate::served::{HOST, serve};

/// A PDF of these objects, the first of which is the catalogue.
fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    bytes.extend(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1).bytes(),
    );
    bytes
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const TREE: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";

/// A PDF of one page with this dictionary and more objects.
fn page(entries: &str, more: &[&str]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]{entries}>>");
    let objects = [CATALOGUE, TREE, &page].into_iter().chain(more.iter().copied());
    file(&objects.map(str::to_owned).collect::<Vec<_>>())
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = include_bytes!("../web/pixel.png").to_vec();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    // The check sum of the head is made right, so that the sizes are believed.
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

/// All by name; none is right but the first two.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let good = page("", &[]);
    let tree = |tree: &str| {
        file(&[CATALOGUE.into(), tree.into(), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".into()])
    };
    vec![
        ("pixel.png", include_bytes!("../web/pixel.png").to_vec()),
        ("page.pdf", good.clone()),
        (
            "script.pdf",
            page(
                "/AA<</O<</S/JavaScript/JS(app.alert(1))>>>>/Annots[<</Subtype/Link/A<</S/Launch/F(cmd.exe)>>>>]",
                &[],
            ),
        ),
        ("nothing.pdf", b"%PDF-1.4".to_vec()),
        ("cut.pdf", good[..good.len() / 2].to_vec()),
        ("no_pages.pdf", tree("<</Type/Pages/Count 0/Kids[]>>")),
        ("tree_of_itself.pdf", tree("<</Type/Pages/Count 1/Kids[2 0 R]>>")),
        ("page_of_its_tree.pdf", tree("<</Type/Pages/Count 2147483647/Kids[3 0 R 2 0 R 3 0 R]>>")),
        ("pages_without_end.pdf", tree(&format!("<</Type/Pages/Count 400/Kids[{}]>>", "3 0 R ".repeat(400)))),
        (
            "resources_of_themselves.pdf",
            page("/Resources 4 0 R", &["<</XObject<</A 4 0 R/B 5 0 R>>>>", "<</X 5 0 R>>"]),
        ),
        ("arrays_deep.pdf", page(&format!("/X {}{}", "[".repeat(200_000), "]".repeat(200_000)), &[])),
        (
            "dictionaries_deep.pdf",
            page(&format!("/X {}{}", "<</X ".repeat(100_000), ">>".repeat(100_000)), &[]),
        ),
        ("length_lies.pdf", page("/Contents 4 0 R", &["<</Length 2147483647>>stream\nq Q\nendstream"])),
        ("length_of_itself.pdf", page("/Contents 4 0 R", &["<</Length 4 0 R>>stream\nq Q\nendstream"])),
        (
            "filter_unknown.pdf",
            page("/Contents 4 0 R", &["<</Length 3/Filter/Nothing>>stream\nq Q\nendstream"]),
        ),
        ("bomb.pdf", bomb()),
        ("box_without_end.pdf", page("/MediaBox[0 0 1e38 1e38]", &[])),
        ("box_of_nothing.pdf", page("/MediaBox[0 0 0 0]", &[])),
        (
            "table_without_end.pdf",
            String::from_utf8_lossy(&good).replace("0 4\n", "0 2147483647\n").into_bytes(),
        ),
        ("table_of_itself.pdf", String::from_utf8_lossy(&good).replace("/Root", "/Prev 9/Root").into_bytes()),
        (
            "locked.pdf",
            String::from_utf8_lossy(&good)
                .replace("/Root", "/Encrypt<</Filter/Standard/V 9/R 9/O(x)/U(x)/P 0>>/Root")
                .into_bytes(),
        ),
        ("objects_of_one_number.pdf", page("", &["null\nendobj\n3 0 obj\n<</Type/Nothing>>"])),
        (
            "objects_at_one_place.pdf",
            at_one_place(&page("/Contents 4 0 R", &["<</Length 2>>stream\nq\nendstream"])),
        ),
        ("objects_twice_in_the_table.pdf", twice_in_the_table(&good)),
        ("letter.docx", faulty::zip(&[("word/document.xml", b"<w:document/>")])),
        ("overlapping.docx", crate::zips::overlapping(&crate::workbook::build(faulty::SMALL))),
        ("bomb.png", png(60_000, 60_000)),
        ("size_of_nothing.png", png(0, 1)),
        ("cut.png", include_bytes!("../web/pixel.png")[..40].to_vec()),
        ("head_alone.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("head_alone.jpg", b"\xff\xd8\xff\xe0".to_vec()),
        ("no_size.jpg", b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x04ab\xff\xd9".to_vec()),
        ("sizes_of_nothing.jpg", b"\xff\xd8\xff\xc0\0\x0b\x08\0\0\0\0\x01\x01\x11\0\xff\xd9".to_vec()),
        ("page.html.pdf", b"<html><script>alert(1)</script></html>".to_vec()),
        ("workbook.pdf", crate::workbook::build(faulty::SMALL)),
        ("program.jpg", b"MZ\x90\0\x03\0\0\0".to_vec()),
    ]
}

/// The table says that the last two objects lie where the last one does.
fn at_one_place(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let places: Vec<&str> = text.lines().filter(|line| line.ends_with(" 00000 n ")).collect();
    let [.., one, other] = places[..] else { panic!("there are two objects") };
    text.replace(one, other).into_bytes()
}

/// The table has a second section, which says that the page is the catalogue.
fn twice_in_the_table(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let catalogue = text.lines().find(|line| line.ends_with(" 00000 n ")).expect("there is an object");
    text.replace("trailer", &format!("3 1\n{catalogue}\ntrailer")).into_bytes()
}

/// A page whose content inflates to 512 MB.
fn bomb() -> Vec<u8> {
    // A zip holds what its only entry is deflated to; in front of it goes the head of zlib (RFC 1950).
    let zip = faulty::zip(&[("x", &vec![b' '; 1 << 29])]);
    let name = usize::from(zip[26]) + 30 + usize::from(zip[28]);
    let end = zip.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a zip has a list");
    let deflated: Vec<u8> = [b"\x78\x9c", &zip[name..end]].concat();
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>";
    let mut bytes = format!("%PDF-1.4\n1 0 obj{CATALOGUE}endobj\n2 0 obj{TREE}endobj\n3 0 obj{page}endobj\n")
        .into_bytes();
    let place = bytes.len();
    bytes.extend(format!("4 0 obj<</Length {}/Filter/FlateDecode>>stream\n", deflated.len()).bytes());
    bytes.extend(deflated);
    bytes.extend(b"\nendstream endobj\n");
    let find = |text: &str| {
        bytes.windows(text.len()).position(|window| window == text.as_bytes()).expect("it is there")
    };
    let places = [find("1 0 obj"), find("2 0 obj"), find("3 0 obj"), place];
    let table = bytes.len();
    let lines: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    bytes.extend(
        format!("xref\n0 5\n0000000000 65535 f \n{lines}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}

#[test]
fn every_scan_has_its_answer_also_on_the_page() {
    let served = serve();
    let id = served.desk();
    let mut found = String::new();
    let mut faulty = Vec::new();
    for (name, bytes) in all() {
        let answer = match otinish::confine::vet_scan(&bytes).map(|()| pdf::scan(&bytes)) {
            Err(_) => "ends its reader".to_owned(),
            Ok(Ok(leaves)) => format!("read, pages: {}", leaves.len()),
            Ok(Err(fault)) => fault.to_string(),
        };
        let path = format!("SMITH John/passport/{}", faulty.len());
        let extension = name.rsplit('.').next().unwrap_or_default();
        if !answer.starts_with("read") {
            let path = format!("{path}.{extension}");
            let sent = path.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
            let request = served.request("POST", &format!("/api/desks/{id}/scans?lang=en"));
            let request = request.header("x-otinish-name", sent).body(Body::from(bytes)).expect("a request");
            assert_eq!(served.send(request).status(), StatusCode::OK, "{name}");
            faulty.push((path, answer.clone()));
        }
        found += &format!("{name}: {answer}\n");
    }
    let path = |name: &str| format!("/api/desks/{id}/{name}");
    let begun = served.ask("POST", &path("packets?lang=en"), r#"{"languages":["en"],"formats":["docx"]}"#);
    assert_eq!(begun.status(), StatusCode::ACCEPTED);
    let events = served.ask("GET", &path("events"), Body::empty());
    assert!(
        String::from_utf8_lossy(&events.bytes).contains("\"event\":\"done\""),
        "the run comes to its end"
    );
    let link =
        served.ask("POST", &path("fetch"), json!({"what": "report"}).to_string()).json()["link"].clone();
    let request =
        Request::builder().uri(link.as_str().expect("a link")).header("host", HOST).body(Body::empty());
    let report = String::from_utf8(served.send(request.expect("a request")).bytes).expect("text");
    for (path, answer) in faulty {
        assert!(
            report.contains(&path.replace('/', "&#x2F;")) || report.contains(&path),
            "{path}: {answer}\n{report}"
        );
    }
    crate::compare("scans.txt", &found);
}

/// The content of a page whose length is a lie is found by its end, whole (PDF §7.3.8), or the file is refused: a
/// paper without its text would go to an authority as a blank sheet.
#[test]
fn a_length_that_lies_loses_nothing() {
    let drawn = |length: &str, more: &str| {
        let content = format!("<</Length {length}>>stream\n0 0 9 9 re f\nendstream");
        let leaves =
            pdf::scan(&page("/Contents 4 0 R", &[&content, more])).map_err(|fault| fault.to_string());
        leaves.map(|leaves| leaves.iter().map(|leaf| leaf.image.bytes.clone()).collect::<Vec<_>>())
    };
    let whole = drawn("12", "null").expect("an honest page");
    for length in ["0", "3", "11", "14", "2147483647", "-1", "4 0 R", "9 0 R", "(x)"] {
        let found = drawn(length, "null");
        assert!(
            found.as_ref().is_err() || found.as_ref() == Ok(&whole),
            "{length}: {} bytes",
            found.map_or(0, |all| all[0].len())
        );
    }
    assert_eq!(drawn("5 0 R", "12").as_ref(), Ok(&whole), "a length of its own object");
    for length in ["0", "3", "500"] {
        assert!(drawn("5 0 R", length).is_err(), "{length} as an object of its own");
    }
}
