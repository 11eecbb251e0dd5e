//! Scans beside a roster: files and zips, matched by name, put into the packets, gone when taken away.

use std::io::{Cursor, Write};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::events;
use crate::served::{Answer, HOST, Served, serve};

/// A one-pixel picture.
const PNG: &[u8] = include_bytes!("pixel.png");

fn put(served: &Served, id: &str, name: &str, bytes: &[u8]) -> Answer {
    let name = name.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let request =
        served.request("POST", &format!("/api/desks/{id}/scans?lang=en")).header("x-otinish-name", name);
    served.send(request.body(Body::from(bytes.to_vec())).expect("a request"))
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

#[test]
fn scans_are_matched_put_into_packets_and_taken_away() {
    let served = serve();
    let id = served.desk();
    let before = served.files();
    let scans = put(&served, &id, "SMITH John/паспорт.png", PNG).json();
    assert_eq!(scans.as_array().map(Vec::len), Some(1), "{scans:#}");
    assert_eq!(
        (&scans[0]["kind"], &scans[0]["trouble"]),
        (&json!("Copy of the passport"), &Value::Null),
        "{scans:#}"
    );
    assert!(scans[0]["whose"].as_str().is_some_and(|whose| whose.contains("SMITH")), "{scans:#}");
    let more = zip(&[
        ("scans/SMITH_John/work-permit.png", PNG),
        ("scans/NOBODY_Known/passport.png", PNG),
        ("__MACOSX/._x.png", b"x"),
        ("../../SMITH_John/visa.png", PNG),
    ]);
    let scans = put(&served, &id, "scans.zip", &more).json();
    let names: Vec<&str> =
        scans.as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name")).collect();
    assert_eq!(
        names,
        [
            "SMITH John/паспорт.png",
            "SMITH_John/visa.png",
            "scans/NOBODY_Known/passport.png",
            "scans/SMITH_John/work-permit.png"
        ]
    );
    assert!(scans[2]["trouble"].as_str().is_some_and(|text| text.contains("NOBODY_Known")), "{scans:#}");
    assert_eq!(served.files(), before + 4, "the zip itself does not stay");
    let view = served.ask("GET", &format!("/api/desks/{id}?lang=en"), Body::empty()).json();
    assert_eq!(view["scans"], scans);

    let path = |name: &str| format!("/api/desks/{id}/{name}");
    let begun = served.ask("POST", &path("packets?lang=en"), r#"{"languages":["en"],"formats":["pdf"]}"#);
    assert_eq!(begun.status(), StatusCode::ACCEPTED);
    let heard = events(&served, &id, "0");
    assert_eq!(heard.last().expect("events").1["event"], "done", "{heard:#?}");
    let packets: Vec<&Value> =
        heard.iter().map(|(_, event)| &event["packet"]).filter(|one| one.is_object()).collect();
    let index =
        packets.iter().position(|one| one["name"].as_str().is_some_and(|name| name.contains("SMITH")));
    let asked = json!({"what": "packet", "index": index.expect("a packet of Smith")}).to_string();
    let link = served.ask("POST", &path("fetch"), asked).json()["link"].clone();
    let request =
        Request::builder().uri(link.as_str().expect("a link")).header("host", HOST).body(Body::empty());
    let packet = served.send(request.expect("a request")).bytes;
    let packet = zip::ZipArchive::new(Cursor::new(packet)).expect("a zip");
    let inside: Vec<String> = packet.file_names().map(|name| name.expect("a name").into_owned()).collect();
    assert!(inside.iter().any(|name| name.ends_with("attachments/passport.png")), "{inside:?}");

    let left = served.ask("DELETE", &path("scans?name=SMITH_John%2Fvisa.png"), Body::empty()).json();
    assert_eq!(left.as_array().map(Vec::len), Some(3));
    assert_eq!(served.ask("DELETE", &path("scans"), Body::empty()).json(), json!([]));
    let on_disk = std::fs::read_dir(served.page.path(&format!("desks/{id}/scans"))).expect("a folder");
    assert_eq!(on_disk.count(), 0);
}

#[test]
fn what_is_no_scan_is_refused_in_words_and_leaves_nothing() {
    let served = serve();
    let id = served.desk();
    let before = served.files();
    let bomb = zip(&[("SMITH_John/passport.png", &vec![0; 65 << 20])]);
    let mut many: Vec<(String, &[u8])> = Vec::new();
    many.extend((0..2_001).map(|index| (format!("{index}/passport.png"), &b""[..])));
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let twins = zip(&[("a/passport.png", PNG), ("A/Passport.png", PNG)]);
    for (bytes, code) in [
        (b"no zip".to_vec(), "page-zip-damaged"),
        (zip(&[("a/passport.png", PNG)])[..60].to_vec(), "page-zip-damaged"),
        (twins, "page-zip-damaged"),
        (bomb, "page-zip-large"),
        (zip(&many), "page-zip-large"),
        (Vec::new(), "page-empty-file"),
    ] {
        let answer = put(&served, &id, "scans.zip", &bytes);
        assert_eq!((answer.status(), answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code));
        assert_eq!(served.files(), before, "{code}");
    }
    assert_eq!(put(&served, &id, "../..", PNG).code(), "page-request-senseless");
    assert_eq!(put(&served, "0", "a.pdf", PNG).code(), "page-gone");
}
