//! A draft as JSON: its answers so far, and the form as it is shown for them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use portal_core::{
    definition::{Definition, Step},
    form::{DraftView, Field, FieldType, Form},
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
pub(crate) struct FieldBody {
    id: String,
    label: String,
    hint: Option<String>,
    /// `text`, `long_text`, `email`, `phone`, `url`, `integer`, `decimal`, `money`, `date`, `choice`, `choices`, `yes_no`,
    /// `confirm`, `document` or `info`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Whether it must be answered now.
    required: bool,
    /// Whether the answer is personal data.
    personal: bool,
    /// The options that are offered.
    options: Vec<OptionBody>,
    /// Largest number of characters, or of files.
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

impl DraftHead {
    pub(crate) fn of(view: &DraftView, tongue: &Tongue) -> Self {
        let draft = &view.draft;
        Self {
            id: draft.id.0,
            request_type: draft.request_type.to_string(),
            label: tongue.text(&view.workflow.label).to_owned(),
            organisation: draft.organisation.0,
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
        let answers = &view.draft.answers;
        let field = |field: &&Field| {
            let option = |choice: &&portal_core::form::Choice| OptionBody {
                id: choice.id.to_string(),
                label: tongue.text(&choice.label).to_owned(),
            };
            FieldBody {
                required: form.is_required(field, answers),
                options: form.shown_options(field, answers).iter().map(option).collect(),
                ..FieldBody::of(field, definition, tongue)
            }
        };
        Self {
            id: step.id.to_string(),
            label: tongue.text(&step.label).to_owned(),
            fields: form.shown_fields(step, answers).iter().map(field).collect(),
        }
    }
}

impl FieldBody {
    fn of(field: &Field, definition: &Definition, tongue: &Tongue) -> Self {
        let (mut max, mut pattern, mut currency, mut document_kind, mut max_size) = (None, None, None, None, None);
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
            FieldType::List => "list",
            FieldType::Info => "info",
        };
        Self {
            id: field.id.to_string(),
            label: tongue.text(&field.label).to_owned(),
            hint: field.hint.as_ref().map(|text| tongue.text(text).to_owned()),
            kind,
            required: false,
            personal: field.personal,
            options: Vec::new(),
            max,
            pattern,
            currency,
            document_kind,
            max_size,
        }
    }
}
