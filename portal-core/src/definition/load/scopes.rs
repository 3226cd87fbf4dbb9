//! The names that conditions may use, by the place they stand at.

use indexmap::IndexMap;

use super::portal::Portal;
use crate::{
    definition::{
        Kind,
        condition::{Row, Scope, Type},
    },
    form::{Address, Field, FieldType, Options},
    id::Id,
    identity::Side,
};

/// What is known everywhere: of the person who acts, of their organisation, of the host and of the project.
pub(super) fn facts(portal: &Portal) -> Scope {
    let roles = portal.role_names();
    let role = if roles.complete { Type::Choice(roles.ids) } else { Type::Text };
    let mut scope = Scope::new()
        .with("account", Type::Person(Side::Client))
        .with("account.role", role)
        .with("account.email", Type::Text)
        .with("account.name", Type::Text)
        .with("account.first_name", Type::Text)
        .with("organisation.name", Type::Text)
        .with("project.name", Type::Text);
    for (owner, attributes) in [("organisation", &portal.attributes.organisation), ("host", &portal.attributes.host)] {
        for attribute in attributes.values() {
            add(&mut scope, &format!("{owner}.{}", attribute.field.id), &attribute.field);
        }
    }
    if portal.projects.len() > 1 {
        scope.add("project.kind", Type::Choice(portal.projects.keys().cloned().collect()));
    }
    for field in portal.projects.values().flat_map(|kind| &kind.fields) {
        join(&mut scope, &format!("project.{}", field.id), field);
    }
    scope
}

/// Adds a field that several kinds of project may have: what is known of its type is what they agree on.
fn join(scope: &mut Scope, name: &str, field: &Field) {
    let Some(new) = type_of(&field.field_type) else { return };
    let joined = match (scope.get(name).cloned(), new) {
        (None, new) => new,
        (Some(Type::Choice(mut options)), Type::Choice(more)) => {
            options.extend(more);
            Type::Choice(options)
        }
        (Some(Type::Choices(mut options)), Type::Choices(more)) => {
            options.extend(more);
            Type::Choices(options)
        }
        (Some(old), new) if old == new => new,
        _ => Type::Any,
    };
    scope.add(name, joined);
}

/// What is known of any request. The host is asked for forms alone, and no request has a project yet.
pub(super) fn any_request(portal: &Portal) -> Scope {
    let mut scope = facts(portal);
    scope.forget("host.");
    scope.forget("project.");
    scope
        .with("requester", Type::Person(Side::Client))
        .with("owner", Type::Person(Side::Team))
        .with("request.status", Type::Text)
        .with("request.type", of_ids(&portal.types))
        .with("request.reference", Type::Text)
}

/// What is known of a request of one type: its answers, the team's, and the data of its documents.
pub(super) fn request<'f>(
    portal: &Portal,
    fields: impl Iterator<Item = &'f Field>,
    kinds: &IndexMap<Id, Kind>,
    statuses: &[Id],
) -> Scope {
    let mut scope = any_request(portal).with_statuses(statuses.iter().map(Id::as_str));
    scope.add("request.status", Type::Choice(statuses.to_vec()));
    for field in fields {
        add(&mut scope, field.id.as_str(), field);
        add(&mut scope, &format!("answer.{}", field.id), field);
    }
    for (id, kind) in kinds {
        for field in &kind.fields {
            add(&mut scope, &format!("document.{id}.{}", field.id), field);
        }
    }
    scope
}

/// What is known, beside the request, of the event that a rule listens to. In the file of a request type these are its
/// statuses, moves and tasks.
pub(super) fn of_event(scope: Scope, statuses: &[Id], moves: &[Id], tasks: &[Id]) -> Scope {
    let sides = ["client", "team"].map(Id::from);
    scope
        .with("status", of_ids(statuses))
        .with("move", of_ids(moves))
        .with("task", of_ids(tasks))
        .with("side", Type::Choice(sides.to_vec()))
}

/// One of these ids; where they are not known, any text.
fn of_ids(ids: &[Id]) -> Type {
    if ids.is_empty() { Type::Text } else { Type::Choice(ids.to_vec()) }
}

/// Adds a field under a name, if it has an answer, and the parts of it that have names of their own.
pub(super) fn add(scope: &mut Scope, name: &str, field: &Field) {
    add_type(scope, name, &field.field_type);
}

/// Adds a name for answers of a type, and for the parts of them.
pub(super) fn add_type(scope: &mut Scope, name: &str, field: &FieldType) {
    if let Some(of) = type_of(field) {
        scope.add(name, of);
    }
    if matches!(field, FieldType::Address) {
        Address::PARTS.iter().for_each(|part| scope.add(format!("{name}.{part}"), Type::Text));
    }
    if field.options().is_some_and(|options| options.other) {
        scope.add(Options::words(name), Type::Text);
    }
}

/// Takes the names of fields away: within a row they mean the row's own, which are added one by one.
pub(super) fn remove(scope: &Scope, fields: &[Id]) -> Scope {
    let own = |name: &str| fields.iter().any(|id| name.split('.').next() == Some(id.as_str()));
    let mut rest = scope.clone();
    rest.retain(|name| !own(name));
    rest
}

/// The type of a field's answer; `None`: it has none.
pub(super) fn type_of(field: &FieldType) -> Option<Type> {
    Some(match field {
        FieldType::Text { .. } | FieldType::LongText { .. } | FieldType::Email | FieldType::Phone | FieldType::Url => {
            Type::Text
        }
        FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => Type::Number,
        FieldType::Date { .. } => Type::Date,
        FieldType::DateTime { .. } | FieldType::Slot { .. } => Type::Time,
        FieldType::Address => Type::Address,
        FieldType::Choice(options) if options.from.is_some() => Type::Text,
        FieldType::Choices(options) if options.from.is_some() => Type::List,
        FieldType::Choice(options) => Type::Choice(options.ids()),
        FieldType::Choices(options) => Type::Choices(options.ids()),
        FieldType::YesNo | FieldType::Confirm => Type::Bool,
        FieldType::Document { .. } => Type::Files,
        FieldType::Person { side } => Type::Person(*side),
        FieldType::List => Type::List,
        FieldType::Group(group) => {
            let fields =
                group.fields.iter().filter_map(|field| Some((field.id.to_string(), type_of(&field.field_type)?)));
            Type::Group(Row::new(fields, group.max))
        }
        FieldType::Info | FieldType::Stop => return None,
    })
}

#[cfg(test)]
mod tests;
