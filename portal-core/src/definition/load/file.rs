//! One file being read, and the faults found in it so far.

use std::{cell::RefCell, ops::Range, rc::Rc};

use super::Source;
use crate::definition::{Fault, Severity, code::Code};

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
    faults: RefCell<Vec<Fault>>,
}

impl<'a> File<'a> {
    pub fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text, folder: Rc::new([]), faults: RefCell::default() }
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
        let span = self.within_a_line(span);
        let before = &self.text[..span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let fault = Fault {
            code,
            severity,
            path: self.path.to_owned(),
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span,
            message: sentence(message),
            help: sentence(help),
        };
        let mut faults = self.faults.borrow_mut();
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }

    /// How many faults of these codes were found so far.
    pub fn count(&self, codes: &[&Code]) -> usize {
        let faults = self.faults.borrow();
        faults.iter().filter(|fault| codes.iter().any(|code| code.id == fault.code)).count()
    }

    /// All faults of the file.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
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
