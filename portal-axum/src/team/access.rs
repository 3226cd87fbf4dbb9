//! Why somebody may or may not: a small form, and what each of their memberships says. For whoever may explain access.

use axum::{Router, extract::Query, http::StatusCode, response::Response, routing::get};
use portal_core::{
    Refused,
    definition::RequestType,
    form::FieldFault,
    identity::{Explanation, Ground, Permission, Says, Seat},
    request::{AccessExplained, AccessObject},
};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    page::{Fault, Page, SeenBy},
    paging,
    people::role_label,
    problem::Problem,
    show::{self, sample},
    tongue::{Tongue, When},
    visit::{Person, TeamPerson},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/access", get(show))
}

/// Where it is explained who sees a request, for whoever may ask.
pub(in crate::team) fn about(person: &Person, reference: &str) -> Option<String> {
    let may = !person.viewer().scope(Permission::AccessExplain).is_nothing();
    may.then(|| person.links().to(&paging::address("/team/access", &[("object", reference)])))
}

/// Where it is explained what somebody sees, for whoever may ask.
pub(crate) fn of(person: &Person, email: &str) -> Option<String> {
    let may = !person.viewer().scope(Permission::AccessExplain).is_nothing();
    may.then(|| person.links().to(&paging::address("/team/access", &[("person", email)])))
}

/// Who sees what, and why.
#[derive(Clone, Debug, Serialize)]
pub struct AccessPage {
    /// Where the form goes.
    pub action: String,
    /// The person as typed.
    pub person: String,
    /// The object as typed.
    pub object: String,
    /// What was found.
    pub result: Option<AccessResult>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// What somebody may do about a thing.
#[derive(Clone, Debug, Serialize)]
pub struct AccessResult {
    /// The verdict in a sentence.
    pub verdict: String,
    /// The shape and colour of its tag.
    pub tag: &'static str,
    /// Yes or no, in a word.
    pub word: String,
    /// The request.
    pub reference: String,
    /// What it is about.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What can be done there, one by one.
    pub answers: Vec<AccessAnswer>,
    /// Fields whose answers they do not see, by name.
    pub hidden: Vec<String>,
}

/// One permission.
#[derive(Clone, Debug, Serialize)]
pub struct AccessAnswer {
    /// What it allows.
    pub label: String,
    /// The shape and colour of its tag.
    pub tag: &'static str,
    /// Yes or no, in a word.
    pub word: String,
    /// What each membership says.
    pub grounds: Vec<AccessGround>,
}

/// One membership.
#[derive(Clone, Debug, Serialize)]
pub struct AccessGround {
    /// As what, and where.
    pub place: String,
    /// Since when.
    pub since: When,
    /// What it says, and by which rule.
    pub says: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    person: String,
    object: String,
}

async fn show(person: TeamPerson, Query(typed): Query<Typed>) -> Result<Response, Problem> {
    let (desk, tongue) = (person.desk(), person.tongue());
    if person.viewer().scope(Permission::AccessExplain).is_nothing() {
        return Err(Refused::Forbidden.into());
    }
    let page = AccessPage {
        action: person.links().to("/team/access"),
        person: typed.person,
        object: typed.object,
        result: None,
        summary: Vec::new(),
    };
    // A link brings one of the two; then the other is still to be said.
    if page.person.trim().is_empty() || page.object.trim().is_empty() {
        return Ok(person.page(page).await);
    }
    match desk.explain_access(&page.person, &page.object).await {
        Ok(explained) => {
            let result = Some(result(&person, &explained).await?);
            Ok(person.page(AccessPage { result, ..page }).await)
        }
        Err(Refused::Answers(wrong)) => {
            let summary = wrong.iter().map(|fault| nowhere(fault, tongue)).collect();
            let page = AccessPage { summary, ..page };
            Ok(person.page_with(StatusCode::NOT_FOUND, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

fn nowhere(fault: &FieldFault, tongue: &Tongue) -> Fault {
    let word = if fault.field.as_str() == "person" { "access-no-person" } else { "access-no-object" };
    Fault::at(fault.field.as_str(), tongue.say(word))
}

async fn result(person: &TeamPerson, explained: &AccessExplained) -> Result<AccessResult, Refused> {
    let tongue = person.tongue();
    let sees = explained.sees();
    let workflow = person.portal().workflow(&explained.definition, &explained.request_type).await?;
    let verdict = match (&explained.object, sees) {
        (AccessObject::Request, true) => "access-request-yes",
        (AccessObject::Request, false) => "access-request-no",
        (AccessObject::Document { .. }, true) => "access-document-yes",
        (AccessObject::Document { .. }, false) => "access-document-no",
        (AccessObject::Task { .. }, true) => "access-task-yes",
        (AccessObject::Task { .. }, false) => "access-task-no",
    };
    let answer = |answer: &Explanation| AccessAnswer {
        label: tongue.say(permission(answer.to)),
        tag: tag(answer.admitted),
        word: word(answer.admitted, tongue),
        grounds: answer.grounds.iter().map(|it| ground(person, explained, it)).collect(),
    };
    Ok(AccessResult {
        verdict: tongue.say_with(verdict, &[("name", explained.person.name.as_str().into())]),
        tag: tag(sees),
        word: word(sees, tongue),
        reference: explained.reference.clone(),
        title: explained.title.clone(),
        url: person.links().team_request(explained.request),
        answers: explained.answers.iter().map(answer).collect(),
        hidden: explained.hidden.iter().map(|id| field(&workflow, id.as_str(), tongue)).collect(),
    })
}

fn field(workflow: &RequestType, id: &str, tongue: &Tongue) -> String {
    show::place_label(workflow.asked().chain(&workflow.team_fields), id, tongue)
}

fn ground(person: &TeamPerson, explained: &AccessExplained, ground: &Ground) -> AccessGround {
    let tongue = person.tongue();
    let role = role_label(person.portal().definition(), &ground.role, tongue);
    let place = match ground.seat {
        Seat::Organisation(id) => explained.organisation(id).to_owned(),
        Seat::Request { organisation: id, .. } => {
            tongue.say_with("access-one-request", &[("place", explained.organisation(id).into())])
        }
        Seat::Team => tongue.say("access-team"),
    };
    AccessGround {
        place: tongue.say_with("access-place", &[("role", role.into()), ("place", place.into())]),
        since: tongue.day(ground.since),
        says: tongue.say(says(ground.says)),
    }
}

fn tag(admitted: bool) -> &'static str {
    if admitted { "done" } else { "refused" }
}

fn word(admitted: bool, tongue: &Tongue) -> String {
    tongue.say(if admitted { "access-yes" } else { "access-no" })
}

/// The words for a permission; those that are asked about requests, documents and tasks.
fn permission(to: Permission) -> &'static str {
    match to {
        Permission::RequestView => "access-to-view",
        Permission::RequestMessage => "access-to-message",
        Permission::RequestAct => "access-to-act",
        Permission::RequestApprove => "access-to-approve",
        Permission::DocumentAdd => "access-to-add",
        Permission::DocumentView => "access-to-read",
        Permission::RequestProcess => "access-to-process",
        Permission::RequestAssign => "access-to-assign",
        other => other.name(),
    }
}

fn says(says: Says) -> &'static str {
    match says {
        Says::Admits => "access-says-admits",
        Says::Disabled => "access-says-disabled",
        Says::Suspended => "access-says-suspended",
        Says::NoRole => "access-says-no-role",
        Says::Elsewhere => "access-says-elsewhere",
        Says::OtherRequest => "access-says-other-request",
        Says::NotGiven => "access-says-not-given",
        Says::ReachesNothing => "access-says-nothing",
        Says::ForTeam => "access-says-for-team",
        Says::OtherProject => "access-says-other-project",
        Says::OtherQueue => "access-says-other-queue",
        Says::NotOpened => "access-says-not-opened",
        Says::NotOwned => "access-says-not-owned",
        Says::TypeUnseen => "access-says-type",
        Says::KindUnseen => "access-says-kind",
    }
}

impl Page for AccessPage {
    const TEMPLATE: &'static str = "team/access.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let place = |role: &str, place: &str| {
            tongue.say_with("access-place", &[("role", role.to_owned().into()), ("place", place.to_owned().into())])
        };
        let ground = |word: Says| AccessGround {
            place: place("Requester", "Alpha Logistics"),
            since: sample::day(tongue),
            says: tongue.say(says(word)),
        };
        let answer = |to: Permission, word: Says| AccessAnswer {
            label: tongue.say(permission(to)),
            tag: tag(word == Says::Admits),
            word: self::word(word == Says::Admits, tongue),
            grounds: vec![ground(word)],
        };
        let of = |name: &str, verdict: &str, first: Says| AccessResult {
            verdict: tongue.say_with(verdict, &[("name", name.to_owned().into())]),
            tag: tag(first == Says::Admits),
            word: self::word(first == Says::Admits, tongue),
            reference: "QUO-7F3K-9M2C".to_owned(),
            title: "Cooling for the server room".to_owned(),
            url: "/team/requests/1".to_owned(),
            answers: vec![
                answer(Permission::RequestView, first),
                answer(Permission::RequestApprove, Says::NotGiven),
                AccessAnswer { grounds: Vec::new(), ..answer(Permission::RequestProcess, Says::NotGiven) },
            ],
            hidden: vec!["Margin".to_owned()],
        };
        let empty = Self {
            action: "/team/access".to_owned(),
            person: String::new(),
            object: "QUO-7F3K-9M2C".to_owned(),
            result: None,
            summary: Vec::new(),
        };
        let asked = Self { person: "claire@alpha.example".to_owned(), ..empty.clone() };
        let yes = of("Claire Martin", "access-request-yes", Says::Admits);
        let no = AccessResult { hidden: Vec::new(), ..of("Claire Martin", "access-document-no", Says::KindUnseen) };
        let wrong = vec![Fault::at("person", tongue.say("access-no-person"))];
        vec![
            empty,
            Self { result: Some(yes), ..asked.clone() },
            Self { result: Some(no), ..asked.clone() },
            Self { summary: wrong, ..asked },
        ]
    }
}
