//! Fields: what every one has, in the order that conditions see them.

use indexmap::IndexMap;

use super::{
    file::Spanned,
    map::Map,
    reader::{Names, Reader},
    scopes, types,
    yaml::{self, Node},
};
use crate::{
    definition::{
        Kind, code,
        condition::{Scope, Type},
    },
    form::{Field, FieldType, Requirement},
    id::Id,
    identity::Side,
};

/// Who fills a field in: it decides whether an answer is required unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The client, in a form: required.
    Form,
    /// The team, or whoever adds a document: optional.
    Other,
    /// Whoever looks after an organisation: optional. Lists are such fields alone.
    Attribute,
}

/// What fields refer to.
#[derive(Clone, Copy)]
pub(super) struct Around<'c> {
    pub kinds: &'c IndexMap<Id, Kind>,
    pub kind_names: &'c Names,
    pub currency: &'c str,
    pub owner: Owner,
    /// What a prefill knows beside what conditions know: the answers of last time.
    pub last: &'c Scope,
}

/// Keys of the language that no field has yet.
const LATER: [&str; 8] = ["locked", "value", "seen_by", "options_from", "other", "of", "row", "client_sees"];
/// Keys that only some types have.
const OF_TYPES: [&str; 9] = ["min", "max", "pattern", "unit", "currency", "kind", "options", "fields", "side"];
/// Tokens of the WHATWG HTML standard, "autofill", that a client portal has a use for.
pub(super) const AUTOCOMPLETE: [&str; 19] = [
    "name",
    "given-name",
    "family-name",
    "email",
    "tel",
    "url",
    "organization",
    "organization-title",
    "street-address",
    "address-line1",
    "address-line2",
    "address-level1",
    "address-level2",
    "postal-code",
    "country",
    "country-name",
    "bday",
    "language",
    "off",
];

/// A field and where it stands.
pub(super) type Placed = (Spanned<Id>, Field);

/// Reads a list of fields; each is added to `scope` for those after it.
pub(super) fn list<'a>(
    read: Reader<'a>,
    node: &'a Node,
    around: Around<'_>,
    scope: &mut Scope,
    before: &mut Vec<Id>,
) -> Vec<Placed> {
    let mut fields = Vec::new();
    announce(node, scope);
    for item in read.list(node, "fields") {
        let Some(map) = read.map(item, "a field") else { continue };
        let Some(id) = map.need("id", "a field").and_then(|node| read.id(node)) else { continue };
        read.not_reserved(&id, &[]);
        if before.contains(&id.value) {
            read.fault(&code::DUPLICATE_ID, &id.span, format!("`{}` is given twice", id.value));
        }
        before.push(id.value.clone());
        let around_it = scope.begin(Some(id.value.to_string()));
        match one(read, map, &id, around, scope) {
            Some(field) => fields.push((id, field)),
            // What could not be read was reported; who asks for it is not told that it is unknown.
            None => scope.add(id.value.as_str(), Type::Any),
        }
        scope.begin(around_it);
    }
    fields
}

/// Tells the scope which fields come, so that a condition that asks for one too early is told so.
pub(super) fn announce(node: &Node, scope: &mut Scope) {
    if let yaml::Kind::List(items) = &node.kind {
        scope.announce(items.iter().filter_map(|item| item.at("id")?.text()).map(str::to_owned));
    }
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, around: Around<'_>, scope: &mut Scope) -> Option<Field> {
    let label = read.needed_text(&map, "label", "a field");
    let field_type = types::read(read, &map, around, scope)?;
    for key in OF_TYPES.into_iter().filter(|key| map.is_left(key)) {
        let message = format!("`{key}` is not for fields of this type");
        read.fault(&code::TOGETHER, &map.key_span(key), message);
        map.forgive(key);
    }
    let of = scopes::type_of(&field_type);
    let show_when = read.condition_at(&map, "show_when", scope, &Type::Bool);
    let required = requirement(read, &map, around.owner, &field_type, scope);
    let prefill = map.get("prefill").and_then(|node| match &of {
        Some(of) if !matches!(field_type, FieldType::Document { .. } | FieldType::Confirm) => {
            let knows = scope.clone().with_all(around.last);
            read.condition(node, &knows, of)
        }
        _ => {
            read.fault(&code::TOGETHER, &map.key_span("prefill"), "fields of this type are not prefilled");
            None
        }
    });
    if let Some(of) = of {
        scope.add(id.value.as_str(), of);
    }
    let field = Field {
        id: id.value.clone(),
        label,
        hint: read.text_at(&map, "hint"),
        required,
        show_when,
        valid_when: read.condition_at(&map, "valid_when", scope, &Type::Bool),
        error: read.text_at(&map, "error"),
        prefill,
        autocomplete: map.get("autocomplete").and_then(|node| autocomplete(read, node)),
        personal: read.truth(&map, "personal", usually_personal(&field_type, around)),
        field_type,
    };
    possible(read, id, &field, around);
    if around.owner == Owner::Attribute {
        map.forgive("edited_by");
    }
    map.finish(&LATER);
    Some(field)
}

fn requirement<'a>(read: Reader<'a>, map: &Map<'a>, owner: Owner, field: &FieldType, scope: &Scope) -> Requirement {
    let said = map.get("required").and_then(|node| read.value(node, "`true` or `false`"));
    let when = read.condition_at(map, "required_when", scope, &Type::Bool);
    if map.has("required_when") && map.has("required") {
        read.fault(&code::TOGETHER, &map.key_span("required"), "`required` and `required_when` stand together");
    }
    if matches!(field, FieldType::Info) && (said == Some(true) || when.is_some()) {
        read.fault(&code::IMPOSSIBLE, &map.span, "an `info` has no answer, so none can be required");
    }
    match (when, said) {
        _ if matches!(field, FieldType::Info) => Requirement::Never,
        (Some(condition), _) => Requirement::When(condition),
        (None, Some(false)) => Requirement::Never,
        (None, None) if owner != Owner::Form => Requirement::Never,
        (None, _) => Requirement::Always,
    }
}

fn autocomplete<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let words = AUTOCOMPLETE.map(|word| (word, word));
    read.choice(node, "a token of autocomplete", &words).map(str::to_owned)
}

/// Whether an answer is personal data unless said otherwise.
fn usually_personal(field: &FieldType, around: Around<'_>) -> bool {
    match field {
        FieldType::Email | FieldType::Phone | FieldType::Person { .. } => true,
        FieldType::Document { kind, .. } => around.kinds.get(kind).is_some_and(|kind| kind.personal),
        _ => false,
    }
}

/// Reports a field that must be answered and cannot be.
fn possible(read: Reader<'_>, id: &Spanned<Id>, field: &Field, around: Around<'_>) {
    if matches!(field.required, Requirement::Never) || around.owner != Owner::Form {
        return;
    }
    if let FieldType::Document { kind, .. } = &field.field_type
        && around.kinds.get(kind).is_some_and(|kind| !kind.added_by.contains(&Side::Client))
    {
        let message = format!("`{}` asks the client for a `{kind}`, which only the team adds", id.value);
        read.fault(&code::IMPOSSIBLE, &id.span, message);
    }
}
