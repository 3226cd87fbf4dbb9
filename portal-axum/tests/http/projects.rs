//! `/projects`, `/team/projects`, and the question before a form: which project is it about?

use portal::core::{
    form::Answers,
    id::{OrganisationId, ProjectId},
    identity::Seat,
    project::NewProject,
};

use super::world::World;

const GO: (&str, &str) = ("portal.intent", "continue");

/// An address as it stands in a page.
fn link(address: &str) -> String {
    address.replace('/', "&#x2f;")
}

async fn company(world: &World, name: &str) -> OrganisationId {
    let email = format!("{name}@{}.example", if name == "bruno" { "beta" } else { "alpha" });
    world.portal.person_by_email(&email).await.unwrap().unwrap().1.unwrap()
}

async fn project(world: &World, kind: &str, name: &str, of: &str) -> ProjectId {
    let organisation = company(world, of).await;
    let (kind, name) = (kind.to_owned(), name.to_owned());
    let new = NewProject { organisation, kind, name, fields: Answers::new(), contact: None };
    world.portal.add_project(&new).await.unwrap()
}

#[tokio::test]
async fn the_project_is_asked_before_the_form_and_changed_where_the_answers_are_checked() {
    let world = World::of("projects").await;
    let mut claire = world.browser("claire").await;
    let ask = claire.post("/requests/new/texts", &[]).await.to();
    claire.get(&ask).await.is(200).has("There is no open project");
    let draft = claire.post("/requests/new/help", &[]).await.to();
    assert!(draft.starts_with("/drafts/"), "no project, no question: {draft}");
    claire.post(&format!("{draft}/discard"), &[]).await;

    let site = project(&world, "website", "New <site>", "claire").await;
    let draft = claire.post("/requests/new/texts", &[]).await.to();
    assert!(draft.starts_with("/drafts/"), "the only one goes without saying: {draft}");
    claire.post(&format!("{draft}/discard"), &[]).await;

    let flyer = project(&world, "print", "Flyer", "claire").await;
    let foreign = project(&world, "print", "Foreign", "bruno").await;
    let ask = claire.post("/requests/new/help", &[]).await.to();
    assert_eq!(ask, "/requests/new/help/project");
    let page = claire.get(&ask).await.is(200).has("Which project is it about?").has("New &lt;site&gt;").has("Flyer");
    page.has("None of them").lacks("Foreign");
    claire.get("/requests/new/texts/project").await.is(200).lacks("None of them");
    claire.post("/requests/new/help", &[("asked", "yes")]).await.is(422).has("Choose a project to go on.");
    let wrong = foreign.to_string();
    claire.post("/requests/new/help", &[("asked", "yes"), ("project", &wrong)]).await.is(422).lacks("Foreign");
    claire.post("/requests/new/help", &[("asked", "yes"), ("project", "x")]).await.is(404);
    let chosen = site.to_string();
    let draft = claire.post("/requests/new/help", &[("asked", "yes"), ("project", &chosen)]).await.to();
    claire.upload(&format!("{draft}/steps/form"), &[("details", "Something"), GO], &[]).await.to();
    let check = format!("{draft}/check");
    claire.get(&check).await.is(200).has("New &lt;site&gt;").has(&link(&format!("{draft}/project")));
    claire.get(&format!("{draft}/project")).await.is(200).has("checked");
    claire.post(&format!("{draft}/project"), &[("project", &wrong)]).await.is(422);
    let other = flyer.to_string();
    assert_eq!(claire.post(&format!("{draft}/project"), &[("project", &other)]).await.to(), check);
    claire.get(&check).await.is(200).has("Flyer").lacks("New &lt;site&gt;");
    let receipt = claire.post(&check, &[]).await.to();
    let request = receipt.trim_end_matches("/receipt");
    claire.get(request).await.is(200).has("Flyer").has(&link(&format!("/projects/{flyer}")));
    claire.get(&format!("/requests?project={flyer}")).await.is(200).has("Something");
    claire.get(&format!("/requests?project={site}")).await.is(200).has("Nothing matches");
}

#[tokio::test]
async fn a_client_finds_a_project_from_the_start_page_with_how_far_it_is_and_no_foreign_one() {
    let world = World::of("projects").await;
    let mut claire = world.browser("claire").await;
    claire.get("/").await.is(200).lacks("All projects");
    let flyer = project(&world, "print", "Flyer", "claire").await;
    let foreign = project(&world, "print", "Foreign", "bruno").await;
    let page = claire.get("/").await.is(200).has("All projects").has(&link(&format!("/projects/{flyer}")));
    page.lacks("Foreign");
    claire.get("/projects").await.is(200).has("Flyer").lacks("Foreign").lacks("New project");
    claire.get(&format!("/projects/{flyer}")).await.is(200).has("There is no request here yet.");
    claire.get(&format!("/projects/{foreign}")).await.is(404);
    let chosen = flyer.to_string();
    let draft = claire.post("/requests/new/help", &[("project", &chosen)]).await.to();
    claire.upload(&format!("{draft}/steps/form"), &[("details", "Something"), GO], &[]).await.to();
    claire.post(&format!("{draft}/check"), &[]).await.to();
    claire.get(&format!("/projects/{flyer}")).await.is(200).has("Its one request is under way.").has("Something");
    for foreign in ["/team/projects", "/team/projects/new"] {
        claire.get(foreign).await.is(404);
    }
    claire.post(&format!("/team/projects/{flyer}/close"), &[("seen", "1")]).await.is(404);
}

#[tokio::test]
async fn the_team_makes_a_project_with_its_requests_changes_it_and_closes_it() {
    let world = World::of("projects").await;
    let mut nadia = world.browser("nadia").await;
    let alpha = company(&world, "claire").await;
    let claire = world.portal.person_by_email("claire@alpha.example").await.unwrap().unwrap().0.to_string();
    nadia.get("/team/projects").await.is(200).has(&link("/team/projects/new"));
    nadia.get("/team/projects/new").await.is(200).has("Alpha Logistics").has("value=\"website\"");
    let new = format!("/team/projects/new?organisation={alpha}&kind=website");
    nadia.get(&new).await.is(200).has("Claire Martin").has("Vos textes").has("name=\"launch\"");
    let wrong = nadia.post(&new, &[("portal.name", ""), ("launch", "soon")]).await.is(422);
    wrong.has("href=\"#project-name\"").has("href=\"#project-contact\"").has("href=\"#f-launch\"");
    let right = [("portal.name", "New site"), ("launch", "2099-03-01"), ("portal.contact", claire.as_str())];
    let page = nadia.post(&new, &right).await.to();
    let url = page.split('?').next().unwrap().to_owned();
    let shown = nadia.get(&page).await.is(200).has("New site").has("Texts and pictures").has("Alpha Logistics");
    shown.has(&link(&format!("{url}/change")));
    let change = format!("{url}/change");
    nadia.get(&change).await.is(200).has("value=\"New site\"").has("2099-03-01");
    let to = nadia.post(&change, &[("portal.name", "Shop"), ("portal.seen", "1")]).await.to();
    nadia.get(&to).await.is(200).has("Shop");
    let late = nadia.post(&change, &[("portal.name", "Late"), ("portal.seen", "1")]).await.is(409);
    late.has("value=\"Late\"")
        .has("a changé pendant que cette page était ouverte")
        .has("name=\"portal.seen\" value=\"2\"");
    nadia.post(&format!("{url}/close"), &[("seen", "2")]).await.to();
    nadia.get(&url).await.is(200).has(&link(&format!("{url}/reopen")));
    nadia.get("/team/projects").await.is(200).lacks("Shop");
    nadia.get("/team/projects?state=closed").await.is(200).has("Shop");
    let mut tom = world.browser("tom").await;
    tom.get(&url).await.is(200).lacks(&link(&format!("{url}/reopen")));
    tom.post(&format!("{url}/reopen"), &[("seen", "3")]).await.is(403);
    tom.get("/team/projects/new").await.is(403);
    let mut claire = world.browser("claire").await;
    let list = claire.get("/requests").await.is(200).has("Texts and pictures");
    let request = list.between("&#x2f;requests&#x2f;0", "\"");
    claire.get(&format!("/requests/0{request}")).await.is(200).has("By the team, for Claire Martin").has("Nadia");
    nadia.get(&format!("/team/requests/0{request}")).await.is(200).has("Par l’équipe, pour Claire Martin");
}

#[tokio::test]
async fn whoever_is_limited_to_a_project_meets_nothing_beside_it_on_any_page_or_in_the_api() {
    let world = World::of("projects").await;
    let (site, flyer) =
        (project(&world, "website", "Site", "claire").await, project(&world, "print", "Flyer", "claire").await);
    let mut aline = world.browser("aline").await;
    let mut sent = Vec::new();
    for (project, details) in [(site, "Inside"), (flyer, "Beside")] {
        let chosen = project.to_string();
        let draft = aline.post("/requests/new/help", &[("project", &chosen), ("another", "yes")]).await.to();
        aline.upload(&format!("{draft}/steps/form"), &[("details", details), GO], &[]).await.to();
        sent.push(aline.post(&format!("{draft}/check"), &[]).await.to().trim_end_matches("/receipt").to_owned());
    }
    let (account, organisation) = world.portal.person_by_email("claire@alpha.example").await.unwrap().unwrap();
    let seat = Seat::Organisation(organisation.unwrap());
    world.portal.limit_to_projects(account, seat, Some(vec![flyer])).await.unwrap();
    let (account, _) = world.portal.person_by_email("aline@alpha.example").await.unwrap().unwrap();
    world.portal.limit_to_projects(account, seat, Some(vec![site])).await.unwrap();
    let mut aline = world.browser("aline").await;
    let page = aline.get("/").await.is(200).has("Inside").lacks("Beside").has("Site");
    page.lacks("Flyer");
    aline.get("/requests").await.is(200).has("Inside").lacks("Beside").lacks("Flyer");
    aline.get(&sent[0]).await.is(200);
    aline.get(&sent[1]).await.is(404);
    aline.get(&format!("/projects/{flyer}")).await.is(404);
    let mut program = world.program("aline").await;
    let listed = program.get("/requests").await.is(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(program.get("/projects").await.is(200).json()["items"].as_array().unwrap().len(), 1);
    program.get(&sent[1]).await.is(404);
    program.get(&format!("/projects/{flyer}")).await.is(404);
    program.get(&format!("/requests?project={flyer}")).await.is(200).json();
    let hidden = program.get(&format!("/requests?project={flyer}")).await.is(200).json();
    assert_eq!(hidden["items"].as_array().unwrap().len(), 0);
    let mut claire = world.program("claire").await;
    assert_eq!(claire.get("/requests").await.is(200).json()["items"].as_array().unwrap().len(), 0, "their own alone");
}

#[tokio::test]
async fn a_request_is_begun_from_its_project_and_a_draft_that_is_there_keeps_the_choice() {
    let world = World::of("projects").await;
    let mut claire = world.browser("claire").await;
    let flyer = project(&world, "print", "Flyer", "claire").await;
    project(&world, "website", "Site", "claire").await;
    let foreign = project(&world, "print", "Foreign", "bruno").await;
    let new = format!("/requests/new?project={flyer}");
    claire.get(&format!("/projects/{flyer}")).await.is(200).has(&link(&new));
    let sent = format!("<input type=\"hidden\" name=\"project\" value=\"{flyer}\">");
    claire.get(&new).await.is(200).has("For the project “Flyer”.").has(&sent);
    claire.get(&format!("/requests/new?project={foreign}")).await.is(404);
    claire.get("/requests/new?project=x").await.is(404);
    let chosen = flyer.to_string();
    let draft = claire.post("/requests/new/help", &[("project", &chosen)]).await.to();
    assert!(draft.starts_with("/drafts/"), "nothing more is asked: {draft}");
    let exists = claire.post("/requests/new/help", &[("project", &chosen)]).await.to();
    assert_eq!(exists, format!("/requests/new/help?project={flyer}"));
    claire.get(&exists).await.is(200).has("You have begun one already").has(&sent);
    let another = claire.post("/requests/new/help", &[("project", &chosen), ("another", "yes")]).await.to();
    assert!(another.starts_with("/drafts/") && another != draft);
    let mut nadia = world.browser("nadia").await;
    let page = nadia.get(&format!("/team/projects/{flyer}")).await.is(200);
    nadia.post(&format!("/team/projects/{flyer}/close"), &[("seen", "1")]).await.to();
    page.lacks(&link(&new));
    claire.get(&format!("/projects/{flyer}")).await.is(200).lacks(&link(&new));
    claire.get(&new).await.is(200).has("Nothing can be requested from here");
}
