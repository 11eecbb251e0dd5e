//! Refusals that need some staging: a busy page, a full disk, a body that breaks off, a zip behind a password.

use std::io::{Cursor, Write};
use std::task::{Context, Waker};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use serde_json::json;

use crate::served::{Served, serve};

fn put(served: &Served, path: &str, name: &str, body: Body) -> (StatusCode, String) {
    let request = served.request("POST", path).header("x-otinish-name", name).body(body).expect("a request");
    let answer = served.send(request);
    (answer.status(), answer.code())
}

#[test]
fn who_comes_when_too_many_wait_is_asked_to_come_again() {
    let served = serve();
    let mut context = Context::from_waker(Waker::noop());
    let mut waiting: Vec<_> = (0..128).map(|_| Box::pin(served.page.place())).collect();
    // Two have a place, the others wait for one.
    let placed: Vec<_> = waiting.iter_mut().map(|one| one.as_mut().poll(&mut context)).collect();
    let answer = served.ask("POST", "/api/starter", "{}");
    assert_eq!((answer.status(), answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "page-busy"));
    assert_eq!(answer.response.headers()["retry-after"], "2");
    drop((placed, waiting));
    assert_eq!(served.ask("POST", "/api/starter", "{}").status(), StatusCode::OK);
}

#[test]
fn a_disk_that_takes_nothing_is_told() {
    let served = serve();
    std::fs::remove_dir_all(served.page.workspace.path()).expect("it is ours");
    let answer = served.upload("r.csv", b"a;b\n");
    assert_eq!((answer.status(), answer.code().as_str()), (StatusCode::INSUFFICIENT_STORAGE, "page-disk"));
}

#[test]
fn what_breaks_off_or_does_not_end_leaves_nothing_behind() {
    let served = serve();
    let id = served.desk();
    let before = served.files();
    let torn = || {
        let parts = [Ok(Bytes::from_static(b"PK")), Err(std::io::Error::other("the cable was pulled"))];
        Body::from_stream(tokio_stream::iter(parts))
    };
    let endless = || {
        let part = Bytes::from(vec![b'x'; 1 << 20]);
        Body::from_stream(tokio_stream::iter(std::iter::repeat_with(move || {
            Ok::<_, std::io::Error>(part.clone())
        })))
    };
    let scans = format!("/api/desks/{id}/scans");
    for (path, name, body, status, code) in [
        ("/api/desks", "r.xlsx", torn(), StatusCode::REQUEST_TIMEOUT, "page-broken-off"),
        (&scans, "a.pdf", torn(), StatusCode::REQUEST_TIMEOUT, "page-broken-off"),
        ("/api/desks", "r.xlsx", endless(), StatusCode::PAYLOAD_TOO_LARGE, "page-too-large"),
        (&scans, "a.pdf", endless(), StatusCode::PAYLOAD_TOO_LARGE, "page-scan-large"),
    ] {
        assert_eq!(put(&served, path, name, body), (status, code.to_owned()));
        assert_eq!(served.files(), before, "{code}");
    }
}

#[test]
fn a_zip_of_scans_behind_a_password_is_told() {
    let served = serve();
    let id = served.desk();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let sealed =
        zip::write::SimpleFileOptions::default().with_aes_encryption(zip::AesMode::Aes256, "password");
    zip.start_file("SMITH_John/passport.png", sealed).expect("a name");
    zip.write_all(include_bytes!("pixel.png")).expect("memory");
    let zip = zip.finish().expect("memory").into_inner();
    let told = put(&served, &format!("/api/desks/{id}/scans"), "scans.zip", Body::from(zip));
    assert_eq!(told, (StatusCode::UNPROCESSABLE_ENTITY, "page-zip-encrypted".to_owned()));
}

#[test]
fn a_letter_that_lacks_a_value_names_the_cell() {
    let served = serve();
    let csv = "ФИО на русском языке;Гражданство;Паспорт №;Дата рождения;Дата въезда\n\
        Каримов Бобур;Узбекистан;;01.02.1980;20.11.2026\n";
    let id = served.upload("r.csv", csv.as_bytes()).json()["id"].as_str().expect("an id").to_owned();
    let view = served.ask("GET", &format!("/api/desks/{id}?lang=en"), Body::empty()).json();
    let filings = view["filings"].as_array().expect("filings").iter();
    let lacking =
        filings.clone().find(|one| one["made"] == false).expect("without a passport nothing is made");
    let asked = json!({"what": "letter", "filing": lacking["index"], "language": "ru", "format": "pdf"});
    let answer = served.ask("POST", &format!("/api/desks/{id}/file?lang=en"), asked.to_string());
    assert_eq!(
        (answer.status(), answer.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "page-letter-lacks")
    );
}
