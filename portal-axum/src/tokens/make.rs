//! Making a token. Its secret is shown once, on the answer to the form, and kept nowhere.

use axum::{Form, Router, http::StatusCode, response::Response, routing::get};
use portal_core::{
    Refused,
    identity::{MakeToken, PermissionGroup, TokenAccess, TokenScope},
};
use serde::Serialize;

use super::{group_label, list_of};
use crate::{
    Web,
    page::{Fault, Page, SeenBy},
    problem::Problem,
    show::{self, OptionView, sample},
    tongue::{Tongue, When},
    visit::Person,
};

/// How long a token is good if nobody says otherwise, in days.
const DAYS: &str = "90";
/// What stands before the name of a group.
const SCOPE: &str = "scope.";

pub(super) fn routes(base: &str) -> Router<Web> {
    Router::new().route(&format!("{base}/new"), get(show).post(make))
}

/// The form with which a token is made.
#[derive(Clone, Debug, Serialize)]
pub struct NewTokenPage {
    /// Where the form goes.
    pub action: String,
    /// The list.
    pub back: String,
    /// The address of whom programs come in for, as typed.
    pub person: String,
    /// What it is called, as typed.
    pub name: String,
    /// How many days it is good, as typed.
    pub days: String,
    /// How far it goes, group by group.
    pub groups: Vec<GroupView>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// How far a token goes in a group of permissions.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// What the group is called.
    pub label: String,
    /// Under which name the choice is sent.
    pub name: String,
    /// Nothing, seeing, everything.
    pub options: Vec<OptionView>,
}

/// The secret of a token, this once.
#[derive(Clone, Debug, Serialize)]
pub struct TokenMadePage {
    /// What the token is called.
    pub name: String,
    /// Its secret.
    pub secret: String,
    /// When it ends.
    pub until: When,
    /// The list.
    pub back: String,
}

struct Typed {
    person: String,
    name: String,
    days: String,
    scope: TokenScope,
}

impl Typed {
    fn fresh(person: &Person) -> Self {
        let scope = TokenScope::default()
            .with(PermissionGroup::Requests, TokenAccess::Read)
            .with(PermissionGroup::Documents, TokenAccess::Read);
        Self { person: person.account().email.clone(), name: String::new(), days: DAYS.to_owned(), scope }
    }

    fn of(sent: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let found = sent.iter().find(|(sent, _)| sent == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let mut scope = TokenScope::default();
        for group in PermissionGroup::ALL {
            scope = match text(&format!("{SCOPE}{}", group.name())).as_str() {
                "read" => scope.with(group, TokenAccess::Read),
                "full" => scope.with(group, TokenAccess::Full),
                _ => scope,
            };
        }
        Self { person: text("person"), name: text("name"), days: text("days"), scope }
    }
}

async fn show(person: Person) -> Result<Response, Problem> {
    let (list, desk) = (list_of(&person)?, person.desk());
    if !desk.manages_tokens() {
        return Err(Refused::Forbidden.into());
    }
    desk.require_fresh()?;
    let typed = Typed::fresh(&person);
    Ok(person.page(NewTokenPage::of(&list, typed, Vec::new(), person.tongue())).await)
}

async fn make(person: Person, Form(sent): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let (list, typed, tongue) = (list_of(&person)?, Typed::of(&sent), person.tongue());
    let input = MakeToken {
        person: typed.person.clone(),
        name: typed.name.clone(),
        days: typed.days.parse().unwrap_or_default(),
        scope: typed.scope.clone(),
    };
    match person.desk().make_token(&input).await {
        Ok(secret) => {
            let until = person.portal().now() + chrono::TimeDelta::days(input.days.into());
            let (name, secret) = (input.name, secret.reveal());
            Ok(person.page(TokenMadePage { name, secret, until: tongue.day(until), back: list }).await)
        }
        Err(Refused::Answers(wrong)) => {
            let fault = |fault: &portal_core::form::FieldFault| {
                let (field, text) = match fault.field.as_str() {
                    "person" => ("person", tongue.say("token-person-wrong")),
                    "days" => ("days", tongue.say("token-days-wrong")),
                    "scope" => ("scope-requests-0", tongue.say("token-scope-wrong")),
                    _ => ("name", show::field_fault(fault, &tongue.say("token-name"), tongue)),
                };
                Fault::at(field, text)
            };
            let summary = wrong.iter().map(fault).collect();
            let page = NewTokenPage::of(&list, typed, summary, tongue);
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl NewTokenPage {
    fn of(list: &str, typed: Typed, summary: Vec<Fault>, tongue: &Tongue) -> Self {
        let group = |group: PermissionGroup| GroupView {
            label: group_label(group, tongue),
            name: format!("{SCOPE}{}", group.name()),
            options: options(group, typed.scope.of(group), tongue),
        };
        Self {
            action: format!("{list}/new"),
            back: list.to_owned(),
            groups: PermissionGroup::ALL.into_iter().map(group).collect(),
            person: typed.person,
            name: typed.name,
            days: typed.days,
            summary,
        }
    }
}

fn options(group: PermissionGroup, chosen: Option<TokenAccess>, tongue: &Tongue) -> Vec<OptionView> {
    let all = [
        ("none", "token-access-none", None),
        ("read", "token-access-read", Some(TokenAccess::Read)),
        ("full", "token-access-full", Some(TokenAccess::Full)),
    ];
    let option = |(place, (value, word, access)): (usize, (&str, &str, Option<TokenAccess>))| OptionView {
        id: format!("scope-{}-{place}", group.name()),
        value: value.to_owned(),
        label: tongue.say(word),
        checked: access == chosen,
    };
    all.into_iter().enumerate().map(option).collect()
}

impl Page for NewTokenPage {
    const TEMPLATE: &'static str = "tokens/new.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let typed = || Typed {
            person: "claire@alpha.example".to_owned(),
            name: String::new(),
            days: DAYS.to_owned(),
            scope: TokenScope::default().with(PermissionGroup::Requests, TokenAccess::Read),
        };
        let wrong = vec![
            Fault::at("person", tongue.say("token-person-wrong")),
            Fault::at("days", tongue.say("token-days-wrong")),
            Fault::at("scope-requests-0", tongue.say("token-scope-wrong")),
        ];
        let of = |summary| Self::of("/team/tokens", typed(), summary, tongue);
        vec![of(Vec::new()), of(wrong)]
    }
}

impl Page for TokenMadePage {
    const TEMPLATE: &'static str = "tokens/made.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        vec![Self {
            name: "Stock system".to_owned(),
            secret: "0123456789abcdef".repeat(4),
            until: sample::day(tongue),
            back: "/team/tokens".to_owned(),
        }]
    }
}
