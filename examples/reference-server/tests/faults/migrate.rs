//! The first start of the program: killed in the middle of making its tables, or two at once on the same place.

use std::os::unix::process::ExitStatusExt;

use crate::{browser::Browser, place::Place};

async fn killed(place: Place) {
    for _ in 0..2 {
        let mut doomed = place.start().with("PORTAL_FAULT", "migrate.ran:1:kill").spawn();
        assert_eq!(doomed.ended().await.signal(), Some(9), "{}", doomed.log());
    }
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    claire.submit(&claire.filled_in("After all").await.unwrap()).await.unwrap();
    place.settles(&server).await;
    place.holds();
}

async fn two_at_once(place: Place) {
    let start = place.start();
    let (mut one, mut other) = (start.spawn(), start.spawn());
    let addresses = [one.listening(), other.listening()];
    for address in addresses {
        let claire = Browser::of(&address, "claire").await;
        claire.submit(&claire.filled_in(&address).await.unwrap()).await.unwrap();
    }
    assert_eq!(place.number("select count(*) from portal_request").await, 2);
    assert_eq!(place.number("select count(*) from portal_definition").await, 1);
    place.settles(&one).await;
    place.holds();
}

on_both!(f33_a_first_start_that_is_killed_is_done_by_the_next, killed);
on_both!(f33_of_two_first_starts_at_once_one_waits_and_both_go_on, two_at_once);
