//! The numbering part, and the counters that turn it into labels in document order (ECMA-376 §17.9).
//!
//! Instances (`w:num`) of one abstract definition count on together; an instance with a start override
//! starts anew at its first use, as Word does.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fonts::Families;
use super::patch::{ParagraphPatch, RunPatch, number_format};
use super::source::{Element, Source};
use super::{properties, symbol, values};
use crate::docx::Error;
use crate::docx::document::{NumberFormat, Suffix};
use crate::docx::style::Alignment;

/// Levels of a list.
const LEVELS: usize = 9;
/// Letters of a label as the list has it, those that are one too many included: it is written for each paragraph.
pub(super) const LABEL: usize = 256;

#[derive(Clone, Debug, Default)]
pub struct Level {
    pub start: i32,
    pub format: NumberFormat,
    pub text: String,
    pub suffix: Suffix,
    pub alignment: Alignment,
    pub paragraph: ParagraphPatch,
    pub run: RunPatch,
    /// Level after which counting starts anew; 0 for never.
    restart: Option<usize>,
    /// Style whose paragraphs stand on this level.
    style: Option<String>,
    /// All numbers in decimals.
    legal: bool,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: Vec<Option<Level>>,
    /// Name of the numbering style that holds the levels.
    link: Option<String>,
    style: Option<String>,
}

#[derive(Debug, Default)]
struct Instance {
    definition: u32,
    starts: Vec<(usize, i32)>,
    levels: Vec<(usize, Level)>,
}

/// The lists of a document and how far each has been counted.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    lists: Arc<Lists>,
    counters: HashMap<u32, [Option<i32>; LEVELS]>,
    started: HashSet<(u32, usize)>,
}

#[derive(Debug, Default)]
struct Lists {
    definitions: HashMap<u32, Abstract>,
    instances: HashMap<u32, Instance>,
}

impl Lists {
    /// Definitions that only name a numbering style get that style's levels.
    fn follow_links(&mut self) {
        let sources: HashMap<String, Vec<Option<Level>>> = self
            .definitions
            .values()
            .filter_map(|definition| Some((definition.style.clone()?, definition.levels.clone())))
            .collect();
        for definition in self.definitions.values_mut() {
            if let Some(levels) = definition.link.as_ref().and_then(|link| sources.get(link)) {
                definition.levels.clone_from(levels);
            }
        }
    }
}

impl Numbering {
    pub fn read(part: &str, bytes: &[u8], families: &mut Families) -> Result<Numbering, Error> {
        let mut lists = Lists::default();
        let (mut source, _) = Source::open(part, bytes)?;
        while let Some(element) = source.child()? {
            match element.name() {
                "abstractNum" => {
                    let id = number(&element, "abstractNumId");
                    let definition = read_abstract(&mut source, families)?;
                    lists.definitions.insert(id, definition);
                }
                "num" => {
                    let id = number(&element, "numId");
                    let instance = read_instance(&mut source, families)?;
                    lists.instances.insert(id, instance);
                }
                _ => source.skip()?,
            }
        }
        lists.follow_links();
        Ok(Numbering { lists: Arc::new(lists), ..Numbering::default() })
    }

    /// A level of an instance, overrides applied.
    pub fn level(&self, instance: u32, level: u8) -> Option<&Level> {
        let instance = self.lists.instances.get(&instance)?;
        let level = usize::from(level);
        let own = instance.levels.iter().find(|(index, _)| *index == level).map(|(_, level)| level);
        own.or_else(|| self.lists.definitions.get(&instance.definition)?.levels.get(level)?.as_ref())
    }

    /// The level that belongs to a paragraph style.
    pub fn level_of_style(&self, instance: u32, style: &str) -> Option<u8> {
        let definition = self.lists.definitions.get(&self.lists.instances.get(&instance)?.definition)?;
        let place = definition
            .levels
            .iter()
            .position(|level| level.as_ref().is_some_and(|level| level.style.as_deref() == Some(style)))?;
        u8::try_from(place).ok()
    }

    /// Counts one more item and writes its label.
    pub fn label(&mut self, instance: u32, level: u8) -> Option<(String, Level)> {
        let found = self.level(instance, level)?.clone();
        let depth = usize::from(level);
        let definition = self.lists.instances.get(&instance)?.definition;
        let mut counters = self.counters.get(&definition).copied().unwrap_or_default();
        for (index, counter) in counters.iter_mut().enumerate().take(depth) {
            let start = self.start(instance, index);
            counter.get_or_insert(start);
        }
        let anew = self.started.insert((instance, depth)) && self.overridden(instance, depth).is_some();
        counters[depth] = match counters[depth] {
            Some(count) if !anew => Some(count.saturating_add(1)),
            _ => Some(self.start(instance, depth)),
        };
        for (index, counter) in counters.iter_mut().enumerate().skip(depth + 1) {
            let restart = self.level(instance, index as u8).and_then(|level| level.restart).unwrap_or(index);
            if restart > depth {
                *counter = None;
            }
        }
        self.counters.insert(definition, counters);
        Some((self.write(instance, &found, &counters), found))
    }

    fn overridden(&self, instance: u32, level: usize) -> Option<i32> {
        self.lists
            .instances
            .get(&instance)?
            .starts
            .iter()
            .find(|(index, _)| *index == level)
            .map(|(_, start)| *start)
    }

    fn start(&self, instance: u32, level: usize) -> i32 {
        self.overridden(instance, level)
            .or_else(|| self.level(instance, level as u8).map(|level| level.start))
            .unwrap_or(1)
    }

    fn write(&self, instance: u32, level: &Level, counters: &[Option<i32>; LEVELS]) -> String {
        if level.format == NumberFormat::Bullet {
            return level.text.clone();
        }
        let mut label = String::new();
        let mut characters = level.text.chars().peekable();
        while let Some(character) = characters.next() {
            let digit =
                characters.peek().and_then(|next| next.to_digit(10)).filter(|digit| (1..=9).contains(digit));
            let Some(digit) = digit.filter(|_| character == '%') else {
                label.push(character);
                continue;
            };
            characters.next();
            let index = digit as usize - 1;
            let format = match self.level(instance, index as u8) {
                Some(_) if level.legal => NumberFormat::Decimal,
                Some(named) => named.format,
                None => NumberFormat::Decimal,
            };
            let count = counters[index].unwrap_or_else(|| self.start(instance, index));
            label.push_str(&write_number(count, format));
        }
        label
    }
}

fn number(element: &Element, name: &str) -> u32 {
    element
        .get(name)
        .and_then(|text| values::integer(&text))
        .and_then(|id| u32::try_from(id).ok())
        .unwrap_or(0)
}

fn read_abstract(source: &mut Source, families: &mut Families) -> Result<Abstract, Error> {
    let mut definition = Abstract { levels: vec![None; LEVELS], ..Abstract::default() };
    while let Some(element) = source.child()? {
        match element.name() {
            "lvl" => {
                let index = number(&element, "ilvl") as usize;
                let level = read_level(source, families)?;
                if let Some(slot) = definition.levels.get_mut(index) {
                    *slot = Some(level);
                }
                continue;
            }
            "numStyleLink" => definition.link = element.val().map(|name| name.into_owned()),
            "styleLink" => definition.style = element.val().map(|name| name.into_owned()),
            _ => {}
        }
        source.skip()?;
    }
    Ok(definition)
}

fn read_instance(source: &mut Source, families: &mut Families) -> Result<Instance, Error> {
    let mut instance = Instance::default();
    while let Some(element) = source.child()? {
        match element.name() {
            "abstractNumId" => {
                instance.definition = number(&element, "val");
                source.skip()?;
            }
            "lvlOverride" => {
                let index = number(&element, "ilvl") as usize;
                while let Some(part) = source.child()? {
                    if part.name() == "lvl" {
                        let level = read_level(source, families)?;
                        instance.levels.push((index, level));
                        continue;
                    }
                    let start = part.val().and_then(|text| values::integer(&text));
                    if let Some(start) = start.filter(|_| part.name() == "startOverride") {
                        instance.starts.push((index, start));
                    }
                    source.skip()?;
                }
            }
            _ => source.skip()?,
        }
    }
    Ok(instance)
}

fn read_level(source: &mut Source, families: &mut Families) -> Result<Level, Error> {
    // Without w:start counting begins at 0 (ECMA-376 §17.9.25).
    let mut level = Level::default();
    while let Some(element) = source.child()? {
        match element.name() {
            "start" => level.start = element.val().and_then(|text| values::integer(&text)).unwrap_or(0),
            "numFmt" => level.format = number_format(element.val().as_deref().unwrap_or("decimal")),
            "lvlText" => level.text = element.val().unwrap_or_default().chars().take(LABEL).collect(),
            "lvlJc" => level.alignment = properties::alignment(element.val().as_deref().unwrap_or("left")),
            "lvlRestart" => level.restart = Some(number(&element, "val") as usize),
            "pStyle" => level.style = element.val().map(|name| name.into_owned()),
            "isLgl" => level.legal = values::on(&element),
            "suff" => {
                level.suffix = match element.val().as_deref() {
                    Some("space") => Suffix::Space,
                    Some("nothing") => Suffix::Nothing,
                    _ => Suffix::Tab,
                }
            }
            "pPr" => {
                level.paragraph = properties::paragraph(source, families)?.patch;
                continue;
            }
            "rPr" => {
                level.run = properties::run(source, families)?.patch;
                continue;
            }
            _ => {}
        }
        source.skip()?;
    }
    if level.format == NumberFormat::Bullet {
        level.text = symbol::decode(&level.text, level.run.families[0], families, &mut level.run);
    }
    Ok(level)
}

/// A number in a format (ECMA-376 §17.18.59).
pub fn write_number(number: i32, format: NumberFormat) -> String {
    const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщэюя";
    match format {
        NumberFormat::Decimal | NumberFormat::Ordinal => number.to_string(),
        NumberFormat::DecimalZero => format!("{number:02}"),
        NumberFormat::LowerLetter => letters(number, &('a'..='z').collect::<Vec<_>>()),
        NumberFormat::UpperLetter => letters(number, &('A'..='Z').collect::<Vec<_>>()),
        NumberFormat::LowerRoman => roman(number).to_lowercase(),
        NumberFormat::UpperRoman => roman(number),
        NumberFormat::RussianLower => letters(number, &RUSSIAN.chars().collect::<Vec<_>>()),
        NumberFormat::RussianUpper => letters(number, &RUSSIAN.to_uppercase().chars().collect::<Vec<_>>()),
        NumberFormat::Bullet | NumberFormat::None => String::new(),
    }
}

/// a … z, aa, bb, … (the letter is repeated); at most 30 times, as nobody counts on.
fn letters(number: i32, alphabet: &[char]) -> String {
    let Ok(index) = usize::try_from(number - 1) else { return number.to_string() };
    let letter = alphabet[index % alphabet.len()];
    std::iter::repeat_n(letter, (index / alphabet.len() + 1).min(30)).collect()
}

fn roman(number: i32) -> String {
    const SIGNS: [(i32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=32_767).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_format() {
        assert_eq!(write_number(27, NumberFormat::LowerLetter), "aa");
        assert_eq!(write_number(1994, NumberFormat::UpperRoman), "MCMXCIV");
        assert_eq!(write_number(4, NumberFormat::LowerRoman), "iv");
        assert_eq!(write_number(7, NumberFormat::DecimalZero), "07");
        assert_eq!(write_number(3, NumberFormat::RussianLower), "в");
        assert_eq!(write_number(0, NumberFormat::LowerLetter), "0");
    }
}
