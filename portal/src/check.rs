//! Checking a definition with all that this program shows of it.

use portal_core::definition::{self, Definition, Faults, Source, Templates};

/// What judges own templates here: the pages, where this program has them.
#[cfg(feature = "axum")]
pub(crate) const TEMPLATES: &dyn Templates = &portal_axum::PageCheck;
/// What judges own templates here: nothing, without pages.
#[cfg(not(feature = "axum"))]
pub(crate) const TEMPLATES: &dyn Templates = &definition::Unshown;

/// Loads and checks a definition, its own templates drawn with samples of all they may have to show. On success also
/// returns its warnings.
///
/// # Errors
/// All faults and warnings at once.
pub fn check(sources: &[Source]) -> Result<(Definition, Faults), Faults> {
    definition::check_with(sources, TEMPLATES)
}
