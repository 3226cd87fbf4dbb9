//! Tasks that ask for answers: fields of their own, or fields of the form that are open again.

use super::{Facts, Moment, Task, TaskAction, TaskState, load::Loaded};
use crate::{
    Desk, Refused,
    definition::condition::Lookup,
    form::{self, Answers, Environment, Field, Options, RawAnswers, Reopened, Value},
    id::Id,
    request::Item,
};

/// Whether a task is done by answering fields.
pub(crate) fn asks(task: &Task) -> bool {
    matches!(task.action, TaskAction::Answer | TaskAction::Correct)
}

impl Desk<'_> {
    /// What is known around the fields of a task; nothing of people where it asks for none.
    pub(crate) async fn environment_of(&self, task: &Task, loaded: &Loaded) -> Result<Environment, Refused> {
        let Loaded { dossier, workflow } = loaded;
        let fields: Vec<&Field> = if asks(task) { workflow.asked().collect() } else { Vec::new() };
        let mut environment =
            self.environment_for(&dossier.organisation, Some(dossier.request.id), fields.iter().copied()).await?;
        let moment: Moment<'_> = self.moment(workflow);
        complete(&mut environment, fields, &Facts::new(&moment, dossier));
        Ok(environment)
    }
}

/// Adds what fields ask for of the request, where it is not known around the form anyway.
pub(crate) fn complete<'f>(
    environment: &mut Environment,
    fields: impl IntoIterator<Item = &'f Field>,
    facts: &Facts<'_>,
) {
    let names = form::asked_for(fields);
    let known = names.into_iter().filter_map(|name| Some((name.clone(), facts.value(&name)?.into_owned())));
    let new: Vec<(String, Value)> = known.filter(|(name, _)| !environment.facts.contains_key(name)).collect();
    environment.facts.extend(new);
}

/// The fields of a task that are open: those it asks for and the team has not accepted yet. What somebody may not see
/// stays closed to them.
pub(crate) fn open_fields(task: &Task, unseen: &[Id]) -> Vec<Id> {
    let open = task.items.iter().filter(|item| asks(task) && !item.done).map(|item| &item.kind);
    open.filter(|id| !unseen.contains(id)).cloned().collect()
}

/// The rule: the answers of the request as this task leaves them, and its items with the answers they replaced.
pub(crate) fn answered(
    form: &Reopened<'_>,
    task: &Task,
    raw: &RawAnswers,
    before: &Answers,
) -> Result<(Answers, Vec<Item>), Refused> {
    if task.state != TaskState::Open || !asks(task) {
        return Err(Refused::NotHere);
    }
    let read = form.read(raw, before);
    if !read.faults.is_empty() {
        return Err(Refused::Answers(read.faults));
    }
    let mut items = task.items.clone();
    for (id, old) in before.iter().filter(|(id, _)| !Options::is_words(id.as_str())) {
        if !differs(id, before, &read.answers) {
            continue;
        }
        let place = items.iter().position(|item| item.kind == *id).unwrap_or_else(|| {
            items.push(Item { done: true, ..Item::new(id.clone()) });
            items.len() - 1
        });
        // Of an answer that was corrected twice the first is the one that was sent.
        if items[place].was.is_none() {
            items[place].was = Some(old.clone());
            items[place].was_words = before.get(Options::words(id.as_str()).as_str()).cloned();
        }
    }
    Ok((read.answers, items))
}

/// Whether two answers to a field differ, in the own words of whoever chose "other" too.
pub(super) fn differs(field: &Id, one: &Answers, other: &Answers) -> bool {
    let words = Options::words(field.as_str());
    one.get(field) != other.get(field) || one.get(words.as_str()) != other.get(words.as_str())
}
