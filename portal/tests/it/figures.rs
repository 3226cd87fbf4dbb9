//! Form figures: what happens to forms is counted, in the commit that does it, and nobody is named.

use crate::support::World;
use chrono::TimeDelta;
use portal::{
    Refused,
    core::{
        form::{FaultFigure, RawAnswers},
        id::Id,
        request::Submit,
    },
};

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

const NEED: [(&str, &str); 3] = [("subject", "Cooling"), ("kind", "installation"), ("details", "Two units.")];

on_both!(a_form_is_counted_from_its_beginning_to_its_end, world, {
    let (claire, nadia) = (world.viewer("claire").await, world.viewer("nadia").await);
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("quote").await.unwrap();
    desk.keep_step(draft, "need", &typed(&[])).await.unwrap();
    desk.save_step(draft, "need", &typed(&NEED[1..])).await.unwrap();
    desk.save_step(draft, "need", &typed(&NEED)).await.unwrap();
    world.clock.pass(TimeDelta::minutes(31));
    desk.save_step(draft, "project", &typed(&[("start", "2099-01-15"), ("visit", "no")])).await.unwrap();
    desk.save_step(draft, "documents", &typed(&[("terms", "yes")])).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap();
    let thrown = desk.start_draft("quote").await.unwrap();
    desk.discard_draft(thrown).await.unwrap();
    desk.start_draft("quote").await.unwrap();
    world.clock.pass(TimeDelta::days(100));
    world.portal.sweep().await.unwrap();
    assert_eq!(desk.drafts().await.unwrap().len(), 0);

    let figures = world.portal.desk(&nadia).form_figures(365).await.unwrap().remove(0);
    assert_eq!(figures.request_type.id, "quote");
    assert_eq!((figures.started, figures.submitted, figures.resumed), (3, 1, 1));
    assert_eq!((figures.discarded, figures.expired, figures.renewed), (1, 1, 0));
    let reached: Vec<_> = figures.reached.iter().map(|(step, number)| (step.as_str(), *number)).collect();
    assert_eq!(reached, [("need", 3), ("project", 1), ("on_site", 0), ("documents", 1)]);
    let (step, field, code) = (Id::from("need"), Id::from("subject"), "required".to_owned());
    assert_eq!(figures.faults, [FaultFigure { step, field, code, number: 1 }], "leaving a step is no fault");
    let minutes = figures.median.unwrap().num_minutes();
    assert!((31..40).contains(&minutes), "{minutes}");
    assert_eq!(world.portal.desk(&nadia).form_figures(30).await.unwrap().len(), 1, "the expiry is of today");
});

on_both!(only_whoever_may_see_measures_sees_the_figures, world, {
    for name in ["claire", "aline", "tom"] {
        let viewer = world.viewer(name).await;
        let refused = world.portal.desk(&viewer).form_figures(90).await;
        assert!(matches!(refused, Err(Refused::Forbidden)), "{name}");
    }
});
