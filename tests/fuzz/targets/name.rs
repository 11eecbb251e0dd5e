//! Names of people and of files → file names and labels that no system trips over.

#![no_main]

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::packet;
use otinish_fuzz::{byte, limit, text};

const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let person = match byte(&mut input) {
        0..=15 => String::from_utf8_lossy(otinish_fuzz::rest(&mut input)).into_owned(),
        _ => text::text(&mut input),
    };
    let number = usize::from(input.arbitrary::<u16>().unwrap_or(0));
    let name = packet::of_employee_packet(number, &person);
    assert!(name.len() <= 80, "{name}");
    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{name}");
    assert!(!name.ends_with(['-', '.', ' ']), "{name}");
    let (_, stem) = name.split_once('_').expect("the number stands first");
    assert!(!stem.is_empty() && !DEVICES.contains(&stem.to_ascii_uppercase().as_str()), "{name}");
    let sealed = packet::of_sealed_packet(number, &name);
    assert!(sealed.len() <= name.len());

    let label = packet::label(&person);
    assert_eq!(packet::label(&label), label);
    assert!(!label.starts_with('/') && !label.chars().any(char::is_control), "{label:?}");
    assert!(!label.split('/').any(|part| part.trim() == ".." || part.trim() == "."), "{label:?}");
    let _ = packet::is_of_the_system(&label);
});
