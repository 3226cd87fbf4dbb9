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

/// The same where there is no project: a name that is always null would make a condition lie.
pub(super) fn without_project(scope: &Scope) -> Scope {
    let mut scope = scope.clone();
    scope.forget("project.");
    scope
}

/// What is known of any request. The host is asked for forms alone.
pub(super) fn any_request(portal: &Portal) -> Scope {
    let mut scope = facts(portal);
    scope.forget("host.");
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
    scope.with_all(&of_documents(kinds))
}

/// The data of documents: of each kind that of the latest that was shared.
pub(super) fn of_documents(kinds: &IndexMap<Id, Kind>) -> Scope {
    let mut scope = Scope::new();
    for (id, kind) in kinds {
        for field in &kind.fields {
            add(&mut scope, &format!("document.{id}.{}", field.id), field);
        }
    }
    scope
}

/// What texts may name where conditions know these names: what can be shown in words, people by their names, and answers
/// as `answer.FIELD` alone.
pub(super) fn in_texts(conditions: &Scope, fields: &mut dyn Iterator<Item = &Field>) -> Scope {
    let mut scope = conditions.clone();
    for field in fields {
        add(&mut scope, &format!("answer.{}", field.id), field);
    }
    // A field that could not be read was reported: who names it is not told that it is unknown.
    let unread = |name: &&str| !name.contains('.') && scope.get(name) == Some(&Type::Any);
    let unread: Vec<String> = scope.names().filter(unread).map(|name| format!("answer.{name}")).collect();
    unread.into_iter().for_each(|name| scope.add(name, Type::Any));
    let roots = ["account", "organisation", "project", "request", "answer"];
    let shown: Vec<String> =
        scope.names().filter(|name| scope.get(name).is_some_and(is_shown)).map(Into::into).collect();
    scope.retain(|name| {
        let (root, rest) = name.split_once('.').unwrap_or((name, ""));
        // Ids of roles and of kinds of project say nothing to those who read.
        let is_id = matches!(name, "account.role" | "project.kind");
        !rest.is_empty() && roots.contains(&root) && !is_id && shown.iter().any(|shown| shown == name)
    });
    for person in ["requester", "owner"].into_iter().filter(|person| conditions.get(person).is_some()) {
        scope.add(format!("{person}.name"), Type::Text);
        scope.add(format!("{person}.first_name"), Type::Text);
    }
    if conditions.get("request.reference").is_some() {
        scope.add("request.title", Type::Text);
        scope.add("request.due", Type::Date);
    }
    scope
}

/// Whether values of a type have words.
fn is_shown(is: &Type) -> bool {
    !matches!(is, Type::Group(_) | Type::Files | Type::Duration)
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
