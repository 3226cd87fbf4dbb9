//! A draft as JSON: its answers so far, and the form as it is shown for them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use portal_core::{
    booking::Opening,
    definition::{Definition, Step},
    form::{DraftView, Field, FieldType, Form, Offered, RawAnswers, ShownField},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::progress::{NewerBody, ProgressBody};
use crate::{
    api::{
        answers::{self, Answer},
        caller::Caller,
        problem::Fault,
        project::ProjectName,
    },
    tongue::Tongue,
};

/// A form that is being filled in, with everything that filling it in needs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
pub(crate) struct DraftBody {
    #[serde(flatten)]
    head: DraftHead,
    /// The answers so far, by field.
    answers: BTreeMap<String, Answer>,
    /// The steps that apply, given the answers.
    steps: Vec<StepBody>,
    /// What becomes of the answers when it is begun anew with the newer version of its form, if there is one.
    newer: Option<NewerBody>,
    /// What will not do yet. A draft without any can be submitted.
    faults: Vec<Fault>,
}

/// A draft in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftHead {
    id: Uuid,
    request_type: String,
    label: String,
    organisation: Uuid,
    /// The project that its request will belong to.
    project: Option<ProjectName>,
    /// The step to go on with.
    step: Option<String>,
    created: DateTime<Utc>,
    edited: DateTime<Utc>,
    /// When it goes, unless edited.
    expires: DateTime<Utc>,
    /// All steps of the form with how far they are.
    progress: Vec<ProgressBody>,
    /// Whether a newer version of its form is in force.
    outdated: bool,
}

/// A step of a form.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormStep)]
pub(crate) struct StepBody {
    id: String,
    label: String,
    fields: Vec<FieldBody>,
}

/// A question of a form.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormField)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that is so of a field, or not")]
pub(crate) struct FieldBody {
    id: String,
    label: String,
    hint: Option<String>,
    /// `text`, `long_text`, `email`, `phone`, `url`, `integer`, `decimal`, `money`, `date`, `date_time`, `address`, `choice`,
    /// `choices`, `yes_no`, `confirm`, `person`, `document`, `slot`, `group`, `info` or `stop`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Whether it must be answered now.
    required: bool,
    /// Whether the answer is personal data.
    personal: bool,
    /// Whether it holds what it was prefilled with, whatever is sent.
    locked: bool,
    /// Whether its answer is computed, and not sent.
    computed: bool,
    /// The options or the people that are offered.
    options: Vec<OptionBody>,
    /// The times that can be had, in order; of a `slot`.
    times: Vec<TimeBody>,
    /// The fields of a new row of a group, as they are shown when it is blank.
    #[schema(no_recursion)]
    fields: Vec<FieldBody>,
    /// Fewest rows of a group that is answered.
    min: Option<u64>,
    /// Largest number of characters, of files, or of rows.
    max: Option<u64>,
    /// What the whole answer must match.
    pattern: Option<String>,
    /// ISO 4217 code of an amount.
    currency: Option<String>,
    /// The kind of document that files become.
    document_kind: Option<String>,
    /// Largest size of a file, in bytes.
    max_size: Option<u64>,
}

/// One option of a choice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormOption)]
pub(crate) struct OptionBody {
    id: String,
    label: String,
}

/// A time that can be had. Its start is what is sent for it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormTime)]
pub(crate) struct TimeBody {
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    /// How many places are left.
    left: u32,
}

impl DraftHead {
    pub(crate) fn of(view: &DraftView, tongue: &Tongue) -> Self {
        let draft = &view.draft;
        Self {
            id: draft.id.0,
            request_type: draft.request_type.to_string(),
            label: tongue.text(&view.workflow.label).to_owned(),
            organisation: draft.organisation.0,
            project: view.project.as_ref().map(ProjectName::of),
            step: draft.step.as_ref().map(ToString::to_string),
            created: draft.created,
            edited: draft.edited,
            expires: draft.expires,
            progress: ProgressBody::of(view, tongue),
            outdated: view.newer.is_some(),
        }
    }
}

impl DraftBody {
    pub(super) fn of(caller: &Caller, view: &DraftView) -> Self {
        let (tongue, draft) = (caller.tongue(), &view.draft);
        let form = view.form();
        let step = |step: &&Step| StepBody::of(step, &form, view, caller.portal().definition(), tongue);
        Self {
            head: DraftHead::of(view, tongue),
            newer: NewerBody::of(view, tongue),
            answers: answers::shown(&draft.answers),
            steps: form.shown_steps(&draft.answers).iter().map(step).collect(),
            faults: answers::faults(&view.faults(), &view.workflow.steps, "/answers", tongue),
        }
    }
}

impl StepBody {
    fn of(step: &Step, form: &Form<'_>, view: &DraftView, definition: &Definition, tongue: &Tongue) -> Self {
        let shown = form.page(step, &view.draft.answers, &RawAnswers::new());
        Self {
            id: step.id.to_string(),
            label: tongue.text(&step.label).to_owned(),
            fields: shown.iter().map(|shown| FieldBody::shown(shown, definition, tongue)).collect(),
        }
    }
}

impl TimeBody {
    pub(crate) fn of(opening: &Opening) -> Self {
        Self { starts: opening.starts, ends: opening.ends, left: opening.left }
    }
}

impl FieldBody {
    pub(crate) fn shown(shown: &ShownField<'_>, definition: &Definition, tongue: &Tongue) -> Self {
        let option = |offered: &Offered<'_>| OptionBody {
            id: offered.id(),
            label: offered.label().map_or_else(|| tongue.say("answer-other"), |label| tongue.text(&label).to_owned()),
        };
        Self {
            required: shown.required,
            locked: shown.locked,
            options: shown.options.iter().map(option).collect(),
            times: shown.openings.iter().flat_map(|(_, openings)| *openings).map(TimeBody::of).collect(),
            ..Self::of(shown.field, definition, tongue)
        }
    }
}

impl FieldBody {
    fn of(field: &Field, definition: &Definition, tongue: &Tongue) -> Self {
        let (mut max, mut pattern, mut currency, mut document_kind, mut max_size) = (None, None, None, None, None);
        let mut min = None;
        let kind = match &field.field_type {
            FieldType::Text { max: most, pattern: whole } => {
                (max, pattern) = (Some(*most as u64), whole.as_ref().map(|whole| whole.source().to_owned()));
                "text"
            }
            FieldType::LongText { max: most } => {
                max = Some(*most as u64);
                "long_text"
            }
            FieldType::Email => "email",
            FieldType::Phone => "phone",
            FieldType::Url => "url",
            FieldType::Integer { .. } => "integer",
            FieldType::Decimal { .. } => "decimal",
            FieldType::Money { currency: code, .. } => {
                currency = Some(code.clone());
                "money"
            }
            FieldType::Date { .. } => "date",
            FieldType::DateTime { .. } => "date_time",
            FieldType::Address => "address",
            FieldType::Choice(_) => "choice",
            FieldType::Choices(_) => "choices",
            FieldType::YesNo => "yes_no",
            FieldType::Confirm => "confirm",
            FieldType::Document { kind, max: most } => {
                max = Some(u64::from(*most));
                max_size = definition.kinds.get(kind).map(|kind| kind.max_size);
                document_kind = Some(kind.to_string());
                "document"
            }
            FieldType::Person { .. } => "person",
            FieldType::Slot { .. } => "slot",
            FieldType::List => "list",
            FieldType::Group(group) => {
                (min, max) = (Some(u64::from(group.min)), Some(u64::from(group.max)));
                "group"
            }
            FieldType::Stop => "stop",
            FieldType::Info => "info",
        };
        Self {
            id: field.id.to_string(),
            label: tongue.text(&field.label).to_owned(),
            hint: field.hint.as_ref().map(|text| tongue.text(text).to_owned()),
            kind,
            required: false,
            personal: field.personal,
            locked: false,
            computed: field.value.is_some(),
            options: Vec::new(),
            times: Vec::new(),
            fields: field
                .row_fields()
                .iter()
                .map(|field| Self::shown(&ShownField::alone(field), definition, tongue))
                .collect(),
            min,
            max,
            pattern,
            currency,
            document_kind,
            max_size,
        }
    }
}
