//! What people do in these tests.

use portal::{
    Desk, Refused,
    core::{
        form::RawAnswers,
        id::{DraftId, Id, RequestId},
        identity::Side,
        request::{AskedFor, MoveRequest, Post},
    },
};

use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

use crate::support::{World, pdf};

/// Answers as a form sends them.
pub fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

/// A quote that is ready to be sent, with a file.
pub async fn filled(desk: &Desk<'_>) -> DraftId {
    let draft = desk.start_draft("quote").await.unwrap();
    desk.attach(draft, "brief", pdf("brief.pdf")).await.unwrap();
    for (step, answers) in [
        ("need", typed(&[("subject", "Heating"), ("kind", "maintenance"), ("details", "Yearly.")])),
        ("project", typed(&[("start", "2099-01-15"), ("visit", "no")])),
        ("documents", typed(&[("terms", "yes")])),
    ] {
        desk.save_step(draft, step, &answers).await.unwrap();
    }
    draft
}

/// Makes a move on the request as it stands.
pub async fn moved(desk: &Desk<'_>, id: RequestId, by: &str, input: MoveRequest) -> Result<(), Refused> {
    let seen = desk.request(id).await?.dossier.request.version.0;
    desk.move_request(id, &MoveRequest { by: by.to_owned(), seen, ..input }).await
}

/// What the team asks for: the company's extract.
pub fn asked() -> MoveRequest {
    let item = AskedFor { kind: Id::from("company_extract"), name: "Extract of this year".to_owned() };
    MoveRequest { asked: vec![item], reason: "It is your first order.".to_owned(), ..MoveRequest::default() }
}

/// The answer of a side, or its note.
pub fn says(request: RequestId, audience: Side, body: &str, key: &str) -> Post {
    Post { request, audience, body: body.to_owned(), key: key.to_owned() }
}

/// What somebody does at the database itself.
pub async fn run(world: &World, sql: &'static str) {
    match world.url.starts_with("sqlite") {
        true => drop(SqliteConnection::connect(&world.url).await.unwrap().execute(sql).await.unwrap()),
        false => drop(PgConnection::connect(&world.url).await.unwrap().execute(sql).await.unwrap()),
    }
}
