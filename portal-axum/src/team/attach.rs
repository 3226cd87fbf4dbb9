//! Files that come with a form of the team: each becomes a document of the request as it arrives. The names of its
//! own data begin with its kind, `quote.valid_until`, and come before it.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use portal_core::{
    Refused,
    definition::{Definition, Kind},
    document::{AddDocument, Added},
    form::{FieldFault, RawAnswers, ShownField},
    id::{Id, RequestId, Version},
    identity::Paced,
    request::TeamForm,
};
use serde::Serialize;

use crate::{
    page::Fault,
    problem::Problem,
    show::{self, FieldView, FormView},
    tongue::Tongue,
    upload::{Part, Upload},
    visit::TeamPerson,
};

/// A file input with the data of its kind of document.
#[derive(Clone, Debug, Serialize)]
pub struct FileBox {
    /// Its `id` and name.
    pub name: String,
    /// What kind of document it takes.
    pub label: String,
    /// What a file may be, said first.
    pub limits: String,
    /// Usual extensions, for the file dialogue.
    pub accept: String,
    /// Whether the client sees it at once, in words.
    pub audience: String,
    /// What is wrong.
    pub fault: Option<String>,
    /// The document's own data.
    pub fields: Vec<FieldView>,
}

/// What became of the files of a form.
#[derive(Debug, Default)]
pub(super) struct Attached {
    pub(super) added: Vec<Added>,
    /// What will not do, by kind.
    pub(super) wrong: BTreeMap<Id, Wrong>,
    /// What will not do of the files of the team's own fields, by field.
    pub(super) unfit: BTreeMap<String, String>,
}

/// What is wrong with a file or its data.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    pub(super) file: Option<String>,
    pub(super) fields: Vec<FieldFault>,
}

/// Reads a form to its end and adds its files to the request.
pub(super) async fn receive(person: &TeamPerson, request: RequestId, upload: &mut Upload) -> Result<Attached, Problem> {
    let mut attached = Attached::default();
    while let Some(part) = upload.next().await? {
        let Part::File { name, incoming, texts } = part else { continue };
        person.desk().pace(Paced::Upload).await?;
        if let Some(field) = name.strip_prefix("team.") {
            let file = incoming.name.clone();
            let unfit = match person.desk().add_to_field(request, field, RawAnswers::new(), incoming).await {
                Ok(added) => {
                    attached.added.push(added);
                    continue;
                }
                Err(Refused::File(rejected)) => show::rejected(&rejected, &file, person.tongue()),
                Err(Refused::Full) => person.tongue().say("team-file-no-space"),
                Err(refused) => return Err(refused.into()),
            };
            attached.unfit.insert(name.clone(), unfit);
            continue;
        }
        let kind = Id::from(name.strip_prefix("file.").ok_or(StatusCode::BAD_REQUEST)?);
        let input = AddDocument { request, kind: kind.to_string(), fields: scoped(texts, kind.as_str()) };
        let file = incoming.name.clone();
        let wrong = match person.desk().add_document(&input, incoming).await {
            Ok(added) => {
                attached.added.push(added);
                continue;
            }
            Err(Refused::Answers(fields)) => Wrong { fields, ..Wrong::file(person.tongue().say("team-file-again")) },
            Err(Refused::File(rejected)) => Wrong::file(show::rejected(&rejected, &file, person.tongue())),
            Err(Refused::Full) => Wrong::file(person.tongue().say("team-file-no-space")),
            Err(refused) => return Err(refused.into()),
        };
        attached.wrong.insert(kind, wrong);
    }
    Ok(attached)
}

/// Takes a file out of one of the team's own fields when its button was pressed, and gives the version that the request had
/// before. One that is gone already is no fault.
pub(super) async fn take_out(
    person: &TeamPerson,
    request: RequestId,
    texts: &RawAnswers,
) -> Result<Option<Version>, Problem> {
    let pressed = texts.get("portal.remove").and_then(|values| values.first());
    let Some((field, blob)) = pressed.and_then(|pressed| pressed.split_once(':')) else { return Ok(None) };
    let blob = blob.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    match person.desk().take_out(request, field, blob).await {
        Ok(over) => Ok(Some(over)),
        Err(Refused::NotFound) => Ok(None),
        Err(refused) => Err(refused.into()),
    }
}

impl Wrong {
    /// A file that will not do.
    pub(super) fn file(fault: String) -> Self {
        Self { file: Some(fault), fields: Vec::new() }
    }
}

/// What was typed under names that begin with a scope and a dot, without them.
pub(super) fn scoped(texts: &RawAnswers, scope: &str) -> RawAnswers {
    let inside = |name: &str| Some(name.strip_prefix(scope)?.strip_prefix('.')?.to_owned());
    texts.iter().filter_map(|(name, values)| Some((inside(name)?, values.clone()))).collect()
}

/// Puts a scope before the names of fields, so that those of several kinds can stand on one page.
pub(super) fn in_scope(fields: Vec<FieldView>, scope: &str) -> Vec<FieldView> {
    let scoped = |field: FieldView| FieldView {
        id: format!("{scope}.{}", field.id),
        name: format!("{scope}.{}", field.name),
        options: field
            .options
            .into_iter()
            .map(|option| show::OptionView { id: format!("{scope}.{}", option.id), ..option })
            .collect(),
        parts: in_scope(field.parts, scope),
        ..field
    };
    fields.into_iter().map(scoped).collect()
}

/// Draws the team's own fields. `texts` is what was sent of the whole page, `unfit` what is wrong with files, by name.
pub(super) fn team_fields(
    form: &TeamForm,
    texts: &RawAnswers,
    faults: &[FieldFault],
    unfit: &BTreeMap<String, String>,
    (definition, tongue): (&Definition, &Tongue),
) -> Vec<FieldView> {
    let typed = if texts.is_empty() { RawAnswers::new() } else { scoped(texts, "team") };
    let drawn =
        form.page(&typed, |shown, all| FormView { typed: &typed, faults, definition, tongue }.fields(shown, all));
    let mut fields = in_scope(drawn, "team");
    for field in &mut fields {
        field.fault = unfit.get(&field.name).cloned().or(field.fault.take());
    }
    fields
}

/// Draws the fields of a document.
pub(super) fn fields(
    of: &[portal_core::form::Field],
    typed: &RawAnswers,
    faults: &[FieldFault],
    definition: &Definition,
    tongue: &Tongue,
) -> Vec<FieldView> {
    let view = FormView { typed, faults, definition, tongue };
    of.iter().map(|field| view.field(&ShownField::alone(field))).collect()
}

impl FileBox {
    /// The input for a kind, with what was typed and what is wrong.
    pub(super) fn of(
        (id, kind): (&Id, &Kind),
        typed: &RawAnswers,
        wrong: Option<&Wrong>,
        definition: &Definition,
        tongue: &Tongue,
    ) -> Self {
        let faults = wrong.map(|wrong| wrong.fields.as_slice()).unwrap_or_default();
        let drawn = fields(&kind.fields, &scoped(typed, id.as_str()), faults, definition, tongue);
        let audience = if kind.starts_internal { "file-internal" } else { "file-shared" };
        Self {
            name: format!("file.{id}"),
            label: tongue.text(&kind.label).to_owned(),
            limits: show::limits(kind, 1, tongue),
            accept: show::accept(kind),
            audience: tongue.say(audience),
            fault: wrong.and_then(|wrong| wrong.file.clone()),
            fields: in_scope(drawn, id.as_str()),
        }
    }

    /// The lines of the error summary.
    pub(super) fn summary(&self) -> Vec<Fault> {
        let field = |field: &FieldView| Some(Fault::at(&field.id, field.fault.clone()?));
        let file = self.fault.clone().map(|fault| Fault::at(&self.name, fault));
        self.fields.iter().filter_map(field).chain(file).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_scope_are_read_without_it_and_no_others() {
        let typed = ["quote.valid_until", "report.valid_until", "quoted", "quote"];
        let texts = typed.map(|name| (name.to_owned(), vec![name.to_owned()])).into();
        let read = scoped(&texts, "quote");
        assert_eq!(read, RawAnswers::from([("valid_until".to_owned(), vec!["quote.valid_until".to_owned()])]));
    }
}
