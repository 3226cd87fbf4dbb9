//! Which tokens there are.

use axum::{
    Router,
    response::{Redirect, Response},
    routing::{get, post},
};
use portal_core::identity::{ListedToken, PermissionGroup, TokenAccess, TokenScope};
use serde::Serialize;

use super::{Which, group_label, list_of};
use crate::{
    Web,
    done::Done,
    page::{Page, SeenBy},
    path::At,
    problem::Problem,
    show::sample,
    tongue::{Tongue, When},
    visit::Person,
};

pub(super) fn routes(base: &str) -> Router<Web> {
    Router::new().route(base, get(show)).route(&format!("{base}/{{token}}/revoke"), post(revoke))
}

/// The tokens somebody manages.
#[derive(Clone, Debug, Serialize)]
pub struct TokensPage {
    /// Newest first.
    pub rows: Vec<TokenRow>,
    /// Where one is made.
    pub make: String,
}

/// A token in the list.
#[derive(Clone, Debug, Serialize)]
pub struct TokenRow {
    /// What it is called.
    pub name: String,
    /// For whom programs come in with it.
    pub owner: String,
    /// Their address.
    pub email: String,
    /// How far it goes, in words.
    pub scope: String,
    /// When it was used last, to the minute.
    pub used: Option<When>,
    /// When it ends.
    pub until: When,
    /// Whether it is over.
    pub expired: bool,
    /// Where it is revoked.
    pub revoke: String,
}

async fn show(person: Person) -> Result<Response, Problem> {
    let list = list_of(&person)?;
    let found = person.desk().tokens().await?;
    let row = |listed: &ListedToken| TokenRow::of(listed, &list, person.tongue());
    let page = TokensPage { rows: found.iter().map(row).collect(), make: format!("{list}/new") };
    Ok(person.page(page).await)
}

async fn revoke(person: Person, At(which): At<Which>) -> Result<Redirect, Problem> {
    let list = list_of(&person)?;
    person.desk().revoke_token(which.token).await?;
    Ok(Redirect::to(&Done::TokenRevoked.at(&list)))
}

impl TokenRow {
    fn of(listed: &ListedToken, list: &str, tongue: &Tongue) -> Self {
        let token = &listed.token;
        Self {
            name: token.name.clone(),
            owner: listed.owner.name.clone(),
            email: listed.owner.email.clone(),
            scope: in_words(token.scope.as_ref(), tongue),
            used: token.used.map(|used| tongue.moment(used)),
            until: tongue.day(token.expires),
            expired: listed.expired,
            revoke: format!("{list}/{}/revoke", token.id),
        }
    }
}

/// How far a token goes, in words.
fn in_words(scope: Option<&TokenScope>, tongue: &Tongue) -> String {
    let Some(scope) = scope else { return tongue.say("token-scope-all") };
    let group = |group: PermissionGroup| {
        let label = group_label(group, tongue);
        scope.of(group).map(|access| match access {
            TokenAccess::Full => label,
            TokenAccess::Read => tongue.say_with("token-scope-reads", &[("group", label.as_str().into())]),
        })
    };
    let named: Vec<String> = PermissionGroup::ALL.into_iter().filter_map(group).collect();
    named.join(", ")
}

impl Page for TokensPage {
    const TEMPLATE: &'static str = "tokens/list.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = |name: &str, scope: Option<&TokenScope>, used| TokenRow {
            name: name.to_owned(),
            owner: "Claire Martin".to_owned(),
            email: "claire@alpha.example".to_owned(),
            scope: in_words(scope, tongue),
            used,
            until: sample::day(tongue),
            expired: false,
            revoke: "/team/tokens/1/revoke".to_owned(),
        };
        let read = TokenScope::read_only();
        let over = TokenRow { expired: true, ..row("Nightly export", Some(&read), Some(sample::moment(tongue))) };
        let full = Self { rows: vec![row("Stock system", None, None), over], make: "/team/tokens/new".to_owned() };
        vec![Self { rows: Vec::new(), ..full.clone() }, full]
    }
}
