//! Rows and letters that cannot be dealt with: given up after five times, in plain sight, and nobody else waits.

use async_trait::async_trait;
use chrono::TimeDelta;
use portal::{
    core::{
        channel::{Channel, ChannelError, Envelope},
        notification::DeliveryState,
        store::{GivenUp, JobKind},
    },
    email::Smtp,
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::{
    mail::{page, submitted, to_peer, whole, work, work_for},
    mail_peer::{Does, Peer, Stage},
    on_both,
    support::{World, definition_folder},
};

/// Runs statements on the world's database, past its checks. Each is given for Postgres and for SQLite.
async fn by_hand(world: &World, postgres: &str, sqlite: &str) {
    if world.url.starts_with("postgres") {
        let mut conn = PgConnection::connect(&world.url).await.unwrap();
        conn.execute(AssertSqlSafe(postgres)).await.unwrap();
    } else {
        let mut conn = SqliteConnection::connect(&world.url).await.unwrap();
        conn.execute("pragma ignore_check_constraints = on; pragma foreign_keys = off").await.unwrap();
        conn.execute(AssertSqlSafe(sqlite)).await.unwrap();
    }
}

/// Stumbles over the letters to one person, as a template might.
struct Stumbling(Smtp);

#[async_trait]
impl Channel for Stumbling {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        assert_ne!(envelope.to, "tom@novaterm.example", "a template that panics");
        self.0.send(envelope).await
    }
}

/// Past all the waits of what cannot be done: 10 s, 1 m, 5 m, 15 m, each up to 15 % longer.
const ALL_WAITS: TimeDelta = TimeDelta::minutes(26);

on_both!(f22_a_letter_that_panics_fails_after_five_times_and_the_others_go, world, {
    let peer = Peer::start().await;
    let portal = portal::builder(world.store.clone())
        .secret_key([7; 32])
        .definitions(definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(Stumbling(Smtp::from_url(&peer.url()).unwrap()))
        .clock(world.clock.clone())
        .build()
        .await
        .unwrap();
    submitted(&world, "claire").await;
    work(&portal).await;
    assert_eq!(peer.kept().len(), 2, "the others go at once");
    work_for(&world, &portal, ALL_WAITS, TimeDelta::minutes(1)).await;
    let nadia = world.viewer("nadia").await;
    let failed = portal.desk(&nadia).deliveries(true, None).await.unwrap().rows;
    assert_eq!(failed.len(), 1);
    assert!(failed[0].delivery.reason.as_deref().unwrap().contains("a template that panics"), "{failed:?}");
    assert!(peer.talks().iter().all(|talk| talk.to != "tom@novaterm.example"));
    submitted(&world, "bruno").await;
    work(&portal).await;
    assert_eq!(peer.kept().len(), 4, "the worker lives");

    let mended = to_peer(&world, &peer).await;
    mended.desk(&nadia).retry_delivery(failed[0].delivery.id).await.unwrap();
    work(&mended).await;
    assert_eq!(peer.kept().iter().filter(|kept| kept.to == "tom@novaterm.example").count(), 1);
    work_for(&world, &mended, ALL_WAITS, TimeDelta::minutes(1)).await;
    crate::mail::balanced(&world, &mended, &peer).await;
});

on_both!(f22_rows_that_cannot_be_read_are_given_up_in_sight_and_hold_up_nobody, world, {
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    let nadia = world.viewer("nadia").await;
    peer.does(|stage, _, _| if stage == Stage::Greeting { Does::HangsUp } else { Does::Well });

    // Letters of a request whose definition cannot be loaded, and one whose row cannot be read.
    submitted(&world, "bruno").await;
    work(&portal).await;
    by_hand(
        &world,
        "insert into portal_definition select 'gone', '[]', published from portal_definition limit 1; \
         update portal_request set definition = 'gone'; \
         alter table portal_delivery drop constraint portal_delivery_state_check; \
         update portal_delivery set state = 'lost' where recipient = (select opened_by from portal_request)",
        "insert into portal_definition select 'gone', '[]', published from portal_definition limit 1; \
         update portal_request set definition = 'gone'; \
         update portal_delivery set state = 'lost' where recipient = (select opened_by from portal_request)",
    )
    .await;
    // An act that cannot be read, and a job of a kind that nobody knows, first in the line.
    submitted(&world, "claire").await;
    by_hand(
        &world,
        "create table kept as select id, data from portal_event; \
         update portal_event set data = '{\"kind\": \"dance\"}' where request in \
         (select id from portal_request where definition <> 'gone'); \
         alter table portal_job drop constraint portal_job_kind_check; \
         insert into portal_job (id, kind, subject, due, attempts) \
         values (gen_random_uuid(), 'dance', gen_random_uuid(), timestamptz 'epoch', 0)",
        "create table kept as select id, data from portal_event; \
         update portal_event set data = '{\"kind\": \"dance\"}' where request in \
         (select id from portal_request where definition <> 'gone'); \
         insert into portal_job (id, kind, subject, due, attempts) values (randomblob(16), 'dance', randomblob(16), 0, 0)",
    )
    .await;

    peer.behaves();
    submitted(&world, "aline").await;
    work(&portal).await;
    assert_eq!(peer.kept().len(), 3, "the letters of a healthy request go at once");
    work_for(&world, &portal, TimeDelta::hours(2), TimeDelta::minutes(1)).await;

    let desk = portal.desk(&nadia);
    let failed = desk.deliveries(true, None).await.unwrap().rows;
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert!(failed.iter().all(|sent| sent.delivery.reason.is_some() && sent.next.is_none()));
    let given_up = desk.given_up().await.unwrap();
    let find = |kind: JobKind| -> GivenUp { given_up.iter().find(|work| work.kind == kind).unwrap().clone() };
    assert_eq!(given_up.len(), 3, "{given_up:?}");
    assert!(given_up.iter().all(|work| work.attempts >= 5 && !work.reason.is_empty()));
    let (act, letter) = (find(JobKind::Notify), find(JobKind::Deliver));
    assert!(act.request.is_some() && letter.request.is_some() && find(JobKind::Other).request.is_none());

    // Mended and taken up again by the team, everything arrives.
    by_hand(
        &world,
        "update portal_event set data = (select data from kept where kept.id = portal_event.id) \
         where id in (select id from kept); drop table kept; \
         update portal_request set definition = (select hash from portal_definition where hash <> 'gone'); \
         delete from portal_definition where hash = 'gone'; delete from portal_job where kind = 'dance'; \
         update portal_delivery set state = 'pending' where state = 'lost'",
        "update portal_event set data = (select data from kept where kept.id = portal_event.id) \
         where id in (select id from kept); drop table kept; \
         update portal_request set definition = (select hash from portal_definition where hash <> 'gone'); \
         delete from portal_definition where hash = 'gone'; delete from portal_job where kind = 'dance'; \
         update portal_delivery set state = 'pending' where state = 'lost'",
    )
    .await;
    for work in [act.id, letter.id] {
        desk.retry_job(work).await.unwrap();
        assert!(matches!(desk.retry_job(work).await, Err(portal::Refused::NotHere)));
    }
    for sent in failed {
        desk.retry_delivery(sent.delivery.id).await.unwrap();
    }
    work_for(&world, &portal, TimeDelta::minutes(2), TimeDelta::seconds(5)).await;
    assert!(page(&world, &portal).await.iter().all(|sent| sent.delivery.state == DeliveryState::Delivered));
    assert_eq!((peer.kept().len(), peer.times().len()), (9, 9));
    whole(&portal).await;
});
