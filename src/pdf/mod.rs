//! [`Pages`] → PDF bytes (ISO 32000-1, PDF 1.7): to be kept (PDF/A-2u) and to be read aloud (PDF/UA-1).
//!
//! printpdf builds the skeleton, the fonts with all that describes them and the catalogue, once for each set of fonts
//! that a batch uses; per document only pages, contents, pictures and metadata are written behind it, by ourselves.
//! Invariants: equal input gives equal bytes, on one thread or many; every glyph can be read back as its character;
//! a character without a glyph is an error, never a hole.
//! Deliberately absent: encryption, colours other than RGB, files without structure: it is a tenth of their size.

mod bitmap;
mod content;
mod deflate;
mod error;
mod file;
mod inspect;
mod metadata;
mod navigation;
mod parcel;
mod picture;
mod profile;
mod scan;
mod shown;
mod skeleton;
mod strip;
mod structure;
mod subset;
mod survey;

use std::convert::Infallible;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

pub use error::Error;
pub use inspect::{Damage, Reading, inspect};
pub use picture::Fault as ImageFault;
pub use scan::{Fault as ScanFault, Leaf, is_pdf, scan};

use crate::language::Language;
use crate::layout::{Fonts, Item, Page, Pages};
use content::{Common, Content, Tongue};
use file::{File, Objects};
use picture::{Picture, Pictures};
use shown::Shown;
use skeleton::Skeleton;
use structure::{Numbers, Plan, Tree};
use subset::{Subset, Wanted};
use survey::Survey;

/// When so many of one kind are kept, all are forgotten: a batch has a few dozen templates.
const LIMIT: usize = 64;
/// In bytes: objects of a longer document are its own.
const PACKED: usize = 1 << 16;
/// The same, as elements of its structure.
const ELEMENTS: usize = 500;

/// What a PDF says of itself: its document information and XMP metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    pub title: String,
    pub language: Language,
    /// The company whose letter it is.
    pub author: String,
    pub subject: String,
    /// The day it was made, in Kazakhstan (UTC+5).
    pub created: NaiveDate,
}

/// Prints a batch: keeps what its documents share. One for all threads.
pub struct Press {
    fonts: Fonts,
    survey: Survey,
    subsets: Kept<Wanted, Subset>,
    skeletons: Kept<Vec<Wanted>, Skeleton>,
    pictures: Pictures,
    shown: Shown,
    /// Objects packed together, by what they were before: letters of one template have the same structure.
    packed: Kept<Vec<u8>, Vec<u8>>,
    /// Structure trees as objects.
    trees: Kept<Plan, Objects>,
}

impl Press {
    /// A press for pages laid out with these fonts. Cheap; fonts are subset when first used.
    pub fn new(fonts: &Fonts) -> Press {
        Press {
            fonts: fonts.clone(),
            survey: Survey::new(fonts),
            subsets: Kept::default(),
            skeletons: Kept::default(),
            pictures: Pictures::default(),
            shown: Shown::default(),
            packed: Kept::default(),
            trees: Kept::default(),
        }
    }

    /// The PDF of the pages.
    ///
    /// # Errors
    /// [`Error::TooLong`] when they are not all that the document has, [`Error::MissingGlyph`] when a glyph is 0,
    /// [`Error::Image`] when a picture is not to be read.
    pub fn print(&self, pages: &Pages, metadata: &Metadata) -> Result<Vec<u8>, Error> {
        if pages.cut {
            return Err(Error::TooLong { pages: pages.pages.len() });
        }
        let wanted = self.survey.wanted(pages, &self.fonts)?;
        let skeleton = self.skeleton(wanted)?;
        let mut pictures = Vec::new();
        let mut sheets = Vec::with_capacity(pages.pages.len());
        let common = Common {
            skeleton: &skeleton,
            shown: &self.shown,
            tongues: tongues(pages, metadata.language),
            places: navigation::names(&pages.pages),
            pages: pages.pages.len(),
        };
        let mut tree = Tree::new();
        for (index, page) in pages.pages.iter().enumerate() {
            let used = self
                .pictures_of(page, &mut pictures)
                .map_err(|reason| Error::Image { page: index + 1, reason })?;
            let Content { operators, links } = content::write(page, &common, &used, &mut tree);
            sheets.push(Sheet { page, content: deflate::deflate(&operators), pictures: used, links });
        }
        Ok(self.bind(&skeleton, &sheets, &pictures, tree, metadata))
    }

    /// Reads the pictures of a page in the order of its items: the index of each among those of the document.
    fn pictures_of(&self, page: &Page, known: &mut Vec<Arc<Picture>>) -> Result<Vec<usize>, ImageFault> {
        let images = page.items.iter().filter_map(|item| match item {
            Item::Image { image, .. } => Some(image),
            _ => None,
        });
        images.map(|image| self.pictures.read(image).map(|picture| place(known, picture))).collect()
    }

    /// Writes the objects of a document behind the skeleton.
    fn bind(
        &self,
        skeleton: &Skeleton,
        sheets: &[Sheet<'_>],
        pictures: &[Arc<Picture>],
        tree: Tree,
        metadata: &Metadata,
    ) -> Vec<u8> {
        let archival = pictures.iter().all(|picture| !picture.foreign);
        let packet = metadata::xmp(metadata, archival);
        let mut file = File::continuing(skeleton);
        let [page_tree, catalog] = [file.reserve(), file.reserve()];
        let info = file.alone(&metadata::info(metadata));
        let xmp = file.stream("/Type/Metadata/Subtype/XML", packet.as_bytes());
        let numbers: Vec<u32> = pictures.iter().map(|picture| file.picture(picture)).collect();
        let kids: Vec<u32> = sheets.iter().map(|_| file.reserve()).collect();
        let places = navigation::places(sheets, &kids);
        let mut annotations = Vec::new();
        for (index, (Sheet { page, content, pictures, links }, &number)) in
            sheets.iter().zip(&kids).enumerate()
        {
            let content = file.stream("/Filter/FlateDecode", content);
            let pictures: Vec<(usize, u32)> = pictures.iter().map(|&index| (index, numbers[index])).collect();
            let links = navigation::links(page, &places, links);
            let links: Vec<u32> = links.iter().map(|link| file.object(link)).collect();
            file.page(number, page_tree, page, content, skeleton.resources, &pictures, &links, index);
            annotations.extend(links);
        }
        file.page_tree(page_tree, &kids);
        let outlines = navigation::outlines(sheets, &kids, &mut file);
        let structure = self.structure(tree, Numbers { pages: kids, annotations }, metadata, &mut file);
        file.fill(catalog, &metadata::catalog(skeleton, metadata, page_tree, xmp, structure, outlines));
        file.finish(catalog, info, |content| self.deflate_objects(content))
    }

    /// Writes the structure tree; gives the number of its root.
    fn structure(&self, tree: Tree, numbers: Numbers, metadata: &Metadata, file: &mut File) -> u32 {
        let (count, root) = (tree.objects(), file.reserve_all(tree.objects()));
        let plan = tree.plan(numbers, metadata.language, root);
        match count <= ELEMENTS {
            true => {
                let Ok(objects) = self.trees.get(plan, |plan| Ok::<_, Infallible>(plan.write()));
                file.fill_all(root, &objects);
            }
            false => file.fill_all(root, &plan.write()),
        }
        root
    }

    /// zlib data of objects that are packed together.
    fn deflate_objects(&self, objects: Vec<u8>) -> Arc<Vec<u8>> {
        if objects.len() > PACKED {
            return Arc::new(deflate::deflate(&objects));
        }
        let Ok(deflated) = self.packed.get(objects, |objects| Ok::<_, Infallible>(deflate::deflate(objects)));
        deflated
    }

    fn skeleton(&self, wanted: Vec<Wanted>) -> Result<Arc<Skeleton>, Error> {
        self.skeletons.get(wanted, |wanted| {
            let subsets = wanted
                .iter()
                .map(|wanted| self.subsets.get(wanted.clone(), |wanted| subset::make(wanted, &self.fonts)))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(skeleton::build(&subsets))
        })
    }
}

/// A page, its content deflated, and the pictures that it names.
struct Sheet<'a> {
    page: &'a Page,
    content: Vec<u8>,
    pictures: Vec<usize>,
    /// The numbers of its live links in the parent tree of the structure.
    links: Vec<usize>,
}

/// The languages of the text that are to be told, by their numbers: not that of the document itself.
fn tongues(pages: &Pages, own: Language) -> Vec<Option<Tongue<'_>>> {
    /// Of those that are written in Cyrillic, the ones that letters from Kazakhstan may hold.
    const CYRILLIC: [&str; 10] = ["ru", "kk", "uk", "be", "bg", "ky", "tg", "mn", "tt", "uz"];
    let told = |tag: &'_ str| !tag.is_empty() && tag != own.code();
    let tags = pages.tongues.iter().map(String::as_str);
    tags.map(|tag| told(tag).then(|| Tongue { tag, cyrillic: CYRILLIC.contains(&tag) })).collect()
}

/// The index of a picture among those of the document, added when new. Equal pictures need not be one in memory:
/// the shelf may have been cleared between two pages.
fn place(pictures: &mut Vec<Arc<Picture>>, picture: Arc<Picture>) -> usize {
    pictures.iter().position(|known| known.digest == picture.digest).unwrap_or_else(|| {
        pictures.push(picture);
        pictures.len() - 1
    })
}

/// Values made once for each key, shared by all threads. Two threads may make the same value at the same time; as
/// values are functions of their keys, either will do.
struct Kept<K, V>(Mutex<FxHashMap<K, Arc<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Kept(Mutex::default())
    }
}

impl<K: Hash + Eq, V> Kept<K, V> {
    fn get<E>(&self, key: K, make: impl FnOnce(&K) -> Result<V, E>) -> Result<Arc<V>, E> {
        // A thread that panicked left the map whole: every change to it is one insert.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = lock().get(&key) {
            return Ok(value.clone());
        }
        let value = Arc::new(make(&key)?);
        let mut kept = lock();
        if kept.len() >= LIMIT {
            kept.clear();
        }
        kept.insert(key, value.clone());
        Ok(value)
    }
}
