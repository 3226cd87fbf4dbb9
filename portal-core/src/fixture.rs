//! Small things for the tests of the core: a definition, a clock that stands, ids that count.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeZone, Utc};
use uuid::Uuid;

use crate::{
    clock::Ids,
    definition::{Definition, RequestType, Source, WaitsFor, load},
    document::{Document, FileVersion},
    form::{Answers, Environment, Value},
    id::{AccountId, BlobId, DocumentId, Id, MembershipId, OrganisationId, ProjectId, Reference, RequestId, Version},
    identity::{
        Account, AccountState, Membership, MembershipState, Organisation, OrganisationState, Seat, SeatLimits, Side,
    },
    project::{Project, ProjectState},
    request::{Life, Moment, Request},
    store::Dossier,
};

const PORTAL: &str = r"
portal: test
name: Test
reminders: {before: [], after: []}
attributes: {organisation: [{id: manager, type: person, side: team, label: Manager}]}
roles:
  validator: {label: Validator, like: client_user, can: {request.view: organisation, request.approve: organisation}}
";

const DOCUMENTS: &str = r"
kinds:
  quote: {label: Quote, starts: internal, added_by: [team], accepts: [pdf]}
  extract: {label: Extract, added_by: [client], accepts: [pdf]}
";

const QUOTE: &str = r"
request: quote
label: Ask for a quote
fields:
  - {id: subject, label: Subject}
  - {id: budget, type: money, required: false, label: Budget}
tasks:
  approve_quote: {approve: quote, by: [client_admin], label: Decide on the quote}
workflow:
  statuses:
    received: {due: 1 business day}
    processing: {due: 3 business days}
    supplier: {shown_as: processing, team_label: At the supplier, waits_for: third_party}
    missing: {due: 10 business days}
    proposal: {opens: [approve_quote]}
    completed: {}
    refused: {}
    withdrawn: {}
  moves:
    take: {from: received, to: processing, by: team, owner: actor}
    ask: {from: [received, processing], to: missing, by: team, needs: [tasks]}
    provide: {from: missing, to: processing, on: tasks_done}
    consult: {from: processing, to: supplier, by: team, label: Ask the supplier}
    resume: {from: [missing, supplier], to: processing, by: team}
    propose: {from: processing, to: proposal, by: team, shares: [quote]}
    accept: {from: proposal, to: completed, on: approve_quote.done}
    rework: {from: proposal, to: processing, on: approve_quote.refused}
    refuse: {from: [received, processing], to: refused, by: team, needs: [reason]}
    withdraw: {from: open, to: withdrawn, by: [requester, client_admin]}
";

/// A small portal with one workflow.
pub fn definition() -> Definition {
    made(PORTAL, QUOTE)
}

/// The same portal with other reminders and another workflow, also called `quote`.
pub fn definition_with(reminders: &str, quote: &str) -> Definition {
    made(&PORTAL.replace("reminders: {before: [], after: []}", reminders), quote)
}

/// The same portal with another workflow, also called `quote`.
pub fn definition_of(quote: &str) -> Definition {
    made(PORTAL, quote)
}

/// The same portal in English and French, with another workflow, also called `quote`.
pub fn in_two_languages(quote: &str) -> Definition {
    made(&format!("{PORTAL}locales: [en, fr]\n"), quote)
}

/// The same portal with a channel and these notification rules.
pub fn with_rules(rules: &str) -> Definition {
    made(&format!("{PORTAL}channels: {{room: {{type: slack, secret: ROOM}}}}\nnotifications:\n  {rules}\n"), QUOTE)
}

fn made(portal: &str, quote: &str) -> Definition {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources =
        [source("portal.yaml", portal), source("documents.yaml", DOCUMENTS), source("requests/quote.yaml", quote)];
    match load(&sources) {
        Ok((definition, _)) => definition,
        Err(faults) => panic!("{faults}"),
    }
}

/// One request type, from the text of its file.
pub fn request_type(text: &str) -> Arc<RequestType> {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    match load(&[source("portal.yaml", PORTAL), source("requests/quote.yaml", text)]) {
        Ok((definition, _)) => definition.requests["quote"].clone(),
        Err(faults) => panic!("{faults}"),
    }
}

/// What is known around a form of organisation 1.
pub fn environment() -> Environment {
    let facts = BTreeMap::from([("organisation.name".to_owned(), Value::Text("Alpha".to_owned()))]);
    Environment {
        now: monday(),
        today: monday().date_naive(),
        zone: chrono_tz::UTC,
        facts,
        people: None,
        openings: None,
    }
}

/// Ids that count from one.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Ids for Counting {
    fn uuid(&self, _at: DateTime<Utc>) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1000)
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

/// Monday, 2 March 2026, 10:00 UTC.
pub fn monday() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap()
}

pub fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

pub const CLAIRE: u128 = 1;
pub const ALINE: u128 = 2;
pub const TOM: u128 = 3;
pub const MALLORY: u128 = 4;

pub fn organisation(number: u128) -> OrganisationId {
    OrganisationId(Uuid::from_u128(100 + number))
}

/// Somebody with one seat: in an organisation, or with 0 in the team.
pub fn person(number: u128, seat: u128, role: &str) -> (Account, Vec<Membership>) {
    let account = Account {
        id: account(number),
        email: format!("{number}@example.com"),
        name: format!("Person {number}"),
        locale: "en".to_owned(),
        password: None,
        state: AccountState::Active,
        seen: None,
        created: monday(),
        version: Version::FIRST,
    };
    let membership = Membership {
        id: MembershipId(Uuid::from_u128(200 + number)),
        account: account.id,
        seat: if seat == 0 { Seat::Team } else { Seat::Organisation(organisation(seat)) },
        role: Id::from(role),
        limits: SeatLimits::default(),
        state: MembershipState::Active,
        created: monday(),
        version: Version::FIRST,
    };
    (account, vec![membership])
}

pub fn moment<'a>(definition: &'a Definition, ids: &'a Counting, actor: u128) -> Moment<'a> {
    let workflow: &RequestType = &definition.requests["quote"];
    Moment { definition, workflow, ids, now: monday(), actor: Some(account(actor)), viewer: None, staff: None }
}

/// Claire's request of organisation 1, in a status, with nothing else.
pub fn dossier(definition: &Definition, status: &str) -> Dossier {
    let request = Request {
        id: RequestId(Uuid::from_u128(300)),
        organisation: organisation(1),
        project: None,
        reference: Reference::new("QUO", 1),
        request_type: Id::from("quote"),
        definition: definition.hash.to_string(),
        title: "New site".to_owned(),
        opened_by: account(CLAIRE),
        queue: Id::from("inbox"),
        owner: None,
        status: Id::from(status),
        since: monday(),
        waits_for: WaitsFor::Team,
        ended: None,
        due: None,
        reminded: None,
        answers: Answers::new(),
        team_answers: Answers::new(),
        events: 0,
        submitted: monday(),
        activity: monday(),
        version: Version::FIRST,
    };
    let organisation = Organisation {
        id: organisation(1),
        name: "Alpha".to_owned(),
        attributes: Answers::new(),
        state: OrganisationState::Active,
        created: monday(),
        version: Version::FIRST,
    };
    Dossier {
        request,
        organisation,
        project: None,
        tasks: Vec::new(),
        documents: Vec::new(),
        bookings: Vec::new(),
        visits: BTreeMap::new(),
    }
}

/// A website project of organisation 1.
pub fn project() -> Project {
    Project {
        id: ProjectId(Uuid::from_u128(600)),
        organisation: organisation(1),
        kind: Id::from("website"),
        name: "New site".to_owned(),
        fields: Answers::new(),
        state: ProjectState::Open,
        created: monday(),
        version: Version::FIRST,
    }
}

pub fn quote(audience: Side) -> Document {
    Document {
        id: DocumentId(Uuid::from_u128(400)),
        organisation: organisation(1),
        request: RequestId(Uuid::from_u128(300)),
        kind: Id::from("quote"),
        audience,
        title: "quote.pdf".to_owned(),
        fields: Answers::new(),
        file: FileVersion {
            number: 1,
            blob: BlobId(Uuid::from_u128(500)),
            name: "quote.pdf".to_owned(),
            size: 1000,
            media_type: "application/pdf".to_owned(),
        },
        added_by: account(TOM),
        created: monday(),
        shared: None,
        version: Version::FIRST,
    }
}

/// Makes a move on a life, by its id.
pub fn make(life: &mut Life<'_>, workflow: &RequestType, id: &str) {
    life.make(&Id::from(id), &workflow.moves[id]);
}
