//! Reading never panics and always ends: random bytes, and valid files with bits flipped or cut off.

use otinish::roster;

use crate::workbook;

/// xorshift64* (Marsaglia): the same numbers on every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

/// Reads, and does not care what comes of it.
fn read(bytes: &[u8], name: &str) {
    if let Err(error) = roster::read(bytes, name) {
        assert!(!error.notice().message.ru.is_empty());
    }
}

#[test]
fn random_bytes_do_no_harm() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let heads: [&[u8]; 4] =
        [b"", b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], b"\xff\xfe"];
    for round in 0..400 {
        let mut bytes = heads[round % heads.len()].to_vec();
        let length = dice.below(3_000);
        bytes.extend((0..length).map(|_| dice.next() as u8));
        read(&bytes, "noise.xlsx");
    }
}

#[test]
fn damaged_files_do_no_harm() {
    let sketch = include_str!("cases/full.sheet");
    let good = workbook::build(sketch);
    let xlsb = crate::xlsb::build();
    let mut files = vec![good.clone(), crate::faulty::stored(&good), crate::faulty::stored(&xlsb)];
    for (name, bytes) in crate::formats::FILES {
        files.push(if name.ends_with(".ods") { crate::faulty::stored(bytes) } else { bytes.to_vec() });
    }
    let mut dice = Dice(0x1234_5678_9abc_def1);
    for file in &files {
        for _ in 0..120 {
            let mut bytes = file.clone();
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            if dice.below(4) == 0 {
                bytes.truncate(dice.below(bytes.len()));
            }
            read(&bytes, "damaged");
        }
    }
}
