//! What there is to be seen: companies with projects, requests in every place, and what belongs to them.

use super::dice::Dice;
use crate::{
    conformance::{
        case::Case,
        fixtures::{self, World},
    },
    document::Document,
    id::{AccountId, DocumentId, Id, OrganisationId, ProjectId, RequestId},
    identity::Side,
    project::Project,
    request::{Event, Happening, Message, Request, Task},
    store::{Change, Changes, Record},
};

pub(super) const TYPES: [&str; 3] = ["quote", "secret", "help"];
pub(super) const KINDS: [&str; 3] = ["plan", "quote", "note"];
pub(super) const QUEUES: [&str; 3] = ["sales", "support", "inbox"];
const TITLES: [&str; 3] = ["A new roof", "Summer flyer", "The chiller 100%"];
/// Fewer than where counts and lists end.
const REQUESTS: usize = 60;

/// Everything that there is.
pub(super) struct Scenery {
    pub accounts: [AccountId; 4],
    pub organisations: [OrganisationId; 2],
    pub projects: Vec<Project>,
    pub requests: Vec<Request>,
    pub tasks: Vec<Task>,
    pub documents: Vec<Document>,
    pub events: Vec<Event>,
    pub messages: Vec<Message>,
}

impl Scenery {
    /// Draws it and writes it, in two batches.
    pub async fn new(case: &Case, dice: &mut Dice) -> Self {
        let world = World::new(case).await;
        let accounts = [world.claire.id, world.bruno.id, world.dora.id, world.tom.id];
        let organisations = [world.alpha.id, world.beta.id];
        let projects: Vec<Project> =
            organisations.into_iter().flat_map(|of| [(); 2].map(|()| fixtures::project(case, of))).collect();
        let blob = fixtures::blob(case, world.alpha.id);
        let mut scenery = Self {
            accounts,
            organisations,
            projects,
            requests: Vec::new(),
            tasks: Vec::new(),
            documents: Vec::new(),
            events: Vec::new(),
            messages: Vec::new(),
        };
        for _ in 0..REQUESTS {
            let request = scenery.draw(case, dice);
            let side = dice.one(&[Side::Client, Side::Team]);
            scenery.tasks.push(Task { side, ..fixtures::task(case, &request) });
            let side = dice.one(&[Side::Client, Side::Team]);
            scenery.messages.push(fixtures::message(case, &request, request.opened_by, side));
            let papers = scenery.papers(case, dice, &request, &blob);
            scenery.tell(case, &request, &papers);
            scenery.documents.extend(papers);
            scenery.requests.push(request);
        }
        let rows = scenery.projects.iter().cloned().map(Record::Project).chain([Record::Blob(blob)]);
        let rows = rows.chain(scenery.requests.iter().cloned().map(Record::Request));
        let rows = rows.chain(scenery.documents.iter().cloned().map(Record::Document));
        let rows = rows.chain(scenery.messages.iter().cloned().map(Record::Message));
        case.create(rows.chain(scenery.tasks.iter().cloned().map(Record::Task))).await;
        let mut changes = Changes::new();
        for event in &scenery.events {
            changes.push(Change::Append(event.clone()));
        }
        for event in &scenery.events {
            changes.create(Record::Delivery(fixtures::delivery(case, event, accounts[0])));
        }
        case.commit(changes).await;
        scenery
    }

    fn draw(&self, case: &Case, dice: &mut Dice) -> Request {
        let (organisation, opened_by) = (dice.one(&self.organisations), dice.one(&self.accounts));
        let own: Vec<ProjectId> =
            self.projects.iter().filter(|it| it.organisation == organisation).map(|it| it.id).collect();
        Request {
            owner: (!dice.once_in(3)).then(|| dice.one(&self.accounts[2..])),
            project: (!dice.once_in(3)).then(|| dice.one(&own)),
            request_type: Id::from(dice.one(&TYPES)),
            queue: Id::from(dice.one(&QUEUES)),
            title: dice.one(&TITLES).to_owned(),
            ..fixtures::request(case, organisation, opened_by)
        }
    }

    /// A few documents of a request, of any kind, for either side, by anybody.
    fn papers(&self, case: &Case, dice: &mut Dice, request: &Request, blob: &crate::document::Blob) -> Vec<Document> {
        let paper = |_| {
            let document = fixtures::document(case, request, blob, dice.one(&[Side::Client, Side::Team]));
            Document { kind: Id::from(dice.one(&KINDS)), added_by: dice.one(&self.accounts), ..document }
        };
        (0..3).map(paper).collect()
    }

    /// An event about each document, and one about none.
    fn tell(&mut self, case: &Case, request: &Request, papers: &[Document]) {
        for (seq, document) in (1..).zip(papers) {
            let mut event = fixtures::event(case, request, seq, document.audience);
            event.actor = None;
            event.what = match seq % 2 {
                0 => Happening::DocumentAdded { document: document.id },
                _ => Happening::DocumentShared { document: document.id },
            };
            self.events.push(event);
        }
        let side = papers.last().map_or(Side::Client, |document| document.audience);
        let last = (1..).zip(papers).last().map_or(0, |(seq, _)| seq);
        let about_none = fixtures::event(case, request, last + 1, side);
        self.events.push(Event { actor: None, ..about_none });
    }

    pub fn request(&self, id: RequestId) -> &Request {
        self.requests.iter().find(|request| request.id == id).expect("whatever there is belongs to a request")
    }

    pub fn document(&self, id: DocumentId) -> &Document {
        self.documents.iter().find(|document| document.id == id).expect("events are about documents that there are")
    }
}
