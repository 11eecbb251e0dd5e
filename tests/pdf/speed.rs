//! How fast letters are printed, and how large they are:
//! `cargo test --release --test pdf -- --ignored --nocapture speed`.

use std::time::Instant;

use otinish::layout::{Fonts, Item, Pages};
use otinish::pdf::Press;

use super::sheet::{letter, metadata};

#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)]
fn speed() {
    let fonts = Fonts::load();
    let letters: Vec<Pages> = (0..200).map(|number| letter(&fonts, number)).collect();
    let press = Press::new(&fonts);
    let metadata = metadata();
    let size: usize = letters.iter().map(|pages| press.print(pages, &metadata).expect("printed").len()).sum();
    let mut best = f64::INFINITY;
    for _ in 0..10 {
        let start = Instant::now();
        for pages in &letters {
            press.print(pages, &metadata).expect("printed");
        }
        best = best.min(start.elapsed().as_secs_f64() / letters.len() as f64);
    }
    println!("{:.0} letters of two pages a second, {} bytes each", 1.0 / best, size / letters.len());

    for kerning in [false, true] {
        let texts: Vec<String> = letters.iter().flat_map(runs).collect();
        let start = Instant::now();
        let font = fonts.find("Times New Roman", false, false).id;
        let glyphs: usize = texts.iter().map(|text| fonts.shape(font, 12.0, kerning, text).len()).sum();
        let rate = letters.len() as f64 / start.elapsed().as_secs_f64();
        println!(
            "shaping, kerning {kerning}: {rate:.0} letters a second, {} glyphs each",
            glyphs / letters.len()
        );
    }
}

fn runs(pages: &Pages) -> Vec<String> {
    let text = |item: &Item| match item {
        Item::Glyphs(run) => Some(run.text.clone()),
        _ => None,
    };
    pages.pages.iter().flat_map(|page| &page.items).filter_map(text).collect()
}
