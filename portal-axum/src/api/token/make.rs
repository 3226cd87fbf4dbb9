//! Making a token. Its secret is in the first answer, and kept nowhere.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::{Refused, form::FieldFault, identity::MakeToken, store::Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{ScopeBody, TokenBody},
    found,
};
use crate::api::{
    answers,
    caller::Caller,
    code::Code,
    problem::{Fault, Problem},
    sent::Sent,
};

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// For whom programs come in with it: their mail address.
    #[schema(max_length = 254)]
    person: String,
    /// What it is called: which program it is for.
    #[schema(max_length = 100)]
    name: String,
    /// How many days it is good.
    #[schema(minimum = 1, maximum = 365)]
    days: u16,
    /// How far it goes, never further than its owner: at least somewhere.
    scope: ScopeBody,
}

/// A token with its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TokenMade)]
pub(crate) struct MadeBody {
    token: TokenBody,
    /// What a program sends as `Authorization: Bearer …`. It is in the first answer alone: a repeat under the same
    /// `Idempotency-Key` has none.
    secret: Option<String>,
}

/// Make a token
///
/// For somebody whose every place the caller could give. Takes the permission `token.manage`, and a proof of who the caller is
/// that is not older than ten minutes: the session of a browser gives one, a program never does, so that no token makes
/// another (`confirmation_needed`).
#[utoipa::path(post, operation_id = "make_token", path = "/tokens", tag = "tokens", request_body = NewToken,
    responses((status = 201, description = "The token, with its secret this once.", body = MadeBody)))]
pub(crate) async fn make(caller: Caller, Sent { body, once }: Sent<NewToken>) -> Result<Response, Problem> {
    let NewToken { person, name, days, scope } = body;
    let input = MakeToken { person: person.trim().to_owned(), name, days, scope: scope.into() };
    let done = caller.desk().once(once.as_ref(), |desk| async move { desk.make_token(&input).await });
    let (hash, secret) = match done.await {
        Ok(secret) => (secret.hash(), Some(secret.reveal())),
        Err(Refused::Repeated(Subject::Token(hash))) => (hash, None),
        Err(Refused::Repeated(_)) => return Err(Code::KeyReused.into()),
        Err(refused) => return Err(told(&caller, refused)),
    };
    let listed = found(&caller, |listed| listed.token.hash == hash).await?;
    let made = MadeBody { token: TokenBody::from(&listed), secret };
    let response = (StatusCode::CREATED, Json(made)).into_response();
    Ok(caller.at(&format!("/tokens/{}", listed.token.id), response))
}

/// What will not do, with where it stands in the body.
fn told(caller: &Caller, refused: Refused) -> Problem {
    let Refused::Answers(found) = refused else { return refused.into() };
    let tongue = caller.tongue();
    let fault = |found: &FieldFault| {
        let told = answers::fault(found, &tongue.say("token-name"), "", tongue);
        let detail = match found.field.as_str() {
            "person" => tongue.say("token-person-wrong"),
            "days" => tongue.say("token-days-wrong"),
            "scope" => tongue.say("token-scope-wrong"),
            _ => return told,
        };
        Fault { detail, ..told }
    };
    Problem::with(Code::InvalidInput, found.iter().map(fault).collect())
}
