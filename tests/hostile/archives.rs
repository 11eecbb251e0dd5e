//! Zips of scans that attack or lie: opened by the library, and put on the page beside a roster.

use axum::body::Body;
use axum::http::StatusCode;
use otinish::packet::{self, Discrepancy};

use crate::faulty::zip;
use crate::served::serve;
use crate::zips;

/// All by name; only the first is right.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let pixel: &[u8] = include_bytes!("../web/pixel.png");
    let good = zip(&[("SMITH John/passport.png", pixel), ("SMITH John/visa.png", pixel)]);
    let zeros = vec![0; 60 << 20];
    let names: Vec<String> = (0..2_001).map(|index| format!("SMITH John/{index}.png")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), pixel)).collect();
    let others = [
        (
            "two_of_one_name.zip",
            zips::renamed(
                &zip(&[("SMITH John/visa1.png", pixel), ("SMITH John/visa2.png", b"x")]),
                "visa2",
                "visa1",
            ),
        ),
        ("names_by_case.zip", zip(&[("Смит/Виза.png", pixel), ("смит/виза.PNG", b"x")])),
        ("cut.zip", good[..good.len() / 2].to_vec()),
        ("bomb_of_a_file.zip", zip(&[("SMITH John/visa.png", &vec![0; 65 << 20])])),
        ("bomb_of_all.zip", zip(&[("a.png", &zeros), ("b.png", &zeros), ("c.png", &zeros)])),
        ("many_files.zip", zip(&many)),
        ("climbing_name.zip", zip(&[("../../etc/cron.d/visa.png", pixel), ("C:\\visa.png", pixel)])),
        ("zip_in_a_zip.zip", zip(&[("SMITH John.zip", &good)])),
        ("nothing.zip", zip(&[])),
        ("text.zip", b"PK".to_vec()),
    ];
    let mut all = vec![("good.zip".to_owned(), good.clone())];
    all.extend(zips::lies(&good).map(|(lie, zip)| (format!("{lie}.zip"), zip)));
    all.extend(others.map(|(name, zip)| (name.to_owned(), zip)));
    all
}

#[test]
fn every_zip_of_scans_has_its_answer_also_on_the_page() {
    let served = serve();
    let mut found = String::new();
    for (name, bytes) in all() {
        let answer = match packet::unzip(&bytes) {
            Ok(files) => format!("{} files", files.len()),
            Err(error) => error.to_string(),
        };
        let id = served.desk();
        let request = served.request("POST", &format!("/api/desks/{id}/scans?lang=en"));
        let request = request.header("x-otinish-name", &name).body(Body::from(bytes)).expect("a request");
        let shown = served.send(request);
        let code = match shown.status() {
            StatusCode::OK => "taken".to_owned(),
            status => {
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
                shown.code()
            }
        };
        served.ask("DELETE", &format!("/api/desks/{id}"), Body::empty());
        found += &format!("{name}: {answer}; on the page {code}\n");
    }
    crate::compare("archives.txt", &found);
}

/// Of two files of one name, one program shows the first and another the last: a packet has none such.
#[test]
fn a_packet_with_two_files_of_one_name_is_none() {
    let sum = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let manifest = format!(r#"{{"files":[{{"path":"letter.pdf","bytes":1,"sha256":"{sum}"}}]}}"#);
    let forged =
        zip(&[("letter.pd2", b"forged"), ("letter.pdf", b"x"), ("manifest.json", manifest.as_bytes())]);
    assert_eq!(packet::verify(&forged), (1, vec![Discrepancy::Unlisted("letter.pd2".to_owned())]));
    let forged = zips::renamed(&forged, "letter.pd2", "letter.pdf");
    assert_eq!(packet::verify(&forged), (0, vec![Discrepancy::NotAPacket]));
}
