//! What the refusals and failures of a provider look like to the person: what happened, and what to do.

use serde::Serialize;

use crate::{
    page::{Page, SeenBy},
    tongue::Tongue,
};

/// What can happen, as the words of the pages name it.
const NAMES: [&str; 7] = ["unreachable", "denied", "not-done", "expired", "failed", "somebody-else", "taken"];

/// The page of a trouble with a provider.
#[derive(Clone, Debug, Serialize)]
pub struct TroublePage {
    /// What happened.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// Trying again.
    pub again: String,
    /// The other ways to sign in.
    pub sign_in: String,
}

impl TroublePage {
    pub(crate) fn of(tongue: &Tongue, name: &str, way: &str, (again, sign_in): (String, String)) -> Self {
        let about = [("way", way.into())];
        Self {
            title: tongue.say_with(&format!("provider-{name}"), &about),
            advice: tongue.say_with(&format!("provider-{name}-advice"), &about),
            again,
            sign_in,
        }
    }
}

impl Page for TroublePage {
    const TEMPLATE: &'static str = "entrance/trouble.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let places = || ("/sign-in/with/novaterm".to_owned(), "/sign-in".to_owned());
        NAMES.into_iter().map(|name| Self::of(tongue, name, "Novaterm ID", places())).collect()
    }
}
