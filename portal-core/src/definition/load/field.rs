//! Fields: what every one has, in the order that conditions see them.

use super::{
    documents::Kinds,
    file::Spanned,
    map::Map,
    portal::Portal,
    reader::Reader,
    scopes, types,
    who::People,
    yaml::{self, Node},
};
use crate::{
    definition::{
        Kind, code,
        condition::{Scope, Type},
    },
    form::{Field, FieldType, Requirement},
    id::Id,
    identity::{Permission, Side},
};

/// Who fills a field in: it decides whether an answer is required unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The client, in a form: required.
    Form,
    /// Whoever does a task that asks for answers: required.
    Task,
    /// The client, in a row of a group: required.
    Row {
        /// Whether the group is itself in a row.
        inner: bool,
    },
    /// The team, beside the client's answers: optional.
    Team,
    /// Whoever adds a document: optional.
    Document,
    /// Whoever opens a project: optional.
    Other,
    /// Whoever looks after an organisation: optional. Lists are such fields alone.
    Attribute,
}

impl Owner {
    /// Whether a client answers in a form.
    pub fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Task | Self::Row { .. })
    }
}

/// What fields refer to.
#[derive(Clone, Copy)]
pub(super) struct Around<'c> {
    pub portal: &'c Portal,
    pub kinds: Option<&'c Kinds>,
    /// The roles that may open the request type.
    pub openers: &'c [Id],
    pub owner: Owner,
    /// What a prefill knows beside what conditions know: the answers of last time.
    pub last: Option<&'c Scope>,
}

impl<'c> Around<'c> {
    /// Of fields that stand beside the forms.
    pub fn beside(portal: &'c Portal, owner: Owner) -> Self {
        Self { portal, kinds: None, openers: &[], owner, last: None }
    }

    fn kind(&self, id: &Id) -> Option<&'c Kind> {
        self.kinds.and_then(|kinds| kinds.by_id.get(id))
    }
}

/// Keys that only some types have.
const OF_TYPES: [&str; 13] = [
    "min",
    "max",
    "pattern",
    "unit",
    "currency",
    "kind",
    "options",
    "options_from",
    "other",
    "fields",
    "row",
    "side",
    "of",
];
/// Keys of what somebody types, which what is computed cannot have.
const OF_TYPED: [&str; 12] = [
    "required",
    "required_when",
    "prefill",
    "locked",
    "autocomplete",
    "min",
    "max",
    "pattern",
    "other",
    "options",
    "options_from",
    "error",
];
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

/// The ids of fields as they are written, right or wrong.
pub(super) fn ids(node: &Node) -> Vec<Id> {
    let yaml::Kind::List(items) = &node.kind else { return Vec::new() };
    items.iter().filter_map(|item| item.at("id")?.text()).map(Id::from).collect()
}

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
    scope.announce(ids(node).iter().map(ToString::to_string));
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, around: Around<'_>, scope: &mut Scope) -> Option<Field> {
    let label = read.needed_text(&map, "label", "a field");
    if map.has("value") {
        only_computed(read, &map);
    }
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
        Some(of) if prefillable(&field_type) => match around.last {
            Some(last) => read.condition(node, &scope.clone().with_all(last), of),
            None => read.condition(node, scope, of),
        },
        _ => {
            read.fault(&code::TOGETHER, &map.key_span("prefill"), "fields of this type are not prefilled");
            None
        }
    });
    let value = map.get("value").and_then(|node| match &of {
        Some(of) if computable(&field_type) => read.condition(node, scope, of),
        _ => {
            read.fault(&code::TOGETHER, &map.key_span("value"), "fields of this type are not computed");
            None
        }
    });
    let (roles, known) = (around.portal.role_names(), &*scope);
    let people = People { roles: &roles, scope: known, of_request: true };
    let seen_by = map.get("seen_by").map(|node| read.who(node, people)).unwrap_or_default();
    if around.portal.read {
        read.permitted(&seen_by, &around.portal.roles, around.openers, |_| Permission::RequestView);
    }
    for (key, fits) in [
        ("seen_by", matches!(around.owner, Owner::Form | Owner::Task | Owner::Team)),
        ("client_sees", around.owner == Owner::Team),
        ("locked", map.has("prefill")),
        ("value", around.owner.is_form() || around.owner == Owner::Team),
    ] {
        if map.has(key) && !fits {
            let message = match key {
                "locked" => "`locked` keeps what `prefill` yields, and there is none",
                "client_sees" => "`client_sees` is for team fields",
                "seen_by" => "`seen_by` is for the fields of a form and of the team, of a group as a whole",
                _ => "only the fields of a form and of the team are computed",
            };
            read.fault(&code::TOGETHER, &map.key_span(key), message);
        }
    }
    scopes::add_type(scope, id.value.as_str(), &field_type);
    let field = Field {
        id: id.value.clone(),
        label,
        hint: read.text_at(&map, "hint"),
        required,
        show_when,
        valid_when: read.condition_at(&map, "valid_when", scope, &Type::Bool),
        error: read.text_at(&map, "error"),
        prefill,
        locked: read.truth(&map, "locked", false),
        value,
        autocomplete: map.get("autocomplete").and_then(|node| autocomplete(read, node)),
        personal: read.truth(&map, "personal", usually_personal(&field_type, around)),
        seen_by: seen_by.who(),
        client_sees: read.truth(&map, "client_sees", false),
        field_type,
    };
    possible(read, id, &field, around);
    if around.owner == Owner::Attribute {
        map.forgive("edited_by");
    }
    map.finish(&[]);
    Some(field)
}

fn requirement<'a>(read: Reader<'a>, map: &Map<'a>, owner: Owner, field: &FieldType, scope: &Scope) -> Requirement {
    let said = map.get("required").and_then(|node| read.value(node, "`true` or `false`"));
    let when = read.condition_at(map, "required_when", scope, &Type::Bool);
    if map.has("required_when") && map.has("required") {
        read.fault(&code::TOGETHER, &map.key_span("required"), "`required` and `required_when` stand together");
    }
    if !field.has_answer() && (said == Some(true) || when.is_some()) {
        read.fault(&code::IMPOSSIBLE, &map.span, "an `info` or a `stop` has no answer, so none can be required");
    }
    match (when, said) {
        _ if !field.has_answer() || map.has("value") => Requirement::Never,
        (Some(condition), _) => Requirement::When(condition),
        (None, Some(false)) => Requirement::Never,
        (None, None) if !owner.is_form() => Requirement::Never,
        (None, _) => Requirement::Always,
    }
}

/// Whether an answer of this type is somebody's data unless said otherwise.
fn usually_personal(field: &FieldType, around: Around<'_>) -> bool {
    match field {
        FieldType::Email | FieldType::Phone | FieldType::Person { .. } | FieldType::Address => true,
        FieldType::Document { kind, .. } => around.kind(kind).is_some_and(|kind| kind.personal),
        FieldType::Group(group) => group.fields.iter().any(|field| field.personal),
        _ => false,
    }
}

/// Whether a condition may yield a first answer.
fn prefillable(field: &FieldType) -> bool {
    let never = matches!(
        field,
        FieldType::Document { .. }
            | FieldType::Confirm
            | FieldType::Address
            | FieldType::Group(_)
            | FieldType::Slot { .. }
    );
    field.has_answer() && !never
}

/// Whether a condition may yield the answer.
fn computable(field: &FieldType) -> bool {
    let typed = matches!(field, FieldType::Email | FieldType::Phone | FieldType::Url | FieldType::Person { .. });
    let chosen = field.options().is_some();
    prefillable(field) && !typed && !chosen
}

/// Reports what a computed field cannot have, since nobody types its answer.
fn only_computed(read: Reader<'_>, map: &Map<'_>) {
    let own = |key: &&str| *key == "error" && map.has("valid_when");
    for key in OF_TYPED.into_iter().filter(|key| map.has(key) && !own(key)) {
        let message = format!("nobody types what is computed, so `{key}` does not go with `value`");
        read.fault(&code::TOGETHER, &map.key_span(key), message);
        map.forgive(key);
    }
}

fn autocomplete<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let words = AUTOCOMPLETE.map(|word| (word, word));
    read.choice(node, "a token of autocomplete", &words).map(str::to_owned)
}

/// Reports a field that must be answered and cannot be; of the team's any, since a move may need it.
fn possible(read: Reader<'_>, id: &Spanned<Id>, field: &Field, around: Around<'_>) {
    let (side, asked, other) = match around.owner {
        Owner::Form if !matches!(field.required, Requirement::Never) => (Side::Client, "the client", "the team"),
        Owner::Team => (Side::Team, "the team", "the client"),
        _ => return,
    };
    if let FieldType::Document { kind, .. } = &field.field_type
        && around.kind(kind).is_some_and(|kind| !kind.added_by.contains(&side))
    {
        let message = format!("`{}` asks {asked} for a `{kind}`, which only {other} adds", id.value);
        read.fault(&code::IMPOSSIBLE, &id.span, message);
    }
}
