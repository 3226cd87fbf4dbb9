//! What stands around every page: head, navigation, the person's menu, languages, foot.

use chrono::{DateTime, Utc};
use portal_core::{
    definition::Definition,
    identity::{Entered, Session},
};
use serde::Serialize;

use super::SeenBy;
use crate::{
    assets::{self, Names},
    links::Links,
    tongue::Tongue,
};

/// The frame of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The page's language, a BCP 47 tag.
    pub locale: String,
    /// The portal's name.
    pub portal: String,
    /// Its first letter, for the mark.
    pub initial: String,
    /// Address of its logo, which stands for the mark.
    pub logo: Option<String>,
    /// The start page.
    pub home: String,
    /// Addresses of the stylesheets, in order.
    pub styles: Vec<String>,
    /// Address of the script.
    pub script: String,
    /// Address of the icon.
    pub icon: String,
    /// The navigation; empty for somebody who is not signed in.
    pub places: Vec<Place>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The languages to choose from, in their own words; empty when there is only one.
    pub languages: Vec<Language>,
    /// Where the language is chosen.
    pub language_url: String,
    /// Where one is, below the mount point, to come back to.
    pub here: String,
    /// Where help is.
    pub support: Support,
    /// What was just done.
    pub notice: Option<Notice>,
    /// `client` or `team`.
    pub side: &'static str,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Whether one is there, or below.
    pub current: bool,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// Mail address.
    pub email: String,
    /// The organisation, or the team's own name.
    pub organisation: String,
    /// Their account's page.
    pub account: String,
    /// Where they connect accounts that they have elsewhere; `None`: there is nothing to connect.
    pub connections: Option<String>,
    /// Where they sign out.
    pub sign_out: String,
    /// How long the session lasts without a further request, in seconds; 0: not said.
    pub session_seconds: i64,
}

/// A language to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Language {
    /// Its tag.
    pub tag: String,
    /// Its own name: `Français`.
    pub name: String,
    /// Whether the page is in it.
    pub current: bool,
}

/// Where help is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Support {
    /// By mail.
    pub email: Option<String>,
    /// By phone.
    pub phone: Option<String>,
    /// The privacy notice.
    pub privacy: Option<String>,
}

/// What was just done.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// In words.
    pub text: String,
}

impl Frame {
    /// The frame of somebody who is not signed in.
    pub fn new(definition: &Definition, links: &Links, tongue: &Tongue, here: &str) -> Self {
        let names = Names::of(definition.branding.accent.as_deref());
        let branding = &definition.branding;
        Self {
            portal: tongue.text(&definition.name).to_owned(),
            logo: assets::logo_name(definition).map(|name| links.asset(&name)),
            languages: languages_of(&definition.locales, tongue.locale()),
            support: Support {
                email: branding.support_email.clone(),
                phone: branding.support_phone.clone(),
                privacy: branding.privacy.clone(),
            },
            ..Self::bare(links, tongue, here, &names)
        }
        .marked()
    }

    fn bare(links: &Links, tongue: &Tongue, here: &str, names: &Names) -> Self {
        Self {
            locale: tongue.locale().to_owned(),
            portal: String::new(),
            initial: String::new(),
            logo: None,
            home: links.home(),
            styles: vec![links.asset(names.style), links.asset(&names.brand)],
            script: links.asset(names.script),
            icon: links.asset(&names.icon),
            places: Vec::new(),
            person: None,
            languages: Vec::new(),
            language_url: links.language(),
            here: here.to_owned(),
            support: Support::default(),
            notice: None,
            side: "client",
        }
    }

    fn marked(mut self) -> Self {
        self.initial = self.portal.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
        self
    }

    /// A frame to show samples in.
    pub fn sample(tongue: &Tongue, seen_by: SeenBy) -> Self {
        let links = Links::below("");
        let place = |key: &str, url: String, current| Place { label: tongue.say(key), url, current };
        let places = match seen_by {
            SeenBy::Anybody => Vec::new(),
            SeenBy::Client => vec![
                place("nav-home", links.home(), true),
                place("nav-requests", links.requests(), false),
                place("nav-documents", links.documents(), false),
            ],
            SeenBy::Team => vec![place("nav-queue", links.to("/team"), true)],
        };
        let support = ["help@durand.example", "+33 1 23 45 67 89", "https://durand.example/privacy"];
        let [email, phone, privacy] = support.map(|text| Some(text.to_owned()));
        Self {
            portal: "Durand Services".to_owned(),
            places,
            person: (seen_by != SeenBy::Anybody).then(|| Person::sample(&links)),
            languages: languages_of(&["en", "fr"].map(str::to_owned), tongue.locale()),
            support: Support { email, phone, privacy },
            side: if seen_by == SeenBy::Team { "team" } else { "client" },
            ..Self::bare(&links, tongue, "/", &Names::of(None))
        }
        .marked()
    }
}

impl Person {
    /// Somebody who is signed in.
    pub(crate) fn of(entered: &Entered, organisation: String, now: DateTime<Utc>, links: &Links) -> Self {
        let left = |session: &Session| (session.expires - now).num_seconds().min(session.idle_seconds);
        let left = entered.session.as_ref().map_or(0, left);
        Self {
            name: entered.account.name.clone(),
            initials: initials(&entered.account.name),
            email: entered.account.email.clone(),
            organisation,
            account: links.account(),
            connections: None,
            sign_out: links.sign_out(),
            session_seconds: left.max(0),
        }
    }
}

impl Person {
    fn sample(links: &Links) -> Self {
        Self {
            name: "Claire Martin".to_owned(),
            initials: initials("Claire Martin"),
            email: "claire@alpha.example".to_owned(),
            organisation: "Alpha Logistics".to_owned(),
            account: links.account(),
            connections: Some(links.to("/account/connections")),
            sign_out: links.sign_out(),
            session_seconds: 8 * 3600,
        }
    }
}

/// Up to two initials of a name.
pub fn initials(name: &str) -> String {
    let letters = |word: &str| word.chars().next().into_iter().flat_map(char::to_uppercase).collect::<String>();
    let mut words = name.split_whitespace();
    let first = words.next().map(letters).unwrap_or_default();
    first + &words.next_back().map(letters).unwrap_or_default()
}

/// The languages of a portal, one of them taken; none where there is only one.
pub(crate) fn languages_of(locales: &[String], current: &str) -> Vec<Language> {
    if locales.len() < 2 {
        return Vec::new();
    }
    let language = |tag: &String| Language { tag: tag.clone(), name: native_name(tag), current: tag == current };
    locales.iter().map(language).collect()
}

/// What a language calls itself; its tag when we do not know.
fn native_name(tag: &str) -> String {
    let name = match tag.split('-').next().unwrap_or_default() {
        "en" => "English",
        "fr" => "Français",
        "de" => "Deutsch",
        "es" => "Español",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "pt" => "Português",
        _ => tag,
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Claire Anne Martin"), "CM");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("  "), "");
    }
}
