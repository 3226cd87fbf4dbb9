//! Form figures as a read gives them: counted.

use crate::id::Id;

/// Form figures, counted.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FormFigures {
    /// How often each thing happened, in no order.
    pub counts: Vec<FigureCount>,
    /// The median seconds of those that were sent, by type and definition.
    pub medians: Vec<(Id, String, i64)>,
}

/// How often one thing happened to a version of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureCount {
    /// The type of request.
    pub request_type: Id,
    /// Hash of the definition.
    pub definition: String,
    /// What happened: `started`, `reached`, `fault`, `resumed`, `abandoned` or `submitted`.
    pub kind: String,
    /// At which step.
    pub step: Option<Id>,
    /// In which field.
    pub field: Option<Id>,
    /// Why.
    pub code: Option<String>,
    /// How often.
    pub number: u64,
}
