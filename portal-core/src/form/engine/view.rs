//! What a page of a form shows: the one answer to "which fields, with which options, filled in with what".

use super::{
    Environment, Offered,
    asked::Asked,
    fit::prefilled,
    lookup::{Known, openings, options},
    place::Place,
    rules,
};
use crate::{
    booking::Opening,
    form::{Field, FieldType, Requirement, Value},
    id::Id,
};

/// A field that is shown.
#[derive(Clone, Debug)]
pub struct ShownField<'a> {
    /// The field.
    pub field: &'a Field,
    /// Where it stands: `subject`, `items.0.price`.
    pub place: Id,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether it holds what it was prefilled with, and may not be changed.
    pub locked: bool,
    /// What it may be answered with; of choices and people.
    pub options: Vec<Offered<'a>>,
    /// The slot of which a time is asked, and the times that can be had, in order.
    pub openings: Option<(Id, &'a [Opening])>,
    /// Its answer.
    pub value: Option<Value>,
    /// The own words of whoever answered a choice with "other".
    pub words: Option<Value>,
    /// The rows of a group, those that are still blank too.
    pub rows: Vec<ShownRow<'a>>,
}

impl<'a> ShownField<'a> {
    /// A field of a form as a walk found it.
    pub(super) fn new(
        asked: &Asked<'a, '_>,
        place: &Place<'_>,
        known: &Known<'_>,
        around: &'a Environment,
        rows: Vec<ShownRow<'a>>,
    ) -> Self {
        let field = asked.field;
        Self {
            field,
            place: place.named(""),
            required: rules::is_required(field, known),
            locked: field.locked && prefilled(field, known).is_some(),
            options: options(field, known, around),
            openings: match &field.field_type {
                FieldType::Slot { of } => openings(of, known, around),
                _ => None,
            },
            value: asked.value.as_deref().cloned(),
            words: asked.words.as_deref().cloned(),
            rows,
        }
    }

    /// A field that belongs to no form and was not answered yet: of a document, of the team.
    pub fn alone(field: &'a Field) -> Self {
        let listed = field.field_type.options().into_iter().flat_map(|options| {
            let other = options.other.then_some(Offered::Other);
            options.listed.iter().map(Offered::Listed).chain(other)
        });
        Self {
            field,
            place: field.id.clone(),
            required: matches!(field.required, Requirement::Always),
            locked: false,
            options: listed.collect(),
            openings: None,
            value: None,
            words: None,
            rows: Vec::new(),
        }
    }
}

/// A row of a group.
#[derive(Clone, Debug)]
pub struct ShownRow<'a> {
    /// Where it stands: `items.0`.
    pub place: String,
    /// The fields that are shown in it.
    pub fields: Vec<ShownField<'a>>,
}
