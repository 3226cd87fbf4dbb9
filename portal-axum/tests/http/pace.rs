//! What an account may do so often only (SECURITY R08).

use portal::core::identity::Pace;

use super::{
    client::Answer,
    world::{PDF, World, filled_in},
};
use crate::on_both;

/// Refused for a while, with how long.
fn waits(answer: Answer) {
    let answer = answer.is(429);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

on_both!(r08_sending_uploading_and_searching_are_bounded_for_each_account_and_nothing_is_lost, world, {
    let paced = world.at_pace(Pace { submits: 2, uploads: 3, searches: 2 }).await;
    let mut claire = paced.browser("claire").await;
    let mut drafts = Vec::new();
    for subject in ["Cooling", "Heating", "Drying"] {
        drafts.push(filled_in(&mut claire, subject).await);
    }
    let step = format!("{}/steps/documents", drafts[2]);
    waits(claire.upload(&step, &[("terms", "yes")], &[("brief", "other.pdf", PDF)]).await);
    claire.get(&step).await.is(200).has("brief.pdf").lacks("other.pdf");
    for draft in &drafts[..2] {
        claire.post(&format!("{draft}/check"), &[]).await.to();
    }
    let check = format!("{}/check", drafts[2]);
    waits(claire.post(&check, &[]).await);
    claire.get(&check).await.is(200).has("Drying");
    for words in ["cooling", "heating"] {
        claire.get(&format!("/requests?words={words}")).await.is(200);
    }
    waits(claire.get("/requests?words=drying").await);
    waits(claire.get("/documents?words=brief").await);
    claire.get("/requests").await.is(200);
    let mut aline = paced.browser("aline").await;
    let hers = filled_in(&mut aline, "Lighting").await;
    aline.post(&format!("{hers}/check"), &[]).await.to();
    aline.get("/requests?words=cooling").await.is(200);
});
