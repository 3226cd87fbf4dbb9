//! Faults of a definition: what, where, how to mend it.

use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, such as `PD012`.
    pub code: &'static str,
    /// Whether it stops the definition.
    pub severity: Severity,
    /// The file, relative to the folder.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The offending text as a byte span of the file.
    pub span: std::ops::Range<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub help: String,
}

/// Whether a fault stops the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// All faults of a definition, with what is needed to show them under carets.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The faults, by file and line.
    pub faults: Vec<Fault>,
    /// The sources they point into.
    pub(crate) sources: Vec<super::Source>,
}

impl fmt::Display for Faults {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}

impl std::error::Error for Faults {}
