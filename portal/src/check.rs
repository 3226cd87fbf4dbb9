//! Checking a definition with all that this program shows and sends of it.

use portal_core::definition::{self, Definition, Faults, Renderers, Source, Templates};

/// What judges own pages here: the pages, where this program has them.
#[cfg(feature = "axum")]
const PAGES: &dyn Templates = &portal_axum::PageCheck;
#[cfg(not(feature = "axum"))]
const PAGES: &dyn Templates = &definition::Unshown;

/// What judges own mails here: the letters, where this program has them.
#[cfg(feature = "email")]
const MAILS: &dyn Templates = &portal_email::MailCheck;
#[cfg(not(feature = "email"))]
const MAILS: &dyn Templates = &definition::Unshown;

/// What judges own templates here.
pub(crate) const RENDERERS: Renderers<'static> = Renderers { pages: PAGES, mails: MAILS };

/// Loads and checks a definition, its own templates drawn with samples of all they may have to show. On success also
/// returns its warnings.
///
/// # Errors
/// All faults and warnings at once.
pub fn check(sources: &[Source]) -> Result<(Definition, Faults), Faults> {
    definition::check_with(sources, RENDERERS)
}
