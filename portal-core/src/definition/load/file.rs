//! One file being read, and the faults found in it so far.

use std::{cell::RefCell, collections::HashSet, ops::Range, rc::Rc};

use super::Source;
use crate::definition::{
    Fault, Severity,
    code::{self, Code},
};

/// The most faults of one file that are told; nobody mends more at once, and a hostile file has no end of them.
const MOST_FAULTS: usize = 200;

/// A value and where it stands, in bytes of its file.
#[derive(Clone, Debug)]
pub(super) struct Spanned<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// A file and its faults.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub path: &'a str,
    pub text: &'a str,
    /// All files of the folder.
    pub folder: Rc<[&'a Source]>,
    /// Where each line begins.
    lines: Vec<usize>,
    faults: RefCell<Noted>,
}

/// The faults so far, each once.
#[derive(Debug, Default)]
struct Noted {
    faults: Vec<Fault>,
    seen: HashSet<(&'static str, usize, String)>,
}

impl<'a> File<'a> {
    pub fn new(path: &'a str, text: &'a str) -> Self {
        let lines = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, text, folder: Rc::new([]), lines, faults: RefCell::default() }
    }

    /// The file among the others of its folder.
    pub fn in_folder(mut self, folder: Rc<[&'a Source]>) -> Self {
        self.folder = folder;
        self
    }

    /// Notes a fault with the remedy of its code.
    pub fn fault(&self, code: &Code, span: Range<usize>, message: impl Into<String>) {
        self.fault_with(code, span, message, code.remedy);
    }

    /// Notes a fault with a remedy of its own.
    pub fn fault_with(&self, code: &Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.note(code.id, code.severity, span, message.into(), help.into());
    }

    /// Notes a fault under any code.
    pub fn note(&self, code: &'static str, severity: Severity, span: Range<usize>, message: String, help: String) {
        let mut noted = self.faults.borrow_mut();
        if noted.faults.len() > MOST_FAULTS {
            return;
        }
        let span = self.within_a_line(span);
        if !noted.seen.insert((code, span.start, message.clone())) {
            return;
        }
        let fault = match noted.faults.len() {
            MOST_FAULTS => {
                let message = format!("this file has more than {MOST_FAULTS} faults");
                self.at(code::MORE_FAULTS.id, severity, span, message, code::MORE_FAULTS.remedy.to_owned())
            }
            _ => self.at(code, severity, span, message, help),
        };
        noted.faults.push(fault);
    }

    fn at(&self, code: &'static str, severity: Severity, span: Range<usize>, message: String, help: String) -> Fault {
        let line = self.lines.partition_point(|start| *start <= span.start);
        let start = self.lines[line.saturating_sub(1)];
        let column = self.text[start..span.start].chars().count() + 1;
        Fault {
            code,
            severity,
            path: self.path.to_owned(),
            line,
            column,
            end: column + self.text[span.clone()].chars().count(),
            span,
            message: sentence(message),
            help: sentence(help),
        }
    }

    /// How many faults of these codes were found so far.
    pub fn count(&self, codes: &[&Code]) -> usize {
        let noted = self.faults.borrow();
        noted.faults.iter().filter(|fault| codes.iter().any(|code| code.id == fault.code)).count()
    }

    /// All faults of the file.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner().faults
    }

    /// The span cut to the first line it has text on: a caret under a whole page would point at nothing.
    fn within_a_line(&self, span: Range<usize>) -> Range<usize> {
        let boundary = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (boundary(span.start), boundary(span.end.max(span.start)));
        let inside = &self.text[start..end];
        let line = inside.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        start..start + line.len()
    }
}

/// Begins with a capital and ends with a point, unless a question or a written example ends it.
fn sentence(mut text: String) -> String {
    if let Some(first) = text.get(..1) {
        let first = first.to_ascii_uppercase();
        text.replace_range(..1, &first);
    }
    if text.ends_with(|last: char| last.is_alphanumeric() || "`)}\u{22}".contains(last)) {
        text.push('.');
    }
    text
}
