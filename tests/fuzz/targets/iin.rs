//! Texts → the numbers and names of people and companies: what is read stays what it is when it is read again.

#![no_main]

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::record::{Bin, Iin, Oked, PassportNumber, name};
use otinish_fuzz::{byte, limit, one, text};

const WORDS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "00",
    "31",
    "12",
    "77",
    "ИИН",
    "ЖСН",
    "IIN",
    "БИН",
    "BIN",
    "№",
    "N",
    "770815300104",
    "100140000003",
    "8.50317E+11",
    "МР",
    "AB",
    "С",
    "O",
    "I",
    "-",
    " ",
    ".",
    ":",
    "\u{a0}",
    "'",
    "٣",
    "1e11",
    "SMITH",
    "John",
    "Иванов",
    "Иван",
    "Серикович",
    "Cмит",
    "ugli",
    "Mr.",
    "г-жа",
    ",",
    "/",
    "(",
    ")",
    "s/o",
    "41.20",
    "4120",
];

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let text = match byte(&mut input) {
        // Twelve digits, near a number that there is.
        0..=127 => {
            let mut digits =
                one(&["770815300104", "850317450116", "010101500013", "100140000003"], &mut input)
                    .as_bytes()
                    .to_vec();
            for _ in 0..byte(&mut input) % 6 {
                let at = usize::from(byte(&mut input)) % digits.len();
                digits[at] = b'0' + byte(&mut input) % 10;
            }
            String::from_utf8(digits).expect("digits are text")
        }
        _ => text::of(WORDS, &mut input),
    };
    if let Ok(iin) = Iin::parse(&text) {
        assert!(iin.as_str().len() == 12 && iin.as_str().bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(Iin::parse(iin.as_str()), Ok(iin.clone()));
        let short = iin.as_str().trim_start_matches('0');
        if (9..=11).contains(&short.len()) {
            assert_eq!(Iin::repair(short, iin.birth_date()), Some(iin.clone()));
        }
        let _ = iin.sex();
    }
    if let Ok(bin) = Bin::parse(&text) {
        assert_eq!(Bin::parse(bin.as_str()), Ok(bin.clone()));
        let _ = bin.is_unit();
    }
    if let Ok(oked) = Oked::parse(&text) {
        assert_eq!(Oked::parse(&oked.dotted()), Ok(oked));
    }
    let _ = Oked::split(&text);
    if let Ok(passport) = PassportNumber::parse(&text) {
        let again = PassportNumber::parse(passport.as_str()).expect("a number that was read is one");
        assert_eq!(again.as_str(), passport.as_str());
    }
    if let Ok(names) = name::parse(&text) {
        for read in [&names.latin, &names.cyrillic].into_iter().flatten() {
            assert!(!read.full.trim().is_empty());
        }
    }
});
