//! Every page in every state, from its samples, without a database: for designers, for a host's own templates, and for
//! checks in a browser. It holds nothing of anybody.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    middleware,
    response::Html,
    routing::get,
};
use minijinja::Error;
use serde::Deserialize;

use crate::{
    assets, headers,
    page::{self, Sample},
    templates::Templates,
    tongue::Tongue,
};

type Samples = BTreeMap<String, Vec<Sample>>;

/// Serves the samples: `/` lists them, `/LOCALE/NUMBER` shows one.
///
/// # Errors
/// The first template of the host that cannot be rendered.
pub fn gallery(own: BTreeMap<String, String>) -> Result<Router, Error> {
    let templates = Templates::new(own);
    let mut samples = Samples::new();
    for locale in ["en", "fr"] {
        samples.insert(locale.to_owned(), page::samples(&templates, &Tongue::shipped(locale))?);
    }
    let router = Router::new()
        .route("/", get(list))
        .route("/{locale}/{number}", get(show))
        .route("/assets/{file}", get(assets::asset))
        .route("/team/definitions/{file}", get(drawn))
        .layer(middleware::map_response(headers::secure));
    Ok(router.with_state(std::sync::Arc::new(samples)))
}

#[derive(Deserialize)]
struct Place {
    locale: String,
    number: usize,
}

async fn list(State(samples): State<std::sync::Arc<Samples>>) -> Html<String> {
    let mut rows = String::new();
    for (locale, samples) in samples.iter() {
        for (number, sample) in samples.iter().enumerate() {
            let template = sample.template;
            let row = format!("<li><a href=\"/{locale}/{number}\">{locale} {number} {template}</a></li>\n");
            rows.push_str(&row);
        }
    }
    Html(format!("<!doctype html><html lang=\"en\"><title>Gallery</title><h1>Gallery</h1><ul>\n{rows}</ul></html>"))
}

/// The picture of a workflow, for the samples that show one.
async fn drawn() -> ([(HeaderName, &'static str); 1], &'static str) {
    const DRAWN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"120\" viewBox=\"0 0 640 120\">\
        <rect x=\"8\" y=\"30\" width=\"180\" height=\"60\" rx=\"8\" fill=\"#e8ecf6\" stroke=\"#4a5568\"/>\
        <rect x=\"448\" y=\"30\" width=\"180\" height=\"60\" rx=\"8\" fill=\"#e6f4ea\" stroke=\"#4a5568\"/>\
        <path d=\"M188 60H440\" stroke=\"#4a5568\" fill=\"none\"/></svg>";
    ([(header::CONTENT_TYPE, "image/svg+xml")], DRAWN)
}

async fn show(
    State(samples): State<std::sync::Arc<Samples>>,
    Path(Place { locale, number }): Path<Place>,
) -> Result<Html<String>, StatusCode> {
    let sample = samples.get(&locale).and_then(|samples| samples.get(number)).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Html(sample.html.clone()))
}
