//! What people type, at its worst, on both databases.

use crate::support::{World, pdf};
use chrono::NaiveDate;
use portal::{
    Desk, Refused,
    core::{
        Missing,
        form::RawAnswers,
        id::{Id, RequestId},
        identity::{Membership, Side},
        request::{AskedFor, MoveRequest, Post, Submit},
        store::{Changes, Expect, People, Record, Store},
    },
};

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

async fn submitted(desk: &Desk<'_>) -> RequestId {
    let draft = desk.start_draft("quote").await.unwrap();
    let need = typed(&[("subject", "Cooling\0 for\u{7} us"), ("kind", "installation"), ("details", "Two\0 units.")]);
    let project = typed(&[("start", "2099-01-15"), ("visit", "no")]);
    for (step, answers) in [("need", need), ("project", project), ("documents", typed(&[("terms", "yes")]))] {
        assert_eq!(desk.save_step(draft, step, &answers).await.unwrap().1.faults, [], "{step}");
    }
    desk.submit(&Submit { draft }).await.unwrap().request
}

fn post(request: RequestId, audience: Side, body: &str, key: &str) -> Post {
    Post { request, audience, body: body.to_owned(), key: key.to_owned() }
}

/// Asking for a plan of the site.
fn ask(name: &str, reason: &str, by: Option<NaiveDate>) -> MoveRequest {
    let asked = vec![AskedFor { kind: Id::from("site_plan"), name: name.to_owned() }];
    let (seen, reason) = (1, reason.to_owned());
    MoveRequest {
        seen,
        by: "ask".to_owned(),
        reason,
        note: "A\0 note".to_owned(),
        asked,
        asked_by: by,
        ..MoveRequest::default()
    }
}

on_both!(i03_control_characters_are_taken_out_of_what_people_write, world, {
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let (client, team) = (world.portal.desk(&claire), world.portal.desk(&tom));
    let id = submitted(&client).await;
    team.move_request(id, &ask("The\0 plan\r\n", "So\0 that\r\nwe\u{1b} know.", None)).await.unwrap();
    client.post(&post(id, Side::Client, "One\0 line.\r\nAnother.", "a\0key")).await.unwrap();
    let view = team.request(id).await.unwrap();
    let bodies: Vec<&str> = view.history.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(bodies, ["A note", "One line.\nAnother."]);
    assert_eq!(view.dossier.tasks[0].reason, "So that\nwe know.");
    assert_eq!(view.dossier.tasks[0].items[0].name, "The  plan");
    let nothing = client.post(&post(id, Side::Client, " \0 ", "")).await;
    assert!(matches!(nothing, Err(Refused::Missing(Missing::Text("body")))), "{nothing:?}");
});

on_both!(i16_a_deadline_is_neither_past_nor_after_the_year_9999, world, {
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let id = submitted(&world.portal.desk(&claire)).await;
    let team = world.portal.desk(&tom);
    let day = |year| NaiveDate::from_ymd_opt(year, 12, 31);
    for by in [day(0), day(-4800), day(10_000), Some(NaiveDate::MAX), Some(NaiveDate::MIN)] {
        let answer = team.move_request(id, &ask("", "Please.", by)).await;
        assert!(matches!(answer, Err(Refused::Answers(_))), "{by:?}: {answer:?}");
    }
    team.move_request(id, &ask("", "Please.", day(9999))).await.unwrap();
    world.letters().await;
});

on_both!(a_double_click_writes_once_and_another_text_is_another_message, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let id = submitted(&desk).await;
    for body in ["One.", "One.", "Two."] {
        desk.post(&post(id, Side::Client, body, "key")).await.unwrap();
    }
    let messages = desk.request(id).await.unwrap().history.messages;
    assert_eq!(messages.iter().map(|message| message.body.as_str()).collect::<Vec<_>>(), ["One.", "Two."]);
});

on_both!(t09_who_may_no_longer_open_requests_edits_no_draft, world, {
    let claire = world.viewer("claire").await;
    let draft = world.portal.desk(&claire).start_draft("quote").await.unwrap();
    let seat = world.store.memberships(claire.account()).await.unwrap().remove(0);
    let mut changes = Changes::new();
    changes.write(
        Record::Membership(Membership { role: Id::from("reader"), ..seat.clone() }),
        Expect::Loaded(seat.version),
    );
    world.store.commit(&changes).await.unwrap();
    let gone = world.viewer("claire").await;
    let desk = world.portal.desk(&gone);
    assert!(matches!(desk.draft(draft).await, Err(Refused::Forbidden)));
    assert!(matches!(desk.save_step(draft, "need", &RawAnswers::new()).await, Err(Refused::Forbidden)));
    assert!(matches!(desk.attach(draft, "brief", pdf("brief.pdf")).await, Err(Refused::Forbidden)));
});
