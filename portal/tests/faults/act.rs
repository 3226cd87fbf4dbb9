//! What people do in these tests.

use portal::{
    Desk,
    core::{form::RawAnswers, id::DraftId},
};

use crate::support::pdf;

/// Answers as a form sends them.
pub fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

/// A quote that is ready to be sent, with a file.
pub async fn filled(desk: &Desk<'_>) -> DraftId {
    let draft = desk.start_draft("quote").await.unwrap();
    desk.attach(draft, "brief", pdf("brief.pdf")).await.unwrap();
    for (step, answers) in [
        ("need", typed(&[("subject", "Heating"), ("kind", "maintenance"), ("details", "Yearly.")])),
        ("project", typed(&[("start", "2099-01-15"), ("visit", "no")])),
        ("documents", typed(&[("terms", "yes")])),
    ] {
        desk.save_step(draft, step, &answers).await.unwrap();
    }
    draft
}
