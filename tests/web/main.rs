//! The drop page from the outside: every route and every refusal, asked without a socket.

#[path = "../template/notation.rs"]
#[allow(dead_code, reason = "only the writing half is used here")]
mod notation;

mod choices;
mod keeping;
mod load;
mod refusals;
mod scans;
mod served;
#[allow(dead_code, reason = "only the hostile ones ask for its folder")]
mod serving;

use std::path::PathBuf;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use served::{HOST, ROSTER, Served, serve};

/// Every route with a method that it takes.
fn routes() -> Vec<(&'static str, &'static str)> {
    vec![
        ("GET", "/"),
        ("GET", "/assets/desk.mjs"),
        ("GET", "/files/0"),
        ("GET", "/api/desks"),
        ("POST", "/api/desks"),
        ("DELETE", "/api/desks"),
        ("POST", "/api/desks/sample"),
        ("GET", "/api/desks/0"),
        ("DELETE", "/api/desks/0"),
        ("POST", "/api/desks/0/act"),
        ("POST", "/api/desks/0/headers"),
        ("POST", "/api/desks/0/file"),
        ("POST", "/api/desks/0/scans"),
        ("DELETE", "/api/desks/0/scans"),
        ("POST", "/api/desks/0/packets"),
        ("DELETE", "/api/desks/0/packets"),
        ("GET", "/api/desks/0/events"),
        ("POST", "/api/desks/0/fetch"),
        ("POST", "/api/starter"),
        ("GET", "/api/templates"),
        ("PUT", "/api/templates/no.docx"),
        ("DELETE", "/api/templates/no.docx"),
        ("POST", "/api/templates/no.docx/fetch"),
        ("GET", "/nowhere"),
    ]
}

#[test]
fn every_other_host_is_turned_away_everywhere() {
    let served = serve();
    let hosts = [
        "evil.test",
        "evil.test:8017",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:8017.evil.test",
        "localhost",
        "localhost.:8017",
        "0.0.0.0:8017",
        "[::1]:8017",
        "127.1:8017",
        "",
        "rebind.test:8017",
    ];
    for (method, path) in routes() {
        for host in hosts {
            let request = Request::builder().method(method).uri(path).header("host", host);
            let request = request.header("x-otinish-token", &served.page.token).body(Body::empty());
            let answer = served.send(request.expect("a request"));
            assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{method} {path} {host}");
            assert_eq!(answer.code(), "page-host");
        }
        let none = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
        assert_eq!(served.send(none).status(), StatusCode::MISDIRECTED_REQUEST);
        let two =
            Request::builder().method(method).uri(path).header("host", HOST).header("host", "evil.test");
        assert_eq!(
            served.send(two.body(Body::empty()).expect("ok")).status(),
            StatusCode::MISDIRECTED_REQUEST
        );
        let target =
            Request::builder().method(method).uri(format!("http://evil.test{path}")).header("host", HOST);
        let answer = served.send(target.body(Body::empty()).expect("a request"));
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "absolute form of {path}");
    }
    for host in ["127.0.0.1:8017", "localhost:8017", "LOCALHOST:8017"] {
        let request =
            Request::builder().uri("/").header("host", host).body(Body::empty()).expect("a request");
        assert_eq!(served.send(request).status(), StatusCode::OK, "{host}");
    }
}

#[test]
fn without_the_token_nothing_is_told() {
    let served = serve();
    for (method, path) in routes().into_iter().filter(|(_, path)| path.starts_with("/api")) {
        for token in ["", "0", "7d58e75c484606083c9fc9839b97fe2e"] {
            let request = Request::builder().method(method).uri(path).header("host", HOST);
            let answer =
                served.send(request.header("x-otinish-token", token).body(Body::empty()).expect("ok"));
            assert_eq!((answer.status(), answer.code().as_str()), (StatusCode::FORBIDDEN, "page-token"));
        }
        let query = format!("{path}?token={}", served.page.token);
        let request = Request::builder().method(method).uri(query).header("host", HOST);
        let answer = served.send(request.body(Body::empty()).expect("a request"));
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "a token in the address counts for nothing");
    }
}

#[test]
fn nothing_is_changed_from_another_site() {
    let served = serve();
    let foreign: [&[(&str, &str)]; 8] = [
        &[("origin", "http://evil.test")],
        &[("origin", "null")],
        &[("origin", "https://127.0.0.1:8018")],
        &[("origin", "http://localhost:8017")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8017")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://evil.test")],
    ];
    for (method, path) in routes() {
        if method == "GET" {
            continue;
        }
        for headers in foreign {
            let mut request = served.request(method, path);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = served.send(request.body(Body::empty()).expect("a request"));
            assert_eq!((answer.status(), answer.code().as_str()), (StatusCode::FORBIDDEN, "page-cross-site"));
        }
    }
    let own = served.request("POST", "/api/desks/sample").header("origin", "http://127.0.0.1:8017");
    let own = own.header("sec-fetch-site", "same-origin").body(Body::empty()).expect("a request");
    assert_eq!(served.send(own).status(), StatusCode::CREATED);
}

#[test]
fn every_answer_has_the_headers_and_none_is_for_other_origins() {
    let served = serve();
    for (method, path) in routes() {
        let answer = served.ask(method, path, Body::empty());
        let headers = answer.response.headers();
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "cache-control",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
        ] {
            assert!(headers.contains_key(name), "{method} {path} lacks {name}");
        }
        assert_eq!(headers["cache-control"], "no-store");
        assert!(!headers["content-security-policy"].to_str().expect("text").contains("unsafe-eval"));
        assert!(headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{method} {path}");
        assert!(answer.status().as_u16() < 500, "{method} {path}: {}", answer.status());
    }
    for method in [Method::TRACE, Method::PUT, Method::PATCH, Method::CONNECT] {
        let answer = served.ask(method.as_str(), "/", Body::empty());
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[test]
fn files_are_named_by_tickets_alone() {
    let served = serve();
    for path in [
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2fworkbook",
        "..%5c..%5cx",
        "%00",
        "%c0%ae%c0%ae",
        "a%2fb",
        "0",
        "desks",
    ] {
        for root in ["/files", "/assets", "/api/desks"] {
            let answer = served.ask("GET", &format!("{root}/{path}"), Body::empty());
            let refused = [StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&answer.status());
            assert!(refused, "{root}/{path}: {}", answer.status());
        }
    }
}

#[test]
fn a_roster_is_shown_with_what_is_to_be_done() {
    let served = serve();
    let id = served.desk();
    for language in ["en", "ru", "kk"] {
        let view = served.ask("GET", &format!("/api/desks/{id}?lang={language}"), Body::empty()).json();
        assert_eq!(view["name"], "roster.xlsx");
        assert_eq!(view["today"], "22.11.2026");
        assert!(view["counts"]["employees"].as_u64() > Some(10));
        let groups = view["groups"].as_array().expect("groups");
        assert!(groups.iter().any(|group| group["code"] == "passport-look-alikes"), "{groups:#?}");
        assert!(view["deadlines"]["bands"].as_array().is_some_and(|bands| !bands.is_empty()));
        assert!(view["filings"].as_array().is_some_and(|filings| !filings.is_empty()));
    }
    let list = served.ask("GET", "/api/desks", Body::empty()).json();
    assert_eq!(list["desks"][0]["id"], id.as_str());
}

#[test]
fn a_correction_is_checked_at_once_and_can_be_taken_back() {
    let served = serve();
    let id = served.desk();
    let act = |body: Value| served.ask("POST", &format!("/api/desks/{id}/act?lang=en"), body.to_string());
    let has = |view: &Value, code: &str| {
        view["groups"].as_array().expect("groups").iter().any(|group| group["code"] == code)
    };
    let fixed =
        act(json!({"do": "type", "sheet": "Сотрудники", "cell": "J16", "value": " MP2847156 "})).json();
    assert!(!has(&fixed, "passport-look-alikes"));
    let rows = fixed["grid"]["sheets"][0]["rows"].as_array().expect("rows");
    let cells = rows.iter().flat_map(|row| row["cells"].as_array().expect("cells"));
    let cell =
        cells.into_iter().find(|cell| cell["cell"] == "J16").expect("a corrected cell stays in the grid");
    assert_eq!((&cell["text"], &cell["read"]), (&json!("MP2847156"), &json!("МР2847156")));
    let findings_of = |view: &Value, place: &str| {
        let groups = view["groups"].as_array().expect("groups").clone();
        let items = groups.iter().flat_map(|group| group["items"].as_array().expect("items").clone());
        items.filter(|item| item["place"] == place).count()
    };
    let wrong =
        act(json!({"do": "type", "sheet": "Сотрудники", "cell": "F16", "value": "32.13.1990"})).json();
    assert!(findings_of(&wrong, "Сотрудники!F16") > 0, "a wrong date is told");
    let back = act(json!({"do": "restore", "sheet": "Сотрудники", "cell": "F16"})).json();
    assert_eq!(findings_of(&back, "Сотрудники!F16"), 0);
    let back = act(json!({"do": "restore", "sheet": "Сотрудники", "cell": "J16"})).json();
    assert!(has(&back, "passport-look-alikes"));
}

#[test]
fn a_filled_value_can_be_accepted_and_refused() {
    let served = serve();
    let id = served.desk();
    let act =
        |body: Value| served.ask("POST", &format!("/api/desks/{id}/act?lang=en"), body.to_string()).json();
    let fill = |view: &Value, cell: &str| {
        let items = view["fills"]["items"].as_array().expect("fills").clone();
        items.into_iter().find(|fill| fill["cell"] == cell)
    };
    let place = json!({"sheet": "Сотрудники", "row": 10, "field": "sex"});
    let view = act(json!({"do": "accept", "fills": [place]}));
    assert_eq!(fill(&view, "E10").expect("the sex from the IIN")["accepted"], true);
    let view = act(json!({"do": "refuse", "sheet": "Сотрудники", "cell": "E10"}));
    let refused = fill(&view, "E10").expect("a refusal is listed");
    assert_eq!((&refused["refused"], &refused["value"]), (&json!(true), &json!("")));
    let view = act(json!({"do": "restore", "sheet": "Сотрудники", "cell": "E10"}));
    assert_eq!(fill(&view, "E10").expect("filled again")["value"], "M");
}

#[test]
fn a_header_that_was_not_known_is_decided_by_a_person() {
    let served = serve();
    let csv = "ФИО на русском языке;Гражданство;Паспорт №;Дата рождения;Дожность;Номер визыы\n\
        Иванов Иван;Россия;123456789;01.02.1980;Инженер;77\n";
    let answer = served.upload("r.csv", csv.as_bytes());
    let id = answer.json()["id"].as_str().expect("read").to_owned();
    let view = served.ask("GET", &format!("/api/desks/{id}?lang=en"), Body::empty()).json();
    let headers = view["headers"].as_array().expect("headers").clone();
    assert!(!headers.is_empty(), "{view:#}");
    for header in &headers {
        assert!(header["samples"].as_array().is_some_and(|samples| !samples.is_empty()));
        assert!(header["fields"].as_array().is_some_and(|fields| fields.len() > 20));
    }
    let choice = json!([{"sheet": headers[0]["sheet"], "cell": headers[0]["cell"], "field": "department"}]);
    let view = served.ask("POST", &format!("/api/desks/{id}/headers?lang=en"), choice.to_string()).json();
    assert_eq!(view["headers"].as_array().expect("headers").len(), headers.len() - 1);
}

#[test]
fn files_are_made_and_fetched_by_their_tickets() {
    let served = serve();
    let id = served.desk();
    let correction = json!({"do": "type", "sheet": "Сотрудники", "cell": "J16", "value": "MP2847156"});
    served.ask("POST", &format!("/api/desks/{id}/act"), correction.to_string());
    let fetch = |asked: Value| {
        let answer = served.ask("POST", &format!("/api/desks/{id}/file?lang=ru"), asked.to_string());
        assert_eq!(answer.status(), StatusCode::OK, "{}", String::from_utf8_lossy(&answer.bytes));
        let link = answer.json()["link"].as_str().expect("a link").to_owned();
        served.send(Request::builder().uri(link).header("host", HOST).body(Body::empty()).expect("a request"))
    };
    let completed = fetch(json!({"what": "completed"}));
    let way = completed.response.headers()["content-disposition"].to_str().expect("text").to_owned();
    assert_eq!(way, "attachment; filename*=UTF-8''roster.completed.xlsx");
    let roster = otinish::roster::read(&completed.bytes, "c.xlsx").expect("the completed workbook is one");
    let texts = roster.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    let texts: Vec<String> = texts.map(|cell| cell.value.to_string()).collect();
    assert!(texts.iter().any(|text| text == "MP2847156") && !texts.iter().any(|text| text == "МР2847156"));
    assert!(fetch(json!({"what": "calendar"})).bytes.starts_with(b"BEGIN:VCALENDAR"));
    let board = fetch(json!({"what": "board"}));
    assert!(String::from_utf8_lossy(&board.bytes).contains("<svg"));
    assert!(board.response.headers()["content-security-policy"].to_str().expect("text").contains("sandbox"));
    let view = served.ask("GET", &format!("/api/desks/{id}?lang=ru"), Body::empty()).json();
    let filings = view["filings"].as_array().expect("filings");
    let made = filings.iter().find(|filing| filing["made"] == true).expect("one is made")["index"].clone();
    let pdf = fetch(json!({"what": "letter", "filing": made, "language": "kk", "format": "pdf"}));
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    assert!(pdf.response.headers()["content-disposition"].to_str().expect("text").starts_with("inline;"));
    let docx = fetch(json!({"what": "letter", "filing": made, "language": "kk", "format": "docx"}));
    assert!(docx.bytes.starts_with(b"PK"));
}

#[test]
fn names_with_any_letters_stay_names() {
    let served = serve();
    for (sent, known) in [
        (
            "%D0%A1%D0%BE%D1%82%D1%80%D1%83%D0%B4%D0%BD%D0%B8%D0%BA%D0%B8%20%D2%9A%D0%B0%D0%B7.xlsx",
            "Сотрудники Қаз.xlsx",
        ),
        ("..%2F..%2Fetc%2Fpasswd.xlsx", "passwd.xlsx"),
        ("C%3A%5Cx%5Cr.xlsx", "r.xlsx"),
        ("%3Cscript%3E.xlsx", "<script>.xlsx"),
        ("CON", "CON"),
    ] {
        let answer = served.upload(sent, ROSTER);
        assert_eq!(answer.status(), StatusCode::CREATED, "{sent}");
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        let view = served.ask("GET", &format!("/api/desks/{id}"), Body::empty()).json();
        assert_eq!(view["name"], known);
    }
    for sent in ["", "%FF%FE", "%2F", "%01%02"] {
        let answer = served.upload(sent, ROSTER);
        assert_eq!(
            (answer.status(), answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "page-request-senseless")
        );
    }
    let long = "a".repeat(5_000);
    assert_eq!(served.upload(&long, ROSTER).status(), StatusCode::BAD_REQUEST);
}

#[test]
fn what_is_no_roster_is_refused_in_words_and_leaves_nothing_behind() {
    let served = serve();
    let too_large = vec![b'x'; (20 << 20) + 1];
    let too_many =
        "ФИО (лат.);Гражданство;№ паспорта\n".to_owned() + &"SMITH John;GB;AB1234567\n".repeat(20_001);
    let cases: [(&[u8], u16, &str); 7] = [
        (b"", 422, "page-empty-file"),
        (b"   \n", 422, "roster-empty"),
        (b"%PDF-1.7 not a workbook", 422, "roster-not-workbook"),
        (&ROSTER[..ROSTER.len() / 2], 422, "roster-damaged"),
        (b"a;b;c\n1;2;3\n", 422, "roster-no-employees"),
        (&too_large, 413, "page-too-large"),
        (too_many.as_bytes(), 413, "page-rows-many"),
    ];
    for (bytes, status, code) in cases {
        let answer = served.upload("r.xlsx", bytes);
        assert_eq!((answer.status().as_u16(), answer.code().as_str()), (status, code));
        assert_eq!(served.files(), 0, "{code}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let served = serve();
    let id = served.desk();
    for (path, body) in [
        ("act", ""),
        ("act", "{}"),
        ("act", "[1"),
        ("act", r#"{"do":"type","sheet":"Сотрудники","cell":"H7"}"#),
        ("act", r#"{"do":"type","sheet":"Сотрудники","cell":"ZZZ9","value":"x"}"#),
        ("act", r#"{"do":"type","sheet":"Сотрудники","cell":"A9999","value":"x"}"#),
        ("act", r#"{"do":"type","sheet":"нет","cell":"A1","value":"x"}"#),
        ("act", r#"{"do":"fly"}"#),
        ("headers", r#"[{"sheet":"Сотрудники","cell":"A1","field":"no_such_field"}]"#),
        ("file", r#"{"what":"../../etc/passwd"}"#),
        ("file", r#"{"what":"letter","filing":-1,"language":"ru","format":"pdf"}"#),
        ("file", r#"{"what":"letter","filing":0,"language":"xx","format":"pdf"}"#),
    ] {
        let answer = served.ask("POST", &format!("/api/desks/{id}/{path}"), body);
        assert_eq!(answer.code(), "page-request-senseless", "{path} {body}");
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
    let answer = served.ask(
        "POST",
        &format!("/api/desks/{id}/file"),
        r#"{"what":"letter","filing":9999,"language":"ru","format":"pdf"}"#,
    );
    assert_eq!((answer.status(), answer.code().as_str()), (StatusCode::NOT_FOUND, "page-gone"));
    let huge =
        format!(r#"{{"do":"type","sheet":"Сотрудники","cell":"J16","value":"{}"}}"#, "x".repeat(2 << 20));
    let answer = served.ask("POST", &format!("/api/desks/{id}/act"), huge);
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

#[test]
fn what_is_deleted_is_gone_from_the_disk() {
    let served = serve();
    let (first, second) = (served.desk(), served.desk());
    let link = served.ask("POST", &format!("/api/desks/{first}/file"), r#"{"what":"calendar"}"#).json();
    let link = link["link"].as_str().expect("a link").to_owned();
    assert_eq!(served.files(), 3);
    assert_eq!(
        served.ask("DELETE", &format!("/api/desks/{first}"), Body::empty()).status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(served.files(), 1);
    for path in [link, format!("/api/desks/{first}")] {
        assert_eq!(served.ask("GET", &path, Body::empty()).status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(served.ask("DELETE", "/api/desks", Body::empty()).status(), StatusCode::NO_CONTENT);
    assert_eq!(served.files(), 0);
    assert_eq!(
        served.ask("GET", &format!("/api/desks/{second}"), Body::empty()).status(),
        StatusCode::NOT_FOUND
    );
}

/// The events of a run, to its end.
fn events(served: &Served, id: &str, known: &str) -> Vec<(usize, Value)> {
    let request = served.request("GET", &format!("/api/desks/{id}/events")).header("last-event-id", known);
    let answer = served.send(request.body(Body::empty()).expect("a request"));
    assert_eq!(answer.response.headers()["content-type"], "text/event-stream");
    let text = String::from_utf8(answer.bytes).expect("text");
    let events = text.split("\n\n").filter(|event| event.starts_with("id: ")).map(|event| {
        let (id, data) = event.split_once('\n').expect("two lines");
        let id = id.trim_start_matches("id: ").parse().expect("a number");
        (id, serde_json::from_str(data.trim_start_matches("data: ")).expect("JSON"))
    });
    events.collect()
}

#[test]
fn packets_are_made_told_of_and_fetched() {
    let served = serve();
    let id = served.desk();
    let correction = json!({"do": "type", "sheet": "Сотрудники", "cell": "J16", "value": "MP2847156"});
    served.ask("POST", &format!("/api/desks/{id}/act"), correction.to_string());
    let path = |name: &str| format!("/api/desks/{id}/{name}");
    assert_eq!(served.ask("GET", &path("events"), Body::empty()).status(), StatusCode::NOT_FOUND);
    let begin = || served.ask("POST", &path("packets?lang=ru"), r#"{"languages":["ru"],"formats":["docx"]}"#);
    assert_eq!(begin().status(), StatusCode::ACCEPTED);
    let second = begin();
    assert_eq!((second.status(), second.code().as_str()), (StatusCode::CONFLICT, "page-run-already"));
    let heard = events(&served, &id, "0");
    assert_eq!(heard.first().expect("events").1["event"], "begun");
    assert_eq!(heard.last().expect("events").1["event"], "done", "{heard:#?}");
    let ids: Vec<usize> = heard.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, (1..=heard.len()).collect::<Vec<_>>());
    let again = events(&served, &id, &(heard.len() - 1).to_string());
    assert_eq!(again, heard[heard.len() - 1..], "what was heard is not told again");
    let packets: Vec<&Value> =
        heard.iter().map(|(_, event)| &event["packet"]).filter(|one| one.is_object()).collect();
    assert_eq!(heard[0].1["packets"].as_u64(), Some(heard.len() as u64 - 2));
    assert!(packets.len() > 5);
    let fetch = |asked: Value| {
        let answer = served.ask("POST", &path("fetch"), asked.to_string());
        assert_eq!(answer.status(), StatusCode::OK, "{}", String::from_utf8_lossy(&answer.bytes));
        let link = answer.json()["link"].as_str().expect("a link").to_owned();
        let request = Request::builder().uri(link).header("host", HOST).body(Body::empty());
        served.send(request.expect("a request")).bytes
    };
    let one = fetch(json!({"what": "packet", "index": 0}));
    let names = |bytes: Vec<u8>| -> Vec<String> {
        let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        zip.file_names().map(|name| name.expect("a name").into_owned()).collect()
    };
    assert!(names(one).iter().any(|name| name.ends_with(".ru.docx")));
    let mut all = names(fetch(json!({"what": "all"})));
    all.sort();
    let mut known: Vec<String> =
        packets.iter().map(|one| one["name"].as_str().expect("a name").to_owned()).collect();
    known.sort();
    assert_eq!(all, known);
    let season = fetch(json!({"what": "season"}));
    assert!(!otinish::roster::grids(&season, "report.xlsx").expect("a workbook").is_empty());
    let report = String::from_utf8(fetch(json!({"what": "report"}))).expect("text");
    assert!(report.contains("<html lang=\"ru\">") && !report.contains("МР2847156"));
    let wrong = served.ask("POST", &path("fetch"), r#"{"what":"packet","index":999}"#);
    assert_eq!(wrong.status(), StatusCode::NOT_FOUND);
    assert_eq!(begin().status(), StatusCode::ACCEPTED, "and once more");
    assert_eq!(served.ask("DELETE", &path("packets"), Body::empty()).status(), StatusCode::NO_CONTENT);
    let heard = events(&served, &id, "0");
    let last = heard.last().expect("events").1["event"].as_str().expect("a name").to_owned();
    assert!(["stopped", "done"].contains(&last.as_str()), "{last}");
    for body in [
        "{}",
        r#"{"languages":[],"formats":["pdf"]}"#,
        r#"{"languages":["ru"],"formats":[]}"#,
        r#"{"languages":["xx"],"formats":["pdf"]}"#,
    ] {
        assert_eq!(served.ask("POST", &path("packets"), body).status(), StatusCode::BAD_REQUEST, "{body}");
    }
}

#[test]
fn an_empty_roster_is_handed_out() {
    let served = serve();
    let link = served.ask("POST", "/api/starter?lang=kk", "{}").json();
    let link = link["link"].as_str().expect("a link").to_owned();
    let answer =
        served.send(Request::builder().uri(link).header("host", HOST).body(Body::empty()).expect("ok"));
    assert!(!otinish::roster::grids(&answer.bytes, "roster.xlsx").expect("a workbook").is_empty());
}

#[test]
fn an_own_template_takes_the_place_of_the_built_in_one_and_gives_it_back() {
    const NAME: &str = "arrival-notification.ru.docx";
    let served = serve();
    let path = format!("/api/templates/{NAME}");
    let is_own = || {
        let list = served.ask("GET", "/api/templates?lang=ru", Body::empty()).json();
        let templates = list["templates"].as_array().expect("a list").clone();
        let one = templates.into_iter().find(|one| one["name"] == NAME).expect("it is listed");
        one["own"] == true
    };
    let preview = |route: &str| {
        let asked = json!({"what": "preview", "route": route}).to_string();
        let answer = served.ask("POST", &format!("{path}/fetch"), asked);
        assert_eq!(answer.status(), StatusCode::OK, "{}", answer.json());
        let link = answer.json()["link"].as_str().expect("a link").to_owned();
        let request = Request::builder().uri(link).header("host", HOST).body(Body::empty());
        served.send(request.expect("a request")).bytes
    };
    assert!(!is_own());
    let built_in = preview("visa");
    assert!(built_in.starts_with(b"%PDF-"));

    let letter = |text: &str| notation::docx(&[("template".into(), text.into())]);
    let wrong = letter("{{ employee.adress }} {% if %}");
    let told = served.ask("PUT", &format!("{path}?lang=ru"), wrong).json();
    let faults = told["faults"].as_array().expect("faults");
    assert!(
        !faults.is_empty() && faults.iter().all(|fault| fault["place"] != "" && fault["hint"] != ""),
        "{told}"
    );
    assert!(faults[0]["place"].as_str().expect("text").starts_with("абзац"), "{told}");
    assert!(!is_own(), "one with faults is not taken");

    let own = letter("Уведомление: {{ employee.full_name_cyr }}");
    let told = served.ask("PUT", &format!("{path}?lang=ru"), own).json();
    assert_eq!(told["faults"], json!([]));
    assert!(is_own());
    assert_ne!(preview("visa"), built_in);

    let id = served.desk();
    let view = served.ask("GET", &format!("/api/desks/{id}?lang=ru"), Body::empty()).json();
    let filings = view["filings"].as_array().expect("filings").clone();
    let one = filings.iter().find(|one| one["kind"] == "arrival-notification" && one["made"] == true);
    let index = one.expect("a notification")["index"].clone();
    let asked = json!({"what": "letter", "filing": index, "language": "ru", "format": "docx"}).to_string();
    let link = served.ask("POST", &format!("/api/desks/{id}/file"), asked).json()["link"].clone();
    let request =
        Request::builder().uri(link.as_str().expect("a link")).header("host", HOST).body(Body::empty());
    let docx = served.send(request.expect("a request")).bytes;
    let package = otinish::docx::Package::read(&docx).expect("a document");
    assert!(String::from_utf8_lossy(&package.parts["word/document.xml"]).contains("Уведомление: "));

    assert_eq!(served.ask("DELETE", &path, Body::empty()).status(), StatusCode::NO_CONTENT);
    assert!(!is_own());
    assert_eq!(preview("visa"), built_in);
    assert_eq!(served.ask("DELETE", &path, Body::empty()).status(), StatusCode::NOT_FOUND);
    for (body, status) in [
        (r#"{"what":"preview","route":"moon"}"#, StatusCode::BAD_REQUEST),
        (r#"{"what":"word"}"#, StatusCode::OK),
    ] {
        assert_eq!(served.ask("POST", &format!("{path}/fetch"), body).status(), status);
    }
    let no_word = served.ask("PUT", &path, "no document").json();
    assert_eq!(no_word["faults"][0]["code"], "document-not-word");
    assert_eq!(served.ask("PUT", "/api/templates/..%2fx.docx", "x").status(), StatusCode::NOT_FOUND);
}

/// A workbook whose one part is the given worksheet.
fn hostile(sheet: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, options).expect("a name");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

#[test]
fn a_hostile_workbook_does_not_take_the_page_down() {
    let served = serve();
    let deep = format!("<worksheet><sheetData>{}", "<row>".repeat(200_000));
    let far = "<worksheet><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let bomb = format!("<!DOCTYPE x [<!ENTITY a \"{}\">]><worksheet>&a;</worksheet>", "b".repeat(1 << 20));
    for sheet in [deep.as_str(), far, bomb.as_str()] {
        let answer = served.upload("r.xlsx", &hostile(sheet));
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.code());
        assert_eq!(served.files(), 0);
    }
    served.desk();
}

#[test]
fn the_page_has_all_its_words_and_uses_them_all() {
    let served = serve();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates/web");
    let mut used = String::new();
    for entry in std::fs::read_dir(folder).expect("is there") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|extension| extension == "mjs")
            || path.file_name().is_some_and(|name| name == "desk.html")
        {
            used += &std::fs::read_to_string(path).expect("text");
        }
    }
    for language in ["en", "ru", "kk"] {
        let page = served.ask("GET", &format!("/?lang={language}"), Body::empty());
        let page = String::from_utf8(page.bytes).expect("text");
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        let script = page.split("id=\"words\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let words: Value = serde_json::from_str(script.expect("the words")).expect("JSON");
        let words = words.as_object().expect("an object");
        // Some keys are put together: `head_${key}`, `step_${name}`.
        let families = ["choose_", "head_", "how_", "in_", "severity_", "step_"];
        for key in words.keys() {
            let family = families
                .iter()
                .any(|family| key.starts_with(family) && used.contains(&format!("{family}${{")));
            let known = used.contains(&format!("word(\"{key}\"")) || used.contains(&format!("words.{key} "));
            let named = used.contains(&format!("\"{key}\"")) || used.contains(&format!("named(\"{key}\""));
            assert!(family || known || named, "the page does not use `{key}`");
        }
        for part in used.split("word(\"").skip(1) {
            let key = part.split('"').next().expect("a key");
            assert!(words.contains_key(key), "the page has no words for `{key}`");
        }
    }
    let asked = Request::builder().uri("/").header("host", HOST).header("accept-language", "kk-KZ,ru;q=0.8");
    let page = served.send(asked.body(Body::empty()).expect("a request"));
    assert!(String::from_utf8_lossy(&page.bytes).contains("<html lang=\"kk\">"));
}

#[test]
fn no_value_of_a_person_is_in_a_refusal() {
    let served = serve();
    let canary = "N99887766";
    let csv = format!("Товар;Цена\nИванов;{canary}\n");
    let answer = served.upload("r.csv", csv.as_bytes());
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.json());
    let body = String::from_utf8_lossy(&answer.bytes).into_owned();
    assert!(!body.contains(canary) && !format!("{:?}", answer.response).contains(canary), "{body}");
}
