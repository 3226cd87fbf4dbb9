//! The templates of letters: the definition's file first, ours second, ours always as `default/<name>`, so that an own file
//! can extend it.

use std::{borrow::Cow, sync::Arc, sync::LazyLock};

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use portal_core::definition::OwnMails;

/// What a template may spend, in instructions: about twenty times what the longest letter takes.
const FUEL: u64 = 1_000_000;

/// The shipped templates by name.
pub const SHIPPED: &[(&str, &str)] = &[
    ("letter.html", include_str!("../templates/letter.html")),
    ("letter.txt", include_str!("../templates/letter.txt")),
];

/// The shipped templates alone.
static ALONE: LazyLock<Environment<'static>> = LazyLock::new(|| with(Arc::default()));

/// The templates of a letter.
pub(crate) fn of(own: Option<&Arc<OwnMails>>) -> Cow<'static, Environment<'static>> {
    match own {
        None => Cow::Borrowed(&ALONE),
        Some(own) => Cow::Owned(with(own.clone())),
    }
}

/// The shipped templates with own ones before them. What people wrote is always escaped: whoever writes a definition is no
/// programmer of the host.
pub(crate) fn with(own: Arc<OwnMails>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.remove_filter("safe");
    environment.set_auto_escape_callback(|name| match name.strip_suffix(".txt") {
        Some(_) => AutoEscape::None,
        None => AutoEscape::Html,
    });
    environment.set_loader(move |name| Ok(source(&own, name)));
    environment
}

fn source(own: &OwnMails, name: &str) -> Option<String> {
    let shipped = |name: &str| SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
    match name.strip_prefix("default/") {
        Some(name) => shipped(name),
        None => own.get(name).cloned().or_else(|| shipped(name)),
    }
}
