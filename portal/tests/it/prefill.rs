//! Forms that begin with what the host says and what one answered last time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use crate::support::World;
use async_trait::async_trait;
use chrono::NaiveDate;
use portal::{
    Desk, Portal,
    core::{
        definition::Source,
        form::{RawAnswers, Value},
        host::{Host, HostError, HostQuestion},
        id::{DraftId, Id},
        request::Submit,
    },
};

const PORTAL: &str = "
portal: test
name: Test
attributes:
  host:
    - {id: plan, label: Plan}
    - {id: since, type: date, label: Since}
    - {id: vip, type: yes_no, label: Important}
";

const HELP: &str = r"
request: help
label: Help
fields:
  - {id: plan, label: Plan, prefill: host.plan}
  - {id: since, type: date, required: false, label: Since, prefill: host.since}
  - {id: company, label: Company, prefill: organisation.name}
  - {id: again, label: Again, required: false, prefill: last.details}
  - {id: hotline, label: Hotline, required: false, show_when: host.vip}
  - {id: details, label: Details}
";

const PLAIN: &str = r"
request: plain
label: Plain
fields:
  - {id: details, label: Details}
";

/// A host that keeps what it was asked, and says what it is told to, or nothing.
#[derive(Clone, Default)]
struct Crm {
    asked: Arc<Mutex<Vec<HostQuestion>>>,
    says: Arc<Mutex<Option<BTreeMap<Id, Value>>>>,
}

#[async_trait]
impl Host for Crm {
    async fn attributes(&self, asked: &HostQuestion) -> Result<BTreeMap<Id, Value>, HostError> {
        self.asked.lock().unwrap().push(asked.clone());
        self.says.lock().unwrap().clone().ok_or_else(|| "away".into())
    }
}

async fn portal(world: &World, host: Option<Crm>) -> Portal {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources =
        [source("portal.yaml", PORTAL), source("requests/help.yaml", HELP), source("requests/plain.yaml", PLAIN)];
    let builder = portal::builder(world.store.clone())
        .secret_key([7; 32])
        .sources(sources.into())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone());
    let builder = host.into_iter().fold(builder, portal::Builder::host);
    builder.build().await.unwrap_or_else(|error| panic!("{error}"))
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 2, 29).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

async fn answers(desk: &Desk<'_>, draft: DraftId) -> impl Fn(&str) -> Option<Value> {
    let answers = desk.draft(draft).await.unwrap().draft.answers;
    move |field| answers.get(field).cloned()
}

async fn sent(desk: &Desk<'_>, details: &str) {
    let draft = desk.start_draft("help").await.unwrap();
    let typed = [("plan", "gold"), ("company", "Alpha"), ("details", details)];
    let raw: RawAnswers = typed.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
    assert_eq!(desk.save_step(draft, "form", &raw).await.unwrap().1.faults, []);
    desk.submit(&Submit { draft }).await.unwrap();
}

on_both!(a_form_begins_with_what_the_host_and_the_organisation_are_known_for, world, {
    let crm = Crm::default();
    let said = [("plan", Value::Text("gold".into())), ("since", Value::Date(day()))];
    *crm.says.lock().unwrap() = Some(said.map(|(id, value)| (Id::from(id), value)).into());
    let portal = portal(&world, Some(crm.clone())).await;
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let answer = answers(&desk, draft).await;
    assert_eq!((answer("plan"), answer("since")), (Some(text("gold")), Some(Value::Date(day()))));
    assert_eq!((answer("company"), answer("again")), (Some(text("Alpha Logistics")), None));
    let asked = crm.asked.lock().unwrap()[0].clone();
    assert_eq!((asked.email.as_str(), asked.organisation_name.as_str()), ("claire@alpha.example", "Alpha Logistics"));
    assert_eq!(asked.attributes, ["plan", "since", "vip"].map(Id::from));
});

on_both!(a_form_that_names_nothing_of_the_host_does_not_ask_it, world, {
    let crm = Crm::default();
    let portal = portal(&world, Some(crm.clone())).await;
    let claire = world.viewer("claire").await;
    let draft = portal.desk(&claire).start_draft("plain").await.unwrap();
    portal.desk(&claire).draft(draft).await.unwrap();
    portal.desk(&claire).drafts().await.unwrap();
    assert_eq!(*crm.asked.lock().unwrap(), []);
});

on_both!(what_the_host_says_in_another_type_or_not_at_all_is_unknown, world, {
    let crm = Crm::default();
    let said = [("plan", Value::Bool(true)), ("since", Value::Null), ("other", Value::Bool(true))];
    *crm.says.lock().unwrap() = Some(said.map(|(id, value)| (Id::from(id), value)).into());
    let portal = portal(&world, Some(crm)).await;
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let answer = answers(&desk, draft).await;
    assert_eq!((answer("plan"), answer("since"), answer("company")), (None, None, Some(text("Alpha Logistics"))));
});

on_both!(a_host_that_is_away_or_absent_holds_up_no_form, world, {
    let claire = world.viewer("claire").await;
    for host in [Some(Crm::default()), None] {
        let portal = portal(&world, host).await;
        let desk = portal.desk(&claire);
        let draft = desk.start_another_draft("help").await.unwrap();
        let answer = answers(&desk, draft).await;
        assert_eq!((answer("plan"), answer("company")), (None, Some(text("Alpha Logistics"))));
        desk.discard_draft(draft).await.unwrap();
        sent(&desk, "It goes on").await;
    }
});

on_both!(a_list_of_drafts_asks_the_host_once, world, {
    let crm = Crm::default();
    *crm.says.lock().unwrap() = Some(BTreeMap::new());
    let portal = portal(&world, Some(crm.clone())).await;
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    for _ in 0..3 {
        desk.start_another_draft("help").await.unwrap();
    }
    crm.asked.lock().unwrap().clear();
    assert_eq!(desk.drafts().await.unwrap().len(), 3);
    assert_eq!(crm.asked.lock().unwrap().len(), 1);
});

on_both!(a_form_begins_with_what_the_same_person_answered_last_time, world, {
    let portal = portal(&world, None).await;
    let (claire, aline) = (world.viewer("claire").await, world.viewer("aline").await);
    let desk = portal.desk(&claire);
    sent(&desk, "A pump").await;
    sent(&desk, "Two pumps").await;
    sent(&portal.desk(&aline), "A colleague's").await;
    let draft = desk.start_draft("help").await.unwrap();
    assert_eq!(answers(&desk, draft).await("again"), Some(text("Two pumps")));
    let bruno = world.viewer("bruno").await;
    let desk = portal.desk(&bruno);
    let draft = desk.start_draft("help").await.unwrap();
    assert_eq!(answers(&desk, draft).await("again"), None, "he never asked");
});
