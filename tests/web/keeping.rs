//! What is kept, and for how long: passwords not at all, packets until something changes, files for a day, the
//! office's templates for good.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::served::{self, HOST, serve};
use crate::{events, notation};

#[test]
fn packets_are_sealed_with_a_password_that_stays_nowhere() {
    const PASSWORD: &str = "correct horse battery";
    let served = serve();
    let id = served.desk();
    let path = |name: &str| format!("/api/desks/{id}/{name}");
    let begin = |password: &str| {
        let asked = json!({"languages": ["ru"], "formats": ["docx"], "password": password});
        served.ask("POST", &path("packets?lang=ru"), asked.to_string())
    };
    for unfit in ["", "short", "құпиясөз-құпиясөз", &"x".repeat(100)] {
        let answer = begin(unfit);
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{unfit}");
        assert_eq!(answer.code(), "page-password-unfit");
        assert!(unfit.is_empty() || !String::from_utf8_lossy(&answer.bytes).contains(unfit));
    }
    assert_eq!(begin(PASSWORD).status(), StatusCode::ACCEPTED);
    let heard = events(&served, &id, "0");
    assert_eq!(heard.last().expect("events").1["event"], "done", "{heard:#?}");
    let link = served.ask("POST", &path("fetch"), r#"{"what":"packet","index":0}"#).json();
    assert!(link["name"].as_str().is_some_and(|name| name.ends_with(".aes.zip")), "{link}");
    let request = Request::builder().uri(link["link"].as_str().expect("a link")).header("host", HOST);
    let packet = served.send(request.body(Body::empty()).expect("a request")).bytes;
    let password = otinish::packet::Password::new(PASSWORD).expect("fit");
    assert!(otinish::packet::unseal(&packet, &password).is_some());
    let mut folders = vec![served.page.workspace.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => {
                    let bytes = std::fs::read(&path).expect("a file");
                    let told = bytes.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes());
                    assert!(!told, "{} tells the password", path.display());
                }
            }
        }
    }
}

#[test]
fn packets_are_old_when_something_was_changed_after_them() {
    let served = serve();
    let id = served.desk();
    let stale = || served.ask("GET", &format!("/api/desks/{id}"), Body::empty()).json()["stale"] == true;
    let act = |body: Value| served.ask("POST", &format!("/api/desks/{id}/act"), body.to_string());
    let run = || {
        let asked = r#"{"languages":["ru"],"formats":["docx"]}"#;
        assert_eq!(
            served.ask("POST", &format!("/api/desks/{id}/packets"), asked).status(),
            StatusCode::ACCEPTED
        );
        events(&served, &id, "0");
    };
    assert!(!stale());
    run();
    act(json!({"do": "accept", "fills": [{"sheet": "Сотрудники", "row": 10, "field": "sex"}]}));
    assert!(!stale(), "what was accepted is the same");
    act(json!({"do": "type", "sheet": "Сотрудники", "cell": "J16", "value": "MP2847156"}));
    assert!(stale());
    run();
    assert!(!stale());
}

#[test]
fn what_was_left_alone_for_a_day_goes() {
    let served = serve();
    let id = served.desk();
    let link = served.ask("POST", &format!("/api/desks/{id}/file"), r#"{"what":"calendar"}"#).json();
    served.ask("POST", "/api/starter?lang=kk", "{}");
    let minutes = |count: u64| std::time::Instant::now() + std::time::Duration::from_secs(60 * count);
    served.page.sweep(minutes(1));
    assert_eq!(served.files(), 3, "the workbook, the calendar, the empty roster");
    served.page.sweep(minutes(16));
    assert_eq!(served.files(), 1, "files go with their links");
    let gone = Request::builder().uri(link["link"].as_str().expect("a link")).header("host", HOST);
    assert_eq!(served.send(gone.body(Body::empty()).expect("ok")).status(), StatusCode::NOT_FOUND);
    served.page.sweep(minutes(23 * 60));
    assert_eq!(served.files(), 1);
    served.page.sweep(minutes(25 * 60));
    assert_eq!(served.files(), 0);
    assert_eq!(served.ask("GET", &format!("/api/desks/{id}"), Body::empty()).status(), StatusCode::NOT_FOUND);
}

#[test]
fn a_template_is_looked_at_with_a_person_of_a_roster() {
    const NAME: &str = "arrival-notification.ru.docx";
    let served = serve();
    let id = served.desk();
    let list = served.ask("GET", "/api/templates?lang=ru", Body::empty()).json();
    let people = list["rosters"][0]["people"]["arrival-notification"].as_array().expect("people").clone();
    assert!(people.len() > 3, "{list:#}");
    let person = people.iter().find(|one| one["subject"] == "SMITH John").expect("one of them");
    let fetch = |name: &str, filing: &Value| {
        let asked = json!({"what": "person", "desk": id, "filing": filing}).to_string();
        served.ask("POST", &format!("/api/templates/{name}/fetch?lang=ru"), asked)
    };
    let before = served.files();
    let link = fetch(NAME, &person["filing"]).json()["link"].clone();
    let request = Request::builder().uri(link.as_str().expect("a link")).header("host", HOST);
    assert!(served.send(request.body(Body::empty()).expect("ok")).bytes.starts_with(b"%PDF-"));
    assert_eq!(served.files(), before + 1);
    assert_eq!(fetch("trp-application.ru.docx", &person["filing"]).status(), StatusCode::BAD_REQUEST);
    assert_eq!(fetch(NAME, &json!(99_999)).status(), StatusCode::NOT_FOUND);
    served.ask("DELETE", "/api/desks", Body::empty());
    assert_eq!(served.files(), 0, "what was shown of a person goes with the roster");
    assert_eq!(fetch(NAME, &person["filing"]).status(), StatusCode::NOT_FOUND);
}

#[test]
fn templates_of_the_offices_own_folder_are_kept_there_and_none_is_lost() {
    const NAME: &str = "arrival-notification.ru.docx";
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("own-templates");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let letter = |text: &str| notation::docx(&[("template".into(), text.into())]);
    let served = served::serve_with(Some(folder.clone()));
    let put = |text: &str| served.ask("PUT", &format!("/api/templates/{NAME}"), letter(text)).json();
    let kept = |path: &str| std::fs::read(folder.join(path)).ok();
    assert_eq!(served.ask("GET", "/api/templates", Body::empty()).json()["kept"], true);
    for text in ["Первое", "Второе"] {
        assert_eq!(put(text)["faults"], json!([]));
        assert_eq!(kept(NAME), Some(letter(text)));
    }
    assert!(!put("{{ employee.adress }}")["faults"].as_array().expect("faults").is_empty());
    assert_eq!(kept(NAME), Some(letter("Второе")), "one with faults takes no other's place");
    let back = || served.ask("DELETE", &format!("/api/templates/{NAME}"), Body::empty()).status();
    assert_eq!((back(), back()), (StatusCode::NO_CONTENT, StatusCode::NOT_FOUND));
    assert_eq!(kept(NAME), None);
    assert_eq!(kept(&format!("earlier/{NAME}")), Some(letter("Первое")));
    assert_eq!(kept("earlier/arrival-notification.ru (2).docx"), Some(letter("Второе")));
}
