//! Values of a person, through every way that fails: none is in what the program says beside its answers, in an
//! address, or in the name of a file. What lay in the private folder goes with the end, also with a violent one.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::serving::Serving;
use crate::{notation, workbook, zips};

/// A passport, an IIN, and a telephone.
const CANARIES: [&str; 3] = ["N9988776", "770815300104", "77015550199"];

fn book() -> Vec<u8> {
    let [passport, iin, phone] = CANARIES;
    workbook::build(&format!(
        "== Сотрудники\nФИО (лат.) | Гражданство | № паспорта | ИИН | Телефон | Дата рождения | Дата въезда\n\
         SMITH John | Нигде | {passport} | {iin} | {phone} | 32.13.1980 | 20.11.2026\n"
    ))
}

/// Asks the program; the whole answer as text.
fn ask(serving: &Serving, line: &str, name: &str, body: &[u8]) -> String {
    let mut stream = serving.connect();
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Otinish-Token: {}\r\nX-Otinish-Name: {name}\r\nContent-Length: {}\r\n\r\n",
        serving.port,
        serving.token,
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("it is taken");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it is answered");
    String::from_utf8_lossy(&answer).into_owned()
}

/// All names below a folder.
fn names(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        all.push(entry.path());
        names(&entry.path(), all);
    }
}

/// The value of a key of an answer.
fn value<'a>(answer: &'a str, key: &str) -> &'a str {
    let rest =
        answer.split(&format!("\"{key}\":\"")).nth(1).unwrap_or_else(|| panic!("no {key} in {answer}"));
    rest.split('"').next().unwrap_or_default()
}

#[test]
fn no_value_of_a_person_is_said_where_it_is_kept() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serving-canaries");
    let _ = std::fs::remove_dir_all(&folder);
    let mut serving = Serving::start("canaries");
    let [passport, ..] = CANARIES;
    let book = book();
    let check = |serving: &Serving, what: &str| {
        let mut all = Vec::new();
        names(&serving.folder, &mut all);
        let told = std::fs::read_to_string(serving.folder.with_extension("stderr")).expect("it is text");
        for canary in CANARIES {
            assert!(!told.contains(canary), "{what}: {told}");
            let named = all.iter().find(|path| path.to_string_lossy().contains(canary));
            assert!(named.is_none(), "{what}: {named:?}");
        }
        #[cfg(unix)]
        for path in all.iter().filter(|path| path.parent() == Some(&*serving.folder)) {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path).map(|data| data.permissions().mode() & 0o077);
            assert_eq!(mode.unwrap_or(0), 0, "{what}: {}", path.display());
        }
    };

    // Files that cannot be read, under a name with a canary.
    let name = format!("{passport}.xlsx");
    for bytes in
        [&book[..book.len() / 2], passport.as_bytes(), &zips::encrypted(&book), &zips::overlapping(&book)]
    {
        let answer = ask(&serving, "POST /api/desks", &name, bytes);
        assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
        check(&serving, "a file that is none");
    }
    // One that can; what is done to it fails.
    let answer = ask(&serving, "POST /api/desks", &name, &book);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let id = value(&answer, "id").to_owned();
    let bad =
        format!("{{\"do\":\"type\",\"sheet\":\"{passport}\",\"cell\":\"A1\",\"value\":\"{passport}\"}}");
    for (line, body) in [
        (format!("POST /api/desks/{id}/act"), bad),
        (format!("POST /api/desks/{id}/headers"), format!("[{{\"sheet\":\"{passport}\"}}]")),
        (
            format!("POST /api/desks/{id}/file"),
            "{\"what\":\"letter\",\"filing\":0,\"language\":\"ru\",\"format\":\"pdf\"}".into(),
        ),
        (format!("POST /api/desks/{passport}/act"), "{}".into()),
        (format!("PUT /api/templates/{passport}.docx"), passport.into()),
        ("PUT /api/templates/arrival-notification.ru.docx".into(), passport.into()),
        (format!("POST /api/desks/{id}/scans"), passport.into()),
    ] {
        ask(&serving, &line, &format!("{passport}/passport.pdf"), body.as_bytes());
        check(&serving, &line);
    }
    let template =
        notation::docx(&[("template".into(), format!("{{{{ employee.{passport} }}}} {passport}"))]);
    ask(&serving, "PUT /api/templates/arrival-notification.ru.docx", "", &template);
    // Packets, of which none can be made whole; then the files of the desk by their addresses.
    let begun = ask(
        &serving,
        &format!("POST /api/desks/{id}/packets"),
        "",
        b"{\"languages\":[\"ru\"],\"formats\":[\"docx\"]}",
    );
    assert!(begun.starts_with("HTTP/1.1 202"), "{begun}");
    ask(&serving, &format!("GET /api/desks/{id}/events"), "", b"");
    check(&serving, "packets");
    for what in ["completed", "calendar", "board"] {
        let answer = ask(
            &serving,
            &format!("POST /api/desks/{id}/file"),
            "",
            format!("{{\"what\":\"{what}\"}}").as_bytes(),
        );
        let link = value(&answer, "link");
        assert!(CANARIES.iter().all(|canary| !link.contains(canary)), "{link}");
    }
    check(&serving, "files");

    // A violent end leaves the folder; the next start takes it away, and its own end its own.
    serving.child.kill().and_then(|()| serving.child.wait()).expect("it ends");
    let count = || std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(count(), 1);
    let mut serving = Serving::start("canaries");
    assert_eq!(count(), 1, "the first one is gone");
    assert!(ask(&serving, &format!("GET /api/desks/{id}"), "", b"").starts_with("HTTP/1.1 40"));
    #[cfg(unix)]
    {
        let process = serving.child.id().to_string();
        let signal = std::process::Command::new("kill").arg(process).status().expect("there is `kill`");
        assert!(signal.success());
        serving.child.wait().expect("it ends");
        assert_eq!(count(), 0);
    }
}
