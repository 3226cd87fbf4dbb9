//! The names that a condition may use, and their types.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, mem,
    sync::Arc,
};

use crate::{id::Id, identity::Side};

/// The type of a name, an expression or a place for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// Text.
    Text,
    /// A number or an amount.
    Number,
    /// A plain date.
    Date,
    /// A moment.
    Time,
    /// A length of time.
    Duration,
    /// Several texts.
    List,
    /// Files.
    Files,
    /// A postal address; its parts are names of their own.
    Address,
    /// Somebody of a side; asked only whether there is one, and whether two are the same.
    Person(Side),
    /// One of these options.
    Choice(Vec<Id>),
    /// Any number of these options.
    Choices(Vec<Id>),
    /// The rows of a group.
    Group(Row),
    /// Not known before it is evaluated.
    Any,
}

/// What is known of every row of a group. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    fields: Arc<BTreeMap<String, Type>>,
    most: u32,
}

impl Row {
    /// Rows with these fields, of which a group has at most so many.
    pub fn new(fields: impl IntoIterator<Item = (String, Type)>, most: u32) -> Self {
        Self { fields: Arc::new(fields.into_iter().collect()), most }
    }

    /// The type of a field of the row.
    pub fn get(&self, field: &str) -> Option<&Type> {
        self.fields.get(field)
    }

    /// The names of its fields, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    /// The most rows that a group may have.
    pub fn most(&self) -> u32 {
        self.most
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bool => "yes or no",
            Self::Text => "text",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::Time => "a moment",
            Self::Duration => "a length of time",
            Self::List => "a list",
            Self::Files => "files",
            Self::Address => "an address",
            Self::Person(_) => "a person",
            Self::Choice(_) => "one of several options",
            Self::Choices(_) => "several options",
            Self::Group(_) => "a group of rows",
            Self::Any => "anything",
        })
    }
}

/// The names that a condition may use at its place. `today` and `now` are always among them.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    names: BTreeMap<String, Type>,
    statuses: Option<BTreeSet<String>>,
    /// Fields that are not known yet, because they come later in the form.
    later: BTreeSet<String>,
    /// The field that the condition belongs to.
    own: Option<String>,
}

impl Scope {
    /// A scope with `today` and `now` alone.
    pub fn new() -> Self {
        Self::default()
    }

    /// The scope with a dotted name more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, is: Type) -> Self {
        self.add(name, is);
        self
    }

    /// The scope with the names of another besides.
    #[must_use]
    pub fn with_all(mut self, other: &Self) -> Self {
        self.names.extend(other.names.iter().map(|(name, is)| (name.clone(), is.clone())));
        self
    }

    /// The scope of a request, with its statuses: there alone `times_in` can be asked.
    #[must_use]
    pub fn with_statuses<'a>(mut self, statuses: impl IntoIterator<Item = &'a str>) -> Self {
        self.statuses = Some(statuses.into_iter().map(str::to_owned).collect());
        self
    }

    /// Says which names come later in the form, so that whoever uses one too early is told so.
    pub fn announce(&mut self, names: impl IntoIterator<Item = String>) {
        self.later.extend(names);
    }

    /// Says which field the next conditions belong to, and tells which it was before. A field that was begun no longer
    /// comes later.
    pub fn begin(&mut self, field: Option<String>) -> Option<String> {
        if let Some(field) = &field {
            self.later.remove(field);
        }
        mem::replace(&mut self.own, field)
    }

    /// Whether a field comes later in the form.
    pub(super) fn comes_later(&self, field: &str) -> bool {
        self.later.contains(field)
    }

    /// Whether a field is the one that the condition belongs to.
    pub(super) fn is_own(&self, field: &str) -> bool {
        self.own.as_deref() == Some(field)
    }

    /// Adds a dotted name.
    pub fn add(&mut self, name: impl Into<String>, is: Type) {
        self.names.insert(name.into(), is);
    }

    /// Takes the names away that begin so.
    pub fn forget(&mut self, beginning: &str) {
        self.names.retain(|name, _| !name.starts_with(beginning));
    }

    /// Keeps only some of the dotted names.
    pub fn retain(&mut self, mut kept: impl FnMut(&str) -> bool) {
        self.names.retain(|name, _| kept(name));
    }

    /// The type of a dotted name.
    pub fn get(&self, name: &str) -> Option<&Type> {
        self.names.get(name)
    }

    /// All dotted names but `today` and `now`, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The statuses that `times_in` may count, if any.
    pub(super) fn statuses(&self) -> Option<&BTreeSet<String>> {
        self.statuses.as_ref()
    }
}
