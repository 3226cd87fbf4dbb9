//! `/team/requests/{id}/moves/{move}`: each move’s page.

use portal::core::id::RequestId;

use crate::{
    client::{Answer, Client},
    world::{PDF, World, sent},
};

struct Bench {
    world: World,
    tom: Client,
    id: RequestId,
    url: String,
}

impl Bench {
    async fn new() -> Self {
        let world = World::new().await;
        let id = sent(&mut world.browser("claire").await, "Cooling").await;
        let tom = world.browser("tom").await;
        Self { world, tom, id, url: format!("/team/requests/{id}") }
    }

    fn at(&self, by: &str) -> String {
        format!("{}/moves/{by}", self.url)
    }

    /// What a page of this moment hides in its form: the version and the number of events it was made from.
    async fn seen(&self) -> [(&'static str, String); 2] {
        let tom = self.world.viewer("tom").await;
        let request = self.world.portal.desk(&tom).request(self.id).await.unwrap().dossier.request;
        [("seen", request.version.to_string()), ("events", request.events.to_string())]
    }

    async fn make(&mut self, by: &str, more: &[(&str, &str)]) -> Answer {
        let seen = self.seen().await;
        self.make_on(by, &seen, more).await
    }

    async fn make_on(&mut self, by: &str, seen: &[(&'static str, String); 2], more: &[(&str, &str)]) -> Answer {
        let url = self.at(by);
        let texts: Vec<(&str, &str)> =
            more.iter().copied().chain(seen.iter().map(|(name, value)| (*name, value.as_str()))).collect();
        self.tom.upload(&url, &texts, &[]).await
    }
}

fn seen(page: &Answer) -> [(&'static str, String); 2] {
    ["seen", "events"].map(|name| (name, page.between(&format!("name=\"{name}\" value=\""), "\"")))
}

#[tokio::test]
async fn taking_a_request_is_one_press() {
    let mut bench = Bench::new().await;
    let to = bench.make("take", &[]).await.to();
    assert_eq!(to, format!("{}?done=moved", bench.url));
    bench.tom.get(&to).await.is(200).has("In progress").has("Tom Weber takes care of it").has("Done. The request is");
}

#[tokio::test]
async fn a_move_says_what_the_client_will_read_and_what_will_happen() {
    let mut bench = Bench::new().await;
    let (take, refuse, ask) = (bench.at("take"), bench.at("refuse"), bench.at("ask"));
    bench.tom.get(&take).await.is(200).has("In progress").has("You become the owner.").has("The next step is due by");
    let page = bench.tom.get(&refuse).await.is(200).has("tag refused").has("The request is over.");
    page.has("Outside our offer").lacks("Plan of the site needed").has("<button class=\"button danger\">");
    let page = bench.tom.get(&ask).await.is(200).has("Missing information").has("Plan of the site needed");
    page.has("Nothing is asked for yet.").lacks("<option value=\"quote\">").has("Without a date:");
}

#[tokio::test]
async fn what_a_move_needs_is_asked_for_at_its_field_and_nothing_typed_is_lost() {
    let mut bench = Bench::new().await;
    let page = bench.make("refuse", &[("note", "Too far away."), ("reason", " ")]).await.is(422);
    page.has("href=\"#reason\"").has("Too far away.").has("<title>Error:");
    let to = bench.make("refuse", &[("usual", "outside_area"), ("reason", "")]).await.to();
    bench.tom.get(&to).await.is(200).has("Your site is outside the area");
    let claire = &mut bench.world.browser("claire").await;
    claire.get(&format!("/requests/{}", bench.id)).await.is(200).has("Your site is outside the area");
}

#[tokio::test]
async fn the_client_is_asked_for_exactly_what_is_missing_with_reason_and_deadline() {
    let mut bench = Bench::new().await;
    bench.make("ask", &[]).await.is(422).has("Choose at least one thing to ask for").has("href=\"#kind-1\"");
    let page = bench.make("ask", &[("kind", ""), ("name", "Ground floor"), ("by", "soon")]).await.is(422);
    page.has("Choose what kind of document it is")
        .has("value=\"Ground floor\"")
        .has("href=\"#by\"")
        .has("value=\"soon\"");
    let line = [("kind", "site_plan"), ("name", "Ground floor")];
    let passed = [line[0], line[1], ("by", "2020-01-01")];
    bench.make("ask", &passed).await.is(422).has("href=\"#by\"").has("or later");
    let forged = [("kind", "quote"), ("name", "")];
    bench.make("ask", &forged).await.is(404);
    let good = [line[0], line[1], ("usual", "plan_needed"), ("reason", ""), ("by", "2099-01-31")];
    let to = bench.make("ask", &good).await.to();
    bench.tom.get(&to).await.is(200).has("Missing information").has("Site plan – Ground floor").has("31 January 2099");
    let claire = &mut bench.world.browser("claire").await;
    claire.get("/").await.is(200).has("Site plan – Ground floor").has("31 January 2099").has("Please send us a plan");
}

#[tokio::test]
async fn looking_at_the_preview_and_adding_a_line_change_nothing() {
    let mut bench = Bench::new().await;
    let typed = [("kind", "site_plan"), ("name", "Ground floor"), ("usual", "plan_needed"), ("note", "Urgent.")];
    let look: Vec<_> = typed.into_iter().chain([("do", "look")]).collect();
    let page = bench.make("ask", &look).await.is(200).has("<li>Site plan – Ground floor</li>").has("Urgent.");
    page.has(">Please send us a plan of the site on which the rooms concerned are marked.</textarea>");
    let more: Vec<_> = typed.into_iter().chain([("do", "more")]).collect();
    bench.make("ask", &more).await.is(200).has("id=\"kind-2\"").has("value=\"Ground floor\"");
    let url = bench.url.clone();
    bench.tom.get(&url).await.is(200).lacks("Ground floor");
}

#[tokio::test]
async fn who_comes_second_keeps_their_text_and_reads_who_changed_what() {
    let mut bench = Bench::new().await;
    let old = bench.seen().await;
    let mut nadia = bench.world.browser("nadia").await;
    nadia.post(&format!("{}/notes", bench.url), &[("body", "Call them first."), ("key", "1")]).await.to();
    let typed = [("usual", ""), ("reason", "We have no team there."), ("note", "Told by phone.")];
    let page = bench.make_on("refuse", &old, &typed).await.is(409).has("We have no team there.").has("Told by phone.");
    let page = page.has("Nadia Benali").has("The request changed while you were writing");
    let again = seen(&page);
    assert_ne!(again, old);
    let to = bench.make_on("refuse", &again, &typed).await.to();
    bench.tom.get(&to).await.is(200).has("We have no team there.").has("Told by phone.");
}

#[tokio::test]
async fn a_move_that_is_no_longer_possible_says_where_the_request_stands_and_gives_the_text_back() {
    let mut bench = Bench::new().await;
    let old = bench.seen().await;
    bench.world.asked(bench.id, &["site_plan"]).await;
    let before = bench.tom.get(&bench.url.clone()).await.text();
    let page = bench.make_on("refuse", &old, &[("reason", "We have no team there.")]).await.is(409);
    page.has("This step is no longer possible").has("Missing information").has("We have no team there.");
    bench.make_on("take", &old, &[]).await.is(409).has("Missing information");
    assert_eq!(bench.tom.get(&bench.url.clone()).await.text().len(), before.len(), "nothing changed");
    let (take, accept, withdraw, nothing) =
        (bench.at("take"), bench.at("accept"), bench.at("withdraw"), bench.at("nothing"));
    bench.tom.get(&take).await.is(409);
    bench.tom.get(&accept).await.is(404);
    bench.tom.get(&nothing).await.is(404);
    bench.tom.get(&withdraw).await.is(403);
    bench.make("withdraw", &[]).await.is(403);
}

#[tokio::test]
async fn a_proposal_takes_its_document_on_the_same_page_and_shares_it() {
    let mut bench = Bench::new().await;
    bench.make("take", &[]).await.to();
    let url = bench.at("propose");
    bench.make("propose", &[("comment", "Here it is.")]).await.is(422).has("href=\"#file.quote\"").has("Here it is.");
    let wrong = [("quote.valid_until", "2020-01-01")];
    let page = bench.tom.upload(&url, &wrong, &[("file.quote", "quote.pdf", PDF)]).await.is(422);
    page.has("href=\"#quote.f-valid_until\"").has("value=\"2020-01-01\"").has("Choose the file again");
    let cut = bench.tom.upload(&url, &[], &[("file.quote", "quote.pdf", b"%PDF-1.4 and no end")]).await.is(422);
    cut.has("did not arrive whole");
    let seen = bench.seen().await;
    let texts = [("seen", seen[0].1.as_str()), ("events", &seen[1].1), ("quote.valid_until", "2099-01-31")];
    let to = bench.tom.upload(&url, &texts, &[("file.quote", "our quote.pdf", PDF)]).await.to();
    let page = bench.tom.get(&to).await.is(200).has("Quote to approve").has("our quote.pdf").has("31 January 2099");
    page.has("The client sees it").lacks("tag end draft");
    let claire = &mut bench.world.browser("claire").await;
    claire.get(&format!("/requests/{}", bench.id)).await.is(200).has("our quote.pdf");
}

#[tokio::test]
async fn a_file_that_came_with_a_late_move_is_kept_and_stays_internal() {
    let mut bench = Bench::new().await;
    bench.make("take", &[]).await.to();
    let old = bench.seen().await;
    let mut nadia = bench.world.browser("nadia").await;
    nadia.post(&format!("{}/notes", bench.url), &[("body", "Wait."), ("key", "1")]).await.to();
    let texts = [("seen", old[0].1.as_str()), ("events", &old[1].1), ("comment", "Here it is.")];
    let url = bench.at("propose");
    let page = bench.tom.upload(&url, &texts, &[("file.quote", "our quote.pdf", PDF)]).await.is(409);
    let page = page.has("our quote.pdf").has("Here it is.").has("Internal").has("Nadia Benali");
    let claire = &mut bench.world.browser("claire").await;
    claire.get(&format!("/requests/{}", bench.id)).await.is(200).lacks("our quote.pdf");
    let to = bench.make_on("propose", &seen(&page), &[("comment", "Here it is.")]).await.to();
    bench.tom.get(&to).await.is(200).has("Quote to approve");
}

#[tokio::test]
async fn a_usual_reason_is_said_in_the_language_of_who_reads_it_and_ones_own_words_go_before_it() {
    let mut bench = Bench::new().await;
    bench.tom = bench.world.browser("nadia").await;
    let english = "Your site is outside the area in which our teams can intervene within the agreed times.";
    let choices = [("usual", "outside_area"), ("reason", english), ("do", "look")];
    let refuse = bench.make("refuse", &choices).await.is(200).has("Hors de notre zone").has(english);
    refuse.has("lang=\"en\"");
    let other = [("usual", "outside_offer"), ("reason", english), ("do", "look")];
    bench.make("refuse", &other).await.is(200).has(">We do not offer this service.");
    let own = [("usual", "outside_offer"), ("reason", "Sorry, we moved."), ("do", "look")];
    bench.make("refuse", &own).await.is(200).has(">Sorry, we moved.</textarea>");
}
