//! Signing out where a provider's session may go on: it is said, and one press ends that one too. A form of ours may lead
//! nowhere else (SECURITY X09), so it is a page with a link.

use serde::Serialize;

use crate::{
    page::{Page, SeenBy},
    tongue::Tongue,
};

/// The page after signing out.
#[derive(Clone, Debug, Serialize)]
pub struct SignedOutPage {
    /// That the provider's session goes on, in a sentence.
    pub lead: String,
    /// What the button says.
    pub label: String,
    /// Where it leads: the provider's sign-out.
    pub leave: String,
    /// Signing in again.
    pub sign_in: String,
}

impl SignedOutPage {
    pub(crate) fn of(tongue: &Tongue, way: &str, (leave, sign_in): (String, String)) -> Self {
        let about = [("way", way.into())];
        let say = |word| tongue.say_with(word, &about);
        Self { lead: say("signed-out-lead"), label: say("signed-out-leave"), leave, sign_in }
    }
}

impl Page for SignedOutPage {
    const TEMPLATE: &'static str = "entrance/signed_out.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let leave = "https://login.novaterm.example/session/end".to_owned();
        vec![Self::of(tongue, "Novaterm ID", (leave, "/sign-in".to_owned()))]
    }
}
