//! Regular expressions of a definition: compiled once, and so small that asking them is always quick. The engine takes
//! time in proportion to the text and to the compiled size; repetitions inside one another would make that explode.

mod sequence;

use std::{fmt, sync::Arc};

use regex_lite::{Regex, RegexBuilder};

use self::sequence::Sequence;

/// Largest size of a compiled pattern in bytes.
const MOST_BYTES: usize = 64 * 1024;
/// Deepest nesting of a pattern's groups and repetitions.
const DEPTH: u32 = 20;

/// A pattern for a whole text. Cheap to clone.
#[derive(Clone)]
pub struct Pattern {
    source: Arc<str>,
    whole: Arc<Whole>,
}

/// How a text is asked: both ways come to the same.
enum Whole {
    Sequence(Sequence),
    Regex(Regex),
}

/// As it is written: two that read alike match alike.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Pattern {
    /// Compiles a pattern that a text must match from its first character to its last.
    ///
    /// # Errors
    /// Why it is none that can be used, in words.
    pub fn whole(source: &str) -> Result<Self, String> {
        let whole = compile(&format!("^(?:{source})$"))?;
        let whole = Sequence::read(source).map_or(Whole::Regex(whole), Whole::Sequence);
        Ok(Self { source: source.into(), whole: Arc::new(whole) })
    }

    /// Whether the whole text is as the pattern says.
    pub fn matches(&self, text: &str) -> bool {
        match &*self.whole {
            Whole::Sequence(sequence) => sequence.matches(text),
            Whole::Regex(regex) => regex.is_match(text),
        }
    }

    /// As the integrator wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

/// Compiles a pattern that may match anywhere in a text.
pub(super) fn compile(source: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(source).size_limit(MOST_BYTES).nest_limit(DEPTH).build();
    built.map_err(|error| match error.to_string() {
        too_large if too_large.contains("size limit") => {
            "it is too large once its repetitions are written out".to_owned()
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_pattern_asks_the_whole_text() {
        let pattern = Pattern::whole("a|b+").expect("a pattern");
        assert!(pattern.matches("bb") && !pattern.matches("ab"));
        assert_eq!((pattern.source(), format!("{pattern:?}").as_str()), ("a|b+", "\"a|b+\""));
    }

    #[test]
    fn what_explodes_or_is_no_pattern_is_refused_with_the_reason() {
        let reason = |source: &str| Pattern::whole(source).expect_err("it is refused");
        assert!(reason("((((a{100}){100}){100}){100}){100}").contains("too large"));
        assert!(reason("(").contains("group"), "{}", reason("("));
        assert!(!reason(&format!("{}a{}", "(".repeat(80), ")".repeat(80))).is_empty());
    }
}
