//! All addresses with their methods, as the router itself tells them, and what the API's own document says of them.

use std::collections::{BTreeMap, BTreeSet};

use axum::{Router, http::Method};
use serde_json::{Value, json};

/// One address and one method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// With its parameters in braces.
    pub path: String,
    /// In capitals.
    pub method: String,
}

impl Route {
    pub fn method(&self) -> Method {
        self.method.parse().unwrap()
    }

    /// The names of its parameters.
    pub fn parameters(&self) -> Vec<&str> {
        self.path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
    }

    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/v1/")
    }
}

/// What a router holds. It has no list to ask for, but shows all of it for debugging: the methods of each route by its
/// number, the paths by the same numbers.
pub fn of(router: &Router) -> BTreeSet<Route> {
    let shown = format!("{router:?}");
    let shown = shown.split("fallback_router").next().unwrap();
    let (routes, paths) = shown.split_once("Node { paths: {").expect("the router shows its paths");
    let number = |text: &str| text.split(')').next().unwrap().parse::<u32>().ok();
    let methods: BTreeMap<u32, Vec<&str>> = routes
        .split("RouteId(")
        .filter_map(|route| {
            let allowed = route.split_once("allow_header: Bytes(b\"")?.1.split('"').next()?;
            Some((number(route)?, allowed.split(',').filter(|method| *method != "HEAD").collect()))
        })
        .collect();
    paths
        .split("RouteId(")
        .filter_map(|entry| Some((number(entry)?, entry.split('"').nth(1)?)))
        .flat_map(|(number, path)| {
            let allowed = methods.get(&number).unwrap_or_else(|| panic!("{path} has no methods"));
            allowed.iter().map(|method| Route { path: path.to_owned(), method: (*method).to_owned() })
        })
        .collect()
}

/// What stands for words of which only some will do, by the name of the property or parameter.
pub type Known = Vec<(&'static str, String)>;

/// What the API's document says.
pub struct Document(pub Value);

impl Document {
    /// Its operations, as routes.
    pub fn routes(&self) -> BTreeSet<Route> {
        let paths = self.0["paths"].as_object().unwrap();
        let of = |(path, item): (&String, &Value)| {
            let methods = item.as_object().unwrap().keys().map(|method| method.to_uppercase());
            let known = methods.filter(|method| method.parse::<Method>().is_ok_and(|it| METHODS.contains(&it)));
            known.map(|method| Route { path: format!("/api/v1{path}"), method }).collect::<Vec<_>>()
        };
        paths.iter().flat_map(of).collect()
    }

    /// A body that an operation takes, with its type: the least that its schema asks for.
    pub fn body(&self, route: &Route, known: &Known) -> Option<(String, Vec<u8>)> {
        let path = route.path.strip_prefix("/api/v1")?;
        let content = self.0["paths"][path][route.method.to_lowercase()]["requestBody"]["content"].as_object()?;
        let (media_type, about) = content.iter().next()?;
        match media_type.as_str() {
            "application/json" => {
                Some((media_type.clone(), self.least("", &about["schema"], known).to_string().into_bytes()))
            }
            _ => Some((media_type.clone(), super::PDF.to_vec())),
        }
    }

    /// What an operation must find behind the question mark of its address.
    pub fn query(&self, route: &Route, known: &Known) -> String {
        let path = route.path.strip_prefix("/api/v1").unwrap_or_default();
        let asked = self.0["paths"][path][route.method.to_lowercase()]["parameters"].as_array();
        let asked = asked.into_iter().flatten().filter(|it| it["in"] == "query" && it["required"] == true);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for parameter in asked {
            let name = parameter["name"].as_str().unwrap();
            query.append_pair(name, self.least(name, &parameter["schema"], known).as_str().unwrap_or("1"));
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    fn least(&self, name: &str, schema: &Value, known: &Known) -> Value {
        if let Some((_, word)) = known.iter().find(|(known, _)| *known == name) {
            return json!(word);
        }
        if let Some(to) = schema["$ref"].as_str() {
            return self.least(name, self.0.pointer(to.trim_start_matches('#')).unwrap(), known);
        }
        let first = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema[key].as_array()?.first());
        if let Some(first) = first {
            return self.least(name, first, known);
        }
        if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
            return example.clone();
        }
        if let Some(word) = schema["enum"].get(0) {
            return word.clone();
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"].get(0)?.as_str()).unwrap_or("object");
        match kind {
            "string" if schema["format"] == "uuid" => json!(super::MISSING),
            "string" => json!("words"),
            "integer" | "number" => json!(1),
            "boolean" => json!(true),
            // A list that may be none says nothing that way; an empty one would be of nothing.
            "array" if schema["type"].is_array() => Value::Null,
            "array" => json!([]),
            "null" => Value::Null,
            _ => {
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                required.map(|name| (name.to_owned(), self.least(name, &schema["properties"][name], known))).collect()
            }
        }
    }
}

const METHODS: [Method; 6] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD];
