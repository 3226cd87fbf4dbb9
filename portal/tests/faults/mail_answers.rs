//! What a mail server may answer, from the submission to the team's page: later, never, not this one, and nothing at all.

use chrono::TimeDelta;
use portal::core::notification::DeliveryState;

use crate::{
    mail::{balanced, page, states, submitted, through, to_peer, whole, work, work_for},
    mail_peer::{Does, Peer, Stage},
    on_both,
    support::World,
};

/// The claim and the letters of a put-off chain take a few seconds of the clock.
const MOMENT: TimeDelta = TimeDelta::seconds(5);

on_both!(f14_later_means_later_with_the_reason_and_the_next_try_in_sight, world, {
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    let answers = [
        (Stage::Greeting, "421 4.3.2 too busy"),
        (Stage::Hello, "421 4.3.2 not now"),
        (Stage::Sender, "451 4.3.0 in trouble"),
        (Stage::Recipient, "450 4.2.1 mailbox busy"),
        (Stage::Recipient, "451 4.7.1 greylisted"),
        (Stage::Recipient, "452 4.2.2 mailbox full"),
        (Stage::Data, "451 4.3.0 in trouble"),
        (Stage::Dot, "452 4.3.1 no room"),
    ];
    for (place, (at, says)) in answers.into_iter().enumerate() {
        submitted(&world, "claire").await;
        peer.does(move |stage, _, _| if stage == at { Does::Says(says.to_owned()) } else { Does::Well });
        work(&portal).await;
        let now = portal.now();
        let waiting: Vec<_> = page(&world, &portal).await.into_iter().filter(|sent| sent.delivery.is_open()).collect();
        assert_eq!(waiting.len(), 3, "{says}");
        for sent in &waiting {
            let reason = sent.delivery.reason.clone().unwrap();
            assert!(reason.contains(says), "{reason}");
            assert_eq!((sent.delivery.attempts, sent.delivery.state), (1, DeliveryState::Pending));
            let wait = sent.next.unwrap() - sent.delivery.tried.unwrap();
            assert!((51..=69).contains(&wait.num_seconds()) && sent.next.unwrap() > now - TimeDelta::minutes(1));
        }
        let mut next: Vec<_> = waiting.iter().map(|sent| sent.next.unwrap()).collect();
        next.sort();
        next.dedup();
        assert_eq!(next.len(), 3, "they come back one by one");
        peer.behaves();
        work_for(&world, &portal, TimeDelta::seconds(80), TimeDelta::seconds(20)).await;
        assert_eq!(states(&world, &portal).await, [("delivered", 3 * (place + 1))].into(), "{says}");
    }
    balanced(&world, &portal, &peer).await;
});

on_both!(f15_never_means_never_until_the_team_says_so, world, {
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    let answers = [
        (Stage::Sender, "550 5.7.1 not from you"),
        (Stage::Recipient, "550 5.1.1 no such user"),
        (Stage::Recipient, "552 5.2.2 over quota"),
        (Stage::Dot, "554 5.6.0 content refused"),
    ];
    for (at, says) in answers {
        submitted(&world, "claire").await;
        peer.does(move |stage, _, _| if stage == at { Does::Says(says.to_owned()) } else { Does::Well });
        work(&portal).await;
        let nadia = world.viewer("nadia").await;
        let failed = async || portal.desk(&nadia).deliveries(true, None).await.unwrap().rows;
        let at_once: Vec<_> = failed().await.iter().map(|sent| sent.delivery.id).collect();
        assert_eq!(at_once.len(), 3);
        work_for(&world, &portal, TimeDelta::days(4), TimeDelta::hours(12)).await;
        peer.behaves();
        // Deadlines that pass meanwhile have letters of their own.
        let failed = failed().await;
        assert!(at_once.iter().all(|id| failed.iter().any(|sent| sent.delivery.id == *id)));
        for sent in failed {
            let reason = sent.delivery.reason.clone().unwrap();
            let is_over = sent.next.is_none() && sent.delivery.attempts == 1;
            assert!(reason.contains(says) && is_over, "{says}: nobody asks again: {sent:?}");
            portal.desk(&nadia).retry_delivery(sent.delivery.id).await.unwrap();
        }
        work_for(&world, &portal, TimeDelta::minutes(10), TimeDelta::minutes(1)).await;
        assert_eq!(states(&world, &portal).await.into_keys().collect::<Vec<_>>(), ["delivered"], "{says}");
    }
    balanced(&world, &portal, &peer).await;
});

on_both!(f17_a_reply_lost_after_the_dot_repeats_once_with_the_same_message_id, world, {
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    submitted(&world, "claire").await;
    peer.does(|stage, _, _| if stage == Stage::Dot { Does::HangsUp } else { Does::Well });
    work(&portal).await;
    assert_eq!(peer.kept().len(), 3);
    assert_eq!(states(&world, &portal).await, [("pending", 3)].into());
    peer.behaves();
    work_for(&world, &portal, TimeDelta::seconds(80), TimeDelta::seconds(20)).await;
    assert_eq!(states(&world, &portal).await, [("delivered", 3)].into());
    let times = peer.times();
    assert_eq!(times.len(), 3, "no letter has two ids");
    assert!(times.values().all(|times| *times == 2), "one repeat for one lost answer: {times:?}");
    whole(&portal).await;
});

on_both!(f18_of_three_recipients_only_those_refused_are_tried_again, world, {
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    submitted(&world, "claire").await;
    peer.does(|stage, talk, _| match (stage, talk.to.as_str()) {
        (Stage::Recipient, "claire@alpha.example") => Does::Says("550 5.1.1 no such user".to_owned()),
        (Stage::Recipient, "tom@novaterm.example") => Does::Says("450 4.2.1 mailbox busy".to_owned()),
        _ => Does::Well,
    });
    work(&portal).await;
    assert_eq!(states(&world, &portal).await, [("delivered", 1), ("failed", 1), ("pending", 1)].into());
    for talk in peer.talks() {
        assert_eq!(talk.data, talk.to == "nadia@novaterm.example", "no letter follows a refused recipient: {talk:?}");
    }
    peer.behaves();
    work_for(&world, &portal, TimeDelta::hours(3), TimeDelta::minutes(30)).await;
    let to: Vec<String> = peer.talks().into_iter().map(|talk| talk.to).collect();
    let times = |who: &str| to.iter().filter(|to| *to == who).count();
    assert_eq!(
        (times("nadia@novaterm.example"), times("tom@novaterm.example"), times("claire@alpha.example")),
        (1, 2, 1)
    );
    assert_eq!(states(&world, &portal).await, [("delivered", 2), ("failed", 1)].into());
    balanced(&world, &portal, &peer).await;
});

on_both!(f19_without_its_protection_no_letter_leaves_and_none_is_lost, world, {
    let (_folder, pem) = crate::real::certificate();
    let (bare, offering) = (crate::real::Peer::start(&[]), crate::real::Peer::start(&["--certificate", &pem]));
    submitted(&world, "claire").await;
    let trusted = std::fs::read(&pem).unwrap();
    let smtp = |port: u16| portal::email::Smtp::from_url(&format!("smtp://localhost:{port}?tls=required")).unwrap();
    // STARTTLS taken away; then a certificate that nobody vouches for; then one of another host.
    let elsewhere = format!("smtp://127.0.0.1:{}?tls=required", offering.port);
    let other_host = portal::email::Smtp::from_url(&elsewhere).unwrap().trusting(&trusted).unwrap();
    for (tries, (mail, peer)) in
        [(smtp(bare.port), &bare), (smtp(offering.port), &offering), (other_host, &offering)].into_iter().enumerate()
    {
        let portal = through(&world, mail).await;
        work(&portal).await;
        world.clock.pass(TimeDelta::minutes(6));
        assert_eq!(peer.senders(), 0, "not a word about the letter in clear, or to a stranger");
        for sent in page(&world, &portal).await {
            assert_eq!((sent.delivery.state, sent.delivery.attempts as usize), (DeliveryState::Pending, tries + 1));
            assert!(sent.delivery.reason.is_some() && sent.next.is_some());
        }
    }
    let portal = through(&world, smtp(offering.port).trusting(&trusted).unwrap()).await;
    work_for(&world, &portal, TimeDelta::minutes(20), TimeDelta::minutes(5)).await;
    world.clock.pass(MOMENT);
    assert_eq!(states(&world, &portal).await, [("delivered", 3)].into());
    assert!((1..=3).all(|number| offering.kept(number).unwrap().1["tls"] == true) && offering.kept(4).is_none());
    whole(&portal).await;
});
