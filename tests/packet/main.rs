//! The packet from the outside: the volume that is printed and handed in, and the gate before it.

#[path = "../job/mod.rs"]
mod job;
#[path = "../pdf/reader.rs"]
#[allow(dead_code, reason = "the tests of the press use the rest")]
mod reader;

mod seal;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use job::{Scratch, fixture, members, otinish};
use lopdf::{Dictionary, Document, Object};
use otinish::cli::Exit;

/// The members of one worker's packet, made with more options.
fn packet_of(scratch: &Scratch, worker: &str, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = scratch.0.join("out");
    let roster = fixture("roster.xlsx");
    let mut words: Vec<&dyn AsRef<std::ffi::OsStr>> =
        vec![&"build", &roster, &"-o", &out, &"--employee", &worker];
    words.extend(options.iter().map(|option| option as &dyn AsRef<std::ffi::OsStr>));
    let answer = otinish(&words);
    assert_eq!(answer.exit, Exit::Done, "{}{}", answer.out, answer.err);
    let tree = scratch.tree("out");
    let packets: Vec<_> = tree.iter().filter(|(name, _)| name.ends_with(".zip")).collect();
    assert_eq!(packets.len(), 1, "{:?}", tree.keys());
    members(packets[0].1)
}

/// The bookmarks of a PDF, those below others indented, each with the number of its page.
fn bookmarks(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let pages: BTreeMap<_, _> = document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let mut out = String::new();
    let root = document.catalog().and_then(|catalog| catalog.get(b"Outlines")).expect("bookmarks");
    let root = document.get_dictionary(root.as_reference().expect("a reference")).expect("a dictionary");
    walk(&document, root, 0, &pages, &mut out);
    out
}

fn walk(
    document: &Document,
    parent: &Dictionary,
    depth: usize,
    pages: &BTreeMap<lopdf::ObjectId, u32>,
    out: &mut String,
) {
    let mut next = parent.get(b"First").and_then(Object::as_reference).ok();
    while let Some(id) = next {
        let entry = document.get_dictionary(id).expect("a bookmark");
        let Ok(Object::String(title, _)) = entry.get(b"Title") else { panic!("a title") };
        let title = match title.strip_prefix(&[0xFE, 0xFF]) {
            Some(units) => String::from_utf16_lossy(
                &units.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect::<Vec<_>>(),
            ),
            None => String::from_utf8_lossy(title).into_owned(),
        };
        let goal = entry.get(b"Dest").and_then(Object::as_array).expect("a destination");
        let page = pages[&goal[0].as_reference().expect("a page")];
        *out += &format!("{}{title} {page}\n", "  ".repeat(depth));
        walk(document, entry, depth + 1, pages, out);
        next = entry.get(b"Next").and_then(Object::as_reference).ok();
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_volume_has_every_page_in_order_with_its_number_and_one_copy_of_each_font() {
    let scratch = Scratch::new("volume");
    let members = packet_of(&scratch, "karimov", &["--lang", "ru,kk"]);
    let volume = reader::text(&members["packet.pdf"]);
    // These stay in the house.
    let own = ["packet.pdf", "checklist.pdf", "request-to-employee", "portal/"];
    let parts = members
        .iter()
        .filter(|(path, _)| path.ends_with(".pdf") && !own.iter().any(|own| path.starts_with(own)));
    // The order of the names is that of the packet, but for the languages.
    let mut singles: Vec<(String, Vec<String>)> =
        parts.map(|(path, pdf)| (path.replace(".ru.", ".a."), reader::text(pdf))).collect();
    singles.sort();
    let pages: Vec<String> = singles.into_iter().flat_map(|(_, pages)| pages).collect();
    assert_eq!(volume.len(), pages.len());
    for (index, (bound, single)) in volume.iter().zip(&pages).enumerate() {
        let number = format!("стр. {} из {}", index + 1, pages.len());
        let stamp = bound.strip_prefix(single.as_str()).unwrap_or_else(|| panic!("{bound}\n---\n{single}"));
        assert!(stamp.starts_with("0003_KARIMOV-Bobur · "), "{stamp}");
        assert!(stamp.replace('\u{a0}', " ").ends_with(&number), "{stamp}");
    }
    let document = Document::load_mem(&members["packet.pdf"]).expect("a PDF");
    let fonts: Vec<_> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok())
        .map(|name| String::from_utf8_lossy(&name[7..]).into_owned())
        .collect();
    let distinct: BTreeSet<_> = fonts.iter().collect();
    assert_eq!(fonts.len(), distinct.len(), "{fonts:?}");
}

#[test]
fn index_and_bookmarks_give_the_same_pages_and_with_duplex_a_document_starts_on_a_front() {
    let scratch = Scratch::new("duplex");
    let members = packet_of(&scratch, "karimov", &["--lang", "en", "--duplex"]);
    let marks = bookmarks(&members["packet.pdf"]);
    let index = squeezed(&reader::text(&members["00_index.pdf"]).concat());
    assert!(marks.lines().count() > 4, "{marks}");
    for mark in marks.lines().filter(|mark| mark.starts_with("  ")) {
        let (title, page) = mark.trim().rsplit_once(' ').expect("a page");
        let page: usize = page.parse().expect("a number");
        assert_eq!(page % 2, 1, "{marks}");
        let title = squeezed(title);
        let listed = index.split(&title).skip(1);
        let starts: Vec<String> =
            listed.map(|rest| rest.chars().skip("22.11.2026".len() + 1).collect()).collect();
        assert!(starts.iter().any(|rest| rest.starts_with(&page.to_string())), "{mark}: {starts:?}");
    }
    let pages = reader::text(&members["packet.pdf"]);
    assert_eq!(pages.len() % 2, 0);
    assert!(pages.iter().any(String::is_empty), "a blank reverse");
}

/// Builds with one letter spoilt: `from` in its Russian text becomes `to`.
fn spoilt(scratch: &Scratch, from: &str, to: &str) -> job::Answer {
    let templates = scratch.0.join("letters");
    assert_eq!(otinish(&[&"template", &"copy", &templates]).exit, Exit::Done);
    let path = templates.join("invitation-letter.ru.docx");
    let mut package = otinish::docx::Package::read(&fs::read(&path).expect("copied")).expect("a document");
    let document = package.parts.get_mut("word/document.xml").expect("a body");
    let text = String::from_utf8(document.clone()).expect("UTF-8");
    assert!(text.contains(from), "the letter has {from}");
    *document = text.replace(from, to).into_bytes();
    fs::write(&path, package.write()).expect("writable");
    let (roster, out) = (fixture("roster.xlsx"), scratch.0.join("out"));
    otinish(&[&"build", &roster, &"-o", &out, &"--templates", &templates, &"--lang", &"ru"])
}

#[test]
fn a_packet_with_a_faulty_document_is_not_written_and_the_others_are() {
    let tag = "{{ employee.passport_no }}";
    for (name, to, words) in [
        ("tag", "{% raw %}{{ employee.passport_no }}{% endraw %}", "is left in the finished document"),
        ("none", "None", "is left in the finished document"),
        ("serial", "1899-12-30", "is left in the finished document"),
        // The IIN of another man of the roster.
        ("number", "850317300109", "the passport number or IIN of another person"),
    ] {
        let scratch = Scratch::new(&format!("gate-{name}"));
        let answer = spoilt(&scratch, tag, to);
        assert_eq!(answer.exit, Exit::Partial, "{name}: {}{}", answer.out, answer.err);
        assert!(answer.out.contains(words), "{name}: {}", answer.out);
        let tree = scratch.tree("out");
        let packets: Vec<_> = tree.keys().filter(|name| name.ends_with(".zip")).collect();
        assert!(packets.len() > 3, "{name}: {packets:?}");
        let refused: BTreeSet<_> = answer
            .out
            .lines()
            .filter(|line| line.contains(words))
            .filter_map(|line| line.trim().split(": ").next())
            .collect();
        for person in refused {
            let stem = person.replace(' ', "-");
            assert!(!packets.iter().any(|packet| packet.contains(&stem)), "{name}: {packets:?}");
        }
    }
}

/// The smallest PDF that says it is protected.
const PROTECTED: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
    trailer<</Root 1 0 R/Encrypt 9 0 R>>\nstartxref\n0\n%%EOF\n";

#[test]
fn scans_are_placed_bound_and_ticked_and_the_rest_is_reported() {
    let scratch = Scratch::new("scans");
    let jpeg = fs::read("tests/pdf/orange.jpg").expect("a picture");
    let letter = packet_of(&scratch, "karimov", &["--lang", "en"])["00_index.pdf"].clone();
    let scans = scratch.0.join("scans");
    for (path, bytes) in [
        ("Каримов_Бобур/паспорт.jpg", jpeg.as_slice()),
        ("fa4417203/work permit.PDF", &letter),
        ("KARIMOVA Nilufar/passport.pdf", PROTECTED),
        ("KARIMOV Bobur/diploma.pdf", &letter),
        ("IVANOV Ivan/passport.jpg", &jpeg),
    ] {
        let path = scans.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }
    let (roster, out) = (fixture("roster.xlsx"), scratch.0.join("scanned"));
    let answer = otinish(&[
        &"build",
        &roster,
        &"-o",
        &out,
        &"--employee",
        &"karimov",
        &"--lang",
        &"en",
        &"--attachments",
        &scans,
    ]);
    assert_eq!(answer.exit, Exit::Done, "{}{}", answer.out, answer.err);
    for words in [
        "`IVANOV Ivan/passport.jpg` in the folder of attachments matches nobody",
        "The name of `KARIMOV Bobur/diploma.pdf` does not say which paper it is",
        "`KARIMOVA Nilufar/passport.pdf` cannot be put into the packet: it is protected by a password",
    ] {
        assert!(answer.out.contains(words), "no `{words}` in\n{}", answer.out);
    }
    let tree = scratch.tree("scanned");
    let packet = tree.iter().find(|(name, _)| name.ends_with(".zip")).expect("a packet").1;
    let members = members(packet);
    assert_eq!(members["01_arrival-notification/attachments/passport.jpg"], jpeg);
    assert_eq!(members["02_trp-application/attachments/work-permit.pdf"], letter);
    assert!(
        !members.keys().any(|path| path.contains("KARIMOVA-Nilufar/attachments/passport")),
        "{:?}",
        members.keys()
    );
    let volume = &members["packet.pdf"];
    assert!(
        volume.windows(jpeg.len()).any(|window| window == jpeg),
        "the picture is in the volume untouched"
    );
    assert!(
        !volume.windows(13).any(|window| window == b"<pdfaid:part>"),
        "a page of another's file: no claim of PDF/A"
    );
    let index = squeezed(&reader::text(&members["00_index.pdf"]).concat());
    assert!(index.contains("Copyofthepassport–14copy"), "{index}");
    // The sheets of what is there are counted; while an original is still to be added, all of it is not.
    let cover = squeezed(&reader::text(&members["00_to-authority/1_cover-letter.en.pdf"]).concat());
    assert!(cover.contains("NotificationofarrivalKARIMOVBobur112Application"), "{cover}");
    assert!(cover.contains("____sheetsintotal"), "{cover}");
    let checklist = reader::text(&members["checklist.pdf"]).concat();
    let [attached, open] = ["Attached:", "To be attached:"].map(|words| checklist.find(words).expect(words));
    assert!(attached < open && checklist[attached..open].contains("Copy of the passport"), "{checklist}");
    // A volume of our own pages and pictures alone is still for the archive.
    let out = scratch.0.join("pictures");
    fs::remove_dir_all(scans.join("fa4417203")).expect("ours");
    otinish(&[
        &"build",
        &roster,
        &"-o",
        &out,
        &"--employee",
        &"karimov",
        &"--lang",
        &"en",
        &"--attachments",
        &scans,
    ]);
    let tree = scratch.tree("pictures");
    let members = job::members(tree.iter().find(|(name, _)| name.ends_with(".zip")).expect("a packet").1);
    assert!(members["packet.pdf"].windows(13).any(|window| window == b"<pdfaid:part>"));
}

/// The limits of size are nobody's official ones: the user sets those of his portal.
#[test]
fn a_rule_book_of_the_users_own_sets_the_limits_of_size() {
    let scratch = Scratch::new("limits");
    let scans = scratch.0.join("scans");
    fs::create_dir_all(scans.join("KARIMOV Bobur")).expect("writable");
    let mut large = fs::read("tests/pdf/orange.jpg").expect("a picture");
    // What stands behind the end of a picture is no part of it.
    large.resize(1_100_000, 0);
    fs::write(scans.join("KARIMOV Bobur/passport.jpg"), large).expect("writable");
    let said = |rules: &str| {
        let rules = scratch.file("rules.toml", rules.as_bytes());
        let (roster, out) = (fixture("roster.xlsx"), scratch.0.join("out"));
        let words: &[&dyn AsRef<std::ffi::OsStr>] = &[
            &"build",
            &roster,
            &"-o",
            &out,
            &"--employee",
            &"karimov",
            &"--lang",
            &"en",
            &"--attachments",
            &scans,
            &"--rules",
            &rules,
            &"-n",
        ];
        otinish(words).out
    };
    let own = said("[attachment_file_megabytes]\nvalue = 1\n[attachment_packet_megabytes]\nvalue = 1\n");
    for words in [
        "passport.jpg` has 1.1 MB; the limit of one file is 1 MB",
        "1.1 MB together; the limit is 1 MB",
        "`value = 20`",
    ] {
        assert!(own.contains(words), "no `{words}` in\n{own}");
    }
    assert!(!said("").contains("the limit of one file"));
}

#[test]
fn what_goes_with_the_letters() {
    let scratch = Scratch::new("companions");
    let members = packet_of(&scratch, "karimov", &["--lang", "ru"]);
    let text = |path: &str| reader::text(&members[path]).concat().replace('\u{a0}', " ");
    let cover = text("00_to-authority/1_cover-letter.ru.pdf");
    for wanted in
        ["Департамента полиции Атырауской области", "KARIMOVA Nilufar", "Ходатайство о выдаче разрешения"]
    {
        assert!(squeezed(&cover).contains(&squeezed(wanted)), "{wanted} in {cover}");
    }
    assert!(!members.contains_key("00_to-authority/2_cover-letter.ru.pdf"), "one authority, one letter");
    // Who hands in the passport brings no copy of it; the daughter of ten needs the copy only.
    let request = squeezed(&text("request-to-employee.ru.pdf"));
    assert!(request.contains("KARIMOVBobur:оригиналпаспорта"), "{request}");
    assert!(!request.contains("KARIMOVBobur:копияпаспорта"), "{request}");
    assert!(request.contains("KARIMOVAMadina:копияпаспорта"), "{request}");
    assert!(request.contains("23ноября2026г."), "{request}");
    let card = String::from_utf8_lossy(&members["portal/KARIMOV-Bobur.ru.html"]).into_owned();
    for wanted in ["<td>KARIMOV</td>", "<td>FA4417203</td>", "<td>19.11.2026</td>", "<td>23</td>"] {
        assert!(card.contains(wanted), "{wanted} in {card}");
    }
    for absent in ["http:", "https:", "src=", "url(", "<link", "{{"] {
        assert!(!card.contains(absent), "{absent}");
    }
    for name in ["KARIMOV-Bobur", "KARIMOVA-Nilufar", "KARIMOV-Jasur", "KARIMOVA-Madina"] {
        assert!(members.contains_key(&format!("portal/{name}.ru.pdf")), "{name}");
    }
}
