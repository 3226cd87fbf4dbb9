//! Form figures: ids and codes, no answers and nobody's.

use portal_core::{
    form::{FormEvent, FormFigure},
    id::Id,
};
use uuid::Uuid;

use crate::value::Time;

table! {
    /// A form figure. Rows are only ever added.
    FormFigureRow = "portal_form_figure", on conflict "(id) do nothing" {
        id: Uuid as uuid,
        day: Time as time,
        request_type: String as text,
        definition: String as text,
        kind: String as text,
        step: Option<String> as text,
        field: Option<String> as text,
        code: Option<String> as text,
        seconds: Option<i64> as int,
    }
}

impl From<&FormFigure> for FormFigureRow {
    fn from(it: &FormFigure) -> Self {
        let row = Self {
            id: it.id.0,
            day: Time(it.day),
            request_type: it.request_type.to_string(),
            definition: it.definition.clone(),
            kind: it.what.kind().to_owned(),
            step: None,
            field: None,
            code: None,
            seconds: None,
        };
        let of = |step: &Option<Id>| step.as_ref().map(Id::to_string);
        match &it.what {
            FormEvent::Started => row,
            FormEvent::Reached { step } => Self { step: Some(step.to_string()), ..row },
            FormEvent::Fault { step, field, code } => {
                Self { step: Some(step.to_string()), field: Some(field.to_string()), code: Some(code.clone()), ..row }
            }
            FormEvent::Resumed { step } => Self { step: of(step), ..row },
            FormEvent::Abandoned { step, how } => Self { step: of(step), code: Some(how.code().to_owned()), ..row },
            FormEvent::Submitted { seconds } => Self { seconds: Some(*seconds), ..row },
        }
    }
}
