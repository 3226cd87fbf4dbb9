//! Form figures: written with what they tell of, counted, and nobody's.

use super::{
    Harness,
    case::{Case, at},
    fixtures::{self, World},
};
use crate::{
    form::{FormEvent, FormFigure},
    id::{FigureId, Id},
    store::{Change, Changes, FigureCount, FormFigures, Record, Subject},
};

pub(super) async fn check(harness: &dyn Harness) {
    counts(&Case::new("Figures/Counts", harness.fresh().await)).await;
    together(&Case::new("Figures/Together", harness.fresh().await)).await;
}

fn figure(case: &Case, day: i64, what: FormEvent) -> Record {
    let (request_type, definition) = (Id::from("quote"), fixtures::DEFINITION.to_owned());
    Record::FormFigure(FormFigure { id: FigureId(case.id()), day: at(day), request_type, definition, what })
}

fn count(kind: &str, [step, field, code]: [Option<&str>; 3], number: u64) -> FigureCount {
    FigureCount {
        request_type: Id::from("quote"),
        definition: fixtures::DEFINITION.to_owned(),
        kind: kind.to_owned(),
        step: step.map(Id::from),
        field: field.map(Id::from),
        code: code.map(str::to_owned),
        number,
    }
}

async fn counts(case: &Case) {
    let fault = || FormEvent::Fault { step: "need".into(), field: "budget".into(), code: "number".to_owned() };
    let submitted = |seconds| FormEvent::Submitted { seconds };
    let rows = [
        figure(case, 5, FormEvent::Started),
        figure(case, 100, FormEvent::Started),
        figure(case, 100, FormEvent::Reached { step: "need".into() }),
        figure(case, 100, fault()),
        figure(case, 200, fault()),
        figure(case, 200, FormEvent::Resumed { step: None }),
        figure(case, 200, submitted(90)),
        figure(case, 200, submitted(30)),
        figure(case, 200, submitted(4000)),
    ];
    case.create(rows).await;
    let mut found = case.ok(case.store.form_figures(at(100)).await);
    found.counts.sort();
    let expected = [
        count("fault", [Some("need"), Some("budget"), Some("number")], 2),
        count("reached", [Some("need"), None, None], 1),
        count("resumed", [None; 3], 1),
        count("started", [None; 3], 1),
        count("submitted", [None; 3], 3),
    ];
    case.same("counted since that day", found.counts, expected.to_vec());
    let medians = vec![(Id::from("quote"), fixtures::DEFINITION.to_owned(), 90)];
    case.same("the one in the middle", found.medians, medians);
    case.same("none later", case.ok(case.store.form_figures(at(300)).await), FormFigures::default());
}

async fn together(case: &Case) {
    let world = World::new(case).await;
    let draft = fixtures::draft(case, world.claire.id, world.alpha.id);
    case.create([Record::Draft(draft.clone()), figure(case, 100, FormEvent::Started)]).await;
    let mut changes = Changes::new();
    changes.create(figure(case, 100, FormEvent::Submitted { seconds: 1 }));
    changes.push(Change::Require(Subject::Draft(draft.id), draft.version.next()));
    case.same("refused", case.store.commit(&changes).await.is_err(), true);
    let found = case.ok(case.store.form_figures(at(0)).await);
    case.same("nothing of what did not happen", found.counts, vec![count("started", [None; 3], 1)]);
}
