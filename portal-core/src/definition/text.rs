//! Text in one or several locales.

use indexmap::IndexMap;

/// A text as the integrator wrote it: the same for all, or one per locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// One text for every locale.
    Plain(String),
    /// One text per locale, in the order written.
    Localised(IndexMap<String, String>),
}

impl Text {
    /// The text in a locale of the definition; else in its language (the shipped words have `fr` and no `fr-CA`), else
    /// the first one.
    pub fn get(&self, locale: &str) -> &str {
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        match self {
            Self::Plain(text) => text,
            Self::Localised(texts) => {
                let near = || texts.iter().find(|(other, _)| language(other) == language(locale)).map(|(_, text)| text);
                texts.get(locale).or_else(near).or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
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
