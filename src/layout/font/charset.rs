//! The characters that a subset holds, in blocks.
//!
//! A document's subset of a face is the union of the blocks it touches, plus single characters beyond them: so that
//! few different subsets occur in a batch, each made once, without a first pass over its documents.

/// A block of characters that are embedded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Block {
    /// ASCII and the punctuation of letters.
    Basic,
    /// The Russian alphabet.
    Russian,
    /// The letters that Kazakh adds.
    Kazakh,
    /// Latin-1 and Latin Extended-A: names in European and Turkic languages.
    Latin,
}

/// What every letter may use besides ASCII: quotation marks, dashes, spaces, №.
const BASIC: &str = "\u{a0}«»„“”‘’‚‹›–—−…№•§°±×\u{ad}\u{2010}\u{2011}\u{202f}€";
const RUSSIAN: &str = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const KAZAKH: &str = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

impl Block {
    pub const ALL: [Block; 4] = [Block::Basic, Block::Russian, Block::Kazakh, Block::Latin];

    /// The block of a character; `None` for one that is embedded only on demand.
    pub fn of(character: char) -> Option<Block> {
        match character {
            ' '..='~' => Some(Block::Basic),
            'А'..='я' | 'Ё' | 'ё' => Some(Block::Russian),
            _ if BASIC.contains(character) => Some(Block::Basic),
            _ if KAZAKH.contains(character) => Some(Block::Kazakh),
            '\u{a0}'..='\u{17f}' => Some(Block::Latin),
            _ => None,
        }
    }

    /// The characters of the block, in ascending order.
    pub fn characters(self) -> Vec<char> {
        let mut characters: Vec<char> = match self {
            Block::Basic => (' '..='~').chain(BASIC.chars()).collect(),
            Block::Russian => RUSSIAN.chars().collect(),
            Block::Kazakh => KAZAKH.chars().collect(),
            Block::Latin => ('\u{a1}'..='\u{17f}').filter(|&c| Block::of(c) == Some(Block::Latin)).collect(),
        };
        characters.sort_unstable();
        characters
    }
}
