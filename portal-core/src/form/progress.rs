//! How far a form is, step by step.

use std::collections::BTreeSet;

use super::{Answers, Form, Reason, Visited, Visits};
use crate::{
    definition::{Condition, Step},
    id::Id,
};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// It was saved, and all of it will do.
    Done,
    /// It waits for answers.
    ToDo,
    /// Whether it is needed depends on a step that is not done yet, or the form stops at one.
    NotYet,
    /// The answers leave it out.
    NotNeeded,
}

impl<'a> Form<'a> {
    /// All steps with how far they are, in the order of the form.
    pub fn progress(&self, answers: &Answers, visited: &Visits) -> Vec<(&'a Step, StepState)> {
        let shown = self.shown_steps(answers);
        let faults = self.check(answers);
        let stopped = faults.iter().any(|fault| fault.reason == Reason::Stopped);
        let faulty: BTreeSet<Id> = faults.into_iter().map(|fault| fault.step).collect();
        let mut open: BTreeSet<&str> = BTreeSet::new();
        let mut all = Vec::new();
        for step in self.steps() {
            let state = if shown.iter().any(|found| found.id == step.id) {
                let saved = visited.get(&step.id) == Some(&Visited::Saved);
                if saved && !faulty.contains(&step.id) { StepState::Done } else { StepState::ToDo }
            } else if depends(step, &open) || stopped && !open.is_empty() {
                StepState::NotYet
            } else {
                StepState::NotNeeded
            };
            if matches!(state, StepState::ToDo | StepState::NotYet) {
                open.extend(step.fields.iter().map(|field| field.id.as_str()));
            }
            all.push((step, state));
        }
        all
    }
}

/// Whether what shows a step asks for one of these fields.
fn depends(step: &Step, open: &BTreeSet<&str>) -> bool {
    let fields = step.fields.iter().filter_map(|field| field.show_when.as_ref());
    let asks =
        |when: &Condition| when.names().iter().any(|name| open.contains(name.split('.').next().unwrap_or_default()));
    step.show_when.iter().chain(fields).any(asks)
}

#[cfg(test)]
mod tests {
    use super::{StepState::*, *};
    use crate::{fixture, form::Value};

    const FORM: &str = r#"
request: quote
label: Ask
steps:
  - {id: need, label: Need, fields: [{id: kind, type: choice, label: Kind, options: [{id: new, label: New}, {id: old, label: Old}]}]}
  - {id: site, label: Site, show_when: kind == "new", fields: [{id: place, label: Place}]}
  - {id: rest, label: Rest, fields: [{id: remark, label: Remark, required: false}]}
"#;

    fn states(answers: &[(&str, &str)], saved: &[&str]) -> Vec<StepState> {
        let workflow = fixture::request_type(FORM);
        let environment = fixture::environment();
        let answers = answers.iter().map(|(id, text)| (Id::from(*id), Value::Text((*text).into()))).collect();
        let visited = saved.iter().map(|id| (Id::from(*id), Visited::Saved)).collect();
        let form = Form::new(&workflow.steps, &environment);
        form.progress(&answers, &visited).into_iter().map(|(_, state)| state).collect()
    }

    #[test]
    fn a_step_that_depends_on_an_open_one_cannot_start_yet() {
        assert_eq!(states(&[], &[]), [ToDo, NotYet, ToDo]);
    }

    #[test]
    fn a_step_that_the_answers_leave_out_is_not_needed() {
        assert_eq!(states(&[("kind", "old")], &["need"]), [Done, NotNeeded, ToDo]);
    }

    #[test]
    fn a_step_without_a_question_that_must_be_answered_is_done_once_it_was_saved() {
        assert_eq!(states(&[("kind", "new")], &["need", "rest"]), [Done, ToDo, Done]);
    }

    #[test]
    fn no_step_behind_a_stop_can_start() {
        let form = "request: quote\nlabel: Ask\nsteps:\n  - {id: need, label: Need, fields: [{id: size, type: integer, label: Size}, \
                    {id: small, type: stop, show_when: size < 5, label: Too small.}]}\n  \
                    - {id: rest, label: Rest, fields: [{id: remark, label: Remark}]}\n";
        let (workflow, environment) = (fixture::request_type(form), fixture::environment());
        let visited = [(Id::from("need"), Visited::Saved)].into();
        let states = |size: i64| {
            let answers = [(Id::from("size"), Value::Number(size.into()))].into();
            let progress = Form::new(&workflow.steps, &environment).progress(&answers, &visited);
            progress.into_iter().map(|(_, state)| state).collect::<Vec<_>>()
        };
        assert_eq!(states(3), [ToDo, NotYet]);
        assert_eq!(states(5), [Done, ToDo]);
    }

    #[test]
    fn a_saved_step_that_will_not_do_is_to_be_completed() {
        assert_eq!(states(&[], &["need"]), [ToDo, NotYet, ToDo]);
    }
}
