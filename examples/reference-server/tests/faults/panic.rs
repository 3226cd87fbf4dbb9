//! A handler that panics: a 500 for that request only, with a page that says so, and nothing by half.

use crate::{browser::Browser, place::Place};

/// The points that a submission passes, and whether it is committed when it has come so far.
const POINTS: [(&str, bool); 5] = [
    ("commit.before_transaction", false),
    ("commit.between_tables", false),
    ("commit.before_commit", false),
    ("commit.after_commit", true),
    ("answer.before_it_leaves", true),
];

async fn a_panic_costs_one_answer(place: Place) {
    let mut server = place.start().start();
    let mut claire = Browser::of(&server.address, "claire").await;
    for (n, (point, committed)) in (0..).zip(POINTS) {
        let draft = claire.filled_in(&format!("Panic at {point}")).await.unwrap();
        place.settles(&server).await;
        server.kill();
        // The first to pass any point is the submission: nothing else is left to do.
        server = place.start().with("PORTAL_FAULT", format!("{point}:1:panic")).start();
        claire = claire.moved(&server.address);
        let broken = claire.post(&format!("{draft}/check"), &[]).await.unwrap();
        server.says(&format!("a fault at {point}")).await;
        assert_eq!(broken.status, 500, "{broken:?}");
        let page = broken.body.contains("<title>") && broken.body.contains("give the reference");
        assert!(page, "a page with a reference: {broken:?}");
        let requests = "select count(*) from portal_request";
        assert_eq!(place.number(requests).await, n + i64::from(committed), "{point}: wholly or not at all");

        assert_eq!(claire.get("/portal/requests").await.unwrap().status, 200, "others are answered");
        let request = claire.submit(&draft).await.unwrap();
        assert_eq!(request, claire.submit(&draft).await.unwrap());
        assert_eq!(place.number(requests).await, n + 1, "{point}: once, after all");
        place.settles(&server).await;
        place.holds();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f44_a_handler_that_panics_is_a_500_for_its_own_request_sqlite() {
    a_panic_costs_one_answer(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f44_a_handler_that_panics_is_a_500_for_its_own_request_postgres() {
    a_panic_costs_one_answer(Place::postgres().await).await;
}
