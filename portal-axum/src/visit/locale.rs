//! Which language somebody reads: their account's; before signing in what they chose here last, else what their browser
//! asks for.

use axum::http::{HeaderMap, header};
use portal_core::definition::Definition;

use crate::cookies;

/// A locale of the definition.
pub fn choose(definition: &Definition, headers: &HeaderMap, account: Option<&str>) -> String {
    let known = |wish: &&str| definition.locales.iter().any(|locale| locale.eq_ignore_ascii_case(wish));
    let chosen = cookies::language(headers).filter(known);
    let wish = account.or(chosen).map(str::to_owned).or_else(|| asked_for(&definition.locales, headers));
    definition.locale(&wish.unwrap_or_default()).to_owned()
}

/// The first shipped language of `Accept-Language`, by weight (RFC 9110 §12.5.4).
fn asked_for(locales: &[String], headers: &HeaderMap) -> Option<String> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wishes: Vec<(f32, &str)> = header.split(',').take(20).filter_map(wish).collect();
    wishes.sort_by(|one, two| two.0.total_cmp(&one.0));
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let shipped = |tag: &str| locales.iter().any(|locale| language(locale) == language(tag));
    wishes.into_iter().map(|(_, tag)| tag).find(|tag| shipped(tag)).map(str::to_owned)
}

fn wish(part: &str) -> Option<(f32, &str)> {
    let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
    let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
    (weight > 0.0).then_some((weight, tag.trim()))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::asked_for;

    fn ask(header: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(header))]);
        asked_for(&["en".to_owned(), "fr".to_owned()], &headers)
    }

    #[test]
    fn the_browser_is_answered_in_the_language_it_likes_best_of_those_we_have() {
        assert_eq!(ask("fr-CA,fr;q=0.9,en;q=0.8").as_deref(), Some("fr-CA"));
        assert_eq!(ask("de, en;q=0.4, fr;q=0.7").as_deref(), Some("fr"));
        assert_eq!(ask("de, fr;q=0"), None);
        assert_eq!(ask("*;q=x,,;"), None);
    }
}
