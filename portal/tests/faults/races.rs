//! Many at once on one request: one of them wins, the others are told, and the history is one line (SECURITY F27).

use std::{collections::BTreeMap, sync::Arc};

use portal::{
    Portal, Refused, Viewer,
    core::{
        id::RequestId,
        request::{MoveRequest, Submit},
    },
};
use tokio::{sync::Barrier, task::JoinSet};

use crate::{
    act::{asked, filled},
    support::World,
};

/// How many want something at once.
const CLIENTS: usize = 32;

/// What they want: no two of these go together.
fn wanted(number: usize) -> (&'static str, MoveRequest) {
    let (who, by, rest) = match number % 5 {
        0 => ("tom", "take", MoveRequest::default()),
        1 => ("nadia", "ask", asked()),
        2 => ("tom", "refuse", MoveRequest { reason: "We do not do that.".into(), ..MoveRequest::default() }),
        3 => ("claire", "withdraw", MoveRequest::default()),
        _ => ("nadia", "take", MoveRequest::default()),
    };
    (who, MoveRequest { by: by.to_owned(), seen: 1, ..rest })
}

async fn wants(
    portal: Portal,
    viewer: Viewer,
    id: RequestId,
    input: MoveRequest,
    start: Arc<Barrier>,
) -> Result<(), Refused> {
    start.wait().await;
    portal.desk(&viewer).move_request(id, &input).await
}

async fn one_wins(world: World) {
    let mut viewers = BTreeMap::new();
    for name in ["claire", "tom", "nadia"] {
        viewers.insert(name, world.viewer(name).await);
    }
    let desk = world.portal.desk(&viewers["claire"]);
    for round in 0..if std::env::var_os("PORTAL_TEST_LONG").is_some() { 100 } else { 10 } {
        let draft = filled(&desk).await;
        let id = desk.submit(&Submit { draft }).await.unwrap().request;
        world.letters().await;
        let start = Arc::new(Barrier::new(CLIENTS));
        let mut clients = JoinSet::new();
        for number in 0..CLIENTS {
            let (who, input) = wanted(number);
            clients.spawn(wants(world.portal.clone(), viewers[who].clone(), id, input, start.clone()));
        }
        let (mut won, mut away) = (0, 0);
        for told in clients.join_all().await {
            match told {
                Ok(()) => won += 1,
                Err(Refused::Stale) => {}
                // A busy machine may keep somebody waiting for too long; then nobody knows whether it was done.
                Err(Refused::Unavailable(_)) => away += 1,
                Err(refused) => panic!("round {round}: {refused:?}"),
            }
        }
        let view = world.portal.desk(&viewers["tom"]).request(id).await.unwrap();
        let moves = view.history.events.iter().filter(|event| event.what.kind() == "request.moved").count();
        assert!(moves == 1 || (moves == 0 && away == CLIENTS), "round {round}: {moves} moves were made");
        assert!(won == moves || (won == 0 && away > 0), "round {round}: {won} were told that theirs was made");
        let mut told: Vec<String> = world.letters().await.into_iter().map(|(to, _)| to).collect();
        let letters = told.len();
        told.sort();
        told.dedup();
        assert_eq!(told.len(), letters, "round {round}: nobody is told twice");
        let broken = portal::verify(&world.portal).await.unwrap();
        assert!(broken.is_empty(), "round {round}: {broken:?}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f27_of_32_contradictory_moves_one_is_made_sqlite() {
    one_wins(World::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f27_of_32_contradictory_moves_one_is_made_postgres() {
    one_wins(World::postgres().await).await;
}
