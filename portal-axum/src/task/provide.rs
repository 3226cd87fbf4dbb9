//! Handing in what a task asks for: files are added and taken back one by one, then all is sent.

use std::collections::BTreeMap;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Missing, Refused,
    id::{DocumentId, TaskId},
    identity::Paced,
    request::{Approval, CloseTask},
};

use super::{Which, view::respond};
use crate::{
    done::Done,
    path::At,
    problem::Problem,
    show,
    upload::{Part, Upload},
    visit::Person,
};

pub(crate) async fn provide(
    person: Person,
    At(Which { task }): At<Which>,
    mut upload: Upload,
) -> Result<Response, Problem> {
    let mut wrong = receive(&person, task, &mut upload).await?;
    let removed = take_back(&person, task, upload.take("portal.remove")).await?;
    if removed || !wrong.is_empty() || upload.take("portal.intent").as_deref() == Some("update") {
        let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return respond(&person, task, status, &wrong).await;
    }
    match person.desk().close_task(&CloseTask { task, approval: Approval::Done }).await {
        Ok(request) => Ok(Redirect::to(&Done::Provided.at(&person.links().request(request))).into_response()),
        Err(Refused::Missing(Missing::Document(_))) => {
            wrong.extend(empty(&person, task).await?);
            respond(&person, task, StatusCode::UNPROCESSABLE_ENTITY, &wrong).await
        }
        Err(Refused::NotHere) => respond(&person, task, StatusCode::CONFLICT, &wrong).await,
        Err(refused) => Err(refused.into()),
    }
}

/// Hands in the files of the form one by one, and says what is wrong with those that will not do.
async fn receive(person: &Person, task: TaskId, upload: &mut Upload) -> Result<BTreeMap<String, String>, Problem> {
    let mut wrong = BTreeMap::new();
    while let Some(part) = upload.next().await? {
        let Part::File { name, incoming, .. } = part else { continue };
        let item = name.strip_prefix("item-").and_then(|n| n.parse().ok()).ok_or(StatusCode::BAD_REQUEST)?;
        let file = incoming.name.clone();
        person.desk().pace(Paced::Upload).await?;
        match person.desk().provide(task, item, incoming).await {
            Ok(_) => {}
            Err(Refused::File(rejected)) => {
                wrong.insert(name, show::rejected(&rejected, &file, person.tongue()));
            }
            Err(Refused::Full) => {
                wrong.insert(name, person.tongue().say("file-no-space"));
            }
            Err(refused) => return Err(refused.into()),
        }
    }
    Ok(wrong)
}

/// Takes a file back when its button was pressed. One that is gone already is no fault.
async fn take_back(person: &Person, task: TaskId, pressed: Option<String>) -> Result<bool, Problem> {
    let Some(pressed) = pressed else { return Ok(false) };
    let document: DocumentId = pressed.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    match person.desk().take_back(task, document).await {
        Ok(()) | Err(Refused::NotFound) => Ok(true),
        Err(refused) => Err(refused.into()),
    }
}

/// What to say at the items that have no file yet.
async fn empty(person: &Person, task: TaskId) -> Result<BTreeMap<String, String>, Problem> {
    let view = person.desk().task(task).await?;
    let (definition, tongue) = (person.portal().definition(), person.tongue());
    let items = view.task.items.iter().enumerate().filter(|(_, item)| item.documents.is_empty());
    let say = |(n, item)| {
        let kind = show::item_name(item, definition, tongue);
        (format!("item-{n}"), tongue.say_with("missing-document", &[("kind", kind.into())]))
    };
    Ok(items.map(say).collect())
}
