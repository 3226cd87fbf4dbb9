//! Own pages of a definition, as texts. The core knows no template language: the layer that renders them checks them, with
//! samples of all that it shows.

use std::collections::BTreeMap;

/// Own templates of pages, by their paths below `pages/`. One with the name of a shipped page stands before it.
pub type OwnPages = BTreeMap<String, String>;

/// What is wrong with an own template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// Its path below `pages/`.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// Whoever renders templates, and so can tell what is wrong with them.
pub trait Templates: Send + Sync {
    /// Tries own pages on all they may have to show.
    fn check(&self, own: &OwnPages) -> Vec<TemplateFault>;
}

/// For programs that show no pages: templates are taken as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unshown;

impl Templates for Unshown {
    fn check(&self, _: &OwnPages) -> Vec<TemplateFault> {
        Vec::new()
    }
}
