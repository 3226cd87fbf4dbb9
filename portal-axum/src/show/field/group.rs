//! The rows of a group on a page: each with its fields, a button that takes it away, and one that adds another.

use portal_core::form::{FieldType, ShownField, ShownRow, listing};
use serde::Serialize;

use super::{FieldView, FormView, control, controls::controls};

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// The `id` of its frame.
    pub id: String,
    /// What it is called: `Item 2`.
    pub label: String,
    /// The name under which it is listed among the rows, and what is sent there.
    pub listing: (String, String),
    /// The name under which its shown fields are listed, and their ids.
    pub shown: (String, String),
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// What the button that takes it away sends.
    pub remove: String,
}

/// How a row is added.
#[derive(Clone, Debug, Serialize)]
pub struct AddRow {
    /// What the button says.
    pub label: String,
    /// What it sends.
    pub value: String,
    /// The `id` of the frame that the new row will have.
    pub anchor: String,
}

impl FormView<'_> {
    pub(super) fn rows(&self, shown: &ShownField<'_>) -> Vec<RowView> {
        let FieldType::Group(group) = &shown.field.field_type else { return Vec::new() };
        let row = |(number, row): (usize, &ShownRow<'_>)| {
            let all = &group.fields;
            let field =
                |field: &ShownField<'_>| FieldView { controls: controls(field.field, all), ..self.field(field) };
            let ids: Vec<&str> = row.fields.iter().map(|field| field.field.id.as_str()).collect();
            RowView {
                id: control(&row.place),
                label: format!("{}\u{a0}{}", self.tongue.text(&group.row), number + 1),
                listing: (listing(shown.place.as_str()), number.to_string()),
                shown: (listing(&row.place), ids.join(",")),
                fields: row.fields.iter().map(field).collect(),
                remove: row.place.clone(),
            }
        };
        shown.rows.iter().enumerate().map(row).collect()
    }

    pub(super) fn add(&self, shown: &ShownField<'_>) -> Option<AddRow> {
        let FieldType::Group(group) = &shown.field.field_type else { return None };
        (shown.rows.len() < group.max as usize).then(|| AddRow {
            label: self.tongue.say_with("row-add", &[("row", self.tongue.text(&group.row).into())]),
            value: shown.place.to_string(),
            anchor: control(&format!("{}.{}", shown.place, shown.rows.len())),
        })
    }
}
