//! What a person decides once for many cells, and between two columns.

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::served::{Served, serve};

fn roster(served: &Served, csv: &str) -> String {
    let answer = served.upload("r.csv", csv.as_bytes());
    assert_eq!(answer.status(), StatusCode::CREATED, "{}", answer.json());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

/// The cell of this address in the grid.
fn cell(view: &Value, address: &str) -> Option<Value> {
    let sheets = view["grid"]["sheets"].as_array()?.iter();
    let rows = sheets.flat_map(|sheet| sheet["rows"].as_array().expect("rows"));
    let mut cells = rows.flat_map(|row| row["cells"].as_array().expect("cells"));
    cells.find(|cell| cell["cell"] == address).cloned()
}

#[test]
fn one_correction_goes_for_all_cells_like_it_and_can_be_taken_back() {
    let served = serve();
    let id = roster(
        &served,
        "ФИО на русском языке;Гражданство;Паспорт №;Дата рождения\n\
        Иванов Иван;Узбекистн;FA1234567;01.02.1980\n\
        Петров Пётр;Узбекистн;FA1234568;01.02.1981\n\
        Сидоров Сидор;Россия;123456789;01.02.1982\n\
        Ахмедов Ахмед;Узбекистн;FA1234569;01.02.1983\n",
    );
    let act = |body: Value| served.ask("POST", &format!("/api/desks/{id}/act?lang=ru"), body.to_string());
    let sheet =
        served.ask("GET", &format!("/api/desks/{id}"), Body::empty()).json()["grid"]["sheets"][0]["sheet"]
            .clone();
    let at = |what: &str, cell: &str| json!({"do": what, "sheet": sheet, "cell": cell});
    assert_eq!(act(at("spread", "B2")).status(), StatusCode::BAD_REQUEST, "nothing was corrected yet");
    let mut typed = at("type", "B2");
    typed["value"] = json!("Узбекистан");
    let view = act(typed).json();
    assert_eq!(cell(&view, "B2").expect("it was corrected")["alike"], json!({"open": 2, "done": 0}));
    let view = act(at("spread", "B2")).json();
    for (address, text) in [("B2", "Узбекистан"), ("B3", "Узбекистан"), ("B5", "Узбекистан")]
    {
        let cell = cell(&view, address).expect("it was corrected");
        assert_eq!((&cell["text"], &cell["alike"]), (&json!(text), &json!({"open": 0, "done": 2})));
    }
    assert!(cell(&view, "B4").is_none_or(|cell| cell["text"] == "Россия" && cell["read"].is_null()));
    let mut back = at("restore", "B3");
    back["all"] = json!(true);
    let view = act(back).json();
    for address in ["B2", "B3", "B5"] {
        let cell = cell(&view, address).expect("it is wrong again");
        assert_eq!((&cell["text"], &cell["read"]), (&json!("Узбекистн"), &Value::Null));
    }
}

#[test]
fn of_columns_that_claim_one_field_none_is_used_until_a_person_chooses() {
    let served = serve();
    let csv = "ФИО на русском языке;Гражданство;Паспорт №;Дата рождения;Паспорт №;Паспорт №;Дата въезда\n\
        Каримов Бобур;Узбекистан;FA1111111;01.02.1980;FA2222222;FA3333333;20.11.2026\n";
    let id = roster(&served, csv);
    let view = served.ask("GET", &format!("/api/desks/{id}?lang=ru"), Body::empty()).json();
    let rivals = &view["rivals"][0];
    let cells: Vec<&str> = rivals["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|one| one["cell"].as_str().expect("a cell"))
        .collect();
    assert_eq!((rivals["field"].as_str(), &cells[..]), (Some("passport_no"), &["C1", "E1", "F1"][..]));
    assert_eq!(rivals["columns"][1]["samples"], json!(["FA2222222"]));
    let lacks = |view: &Value| {
        let filings = view["filings"].as_array().expect("filings").iter();
        filings
            .flat_map(|one| one["lacks"].as_array().expect("a list"))
            .any(|field| *field == rivals["title"])
    };
    let choose = |field: &str, cell: &str| {
        let all: Vec<Value> = cells
            .iter()
            .map(|one| json!({"sheet": rivals["sheet"], "cell": one, "field": (*one == cell).then_some(field)}))
            .collect();
        served.ask("POST", &format!("/api/desks/{id}/headers?lang=ru"), Value::from(all).to_string()).json()
    };
    let chosen = choose("passport_no", "E1");
    assert_eq!(chosen["rivals"], json!([]));
    assert!(lacks(&view), "without a choice no passport is known: {:#}", view["filings"]);
    assert!(!lacks(&chosen), "{:#}", chosen["filings"]);
    let wrong =
        served.ask("POST", &format!("/api/desks/{id}/headers"), r#"[{"sheet":"x","cell":"A1","field":"?"}]"#);
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}
