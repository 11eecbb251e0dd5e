//! Events of a run → one line on the terminal that counts: how far, how fast, how long, who.
//!
//! Drawn on the error stream and only for somebody who watches; nothing of it stays.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::process;
use crate::batch::Event;
use crate::check::Case;
use crate::finding::phrase;
use crate::language::{Language, Text};

/// The line, or nothing.
pub struct Progress {
    bar: ProgressBar,
    documents: usize,
    language: Language,
}

impl Progress {
    /// A line that shows nothing yet; `wanted` unless nothing shall be said.
    pub fn new(language: Language, wanted: bool) -> Progress {
        let target = match wanted && process::is_watched() {
            true => ProgressDrawTarget::stderr_with_hz(8),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let pattern = "{bar:24} {pos}/{len}  {prefix}  {eta_precise}  {wide_msg}";
        bar.set_style(ProgressStyle::with_template(pattern).expect("the pattern is right"));
        Progress { bar, documents: 0, language }
    }

    /// Shows what happened in a run of so many packets.
    pub fn show(&mut self, packets: usize, case: &Case, event: &Event) {
        self.bar.set_length(packets as u64);
        match event {
            Event::Begun(job) => {
                let subject = job.filings.first().map(|filing| filing.subject.label(case, self.language));
                self.bar.set_message(subject.unwrap_or_default());
            }
            Event::Ended(outcome) => {
                self.documents += outcome.entry.as_ref().map_or(0, |entry| entry.packet.documents);
                self.bar.inc(1);
                self.bar.set_prefix(self.rate());
            }
        }
    }

    /// «1240 документов, 812 в секунду».
    fn rate(&self) -> String {
        let elapsed = self.bar.elapsed().max(Duration::from_millis(1)).as_secs_f64();
        let each = (self.documents as f64 / elapsed).round();
        let values =
            [("documents", &Text::same(self.documents.to_string())), ("rate", &Text::same(each.to_string()))];
        phrase("progress", &values).get(self.language).to_owned()
    }
}

/// The line is taken away before anything else is told.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
