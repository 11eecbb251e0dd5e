//! The packets of a desk in the making: what happened so far, for everybody who looks, also later.
//!
//! The work is a confined process that tells of each packet in a line; the lines are kept with their numbers,
//! so that a page that was closed and opened again hears all of it. It goes on without anybody looking and
//! can be ended; what is made by then is whole.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::order::{self, Packets};
use crate::confine::{self, Limits, Running};

/// One run.
pub struct Run {
    lines: Mutex<Lines>,
    /// How many lines there are.
    count: watch::Sender<usize>,
}

#[derive(Default)]
struct Lines {
    all: Vec<String>,
    packets: Vec<Made>,
    running: Option<Running>,
    stopped: bool,
    ended: bool,
}

/// A packet that lies in the folder of the run.
#[derive(Clone, Debug)]
pub struct Made {
    /// File name.
    pub name: String,
    pub bytes: u64,
}

impl Run {
    /// Starts a run; it goes on by itself.
    pub fn start(order: Packets) -> Arc<Run> {
        let run = Arc::new(Run { lines: Mutex::default(), count: watch::Sender::new(0) });
        let worker = run.clone();
        std::thread::spawn(move || worker.work(&order));
        run
    }

    fn work(&self, order: &Packets) {
        let question = order::write_packets(order);
        let begun = |running: Running| {
            let mut lines = self.locked();
            if lines.stopped {
                running.kill();
            }
            lines.running = Some(running);
        };
        let ended = confine::follow("packets", &question, &Limits::BUILDING, begun, |line| self.hear(line));
        let mut lines = self.locked();
        lines.running = None;
        lines.ended = true;
        let ends = [r#"{"event":"done""#, r#"{"event":"stopped""#];
        let told = lines.all.last().is_some_and(|line| ends.iter().any(|end| line.starts_with(end)));
        let last = match (lines.stopped, told, ended) {
            (_, true, _) => None,
            (true, ..) => Some(json!({ "event": "stopped", "packets": lines.packets.len() })),
            (_, _, Err(error)) => {
                let notice = error.notice(&order.order.name);
                Some(json!({ "event": "failed", "error": notice }))
            }
            (_, _, Ok(())) => lines.all.last().is_none_or(|line| !line.starts_with(r#"{"event":"failed""#)).then(
                || json!({ "event": "failed", "error": confine::Error::Crashed.notice(&order.order.name) }),
            ),
        };
        lines.all.extend(last.map(|last| last.to_string()));
        self.count.send_replace(lines.all.len());
    }

    /// Takes in a line of the process.
    fn hear(&self, line: &str) {
        let Ok(value) = serde_json::from_str::<Value>(line) else { return };
        let mut lines = self.locked();
        if let (Some(name), Some(bytes)) =
            (value["packet"]["name"].as_str(), value["packet"]["bytes"].as_u64())
        {
            lines.packets.push(Made { name: name.to_owned(), bytes });
        }
        lines.all.push(line.to_owned());
        self.count.send_replace(lines.all.len());
    }

    /// Ends it; what is made is kept.
    pub fn stop(&self) {
        let mut lines = self.locked();
        lines.stopped = true;
        if let Some(running) = &lines.running {
            running.kill();
        }
    }

    /// Whether it has come to its end.
    pub fn is_over(&self) -> bool {
        self.locked().ended
    }

    /// What was made so far, in the order in which it was.
    pub fn packets(&self) -> Vec<Made> {
        self.locked().packets.clone()
    }

    /// The lines after the first `known`, and whether there will be no more.
    pub fn after(&self, known: usize) -> (Vec<String>, bool) {
        let lines = self.locked();
        (lines.all.iter().skip(known).cloned().collect(), lines.ended)
    }

    /// Tells when there are more lines.
    pub fn news(&self) -> watch::Receiver<usize> {
        self.count.subscribe()
    }

    fn locked(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
