//! `otinish confined TASK`: the other side of [`confine`]: limits first, then one question from the
//! input, one answer to the output. Nothing is told but the answer: its words are the asker's.

use std::io::Read;

use super::Console;
use super::failure::{Exit, Failure};
use crate::confine::{self, Limits};
use crate::web::order;

/// Answers one question.
pub fn run(task: &str, console: &mut Console) -> Result<Exit, Failure> {
    Limits::of(task).bind();
    let mut question = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut question);
    let answer = match task {
        _ if read.is_err() => None,
        "workbook" => confine::answer_about_workbook(&question),
        "document" => order::fulfil(&question),
        _ => None,
    };
    match answer {
        Some(answer) if console.out.write_all(&answer).is_ok() => Ok(Exit::Done),
        _ => Ok(Exit::CouldNotWork),
    }
}
