//! How people get on with forms. For whoever may see measures.

use axum::Json;
use portal_core::form::VersionFigures;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{caller::TeamCaller, problem::Problem, query::Asked};
use crate::Web;

/// The days looked at, unless asked for otherwise.
const DAYS: u16 = 90;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The figures of one version of a form. They are counts of days, and nobody's.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormFigures)]
pub(crate) struct FiguresBody {
    request_type: String,
    /// Hash of the definition that the form is part of.
    definition: String,
    /// Whether that definition is in force.
    in_force: bool,
    started: u64,
    /// Taken up again after a pause.
    resumed: u64,
    submitted: u64,
    /// Thrown away.
    discarded: u64,
    /// Left until their time was over.
    expired: u64,
    /// Begun anew with a newer form.
    renewed: u64,
    /// How many came to each step, in the order of the form.
    reached: Vec<ReachedBody>,
    /// What would not do, the most frequent first; at most 20.
    faults: Vec<FaultBody>,
    /// Half of those that were submitted took less time than this, pauses included.
    median_seconds: Option<i64>,
}

/// How many came to a step.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StepFigure)]
pub(crate) struct ReachedBody {
    step: String,
    number: u64,
}

/// How often the answer to a field would not do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FaultFigure)]
pub(crate) struct FaultBody {
    step: String,
    field: String,
    /// Why, as in the `errors` of a draft.
    code: String,
    number: u64,
}

/// The figures of all forms.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormFigureList)]
pub(crate) struct Figures {
    items: Vec<FiguresBody>,
}

/// What time is looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Since {
    /// The last so many days.
    #[param(minimum = 1, maximum = 3650, default = 90)]
    days: Option<u16>,
}

/// How people get on with forms
///
/// By type and version: the one in force first, then those begun most often. A fault is counted when somebody went on from
/// a step with an answer that would not do.
#[utoipa::path(get, operation_id = "list_form_figures", path = "/form-figures", tag = "measures", params(Since),
    responses((status = 200, description = "The figures.", body = Figures)))]
async fn list(caller: TeamCaller, Asked(asked): Asked<Since>) -> Result<Json<Figures>, Problem> {
    let figures = caller.desk().form_figures(asked.days.unwrap_or(DAYS)).await?;
    let in_force = caller.portal().definition().hash.clone();
    let body = |figures: &VersionFigures| FiguresBody::of(figures, &in_force);
    Ok(Json(Figures { items: figures.iter().map(body).collect() }))
}

impl FiguresBody {
    fn of(figures: &VersionFigures, in_force: &str) -> Self {
        let reached =
            |(step, number): &(portal_core::id::Id, u64)| ReachedBody { step: step.to_string(), number: *number };
        let fault = |fault: &portal_core::form::FaultFigure| FaultBody {
            step: fault.step.to_string(),
            field: fault.field.to_string(),
            code: fault.code.clone(),
            number: fault.number,
        };
        Self {
            request_type: figures.request_type.id.to_string(),
            definition: figures.definition.clone(),
            in_force: figures.definition == in_force,
            started: figures.started,
            resumed: figures.resumed,
            submitted: figures.submitted,
            discarded: figures.discarded,
            expired: figures.expired,
            renewed: figures.renewed,
            reached: figures.reached.iter().map(reached).collect(),
            faults: figures.faults.iter().map(fault).collect(),
            median_seconds: figures.median.map(|median| median.num_seconds()),
        }
    }
}
