//! The door: an entrance that fails lets nobody in.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::request::Parts;
use portal::{
    Portal, Refused,
    core::{
        id::AccountId,
        identity::{Entered, Secret},
    },
};
use portal_axum::{Entrance, Web, links::Links};

use super::{
    client::Client,
    world::{World, address},
};

/// A host that knows its people, when it is well.
enum Host {
    Knows(AccountId),
    Panics,
    Hangs,
}

#[async_trait]
impl Entrance for Host {
    async fn identify(&self, portal: &Portal, _: &Parts) -> Result<Option<Entered>, Refused> {
        match self {
            Self::Knows(account) => {
                let token: Secret = portal.sign_in_as(*account).await?.token;
                portal.enter(&token).await
            }
            Self::Panics => panic!("the host's own fault"),
            Self::Hangs => std::future::pending().await,
        }
    }

    fn challenge(&self, _: &Links, next: &str) -> String {
        format!("https://host.example/login?to={next}")
    }
}

fn browser(world: &World, host: Host) -> Client {
    Client::new(Web::new(world.portal.clone()).entrance_of(Arc::new(host)).router())
}

#[tokio::test]
async fn a_host_brings_its_own_people() {
    let world = World::new().await;
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    browser(&world, Host::Knows(claire)).get("/").await.is(200).has("Hello Claire");
}

#[tokio::test]
async fn f38_an_entrance_that_panics_or_hangs_lets_nobody_through() {
    let world = World::new().await;
    browser(&world, Host::Panics).get("/").await.is(503).has("not available right now").lacks("own fault");
    tokio::time::pause();
    browser(&world, Host::Hangs).get("/sign-in").await.is(503).has("not available right now");
}
