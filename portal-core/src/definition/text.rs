//! Text in one or several locales.

use indexmap::IndexMap;

/// Something that is the same for every locale, or one per locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PerLocale<T> {
    /// One for every locale.
    Plain(T),
    /// One per locale, in the order written.
    Localised(IndexMap<String, T>),
}

/// A text as the integrator wrote it: the same for all, or one per locale.
pub type Text = PerLocale<String>;

impl<T> PerLocale<T> {
    /// What stands for a locale of the definition; else for its language (the shipped words have `fr` and no `fr-CA`),
    /// else the first one. `None`: there is none at all.
    pub fn of(&self, locale: &str) -> Option<&T> {
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        match self {
            Self::Plain(only) => Some(only),
            Self::Localised(all) => {
                let near = || all.iter().find(|(other, _)| language(other) == language(locale)).map(|(_, found)| found);
                all.get(locale).or_else(near).or_else(|| all.values().next())
            }
        }
    }

    /// Each of them, in the order written.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        let (only, several) = match self {
            Self::Plain(only) => (Some(only), None),
            Self::Localised(all) => (None, Some(all.values())),
        };
        only.into_iter().chain(several.into_iter().flatten())
    }

    /// The same per locale, each made into something else.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> PerLocale<U> {
        match self {
            Self::Plain(only) => PerLocale::Plain(make(only)),
            Self::Localised(all) => {
                PerLocale::Localised(all.into_iter().map(|(locale, found)| (locale, make(found))).collect())
            }
        }
    }
}

impl Text {
    /// The text in a locale, as [`PerLocale::of`] finds it.
    pub fn get(&self, locale: &str) -> &str {
        self.of(locale).map_or("", String::as_str)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use indexmap::indexmap;

    use super::Text;

    #[test]
    fn a_text_is_read_in_its_locale_else_in_its_language_else_in_the_first() {
        let text = Text::Localised(indexmap! {"en".into() => "Quote".into(), "fr".into() => "Devis".into()});
        assert_eq!(text.get("fr"), "Devis");
        assert_eq!(text.get("fr-CA"), "Devis");
        assert_eq!(text.get("de"), "Quote");
    }
}
