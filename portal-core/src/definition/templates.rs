//! Own pages and mails of a definition, as texts. The core knows no template language: the layers that render them check
//! them, with samples of all that they show.

use std::{collections::BTreeMap, fmt};

/// Own templates of pages, by their paths below `pages/`. One with the name of a shipped page stands before it.
pub type OwnPages = BTreeMap<String, String>;

/// Own templates of mails, by their paths below `mails/`. One with the name of a shipped mail stands before it.
pub type OwnMails = BTreeMap<String, String>;

/// What is wrong with an own template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// Its path below its folder.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// Whoever renders templates, and so can tell what is wrong with them.
pub trait Templates: Send + Sync {
    /// Tries own templates on all they may have to show.
    fn check(&self, own: &BTreeMap<String, String>) -> Vec<TemplateFault>;
}

/// Who renders what a definition brings.
#[derive(Clone, Copy)]
pub struct Renderers<'r> {
    /// Its own pages.
    pub pages: &'r dyn Templates,
    /// Its own mails.
    pub mails: &'r dyn Templates,
}

impl fmt::Debug for Renderers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderers").finish_non_exhaustive()
    }
}

/// For programs that show no pages, or send no mails: templates are taken as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unshown;

impl Templates for Unshown {
    fn check(&self, _: &BTreeMap<String, String>) -> Vec<TemplateFault> {
        Vec::new()
    }
}
