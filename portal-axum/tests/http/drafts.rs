//! `/drafts/{id}`: steps, files, check, submission.

use std::convert::Infallible;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tower::ServiceExt;

use super::world::{PASSWORD, PDF, World, filled_in};

const GO: (&str, &str) = ("portal.intent", "continue");

#[tokio::test]
async fn faults_are_summed_up_linked_and_shown_at_the_field_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let page = claire.upload(&format!("{draft}/steps/need"), &[("details", "Quiet <units>"), GO], &[]).await.is(422);
    let page = page.has("<title>Error: Your need").has("href=\"#f-subject\"").has("id=\"f-subject-fault\"");
    page.has("aria-invalid=\"true\"").has("Quiet &lt;units&gt;");
    let mut bad = claire.upload(&format!("{draft}/steps/project"), &[("start", "31/02/2099"), GO], &[]).await.is(422);
    bad = bad.has("type=\"text\" value=\"31&#x2f;02&#x2f;2099\"");
    bad.has("Wished start");
}

#[tokio::test]
async fn a_field_appears_only_when_an_answer_calls_for_it() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let step = format!("{draft}/steps/need");
    claire.get(&step).await.is(200).lacks("Contract number").has("value=\"update\"");
    let change = [("subject", "Pump"), ("kind", "change"), ("details", "More of it")];
    let updated = claire.upload(&step, &[&change[..], &[("portal.intent", "update")]].concat(), &[]).await.is(200);
    updated.has("Contract number").has("value=\"Pump\"").lacks("class=\"summary\"");
}

#[tokio::test]
async fn without_a_script_going_on_shows_what_an_answer_brings_up_before_it_is_required() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let step = format!("{draft}/steps/need");
    let change = [("subject", "Pump"), ("kind", "change"), ("details", "More of it"), GO];
    let page = claire.upload(&step, &change, &[]).await.is(200);
    page.has("bring up one more thing").has("href=\"#f-contract\"").lacks("class=\"summary\"");
    claire.upload(&step, &[&change[..], &[("contract", "")]].concat(), &[]).await.is(422).has("class=\"summary\"");
    let wrong = claire.upload(&step, &[&change[..], &[("contract", "12")]].concat(), &[]).await.is(422);
    wrong.has("A contract number is NT- and five digits.");
    let done = claire.upload(&step, &[&change[..], &[("contract", "NT-20415")]].concat(), &[]).await;
    assert_eq!(done.to(), format!("{draft}/steps/project"));
}

#[tokio::test]
async fn a_draft_is_kept_when_one_leaves() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let leave = [("subject", "A heat pump"), ("portal.intent", "leave")];
    let to = claire.upload(&format!("{draft}/steps/need"), &leave, &[]).await.to();
    assert_eq!(to, "/requests?done=draft-saved");
    claire.get(&to).await.is(200).has("A heat pump").has("Not sent yet").has("Saved. You can go on whenever you like.");
    assert_eq!(claire.get(&draft).await.to(), format!("{draft}/steps"));
    claire.get(&format!("{draft}/steps/need")).await.is(200).has("value=\"A heat pump\"");
}

#[tokio::test]
async fn a_file_is_kept_listed_and_taken_back() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let step = format!("{draft}/steps/documents");
    let page = claire.upload(&step, &[("portal.intent", "update")], &[("brief", "../brief.pdf", PDF)]).await.is(200);
    let remove = page.has("brief.pdf").between("name=\"portal.remove\" value=\"", "\"");
    claire.upload(&step, &[("portal.remove", &remove)], &[]).await.is(200).lacks("brief.pdf");
    claire.upload(&step, &[("portal.remove", &remove)], &[]).await.is(200);
}

#[tokio::test]
async fn u04_a_file_that_will_not_do_is_said_at_the_field_and_not_kept() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let step = format!("{draft}/steps/documents");
    let html = claire.upload(&step, &[GO], &[("brief", "a.pdf", b"<script>alert(1)</script>")]).await.is(422);
    html.has("href=\"#f-brief\"").has("is none of these: PDF, office file");
    let empty = claire.upload(&step, &[GO], &[("brief", "b.pdf", b"")]).await.is(422);
    empty.has("“b.pdf” is empty");
    let cut = claire.upload(&step, &[GO], &[("brief", "c.pdf", b"%PDF-1.4\n1 0 obj\n<<>>")]).await.is(422);
    cut.has("did not arrive whole");
    claire.get(&step).await.lacks("name=\"portal.remove\"");
}

#[tokio::test]
async fn a_file_over_the_limit_of_its_kind_is_refused_at_the_field() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let mut large = PDF.to_vec();
    large.resize(21_000_000, b' ');
    let page = claire.upload(&format!("{draft}/steps/documents"), &[GO], &[("brief", "big.pdf", &large)]).await;
    page.is(422).has("larger than 20\u{a0}MB");
}

#[tokio::test]
async fn the_check_page_shows_every_answer_with_a_link_to_change_it() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling for the server room").await;
    let page = claire.get(&format!("{draft}/check")).await.is(200).has("Cooling for the server room").has("€5,000.00");
    let page =
        page.has("31 January 2099").has("brief.pdf").has("Not answered").has("steps&#x2f;need?then=check#f-subject");
    page.has("To prepare your quote").lacks("class=\"summary\"");
}

#[tokio::test]
async fn an_unfinished_draft_is_not_sent_and_says_what_is_missing() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let page = claire.post(&format!("{draft}/check"), &[]).await.is(422);
    page.has("steps&#x2f;need?then=check#f-subject").has("<title>Error: ");
    claire.get("/requests").await.has("Not sent yet");
}

#[tokio::test]
async fn f10_sending_twice_gives_the_same_receipt() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let first = claire.post(&format!("{draft}/check"), &[]).await.to();
    let second = claire.post(&format!("{draft}/check"), &[]).await.to();
    assert_eq!(first, second);
    assert_eq!(claire.get("/requests").await.text().matches("class=\"ref\"").count(), 1);
}

#[tokio::test]
async fn a_draft_is_thrown_away_on_a_page_of_its_own() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    claire.get(&format!("{draft}/discard")).await.is(200).has("Delete this draft?");
    assert_eq!(claire.post(&format!("{draft}/discard"), &[]).await.to(), "/requests?done=draft-discarded");
    claire.get(&draft).await.is(404);
}

#[tokio::test]
async fn u15_a_colleagues_draft_does_not_exist() {
    let world = World::new().await;
    let draft = world.browser("claire").await.post("/requests/new/quote", &[]).await.to();
    let mut aline = world.browser("aline").await;
    for path in [draft.clone(), format!("{draft}/check"), format!("{draft}/steps/need"), format!("{draft}/discard")] {
        aline.get(&path).await.is(404);
    }
    aline.upload(&format!("{draft}/steps/documents"), &[GO], &[("brief", "x.pdf", PDF)]).await.is(404);
    aline.post(&format!("{draft}/check"), &[]).await.is(404);
}

#[tokio::test]
async fn u13_an_endless_file_is_too_large_whether_it_says_so_or_not() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let begin = |length: Option<u64>, body: Body| {
        let request = Request::post(format!("{draft}/steps/documents"))
            .header("host", "novaterm.example")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", format!("__Host-portal={}", claire.cookies["__Host-portal"]))
            .header("content-type", "multipart/form-data; boundary=b");
        length.into_iter().fold(request, |request, length| request.header("content-length", length)).body(body).unwrap()
    };
    let declared = world.app().oneshot(begin(Some(10 << 30), Body::empty())).await.unwrap();
    assert_eq!(declared.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let head = "--b\r\nContent-Disposition: form-data; name=\"brief\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n";
    let pieces = stream::iter([Bytes::from_static(head.as_bytes())]).chain(stream::repeat(vec![b'a'; 1 << 20].into()));
    let endless = world.app().oneshot(begin(None, Body::from_stream(pieces.map(Ok::<_, Infallible>)))).await.unwrap();
    assert_eq!(endless.status(), StatusCode::PAYLOAD_TOO_LARGE);
    claire.get(&draft).await.is(303);
}

#[tokio::test]
async fn somebody_of_two_organisations_chooses_one_before_the_request_and_is_asked_no_more() {
    let world = World::new().await;
    let (alpha, beta) = (organisation(&world, "claire").await, organisation(&world, "bruno").await);
    let mut nadia = world.browser("nadia").await;
    let claire = [("name", "Claire"), ("email", "claire@alpha.example"), ("role", "client_user"), ("locale", "en")];
    nadia.post(&format!("/team/organisations/{beta}/people/invite"), &claire).await.to();
    let invitation = world.letter_path().await;
    world.anybody().post(&invitation, &[("password", PASSWORD)]).await.to();
    let mut claire = world.browser("claire").await;
    claire.get("/requests/new").await.is(200).has("For which organisation?").has("Alpha Logistics").has("Beta Foods");
    assert!(claire.post("/requests/new/quote", &[]).await.to().ends_with("/requests/new"), "it is asked first");
    let page = claire.get(&format!("/requests/new?organisation={beta}")).await.is(200);
    page.has("For Beta Foods.").has(&format!("name=\"organisation\" value=\"{beta}\"")).lacks("For Alpha Logistics");
    let (alpha, beta) = (alpha.to_string(), beta.to_string());
    let draft = claire.post("/requests/new/quote", &[("organisation", &beta)]).await.to();
    assert!(draft.starts_with("/drafts/"), "{draft}");
    let exists = claire.post("/requests/new/quote", &[("organisation", &beta)]).await.to();
    claire.get(&exists).await.is(200).has(&format!("name=\"organisation\" value=\"{beta}\""));
    let other = claire.post("/requests/new/quote", &[("organisation", &alpha)]).await.to();
    assert_ne!(draft, other, "that of the other organisation is not in the way");
    world.browser("bruno").await.post("/requests/new/quote", &[("organisation", &alpha)]).await.is(404);
}

async fn organisation(world: &World, name: &str) -> portal::core::id::OrganisationId {
    world.viewer(name).await.organisations().next().unwrap()
}
