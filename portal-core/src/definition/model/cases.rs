//! A value that may depend on what is known: the keys that the language marks ◇.

use crate::definition::{Condition, condition::Lookup};

/// One value, or one of several by condition. The first case that holds counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cases<T>(Vec<Case<T>>);

/// One of several values.
#[derive(Clone, Debug)]
pub struct Case<T> {
    /// When it counts; `None`: always. Only the last case has none.
    pub when: Option<Condition>,
    /// The value.
    pub value: T,
}

impl<T: PartialEq> PartialEq for Case<T> {
    fn eq(&self, other: &Self) -> bool {
        let source = |case: &Self| case.when.as_ref().map(|when| when.source().to_owned());
        source(self) == source(other) && self.value == other.value
    }
}

impl<T: Eq> Eq for Case<T> {}

impl<T> Cases<T> {
    /// The same value whatever is known.
    pub fn always(value: T) -> Self {
        Self(vec![Case { when: None, value }])
    }

    /// Several cases, in order, from conditions and values.
    #[cfg(test)]
    pub(crate) fn of(cases: Vec<(Option<Condition>, T)>) -> Self {
        Self(cases.into_iter().map(|(when, value)| Case { when, value }).collect())
    }

    /// Several cases, in order; the last is the one without a condition.
    pub(in crate::definition) fn new(cases: Vec<Case<T>>) -> Self {
        Self(cases)
    }

    /// The values of the cases that hold, in order: the first counts, and the next is for a person who is not there.
    pub fn holding<'a>(&'a self, known: &'a dyn Lookup) -> impl Iterator<Item = &'a T> {
        let holds = |case: &&Case<T>| case.when.as_ref().is_none_or(|when| when.holds(known));
        self.0.iter().filter(holds).map(|case| &case.value)
    }

    /// What decides between them, in order.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter().filter_map(|case| case.when.as_ref())
    }

    /// The value of the first case that holds; `None` where no case does.
    pub fn choose<'a>(&'a self, known: &'a dyn Lookup) -> Option<&'a T> {
        self.holding(known).next()
    }

    /// All values that it may yield.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|case| &case.value)
    }

    /// The cases, in order.
    pub fn cases(&self) -> &[Case<T>] {
        &self.0
    }
}
