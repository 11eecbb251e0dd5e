//! From tags where they stand to tags at the level where they belong.
//!
//! An opening tag and its closing one (with every `elif` and `else` between) stand for what lies in their
//! nearest common block: in one paragraph, the runs between them; in several paragraphs of one cell or of
//! the page, whole paragraphs; in one row, the row; in several rows, whole rows. A paragraph or row with
//! nothing but such tags vanishes. Invariant: afterwards opening and closing tags are children of the same
//! element, so that whatever a tag repeats or drops leaves the XML well-formed; what cannot be brought
//! there is a fault.

mod survey;

use std::collections::BTreeMap;

pub use survey::visible;
use survey::{Block, Event, Survey};

use super::place::Fault;
use super::tag::{Action, Hint, Role, Tag};
use super::weave::{tag_element, tag_number};
use super::{COLUMNS, JOIN};
use crate::docx::xml::{Element, Node};

/// Brings the tags of a story (and of the text boxes in it) to their levels.
pub fn settle(story: &mut Element<'_>, tags: &[Tag], faults: &mut Vec<Fault>) {
    each_box(story, &mut |text_box| settle(text_box, tags, faults));
    let survey = Survey::of(story, tags);
    let before = faults.len();
    let groups = groups(&survey, tags, faults);
    if faults.len() > before {
        return;
    }
    let plan = Plan::new(&survey, &groups, tags, faults);
    if faults.len() == before {
        let children = std::mem::take(&mut story.children);
        story.children = plan.rebuild(children, &mut 0, tags);
    }
}

fn each_box<'a>(element: &mut Element<'a>, act: &mut dyn FnMut(&mut Element<'a>)) {
    for child in &mut element.children {
        match child {
            Node::Element(child) if child.name == "w:txbxContent" => act(child),
            Node::Element(child) => each_box(child, act),
            Node::Text(_) => {}
        }
    }
}

/// An opening tag, its middle ones and its closing one, as marks of the survey.
struct Group {
    marks: Vec<usize>,
    /// How many elements, from the story down, contain all of them: the level of the group.
    level: usize,
}

/// Pairs the tags of a story; every tag without partner is a fault.
fn groups(survey: &Survey, tags: &[Tag], faults: &mut Vec<Fault>) -> Vec<Group> {
    let mut open: Vec<Group> = Vec::new();
    let mut done = Vec::new();
    for (mark, here) in survey.marks.iter().enumerate() {
        let tag = &tags[here.tag];
        let role = tag.action.role();
        match role {
            Role::Single => {}
            Role::Open => open.push(Group { marks: vec![mark], level: 0 }),
            Role::Middle | Role::Close => {
                let opener = |group: &Group| &tags[survey.marks[group.marks[0]].tag];
                match open.last() {
                    None => faults.push(lonely(tag)),
                    Some(group) if fits(&opener(group).action, &tag.action) => {}
                    Some(group) => {
                        let opened = opener(group);
                        // Whatever was left open inside is the mistake; the tag itself may be right.
                        match open.iter().rposition(|group| fits(&opener(group).action, &tag.action)) {
                            Some(at) => {
                                faults.push(crossed(tag, opened));
                                open.truncate(at + 1);
                            }
                            None => {
                                faults.push(lonely(tag));
                                continue;
                            }
                        }
                    }
                }
                if let Some(mut group) = open.pop() {
                    group.marks.push(mark);
                    match role {
                        Role::Close => done.push(group),
                        _ => open.push(group),
                    }
                }
            }
        }
    }
    for group in open {
        let tag = &tags[survey.marks[group.marks[0]].tag];
        let values = [("found", tag.typed.as_str()), ("expected", closing(&tag.action))];
        faults.push(Fault::new(tag.place.clone(), "template-open-without-close", &values));
    }
    done.into_iter().map(|group| levelled(group, survey, tags)).collect()
}

fn fits(opened: &Action, tag: &Action) -> bool {
    match tag {
        Action::Elif(_) | Action::EndIf => matches!(opened, Action::If(_)),
        Action::Else => true,
        _ => matches!(opened, Action::For(..)),
    }
}

fn closing(opened: &Action) -> &'static str {
    match opened {
        Action::For(..) => "{% endfor %}",
        _ => "{% endif %}",
    }
}

fn lonely(tag: &Tag) -> Fault {
    Fault::new(tag.place.clone(), "template-close-without-open", &[("found", &tag.typed)])
}

fn crossed(tag: &Tag, opened: &Tag) -> Fault {
    let paragraph = opened.place.paragraph.to_string();
    let values = [
        ("found", tag.typed.as_str()),
        ("opened", &opened.typed),
        ("paragraph", &paragraph),
        ("expected", closing(&opened.action)),
    ];
    Fault::new(tag.place.clone(), "template-close-mismatch", &values)
}

/// Finds the level of a group: the nearest common block, raised where a row or a cell is meant.
fn levelled(mut group: Group, survey: &Survey, tags: &[Tag]) -> Group {
    let chain = |mark: &usize| &survey.marks[*mark].chain;
    let first = chain(&group.marks[0]);
    let common = group.marks[1..].iter().fold(first.len(), |common, mark| {
        let same = first.iter().zip(chain(mark)).take_while(|(one, other)| one == other).count();
        common.min(same)
    });
    let block = |level: usize| survey.nodes[first[level - 1]].block;
    let innermost = |wanted: Block| (1..=common).rev().find(|level| block(*level) == wanted);
    let hint = group.marks.iter().filter_map(|mark| tags[survey.marks[*mark].tag].hint).max();
    group.level = match hint {
        // Tags in several rows of an inner table stand between those, whatever row the table itself is in.
        Some(Hint::Row) if innermost(Block::Table) > innermost(Block::Row) => common,
        Some(Hint::Row) => innermost(Block::Row).map_or(common, |row| row - 1),
        Some(Hint::Cell) if innermost(Block::Row) > innermost(Block::Cell) => common,
        Some(Hint::Cell) => innermost(Block::Cell).map_or(common, |cell| cell - 1),
        _ if common > 0 && block(common) == Block::Row => common - 1,
        // In a paragraph of nothing but tags they go to its level, so that it vanishes.
        _ => survey.bare_paragraph(&first[..common]).unwrap_or(common),
    };
    group
}

/// Which side of an element a tag goes to.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// What becomes of the elements of a story, by their numbers in the survey.
#[derive(Default)]
struct Plan {
    before: BTreeMap<usize, Vec<usize>>,
    after: BTreeMap<usize, Vec<usize>>,
    moved: Vec<usize>,
    vanishing: Vec<usize>,
    /// Tables with loops over cells.
    columns: Vec<usize>,
}

impl Plan {
    fn new(survey: &Survey, groups: &[Group], tags: &[Tag], faults: &mut Vec<Fault>) -> Plan {
        // The level that each mark is brought to, if it is one of a group.
        let mut levels: Vec<Option<usize>> = vec![None; survey.marks.len()];
        for group in groups {
            group.marks.iter().for_each(|mark| levels[*mark] = Some(group.level));
        }
        let mut plan = Plan::default();
        let mut sides: Vec<Option<(usize, Side)>> = vec![None; survey.marks.len()];
        let mut repeated = Vec::new();
        for group in groups {
            let chain = &survey.marks[group.marks[0]].chain;
            if chain.get(group.level).is_some_and(|element| survey.nodes[*element].block == Block::Cell) {
                let table = chain[..group.level]
                    .iter()
                    .rfind(|element| survey.nodes[**element].block == Block::Table);
                plan.columns.extend(table);
            }
            for mark in &group.marks {
                match side(survey, group, &levels, *mark, tags) {
                    Ok(side) => sides[*mark] = side,
                    Err(fault) => faults.push(*fault),
                }
            }
            if let Some(element) = shared(survey, group).filter(|element| !survey.is_bare(*element)) {
                repeated.push(element);
            }
        }
        for (number, node) in survey.nodes.iter().enumerate() {
            let events = &survey.events[node.events.clone()];
            // The levels of the tags in it; nothing for those that stand for themselves.
            let mut inside = events.iter().filter_map(|event| match event {
                Event::Tag(mark) => Some(levels[*mark]),
                Event::Visible => None,
            });
            let lifts = match node.block {
                Block::Paragraph { section } => !section && inside.next().is_some(),
                Block::Row => inside.any(|level| level.is_some_and(|level| level <= node.depth)),
                Block::Cell => inside.any(|level| level == Some(node.depth)),
                Block::Table | Block::Other => false,
            };
            let gone = |event: &Event| survey.gone(event, &levels, node.depth, tags);
            if lifts && !repeated.contains(&number) && events.iter().all(gone) {
                plan.vanishing.push(number);
            }
        }
        plan.keep_last_paragraphs(survey);
        for (mark, here) in survey.marks.iter().enumerate() {
            let vanishing = here.chain.iter().find(|element| plan.vanishing.contains(element));
            let target = match (sides[mark], vanishing, tags[here.tag].action.role()) {
                (Some(side), ..) => Some(side),
                (None, Some(element), Role::Single) => Some((*element, Side::Before)),
                _ => None,
            };
            match target {
                Some((element, Side::Before)) => plan.before.entry(element).or_default().push(here.tag),
                Some((element, Side::After)) => plan.after.entry(element).or_default().push(here.tag),
                None => continue,
            }
            plan.moved.push(here.tag);
        }
        plan
    }

    /// A cell ends with a paragraph (ECMA-376 part 1 §17.4.65): the last one stays, though empty, until it is
    /// known what stands before it.
    fn keep_last_paragraphs(&mut self, survey: &Survey) {
        for node in survey.nodes.iter().filter(|node| node.block == Block::Cell) {
            let stays = |child: &&usize| !self.vanishing.contains(child);
            let last = node.children.iter().rfind(stays).map(|child| survey.nodes[*child].block);
            if matches!(last, Some(Block::Paragraph { .. } | Block::Other)) {
                continue;
            }
            let paragraph = node.children.iter().rfind(|child| self.vanishing.contains(child)).copied();
            if let Some(paragraph) = paragraph {
                self.vanishing.retain(|element| *element != paragraph);
            }
        }
    }

    fn rebuild<'a>(&self, children: Vec<Node<'a>>, number: &mut usize, tags: &[Tag]) -> Vec<Node<'a>> {
        let mut out = Vec::with_capacity(children.len());
        for child in children {
            let Node::Element(mut element) = child else {
                out.push(child);
                continue;
            };
            if let Some(tag) = tag_number(&element) {
                if !self.moved.contains(&tag) {
                    out.push(element.into());
                }
                continue;
            }
            let here = *number;
            *number += 1;
            if element.name != "w:txbxContent" {
                element.children = self.rebuild(element.children, number, tags);
            }
            let joins = element.name == "w:p";
            place(self.before.get(&here), joins, tags, &mut out);
            if self.columns.contains(&here) {
                element.set(COLUMNS, "1");
            }
            if !self.vanishing.contains(&here) {
                out.push(element.into());
            }
            place(self.after.get(&here), joins, tags, &mut out);
        }
        out
    }
}

/// Writes the tags that go to one side of an element.
fn place(numbers: Option<&Vec<usize>>, joins: bool, tags: &[Tag], out: &mut Vec<Node<'_>>) {
    for number in numbers.into_iter().flatten() {
        let wanted = tags[*number].joins;
        if joins && wanted.before {
            out.push(Element::new(JOIN).into());
        }
        out.push(tag_element(*number).into());
        if joins && wanted.after {
            out.push(Element::new(JOIN).into());
        }
    }
}

/// The one element that all tags of a group stand in, below its level.
fn shared(survey: &Survey, group: &Group) -> Option<usize> {
    let below = |mark: &usize| survey.marks[*mark].chain.get(group.level).copied();
    let first = below(&group.marks[0])?;
    group.marks.iter().all(|mark| below(mark) == Some(first)).then_some(first)
}

/// Where a tag of a group goes: to a side of the element just below the level of the group, or nowhere if
/// it stands at that level already.
fn side(
    survey: &Survey,
    group: &Group,
    levels: &[Option<usize>],
    mark: usize,
    tags: &[Tag],
) -> Result<Option<(usize, Side)>, Box<Fault>> {
    let here = &survey.marks[mark];
    let tag = &tags[here.tag];
    let told = |code| Box::new(Fault::new(tag.place.clone(), code, &[("found", &tag.typed)]));
    let Some(element) = here.chain.get(group.level).copied() else {
        return Ok(None);
    };
    if shared(survey, group).is_some() {
        return match tag.action.role() {
            _ if survey.is_bare(element) => Ok(Some((element, Side::Before))),
            Role::Open => Ok(Some((element, Side::Before))),
            Role::Close => Ok(Some((element, Side::After))),
            _ => Err(told("template-middle-in-row")),
        };
    }
    let node = &survey.nodes[element];
    let gone = |event: &Event| survey.gone(event, levels, group.level, tags);
    let inline = node.inline;
    if matches!(node.block, Block::Table | Block::Other) && !inline {
        return Err(Box::new(differ(survey, group, tag, tags)));
    }
    let (start, end) =
        (&survey.events[node.events.start..here.event], &survey.events[here.event + 1..node.events.end]);
    match (start.iter().all(gone), end.iter().all(gone)) {
        (true, _) => Ok(Some((element, Side::Before))),
        (false, true) => Ok(Some((element, Side::After))),
        (false, false) if inline => Err(Box::new(differ(survey, group, tag, tags))),
        (false, false) => Err(told("template-tag-in-text")),
    }
}

fn differ(survey: &Survey, group: &Group, tag: &Tag, tags: &[Tag]) -> Fault {
    let partner = group.marks.iter().map(|mark| &tags[survey.marks[*mark].tag]).find(|other| *other != tag);
    let opened = partner.map_or("", |partner| partner.typed.as_str());
    Fault::new(tag.place.clone(), "template-levels-differ", &[("found", &tag.typed), ("opened", opened)])
}
