//! What the tests of deliveries share: portals that send through a given server, and what the team's page shows.

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use portal::{
    Portal,
    core::{id::RequestId, notification::DeliveryState, request::Submit, store::Sent},
    email::Smtp,
};

use crate::{
    act::filled,
    mail_peer::Peer,
    support::{World, definition_folder},
};

/// The world's portal on another mail server.
pub async fn through(world: &World, mail: Smtp) -> Portal {
    portal::builder(world.store.clone())
        .secret_key([7; 32])
        .definitions(definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(mail)
        .clock(world.clock.clone())
        .build()
        .await
        .unwrap()
}

pub async fn to_peer(world: &World, peer: &Peer) -> Portal {
    through(world, Smtp::from_url(&peer.url()).unwrap()).await
}

/// A request of one of the clients: a receipt to them, and a letter to each of the team's two.
pub async fn submitted(world: &World, by: &str) -> RequestId {
    let viewer = world.viewer(by).await;
    let desk = world.portal.desk(&viewer);
    let draft = filled(&desk).await;
    desk.submit(&Submit { draft }).await.unwrap().request
}

/// Does everything that is due.
pub async fn work(portal: &Portal) {
    while portal.tick().await.unwrap() > 0 {}
}

/// Lets time pass and does what becomes due meanwhile.
pub async fn work_for(world: &World, portal: &Portal, time: TimeDelta, step: TimeDelta) {
    let mut left = time;
    while left > TimeDelta::zero() {
        world.clock.pass(step.min(left));
        left -= step;
        work(portal).await;
    }
}

/// The team's page of deliveries, newest first, to its end.
pub async fn page(world: &World, portal: &Portal) -> Vec<Sent> {
    let nadia = world.viewer("nadia").await;
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = portal.desk(&nadia).deliveries(false, after.as_ref()).await.unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

/// How many deliveries are in each state.
pub async fn states(world: &World, portal: &Portal) -> BTreeMap<&'static str, usize> {
    let mut states = BTreeMap::new();
    for sent in page(world, portal).await {
        *states.entry(sent.delivery.state.word()).or_default() += 1;
    }
    states
}

/// The ledger: what the page calls delivered the server has kept exactly once, and nothing else; all rows hold.
pub async fn balanced(world: &World, portal: &Portal, peer: &Peer) {
    let times = peer.times();
    let mut delivered = 0;
    for sent in page(world, portal).await {
        let id = format!("<{}@novaterm.example>", sent.delivery.id);
        let expected = usize::from(sent.delivery.state == DeliveryState::Delivered);
        assert_eq!(times.get(&id).copied().unwrap_or_default(), expected, "{sent:?}");
        delivered += expected;
    }
    assert_eq!(times.len(), delivered, "nothing was sent that the page does not show");
    whole(portal).await;
}

/// All that must hold of rows and files holds.
pub async fn whole(portal: &Portal) {
    let broken = portal::verify(portal).await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
}

/// Waits for something, for at most two minutes.
pub async fn until<T>(what: &str, mut is_so: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..2_400 {
        if let Some(value) = is_so().await {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}: not within two minutes");
}
