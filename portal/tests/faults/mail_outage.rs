//! A mail server that is away for a day: everything arrives afterwards, in order, but for what nobody needs any more.

use std::collections::HashMap;

use chrono::TimeDelta;
use portal::core::{
    identity::Side,
    notification::DeliveryState,
    request::{Approval, CloseTask, MoveRequest},
    store::Sent,
};

use crate::{
    act::{asked, moved, says},
    mail::{balanced, page, submitted, to_peer, work, work_for},
    mail_peer::{Does, Peer, Stage},
    on_both,
    support::{World, pdf},
};

const HOUR: TimeDelta = TimeDelta::hours(1);

on_both!(f20_after_a_day_without_mail_all_arrives_in_the_order_of_what_happened, world, {
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    peer.does(|stage, _, _| if stage == Stage::Greeting { Does::HangsUp } else { Does::Well });

    let (first, second) = (submitted(&world, "claire").await, submitted(&world, "bruno").await);
    let tom = world.viewer("tom").await;
    moved(&portal.desk(&tom), first, "take", MoveRequest::default()).await.unwrap();
    moved(&portal.desk(&tom), first, "ask", asked()).await.unwrap();
    work_for(&world, &portal, HOUR * 2, TimeDelta::minutes(10)).await;
    for hour in 2..24 {
        if hour % 4 == 0 {
            let (tom, bruno) = (world.viewer("tom").await, world.viewer("bruno").await);
            let word = format!("It is hour {hour}.");
            portal.desk(&tom).post(&says(first, Side::Client, &word, "")).await.unwrap();
            portal.desk(&tom).post(&says(second, Side::Client, &word, "")).await.unwrap();
            portal.desk(&bruno).post(&says(second, Side::Client, &word, "")).await.unwrap();
        }
        if hour == 11 {
            // What the team asked for is handed in while the letters that ask for it still wait.
            let claire = world.viewer("claire").await;
            let desk = portal.desk(&claire);
            let task = desk.request(first).await.unwrap().dossier.tasks.iter().find(|task| task.is_open()).unwrap().id;
            desk.provide(task, 0, pdf("extract.pdf")).await.unwrap();
            desk.close_task(&CloseTask { task, approval: Approval::Done }).await.unwrap();
        }
        work_for(&world, &portal, HOUR, HOUR / 4).await;
    }
    assert_eq!(peer.kept(), [], "nobody got anything");
    let waiting = page(&world, &portal).await;
    for sent in &waiting {
        let waits = (sent.delivery.state, sent.next.is_some()) == (DeliveryState::Pending, true);
        // Whether it is needless is asked at its next try, which may be later than this hour.
        let needless = sent.delivery.rule == "action_required"
            && (sent.delivery.state, sent.next.is_some()) == (DeliveryState::Suppressed, false);
        assert!(waits || needless, "{sent:?}");
    }
    let mut next: Vec<_> = waiting.iter().filter(|sent| sent.delivery.attempts > 0).map(|sent| sent.next).collect();
    let tried = next.len();
    next.sort();
    next.dedup();
    assert_eq!(next.len(), tried, "they do not come back all at once");

    // The first new letter after the outage brings those before it along.
    peer.behaves();
    let tom = world.viewer("tom").await;
    portal.desk(&tom).post(&says(first, Side::Client, "We are back.", "")).await.unwrap();
    work(&portal).await;
    work_for(&world, &portal, TimeDelta::minutes(2), TimeDelta::seconds(2)).await;
    let to_claire = |sent: &&Sent| sent.request.id == first && sent.delivery.recipient == sent.request.opened_by;
    let after = page(&world, &portal).await;
    assert!(after.iter().filter(to_claire).all(|sent| !sent.delivery.is_open()), "{after:?}");

    work_for(&world, &portal, TimeDelta::hours(16), TimeDelta::minutes(20)).await;
    let over = page(&world, &portal).await;
    for sent in &over {
        let needless = sent.delivery.rule == "action_required";
        let (state, reason) = (sent.delivery.state, sent.delivery.reason.as_deref());
        match needless {
            true => assert_eq!((state, reason), (DeliveryState::Suppressed, Some("no_longer_needed"))),
            false => assert_eq!((state, reason), (DeliveryState::Delivered, None), "{sent:?}"),
        }
    }
    assert!(over.iter().any(|sent| sent.delivery.rule == "action_required"));

    let came: HashMap<String, usize> =
        peer.kept().into_iter().enumerate().map(|(place, kept)| (kept.id, place)).collect();
    let mut lines: HashMap<_, Vec<_>> = HashMap::new();
    for sent in over.iter().rev().filter(|sent| sent.delivery.state == DeliveryState::Delivered) {
        let place = came[&format!("<{}@novaterm.example>", sent.delivery.id)];
        lines.entry((sent.request.id, sent.delivery.recipient)).or_default().push(place);
    }
    assert!(lines.values().any(|places| places.len() > 5));
    for (line, places) in lines {
        assert!(places.is_sorted(), "{line:?}: {places:?}");
    }
    balanced(&world, &portal, &peer).await;
});
