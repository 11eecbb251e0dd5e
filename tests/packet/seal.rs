//! Packets behind a password, from the outside: what opens them, what their names and the rest tell.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use otinish::cli::Exit;
use zip::ZipArchive;

use super::job::{Answer, Scratch, fixture, members, otinish};

const PASSWORD: &str = "correct horse battery";

/// The packets of two people and what lies beside them.
fn build(scratch: &Scratch, password: &str) -> (Answer, BTreeMap<String, Vec<u8>>) {
    let file = scratch.file("password.txt", password.as_bytes());
    let (roster, out) = (fixture("roster.xlsx"), scratch.0.join("out"));
    let answer = otinish(&[
        &"build",
        &roster,
        &"-o",
        &out,
        &"--employee",
        &"smith",
        &"--lang",
        &"ru",
        &"--format",
        &"docx",
        &"--password-file",
        &file,
    ]);
    let tree = scratch.tree("out/roster");
    (answer, tree)
}

/// The member behind the password, by name.
fn opened(sealed: &[u8], password: &str) -> Option<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(sealed)).expect("a zip");
    assert_eq!(archive.len(), 1);
    let mut member = archive.by_index_decrypt(0, password.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    member.read_to_end(&mut bytes).ok()?;
    Some((member.name().expect("UTF-8").into_owned(), bytes))
}

#[test]
fn a_sealed_packet_opens_with_its_password_alone_and_its_name_tells_nobody() {
    let scratch = Scratch::new("seal");
    let (answer, tree) = build(&scratch, &format!("{PASSWORD}\n"));
    assert_eq!(answer.exit, Exit::Done, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("0001.aes.zip") && answer.out.contains("SMITH John:"), "{}", answer.out);
    let packets: Vec<_> = tree.keys().filter(|path| path.ends_with(".zip")).collect();
    assert_eq!(packets, ["packets/0001.aes.zip"]);
    let sealed = &tree["packets/0001.aes.zip"];
    let (name, packet) = opened(sealed, PASSWORD).expect("the password opens it");
    assert_eq!(name, "0001.zip");
    assert!(members(&packet).contains_key("manifest.json"));
    assert!(opened(sealed, "correct horse batter").is_none());
    let tells = |needle: &[u8], bytes: &[u8]| bytes.windows(needle.len()).any(|here| here == needle);
    assert!(!tells(b"SMITH", sealed) && !tells(b"manifest", sealed));
    for (path, bytes) in &tree {
        assert!(!tells(PASSWORD.as_bytes(), bytes), "{path} tells the password");
    }
    assert!(!answer.out.contains(PASSWORD) && !answer.err.contains(PASSWORD));
}

#[test]
fn the_same_password_keeps_a_sealed_packet_and_another_makes_it_anew() {
    let scratch = Scratch::new("seal-again");
    let (_, first) = build(&scratch, PASSWORD);
    let (answer, second) = build(&scratch, PASSWORD);
    assert!(answer.out.contains("kept unchanged: packets 1"), "{}", answer.out);
    assert_eq!(first["packets/0001.aes.zip"], second["packets/0001.aes.zip"]);
    let (answer, third) = build(&scratch, "another long password");
    assert!(answer.out.contains("all packets: another password"), "{}", answer.out);
    assert!(opened(&third["packets/0001.aes.zip"], PASSWORD).is_none());
    let (_, inner) = opened(&third["packets/0001.aes.zip"], "another long password").expect("opens");
    assert_eq!(inner, opened(&first["packets/0001.aes.zip"], PASSWORD).expect("opens").1);
}

#[test]
fn verify_asks_for_the_password_of_a_packet_and_not_of_a_folder() {
    let scratch = Scratch::new("seal-verify");
    build(&scratch, PASSWORD);
    let folder = scratch.0.join("out/roster");
    let packet = folder.join("packets/0001.aes.zip");
    assert_eq!(otinish(&[&"verify", &folder]).exit, Exit::Done);
    let without = otinish(&[&"verify", &packet]);
    assert_eq!(without.exit, Exit::CouldNotWork);
    assert!(without.err.contains("--password-file"), "{}", without.err);
    let right = scratch.file("right.txt", PASSWORD.as_bytes());
    let wrong = scratch.file("wrong.txt", b"wrong password");
    assert_eq!(otinish(&[&"verify", &packet, &"--password-file", &right]).exit, Exit::Done);
    let answer = otinish(&[&"verify", &packet, &"--password-file", &wrong]);
    assert_eq!(answer.exit, Exit::CouldNotWork);
    assert!(answer.err.contains("does not open"), "{}", answer.err);
    assert_eq!(
        otinish(&[&"build", &fixture("roster.xlsx"), &"-n", &"--password-file", &packet]).exit,
        Exit::CouldNotWork
    );
}

#[test]
fn a_word_that_is_no_password_stops_before_anything_is_written() {
    for (password, said) in [
        ("", "no password"),
        ("\nsecond line", "no password"),
        ("short", "fewer than 8"),
        ("пароль-пароль", "no Latin"),
    ] {
        let scratch = Scratch::new("seal-unfit");
        let (answer, tree) = build(&scratch, password);
        assert_eq!(answer.exit, Exit::CouldNotWork);
        assert!(answer.err.contains(said), "{}", answer.err);
        assert_eq!(answer.err.lines().count(), 2, "{}", answer.err);
        assert!(tree.is_empty());
    }
    let scratch = Scratch::new("seal-no-file");
    let nowhere = scratch.0.join("nowhere.txt");
    let answer = otinish(&[&"build", &fixture("roster.xlsx"), &"--password-file", &nowhere]);
    assert_eq!(answer.exit, Exit::CouldNotWork);
}
