//! The definition in force: since when it is, what it warns of, and why a change of it was refused. For who may publish.

use axum::Json;
use chrono::{DateTime, Utc};
use portal_core::definition::{DefinitionView, Fault, Faults, NotPublished, Severity, plan::Effect};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{caller::TeamCaller, problem::Problem};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(show))
}

/// The definition in force.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Definition)]
pub(crate) struct DefinitionBody {
    /// SHA-256 over paths and bytes of its files: the name of this version.
    hash: String,
    /// Since when it is in force.
    published: DateTime<Utc>,
    /// The paths of its files.
    files: Vec<String>,
    /// The ids of its request types.
    request_types: Vec<String>,
    /// What it warns of.
    warnings: Vec<FaultBody>,
    /// The last change of the folder, if it was not put in force.
    refused: Option<RefusedBody>,
}

/// A change of the folder that was not put in force.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefusedDefinition)]
pub(crate) struct RefusedBody {
    at: DateTime<Utc>,
    #[schema(inline)]
    why: Why,
    /// Its faults.
    faults: Vec<FaultBody>,
    /// What it would break.
    breaks: Vec<BreakBody>,
}

/// Why a change was not put in force: it has faults, it would break what is there, or it could not be done at that time.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Why {
    Faults,
    Breaks,
    NotNow,
}

/// What is wrong with a definition, or warned of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DefinitionFault)]
pub(crate) struct FaultBody {
    /// Stable code, such as `PD009`.
    code: &'static str,
    /// Whether it stops the definition.
    stops: bool,
    file: String,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    message: String,
    /// How to mend it.
    help: String,
}

/// What would break, with what to do about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DefinitionBreak)]
pub(crate) struct BreakBody {
    what: String,
    count: u64,
    reasons: Vec<String>,
}

/// Read the definition in force
///
/// Since when it is, what it warns of, and why the last change of the folder was not put in force. For who may publish.
#[utoipa::path(get, operation_id = "get_definition", path = "/definition", tag = "team",
    responses((status = 200, description = "The definition.", body = DefinitionBody)))]
async fn show(caller: TeamCaller) -> Result<Json<DefinitionBody>, Problem> {
    Ok(Json(DefinitionBody::of(&caller.desk().definition_in_force().await?)))
}

impl DefinitionBody {
    fn of(DefinitionView { version, definition, lints, refused }: &DefinitionView) -> Self {
        Self {
            hash: version.hash.clone(),
            published: version.published,
            files: version.files.iter().map(|(path, _)| path.clone()).collect(),
            request_types: definition.requests.keys().map(ToString::to_string).collect(),
            warnings: FaultBody::all(lints),
            refused: refused.as_ref().map(|refused| {
                let (why, faults, breaks) = match &refused.why {
                    NotPublished::Faults(faults) => (Why::Faults, FaultBody::all(faults), Vec::new()),
                    NotPublished::Breaks(plan) => (Why::Breaks, Vec::new(), plan.breaks().map(BreakBody::of).collect()),
                    NotPublished::Busy | NotPublished::Store(_) => (Why::NotNow, Vec::new(), Vec::new()),
                };
                RefusedBody { at: refused.at, why, faults, breaks }
            }),
        }
    }
}

impl FaultBody {
    fn all(faults: &Faults) -> Vec<Self> {
        faults.faults.iter().map(Self::of).collect()
    }

    fn of(fault: &Fault) -> Self {
        Self {
            code: fault.code,
            stops: fault.severity == Severity::Error,
            file: fault.path.clone(),
            line: fault.line,
            column: fault.column,
            message: fault.message.clone(),
            help: fault.help.clone(),
        }
    }
}

impl BreakBody {
    fn of(effect: &Effect) -> Self {
        let reasons = effect.reasons.iter().map(|reason| format!("{} {}", reason.message, reason.help)).collect();
        Self { what: effect.held.to_string(), count: effect.count, reasons }
    }
}
