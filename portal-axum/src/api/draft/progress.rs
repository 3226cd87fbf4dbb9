//! How far a draft is, and whether its form is still the one in force.

use portal_core::{
    definition::Step,
    form::{DraftView, Field, StepState},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::tongue::Tongue;

/// How far a step is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StepProgress)]
pub(crate) struct ProgressBody {
    id: String,
    label: String,
    /// `done`, `to_do`, `not_yet` (whether it is needed depends on a step that is not done) or `not_needed`.
    state: &'static str,
}

/// What becomes of a draft that is begun anew with the newer version of its form.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewerForm)]
pub(crate) struct NewerBody {
    /// The answers that do not fit it.
    dropped: Vec<DroppedBody>,
}

/// An answer that would be gone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DroppedAnswer)]
pub(crate) struct DroppedBody {
    field: String,
    label: String,
}

impl ProgressBody {
    pub(super) fn of(view: &DraftView, tongue: &Tongue) -> Vec<Self> {
        let step = |(step, state): (&Step, StepState)| Self {
            id: step.id.to_string(),
            label: tongue.text(&step.label).to_owned(),
            state: match state {
                StepState::Done => "done",
                StepState::ToDo => "to_do",
                StepState::NotYet => "not_yet",
                StepState::NotNeeded => "not_needed",
            },
        };
        view.progress().into_iter().map(step).collect()
    }
}

impl NewerBody {
    pub(super) fn of(view: &DraftView, tongue: &Tongue) -> Option<Self> {
        let dropped =
            |field: &Field| DroppedBody { field: field.id.to_string(), label: tongue.text(&field.label).to_owned() };
        view.renewal().map(|renewal| Self { dropped: renewal.dropped.iter().map(dropped).collect() })
    }
}
