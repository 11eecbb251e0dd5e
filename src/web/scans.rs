//! Scans beside a roster: files and zips in, each matched by its name with a person and a kind of paper.
//!
//! A name tells whose a scan is, so that no file of the private folder is called by it: each lies under a random
//! one. A zip is inflated in a confined process; what a scan holds is looked at when its packet is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Shared, Wishes, heavy, sent_name, taken};
use super::desk::{Checked, Desk};
use super::fault::{self, Answer, Fault};
use super::order::Scan;
use super::state::{Page, secret};
use crate::check::Case;
use crate::confine;
use crate::language::Language;
use crate::packet::{ArchiveError, Attachments, Holder, Source, is_of_the_system, label};

/// The largest scan, or zip of scans, in bytes; the same is told on the page.
const SCAN: usize = 100 << 20;
/// Scans of a desk.
const SCANS: usize = 5_000;

/// Takes a scan, or a zip of scans.
pub async fn take(
    State(page): Shared,
    Path(id): Path<String>,
    wish: Wishes,
    headers: HeaderMap,
    body: Body,
) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    let name = label(&sent_name(&headers)?);
    if name.is_empty() {
        return Err(Fault::senseless());
    }
    let path = format!("{}/scans/{}", desk.folder(), secret());
    let passing = page.passing(path.clone());
    taken(&page, &path, body, SCAN, "page-scan-large").await?;
    let scans = if name.to_lowercase().ends_with(".zip") {
        unpack(&page, &desk, &path).await?
    } else if is_of_the_system(&name) {
        Vec::new()
    } else {
        passing.keep();
        let file = page.path(&path);
        let bytes = std::fs::metadata(&file).map_err(|_| Fault::gone())?.len();
        vec![Scan { name, file, bytes }]
    };
    if desk.scans().len() + scans.len() > SCANS {
        remove(&page, &desk, &scans);
        return Err(Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "page-zip-large"));
    }
    let gone = desk.enclose(scans);
    remove(&page, &desk, &gone);
    page.still_has(&desk)?;
    Ok(Json(view(&desk, &desk.checked(), wish.language())))
}

/// The files of a zip, each under a name of its own in the private folder.
async fn unpack(page: &Arc<Page>, desk: &Arc<Desk>, zip: &str) -> Answer<Vec<Scan>> {
    let (own, folder, path) = (page.clone(), desk.folder(), page.path(zip));
    heavy(page, move || {
        let bytes = std::fs::read(path).map_err(|_| Fault::gone())?;
        let files = confine::unzip(&bytes).map_err(|error| fault::confined(&error, "zip"))?;
        let files = files.map_err(|error| {
            let code = match error {
                ArchiveError::Damaged => "page-zip-damaged",
                ArchiveError::Encrypted => "page-zip-encrypted",
                ArchiveError::TooLarge => "page-zip-large",
            };
            Fault::new(StatusCode::UNPROCESSABLE_ENTITY, code)
        })?;
        let stored = files.into_iter().map(|(name, content)| {
            let path = format!("{folder}/scans/{}", secret());
            own.workspace.write(&path, &content)?;
            Ok(Scan { name, file: own.path(&path), bytes: content.len() as u64 })
        });
        stored.collect()
    })
    .await?
}

/// Which scans are taken away.
#[derive(Deserialize)]
pub struct Which {
    name: Option<String>,
}

/// Takes one scan away, or all.
pub async fn withdraw(
    State(page): Shared,
    Path(id): Path<String>,
    wish: Wishes,
    Query(which): Query<Which>,
) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    let gone = desk.withdraw(which.name.as_deref());
    remove(&page, &desk, &gone);
    Ok(Json(view(&desk, &desk.checked(), wish.language())))
}

/// Removes files from the disk.
fn remove(page: &Page, desk: &Desk, scans: &[Scan]) {
    for scan in scans {
        let file = scan.file.file_name().unwrap_or_default().to_string_lossy();
        page.workspace.remove(&format!("{}/scans/{file}", desk.folder()));
    }
}

/// The scans that go with the letters: whose each is and what, or what is the matter with its name.
pub fn view(desk: &Desk, checked: &Checked, language: Language) -> Value {
    let scans = desk.scans();
    let sources = scans.iter().map(|scan| Source { path: scan.name.clone(), bytes: scan.bytes }).collect();
    let never = |_: &str| Err(crate::language::Text::default());
    let all = Attachments::new(&checked.case, sources, true, Box::new(never));
    let placed = all.placed().map(|(file, holder, kind)| {
        (file.path.as_str(), (whose(&checked.case, holder, language), kind.get(language).to_owned(), None))
    });
    let lost = all.findings.iter().map(|finding| {
        let told = format!("{} {}", finding.message.get(language), finding.hint.get(language));
        (finding.found.as_str(), (String::new(), String::new(), Some(told)))
    });
    let told: BTreeMap<&str, (String, String, Option<String>)> = placed.chain(lost).collect();
    let lines = scans.iter().map(|scan| {
        let (whose, kind, trouble) = told.get(scan.name.as_str()).cloned().unwrap_or_default();
        json!({ "name": scan.name, "bytes": scan.bytes, "whose": whose, "kind": kind, "trouble": trouble })
    });
    lines.collect()
}

fn whose(case: &Case, holder: Holder, language: Language) -> String {
    match holder {
        Holder::Employee(worker) => case.employees[worker].person.subject.clone(),
        Holder::Dependant(worker, index) => case.employees[worker].dependants[index].person.subject.clone(),
        Holder::Region(region) => region.name(language).to_owned(),
    }
}
