//! Projects: made with the requests that their kind opens, asked before a form, known to forms and workflows, and the whole
//! sight of whoever's membership names them, or queues.

mod limited;
mod queues;
mod scene;

use crate::support::World;
use portal::{
    Desk, Refused,
    core::{
        form::{BeginDraft, Person, ProjectChoice, RawAnswers, Reason, Value},
        id::{AccountId, Id, ProjectId, RequestId, Version},
        identity::Seat,
        project::{ChangeProject, MakeProject, NewProject},
        request::{Approval, CloseTask, Submit},
        store::{Filter, ProjectFilter},
    },
};
use scene::scene;

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

fn begin(request_type: &str, project: ProjectChoice) -> BeginDraft {
    BeginDraft { request_type: request_type.to_owned(), project, another: true, ..BeginDraft::default() }
}

fn fault(refused: Refused) -> Reason {
    match refused {
        Refused::Answers(faults) => {
            assert!(faults.len() == 1 && faults[0].field == "project", "{faults:?}");
            faults[0].reason.clone()
        }
        other => panic!("{other:?}"),
    }
}

async fn sent(desk: &Desk<'_>, request_type: &str, project: ProjectChoice) -> RequestId {
    let draft = desk.begin_draft(&begin(request_type, project)).await.unwrap();
    let field = if request_type == "texts" { "what" } else { "details" };
    desk.save_step(draft, "form", &typed(&[(field, "Something")])).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap().request
}

on_both!(a_project_that_is_made_opens_its_requests_for_the_contact_in_one_commit, world, {
    let scene = scene(&world).await;
    let admin = scene.admin().await;
    let desk = scene.portal.desk(&admin);
    let make = MakeProject {
        organisation: scene.alpha,
        kind: "website".to_owned(),
        name: "  New site ".to_owned(),
        fields: typed(&[("approver", &scene.partner.to_string()), ("launch", "2099-03-01")]),
        contact: Some(scene.claire),
    };
    for (wrong, field) in [
        (MakeProject { name: " ".to_owned(), ..make.clone() }, "name"),
        (MakeProject { name: "x".repeat(121), ..make.clone() }, "name"),
        (MakeProject { contact: None, ..make.clone() }, "contact"),
        (MakeProject { fields: typed(&[("launch", "soon")]), ..make.clone() }, "launch"),
    ] {
        match desk.make_project(&wrong).await {
            Err(Refused::Answers(faults)) => assert_eq!(faults[0].field, Id::from(field)),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(
        desk.make_project(&MakeProject { kind: "house".to_owned(), ..make.clone() }).await,
        Err(Refused::NotFound)
    ));
    assert_eq!(
        desk.requests(&Filter::default(), None).await.unwrap().rows.len(),
        0,
        "nothing was opened by what failed"
    );

    let id = desk.make_project(&make).await.unwrap();
    let view = desk.project(id).await.unwrap();
    assert_eq!((view.project.name.as_str(), view.ongoing_count, view.over_count), ("New site", 1, 0));
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let found = desk.requests(&Filter::default(), None).await.unwrap().rows;
    assert_eq!((found.len(), found[0].title.as_str(), found[0].project), (1, "Texts and pictures", Some(id)));
    let opened = desk.request(found[0].id).await.unwrap();
    let launch = chrono::NaiveDate::from_ymd_opt(2099, 3, 1).unwrap();
    assert_eq!(opened.dossier.request.answers.get("until"), Some(&Value::Date(launch)));
    let due = opened.dossier.request.due.unwrap() - opened.dossier.project.unwrap().created;
    assert_eq!(due.num_days(), 21, "from the beginning of the project");
    while scene.portal.tick().await.unwrap() > 0 {}
    let told: Vec<String> = world.post.0.lock().unwrap().iter().map(|letter| letter.to.clone()).collect();
    assert!(told.contains(&"claire@alpha.example".to_owned()), "{told:?}");
});

on_both!(who_may_manage_projects_makes_changes_closes_and_reopens_them_and_nobody_else_does, world, {
    let scene = scene(&world).await;
    let admin = scene.admin().await;
    let desk = scene.portal.desk(&admin);
    let id = scene.project("website", "Site", scene.alpha).await;
    let change = ChangeProject { name: "Shop".to_owned(), fields: typed(&[("launch", "2099-01-31")]) };
    desk.change_project(id, &change).await.unwrap();
    let stale = desk.seeing(Some(Version(1))).change_project(id, &change).await;
    assert!(matches!(stale, Err(Refused::Stale)));
    let project = desk.bare_project(id).await.unwrap();
    assert_eq!((project.name.as_str(), project.fields.len()), ("Shop", 1));
    desk.close_project(id).await.unwrap();
    assert!(matches!(desk.close_project(id).await, Err(Refused::NotHere)));
    let open = ProjectFilter { open: Some(true), ..ProjectFilter::default() };
    assert_eq!(desk.projects(&open, None, 10).await.unwrap().rows, []);
    desk.reopen_project(id).await.unwrap();
    assert_eq!(desk.projects(&open, None, 10).await.unwrap().rows.len(), 1);

    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    assert!(matches!(desk.change_project(id, &change).await, Err(Refused::Forbidden)));
    assert!(matches!(desk.close_project(id).await, Err(Refused::Forbidden)));
    let foreign = scene.project("print", "Foreign", scene.beta).await;
    assert!(matches!(desk.bare_project(foreign).await, Err(Refused::NotFound)));
    assert!(matches!(desk.change_project(foreign, &change).await, Err(Refused::NotFound)));
});

on_both!(the_project_is_asked_before_the_form_and_known_to_it, world, {
    let scene = scene(&world).await;
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    assert!(desk.asked_project("plain", None).await.unwrap().is_none());
    let asked = desk.asked_project("help", None).await.unwrap().unwrap();
    assert_eq!(asked.goes_without_saying(), Some(ProjectChoice::NoneOfThem));
    let asked = desk.asked_project("texts", None).await.unwrap().unwrap();
    assert!(asked.required && asked.projects.is_empty() && asked.goes_without_saying().is_none());
    assert_eq!(fault(desk.start_draft("texts").await.unwrap_err()), Reason::Required);

    let site = scene.project("website", "Site", scene.alpha).await;
    let asked = desk.asked_project("texts", None).await.unwrap().unwrap();
    assert_eq!(asked.goes_without_saying(), Some(ProjectChoice::In(site)));
    let only = desk.start_draft("texts").await.unwrap();
    assert_eq!(desk.draft(only).await.unwrap().draft.project, Some(site), "the only one goes without saying");

    let flyer = scene.project("print", "flyer", scene.alpha).await;
    let names = |asked: portal::core::form::AskedProject| -> Vec<String> {
        asked.projects.into_iter().map(|project| project.name).collect()
    };
    assert_eq!(names(desk.asked_project("help", None).await.unwrap().unwrap()), ["flyer", "Site"]);
    assert_eq!(fault(desk.start_another_draft("texts").await.unwrap_err()), Reason::Required);
    let foreign = scene.project("print", "Foreign", scene.beta).await;
    for never in [foreign, ProjectId(uuid::Uuid::nil())] {
        let refused = desk.begin_draft(&begin("help", ProjectChoice::In(never))).await.unwrap_err();
        assert_eq!(fault(refused), Reason::NotAnOption);
    }

    let draft = desk.begin_draft(&begin("help", ProjectChoice::In(flyer))).await.unwrap();
    let view = desk.draft(draft).await.unwrap();
    assert_eq!(view.draft.answers.get("about"), Some(&Value::Text("flyer".to_owned())), "prefilled from it");
    let ink = async |draft| {
        let view = desk.draft(draft).await.unwrap();
        let step = view.step("form").unwrap();
        view.form().shown_fields(step, &view.draft.answers).iter().any(|field| field.id == "ink")
    };
    assert!(!ink(only).await, "a website has no ink");
    desk.choose_project(only, ProjectChoice::In(flyer)).await.unwrap();
    assert!(ink(only).await, "what is printed has");
    let none = desk.choose_project(only, ProjectChoice::NoneOfThem).await.unwrap_err();
    assert_eq!(fault(none), Reason::Required);
    let foreign = desk.choose_project(only, ProjectChoice::In(foreign)).await.unwrap_err();
    assert_eq!(fault(foreign), Reason::NotAnOption);
    let plain = desk.start_draft("plain").await.unwrap();
    assert!(matches!(desk.choose_project(plain, ProjectChoice::In(flyer)).await, Err(Refused::NotHere)));
});

on_both!(a_draft_whose_project_was_closed_meanwhile_says_so_and_is_not_sent, world, {
    let scene = scene(&world).await;
    let site = scene.project("website", "Site", scene.alpha).await;
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let draft = desk.begin_draft(&begin("help", ProjectChoice::In(site))).await.unwrap();
    desk.save_step(draft, "form", &typed(&[("details", "Something")])).await.unwrap();
    let admin = scene.admin().await;
    scene.portal.desk(&admin).close_project(site).await.unwrap();
    let view = desk.draft(draft).await.unwrap();
    assert!(view.has_no_project() && view.project.is_none());
    assert_eq!(view.faults().len(), 1);
    assert_eq!(fault(desk.submit(&Submit { draft }).await.unwrap_err()), Reason::NotAnOption);
    desk.choose_project(draft, ProjectChoice::NoneOfThem).await.unwrap();
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    assert_eq!(desk.request(request).await.unwrap().dossier.project, None);
});

on_both!(the_life_of_a_request_knows_its_project, world, {
    let scene = scene(&world).await;
    let (lead, _) = scene.portal.person_by_email("tom@novaterm.example").await.unwrap().unwrap();
    let person = |account: AccountId| Value::Person(Person { account, name: "Somebody".to_owned() });
    let fields = [(Id::from("approver"), person(scene.partner)), (Id::from("lead"), person(lead))];
    let new = NewProject {
        organisation: scene.alpha,
        kind: "website".to_owned(),
        name: "Site".to_owned(),
        fields: fields.into(),
        contact: None,
    };
    let site = scene.portal.add_project(&new).await.unwrap();
    let seat = Seat::Organisation(scene.alpha);
    scene.portal.limit_to_projects(scene.partner, seat, Some(vec![site])).await.unwrap();
    let claire = scene.viewer(scene.claire).await;
    let request = sent(&scene.portal.desk(&claire), "texts", ProjectChoice::In(site)).await;
    let view = scene.portal.desk(&claire).request(request).await.unwrap();
    assert_eq!(view.dossier.request.owner, Some(lead), "its owner is the project's lead");
    assert_eq!(view.mine, [], "the approval is not the requester's");
    let partner = scene.viewer(scene.partner).await;
    let desk = scene.portal.desk(&partner);
    let task = desk.request(request).await.unwrap().mine[0];
    desk.close_task(&CloseTask { task, approval: Approval::Approve }).await.unwrap();
    assert_eq!(desk.request(request).await.unwrap().dossier.request.status, Id::from("completed"));
});
