//! Faults of a definition: what, where, how to mend it; all of them, each under a caret.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// One fault. As JSON it is what `portal check --format json` prints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Stable code, such as `PD012`.
    pub code: &'static str,
    /// Whether it stops the definition.
    pub severity: Severity,
    /// The file, relative to the folder.
    #[serde(rename = "file")]
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The column after the offending text, on the same line; the same as `column` where something is missing.
    pub end: usize,
    /// The offending text as a byte span of the file.
    #[serde(skip)]
    pub span: std::ops::Range<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub help: String,
}

/// Whether a fault stops the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// The longest line, in bytes, that is shown with a fault.
const LONGEST_LINE: usize = 1_000;

/// All faults of a definition, with what is needed to show them under carets.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The faults, by file and line.
    pub faults: Vec<Fault>,
    /// The sources they point into.
    pub(crate) sources: Vec<super::Source>,
}

impl Faults {
    /// Sorts faults by file and place and keeps the sources they point into.
    pub(super) fn new(mut faults: Vec<Fault>, sources: &[super::Source]) -> Self {
        faults.sort_by(|a, b| (&a.path, a.span.start, a.code).cmp(&(&b.path, b.span.start, b.code)));
        let told = |source: &&super::Source| faults.iter().any(|fault| fault.path == source.path);
        let sources = sources.iter().filter(told).cloned().collect();
        Self { faults, sources }
    }

    /// How many stop the definition, and how many do not.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.faults.iter().filter(|fault| fault.severity == Severity::Error).count();
        (errors, self.faults.len() - errors)
    }

    /// The line of a fault with a caret under the text in question; `None`: there is no line to show.
    pub fn under_caret(&self, fault: &Fault) -> Option<String> {
        let line = self.text(&fault.path)?.lines().nth(fault.line - 1)?;
        let shown = !line.is_empty() && line.len() <= LONGEST_LINE;
        let carets = "^".repeat(fault.end.saturating_sub(fault.column).max(1));
        shown.then(|| format!("{line}\n{}{carets}", " ".repeat(fault.column - 1)))
    }

    fn text(&self, path: &str) -> Option<&str> {
        let source = self.sources.iter().find(|source| source.path == path)?;
        std::str::from_utf8(&source.bytes).ok()
    }
}

impl Fault {
    /// The fault as a title, the line with a caret, and the remedy.
    fn group<'a>(&'a self, text: Option<&'a str>) -> Group<'a> {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(self.message.as_str()).id(self.code);
        // The line alone: a renderer that is given the whole file reads it all for each fault.
        let line = text.and_then(|text| {
            let start = text.get(..self.span.start)?.rfind('\n').map_or(0, |at| at + 1);
            let line = text[start..].split('\n').next().filter(|line| line.len() <= LONGEST_LINE)?;
            let span = self.span.start - start..self.span.end.checked_sub(start)?;
            line.get(span.clone()).map(|_| (line, span))
        });
        let shown = match line {
            Some((line, span)) => title.element(
                Snippet::source(line)
                    .line_start(self.line)
                    .path(self.path.as_str())
                    .annotation(AnnotationKind::Primary.span(span)),
            ),
            None if text.is_some() => {
                title.element(Origin::path(self.path.as_str()).line(self.line).char_column(self.column))
            }
            None => title.element(Origin::path(self.path.as_str())),
        };
        shown.element(Level::HELP.message(self.help.as_str()))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let renderer = Renderer::plain();
        for fault in &self.faults {
            writeln!(f, "{}\n", renderer.render(&[fault.group(self.text(&fault.path))]))?;
        }
        let (errors, warnings) = self.counts();
        let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
        write!(f, "{}, {}", count(errors, "fault"), count(warnings, "warning"))
    }
}

impl std::error::Error for Faults {}
