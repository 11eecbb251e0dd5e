//! A packet ↔ the same packet behind a password: AES-256 in the form of WinZip, which 7-Zip, WinRAR and Keka
//! open.
//!
//! Such a zip leaves the names of its members readable, so the packet is sealed as a whole: the outer zip has
//! one member, and neither name tells of a person. Equal packets and passwords give equal bytes: the salt is
//! the hash of both. The cipher counts from the same number under each key, so a salt may serve one text
//! only; two packets with one salt are one packet. Deliberately absent: strength beyond the format, whose key
//! costs a guess of the password a thousand hashes only; a long password makes up for it.

use std::fmt;
use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{AesSalt, CompressionMethod, ZipArchive, ZipWriter};

use super::Packet;
use super::name;

/// Ends the name of a sealed packet, `0007.aes.zip`.
pub const SEALED: &str = ".aes.zip";

/// Shortest password, in characters.
const SHORTEST: usize = 8;

/// Longest password, in characters: 7-Zip takes no more in a zip.
const LONGEST: usize = 99;

/// What a packet is sealed with; it is told to nobody but the process that seals.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Password(String);

impl From<Password> for String {
    fn from(password: Password) -> String {
        password.0
    }
}

impl TryFrom<String> for Password {
    type Error = Unfit;

    fn try_from(text: String) -> Result<Password, Unfit> {
        Password::new(&text)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// Why a word is no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("it is empty")]
    Empty,
    #[error("it has fewer than {SHORTEST} characters")]
    Short,
    #[error("it has more than {LONGEST} characters")]
    Long,
    /// Programs do not agree on the bytes of other letters.
    #[error("it has a character that is no Latin letter, digit, sign or space")]
    Foreign,
}

impl Password {
    /// The password on the first line of a text.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn new(text: &str) -> Result<Password, Unfit> {
        let text = text.trim_start_matches('\u{FEFF}');
        let line = text.split(['\n', '\r']).next().unwrap_or(text);
        match line.chars().count() {
            0 => Err(Unfit::Empty),
            _ if line.chars().any(|character| !matches!(character, ' '..='~')) => Err(Unfit::Foreign),
            count if count < SHORTEST => Err(Unfit::Short),
            count if count > LONGEST => Err(Unfit::Long),
            _ => Ok(Password(line.to_owned())),
        }
    }

    /// The salt of a packet: under one password, two packets with the same salt are equal.
    fn salt(&self, packet: &[u8]) -> AesSalt {
        let length = u64::try_from(self.0.len()).expect("a password is short");
        let hash = Sha256::new()
            .chain_update(length.to_be_bytes())
            .chain_update(&self.0)
            .chain_update(packet)
            .finalize();
        AesSalt::Aes256(hash[..16].try_into().expect("a hash has 32 bytes"))
    }
}

/// Puts a packet behind a password; `name` is its stem, which stays readable.
fn seal(name: &str, packet: &[u8], password: &Password) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644)
        .with_aes_encryption_and_salt(password.0.as_bytes(), password.salt(packet));
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(packet.len() + 512)));
    writer.start_file(format!("{name}.zip"), options).expect("it is the only member");
    writer.write_all(packet).expect("memory takes any bytes");
    writer.finish().expect("memory takes any bytes").into_inner()
}

impl Packet {
    /// Seals it, under a name that tells nobody's; `number` is the employee's in the roster, 0 for a region.
    pub fn seal(&mut self, number: usize, password: &Password) {
        let stem = name::of_sealed_packet(number, self.name.trim_end_matches(".zip"));
        self.bytes = seal(&stem, &self.bytes, password);
        self.name = format!("{stem}{SEALED}");
    }
}

/// Whether these are the bytes of a sealed packet.
pub fn is_sealed(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    archive.len() == 1 && archive.by_index_raw(0).is_ok_and(|member| member.encrypted())
}

/// The packet behind the password; `None` where the password is another or the bytes were changed.
pub fn unseal(bytes: &[u8], password: &Password) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok().filter(|archive| archive.len() == 1)?;
    let member = archive.by_index_decrypt(0, password.0.as_bytes()).ok()?;
    // What is stored is no longer than what stores it, whatever the zip says.
    let mut packet = Vec::new();
    member.take(bytes.len() as u64).read_to_end(&mut packet).ok()?;
    Some(packet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_one_line_of_plain_signs() {
        let of = |text: &str| Password::new(text).map(|password| password.0);
        assert_eq!(of("\u{FEFF}correct horse\r\nsecond"), Ok("correct horse".to_owned()));
        assert_eq!(of(" 12345 7\n"), Ok(" 12345 7".to_owned()));
        assert_eq!(of("\n12345678"), Err(Unfit::Empty));
        assert_eq!(of("1234567"), Err(Unfit::Short));
        assert_eq!(of("пароль-пароль"), Err(Unfit::Foreign));
        assert_eq!(of(&"x".repeat(100)), Err(Unfit::Long));
        assert_eq!(format!("{:?}", Password::new("correct horse")), "Ok(Password)");
    }

    #[test]
    fn a_seal_opens_with_its_password_and_with_no_other() {
        let password = |word: &str| Password::new(word).expect("fit");
        let (own, other) = (password("correct horse"), password("correct house"));
        let sealed = seal("0007", b"packet", &own);
        assert!(is_sealed(&sealed) && !is_sealed(b"packet"));
        assert_eq!(sealed, seal("0007", b"packet", &own), "equal input, equal bytes");
        assert_eq!(unseal(&sealed, &own).as_deref(), Some(&b"packet"[..]));
        assert_eq!(unseal(&sealed, &other), None);
        // Behind the header, whose length the name gives, lie the salt and the text.
        let body = |sealed: &[u8]| sealed[sealed.len() / 3..sealed.len() / 2].to_vec();
        assert_ne!(body(&sealed), body(&seal("0007", b"Packet", &own)));
        assert_ne!(body(&sealed), body(&seal("0007", b"packet", &other)));
        let mut changed = sealed.clone();
        let middle = changed.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory") - 1;
        changed[middle] ^= 1;
        assert_eq!(unseal(&changed, &own), None, "its code of authenticity does not fit");
    }
}
