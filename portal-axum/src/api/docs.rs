//! The document as a page for people: how to come in, every operation with what it takes and answers, and what the codes
//! mean.

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Code, PATH, description};
use crate::{
    Web,
    page::{Page, SeenBy},
    tongue::Tongue,
    visit::Visit,
};

/// The page's own routes; they stand among the pages, so that it looks like one.
pub(super) fn routes() -> Router<Web> {
    let page = format!("{PATH}/docs");
    Router::new().route(&page, get(show)).route(PATH, get(lead)).route(&format!("{PATH}/"), get(lead))
}

/// The API, described.
#[derive(Clone, Debug, Serialize)]
pub struct DocsPage {
    /// The document for programs.
    pub document: String,
    /// Where the addresses begin.
    pub base: String,
    /// The operations, by what they are about.
    pub groups: Vec<Group>,
    /// What is sent and answered.
    pub shapes: Vec<Shape>,
    /// Why something is not done.
    pub codes: Vec<CodeRow>,
}

/// Operations about one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// What they are about.
    pub name: String,
    /// They.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// Its anchor.
    pub id: String,
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// What it does, in a few words.
    pub summary: String,
    /// And in a few sentences.
    pub description: Option<String>,
    /// What it takes in the address and in headers.
    pub parameters: Vec<Row>,
    /// What it takes as a body: a shape, or a media type.
    pub body: Option<Of>,
    /// What it answers.
    pub answers: Vec<Row>,
}

/// A line: what, of which type, and what it means.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The name, or the status.
    pub name: String,
    /// Its type.
    pub of: Of,
    /// Where it stands: `path`, `query`, `header`; for members, empty.
    pub place: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub text: String,
}

/// A type: words, and the shape they name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Of {
    /// In words: `text`, `Draft`, `list of Task`.
    pub text: String,
    /// The anchor of the shape.
    pub shape: Option<String>,
}

/// Something that is sent or answered.
#[derive(Clone, Debug, Serialize)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What it is.
    pub text: String,
    /// Its members.
    pub members: Vec<Row>,
}

/// A code.
#[derive(Clone, Debug, Serialize)]
pub struct CodeRow {
    /// The word, also the anchor.
    pub word: &'static str,
    /// The status it comes with.
    pub status: u16,
    /// What happened.
    pub title: String,
    /// What to do.
    pub advice: String,
}

async fn show(visit: Visit) -> Response {
    let base = visit.links().to(PATH);
    visit.page(DocsPage::of(&base, visit.tongue())).await
}

async fn lead(visit: Visit) -> Response {
    Redirect::to(&visit.links().to(&format!("{PATH}/docs"))).into_response()
}

impl DocsPage {
    fn of(base: &str, tongue: &Tongue) -> Self {
        let document = description::document();
        let code = |code: &Code| CodeRow {
            word: code.word(),
            status: code.status().as_u16(),
            title: tongue.say(&code.title_key()),
            advice: tongue.say(&code.advice_key()),
        };
        Self {
            document: format!("{base}/openapi.json"),
            base: base.to_owned(),
            groups: groups(document),
            shapes: shapes(&document["components"]["schemas"]),
            codes: Code::ALL.iter().map(code).collect(),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn groups(document: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            let name = text(&operation["tags"][0]);
            let operation = Operation::of(document, method, path, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group { name, operations: vec![operation] }),
            }
        }
    }
    groups
}

/// What a reference leads to, or the value itself.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let target = value["$ref"].as_str().and_then(|target| document.pointer(target.strip_prefix('#')?));
    target.unwrap_or(value)
}

impl Operation {
    fn of(document: &Value, method: &str, path: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| {
            let parameter = resolved(document, parameter);
            Row {
                name: text(&parameter["name"]),
                of: Of::schema(&parameter["schema"]),
                place: text(&parameter["in"]),
                required: parameter["required"] == true,
                text: text(&parameter["description"]),
            }
        });
        let answers = members(&operation["responses"]).map(|(status, answer)| {
            let answer = resolved(document, answer);
            let content = members(&answer["content"]).next();
            Row {
                name: status.clone(),
                of: content.map(|(kind, content)| Of::body(kind, &content["schema"])).unwrap_or_default(),
                place: String::new(),
                required: false,
                text: text(&answer["description"]).replace('`', ""),
            }
        });
        let body = members(&operation["requestBody"]["content"]).next();
        Self {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            description: operation["description"].as_str().map(str::to_owned),
            parameters: parameters.collect(),
            body: body.map(|(kind, content)| Of::body(kind, &content["schema"])),
            answers: answers.collect(),
        }
    }
}

impl Of {
    /// A body: the shape of JSON, else the media type.
    fn body(kind: &str, schema: &Value) -> Self {
        if kind.ends_with("json") { Self::schema(schema) } else { Self { text: kind.to_owned(), shape: None } }
    }

    fn schema(schema: &Value) -> Self {
        if let Some(name) = schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
            return Self { text: name.to_owned(), shape: Some(name.to_owned()) };
        }
        if let Some(branches) = schema["oneOf"].as_array() {
            let named = branches.iter().filter(|branch| branch["type"] != "null").map(Self::schema);
            let all: Vec<Self> = named.collect();
            let words: Vec<&str> = all.iter().map(|of| of.text.as_str()).collect();
            return Self { text: words.join(" | "), shape: all.iter().find_map(|of| of.shape.clone()) };
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().map(text).filter(|kind| kind != "null").collect::<Vec<_>>().join(" | "),
            kind => text(kind),
        };
        match kinds.as_str() {
            "array" => {
                let inner = Self::schema(&schema["items"]);
                Self { text: format!("{}[]", inner.text), shape: inner.shape }
            }
            "string" if schema["enum"].is_array() => {
                let words = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
                Self { text: words.collect::<Vec<_>>().join(" | "), shape: None }
            }
            _ => match schema["format"].as_str() {
                Some(format) if kinds == "string" => Self { text: format.to_owned(), shape: None },
                _ => Self { text: kinds, shape: None },
            },
        }
    }
}

fn shapes(schemas: &Value) -> Vec<Shape> {
    let shape = |(name, schema): (&String, &Value)| Shape {
        name: name.clone(),
        text: text(&schema["description"]),
        members: parts(schemas, schema),
    };
    members(schemas).map(shape).filter(|shape| !shape.members.is_empty()).collect()
}

/// The members of an object, those of the parts it is put together from included.
fn parts(schemas: &Value, schema: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let name = part["$ref"].as_str().and_then(|target| target.rsplit('/').next());
        rows.extend(parts(schemas, name.map_or(part, |name| &schemas[name])));
    }
    let required = |name: &String| schema["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name));
    rows.extend(members(&schema["properties"]).map(|(name, member)| Row {
        name: name.clone(),
        of: Of::schema(member),
        place: String::new(),
        required: required(name),
        text: text(&member["description"]),
    }));
    rows
}

impl Page for DocsPage {
    const TEMPLATE: &'static str = "api.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        vec![Self::of(PATH, tongue)]
    }
}
