//! How people get on with forms: how far they come, what holds them up. For whoever may see measures.

use axum::{Router, extract::Query, response::Response, routing::get};
use portal_core::form::{FaultFigure, Field, VersionFigures};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    page::{Page, SeenBy},
    paging,
    problem::Problem,
    show,
    tongue::Tongue,
    visit::TeamPerson,
};

/// The spans of days one can look at; the first is usual.
const SPANS: [u16; 3] = [90, 30, 365];
/// How much of a definition's hash tells it from the others.
const SHORT: usize = 8;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/forms", get(show))
}

/// The figures of all forms.
#[derive(Clone, Debug, Serialize)]
pub struct FormsPage {
    /// The spans of time.
    pub spans: Vec<Span>,
    /// The forms, each version by itself.
    pub forms: Vec<FormRow>,
}

/// A span of time.
#[derive(Clone, Debug, Serialize)]
pub struct Span {
    /// What it is called.
    pub label: String,
    /// The page for it.
    pub url: String,
    /// Whether it is the one shown.
    pub here: bool,
}

/// One version of a form.
#[derive(Clone, Debug, Serialize)]
pub struct FormRow {
    /// What kind of request it is.
    pub label: String,
    /// The beginning of its definition's hash; none for the one in force.
    pub version: Option<String>,
    /// The figures of the whole form.
    pub facts: Vec<Figure>,
    /// How many came to each step.
    pub steps: Vec<Figure>,
    /// What would not do.
    pub faults: Vec<FaultRow>,
}

/// A figure with its name.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The figure, as people write it.
    pub value: String,
}

/// Why the answer to a field would not do.
#[derive(Clone, Debug, Serialize)]
pub struct FaultRow {
    /// The field.
    pub field: String,
    /// Why.
    pub reason: String,
    /// How often.
    pub number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    days: String,
}

async fn show(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let days = SPANS.into_iter().find(|span| span.to_string() == asked.days).unwrap_or(SPANS[0]);
    let figures = person.desk().form_figures(days).await?;
    let (path, tongue) = (person.links().to("/team/forms"), person.tongue());
    let in_force = &person.portal().definition().hash;
    let form = |figures: &VersionFigures| FormRow::of(figures, in_force, tongue);
    let page = FormsPage { spans: Span::all(&path, days, tongue), forms: figures.iter().map(form).collect() };
    Ok(person.page(page).await)
}

impl Span {
    fn all(path: &str, here: u16, tongue: &Tongue) -> Vec<Self> {
        let span = |days: u16| Self {
            label: tongue.say_with("figures-days", &[("days", u32::from(days).into())]),
            url: paging::address(path, &[("days", &days.to_string())]),
            here: days == here,
        };
        SPANS.into_iter().map(span).collect()
    }
}

impl FormRow {
    fn of(figures: &VersionFigures, in_force: &str, tongue: &Tongue) -> Self {
        let form = &figures.request_type;
        let number = |number: u64| tongue.number(number.into());
        let fact = |word: &str, value: u64| Figure { label: tongue.say(word), value: number(value) };
        let mut facts = vec![
            fact("figures-started", figures.started),
            fact("figures-submitted", figures.submitted),
            fact("figures-resumed", figures.resumed),
            fact("figures-discarded", figures.discarded),
            fact("figures-expired", figures.expired),
            fact("figures-renewed", figures.renewed),
        ];
        if let Some(median) = figures.median {
            facts.push(Figure { label: tongue.say("figures-median"), value: span(median.num_minutes(), tongue) });
        }
        let label = |id: &portal_core::id::Id| {
            let step = form.steps.iter().find(|step| step.id == *id);
            step.map_or_else(|| id.to_string(), |step| tongue.text(&step.label).to_owned())
        };
        let step = |(id, came): &(portal_core::id::Id, u64)| Figure { label: label(id), value: number(*came) };
        let fault = |fault: &FaultFigure| FaultRow {
            field: question(form.fields(), fault.field.as_str(), tongue),
            reason: reason(&fault.code, tongue),
            number: number(fault.number),
        };
        Self {
            label: tongue.text(&form.label).to_owned(),
            version: (figures.definition != in_force).then(|| figures.definition.chars().take(SHORT).collect()),
            facts,
            steps: figures.reached.iter().map(step).collect(),
            faults: figures.faults.iter().map(fault).collect(),
        }
    }
}

/// What the question at a place is called, with the group in whose rows it stands.
fn question<'f>(fields: impl IntoIterator<Item = &'f Field>, place: &str, tongue: &Tongue) -> String {
    let fields: Vec<&Field> = fields.into_iter().collect();
    let in_rows =
        place.split_once('.').and_then(|(id, rest)| Some((fields.iter().find(|field| field.id == id)?, rest)));
    match in_rows {
        Some((group, rest)) if !group.row_fields().is_empty() => {
            format!("{}, {}", tongue.text(&group.label), question(group.row_fields(), rest, tongue))
        }
        _ => show::place_label(fields, place, tongue),
    }
}

/// Why an answer would not do; a code that has no words stands for itself.
fn reason(code: &str, tongue: &Tongue) -> String {
    let key = format!("figures-fault-{code}");
    let said = tongue.say(&key);
    if said == key { code.to_owned() } else { said }
}

/// A span of time in whole minutes, hours or days, whichever says enough.
fn span(minutes: i64, tongue: &Tongue) -> String {
    let (word, number) = match minutes {
        0..120 => ("figures-minutes", minutes),
        120..2880 => ("figures-hours", minutes / 60),
        _ => ("figures-whole-days", minutes / 1440),
    };
    tongue.say_with(word, &[("number", number.into())])
}

impl Page for FormsPage {
    const TEMPLATE: &'static str = "team/forms.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let figure = |label: String, value: &str| Figure { label, value: value.to_owned() };
        let form = FormRow {
            label: "Request a quote".to_owned(),
            version: None,
            facts: vec![
                figure(tongue.say("figures-started"), "48"),
                figure(tongue.say("figures-submitted"), "31"),
                figure(tongue.say("figures-median"), &span(14, tongue)),
            ],
            steps: vec![figure("Your need".to_owned(), "48"), figure("Your project".to_owned(), "37")],
            faults: vec![FaultRow {
                field: "Contract number".to_owned(),
                reason: tongue.say("figures-fault-pattern"),
                number: "9".to_owned(),
            }],
        };
        let older = FormRow { version: Some("7f3a9c01".to_owned()), faults: Vec::new(), ..form.clone() };
        let spans = Span::all("/team/forms", SPANS[0], tongue);
        vec![Self { spans: spans.clone(), forms: vec![form, older] }, Self { spans, forms: Vec::new() }]
    }
}
