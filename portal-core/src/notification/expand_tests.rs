//! Who is told of what.

use super::{Candidate, expand};
use crate::{
    definition::Definition,
    fixture::{
        ALINE, CLAIRE, Counting, MALLORY, TOM, account, definition, dossier, make, moment, person, quote, with_rules,
    },
    id::{AccountId, Id},
    identity::{Side, Viewer},
    request::{Item, Life, TaskAction},
    store::{Act, Change},
};

const ZOE: u128 = 5;

fn everybody(definition: &Definition) -> Vec<Candidate> {
    let people = [
        person(CLAIRE, 1, "client_user"),
        person(ALINE, 1, "client_admin"),
        person(MALLORY, 2, "client_admin"),
        person(TOM, 0, "team_member"),
        person(ZOE, 0, "team_member"),
    ];
    let candidate = |(account, memberships): (_, Vec<_>)| {
        let viewer = Viewer::new(&account, &memberships, definition);
        Candidate { account, viewer }
    };
    people.into_iter().map(candidate).collect()
}

/// Who is told by which rule when a life ends as `live` left it.
fn told(actor: u128, status: &str, live: impl FnOnce(&mut Life<'_>, &Definition)) -> Vec<(AccountId, String)> {
    told_by(&definition(), actor, status, live)
}

/// The same under a definition of one's own.
fn told_by(
    definition: &Definition,
    actor: u128,
    status: &str,
    live: impl FnOnce(&mut Life<'_>, &Definition),
) -> Vec<(AccountId, String)> {
    let ids = Counting::default();
    let moment = moment(definition, &ids, actor);
    let mut given = dossier(definition, status);
    given.documents.push(quote(Side::Team));
    given.request.owner = Some(account(TOM)).filter(|_| status != "received");
    let mut life = Life::new(moment, given);
    live(&mut life, definition);
    let dossier = life.dossier().clone();
    let changes = life.into_changes(crate::store::Expect::Loaded(crate::id::Version::FIRST));
    let event = |change: &Change| if let Change::Append(event) = change { Some(event.clone()) } else { None };
    let act = Act { events: changes.as_slice().iter().filter_map(event).collect(), dossier };
    let deliveries = expand(&moment, &act, &everybody(definition));
    deliveries.into_iter().map(|delivery| (delivery.recipient, delivery.rule.to_string())).collect()
}

fn is(number: u128, rule: &str) -> (AccountId, String) {
    (account(number), rule.to_owned())
}

#[test]
fn a_submission_gives_a_receipt_to_the_requester_and_a_call_to_the_queue() {
    let told = told(CLAIRE, "received", |life, _| {
        let start = Id::from("received");
        life.log(Side::Client, crate::request::Happening::Submitted { status: start });
    });
    assert_eq!(told, [is(CLAIRE, "receipt"), is(TOM, "new_request"), is(ZOE, "new_request")]);
}

#[test]
fn asking_is_one_message_to_each_who_can_answer_and_none_to_the_asker() {
    let told = told(TOM, "processing", |life, definition| {
        make(life, &definition.requests["quote"], "ask");
        let item = Item::new(Id::from("extract"));
        let task = life.blank_task(TaskAction::Provide, vec![item], None);
        life.open(task);
    });
    assert_eq!(told, [is(CLAIRE, "action_required"), is(ALINE, "action_required")]);
}

#[test]
fn a_proposal_asks_only_who_may_approve_and_shows_the_document_to_the_requester() {
    let told = told(TOM, "processing", |life, definition| make(life, &definition.requests["quote"], "propose"));
    assert_eq!(told, [is(CLAIRE, "document_available"), is(ALINE, "action_required")]);
}

#[test]
fn an_approval_tells_the_owner_and_the_requester() {
    let told = told(ALINE, "processing", |life, definition| {
        make(life, &definition.requests["quote"], "propose");
        let task = life.tasks()[0].id;
        life.close(task, Ok(()));
    });
    assert!(told.contains(&is(TOM, "action_answered")), "{told:?}");
    assert!(told.iter().all(|(who, _)| *who != account(ALINE) && *who != account(MALLORY)), "{told:?}");
}

#[test]
fn a_note_and_a_silent_move_reach_no_client() {
    let told = told(TOM, "processing", |life, definition| {
        make(life, &definition.requests["quote"], "consult");
        life.say(Side::Team, account(TOM), "They are slow.".into());
    });
    assert_eq!(told, []);
}

#[test]
fn a_message_goes_to_the_other_side() {
    let from_client = told(CLAIRE, "processing", |life, _| {
        life.say(Side::Client, account(CLAIRE), "Hello?".into());
    });
    assert_eq!(from_client, [is(TOM, "new_reply")]);
    let from_team = told(TOM, "processing", |life, _| {
        life.say(Side::Client, account(TOM), "Hello!".into());
    });
    assert_eq!(from_team, [is(CLAIRE, "new_reply")]);
}

#[test]
fn w11_another_company_is_never_told() {
    let told = told(TOM, "processing", |life, definition| make(life, &definition.requests["quote"], "propose"));
    assert!(told.iter().all(|(who, _)| *who != account(MALLORY)));
}

#[test]
fn a_rule_that_is_off_tells_nobody_and_one_through_a_channel_sends_no_mail() {
    let off = with_rules("closed: {off: true}\n  chat: {on: request.closed, through: room}");
    let told = told_by(&off, TOM, "processing", |life, definition| {
        make(life, &definition.requests["quote"], "refuse");
    });
    assert!(told.iter().all(|(_, rule)| rule != "closed" && rule != "chat"), "{told:?}");
}

#[test]
fn the_condition_of_a_rule_knows_the_side_that_acted_the_move_and_the_task() {
    let definition = with_rules(
        "ours: {on: request.moved, when: 'side == \"team\" && move == \"propose\"', to: team}\n  \
         theirs: {on: task.done, when: 'task == \"approve_quote\" && side == \"client\"', to: team}",
    );
    let by_team = told_by(&definition, TOM, "processing", |life, definition| {
        make(life, &definition.requests["quote"], "propose");
    });
    assert!(by_team.contains(&is(ZOE, "ours")), "{by_team:?}");
    let by_client = told_by(&definition, ALINE, "processing", |life, definition| {
        make(life, &definition.requests["quote"], "propose");
        let task = life.tasks()[0].id;
        life.close(task, Ok(()));
    });
    assert!(by_client.contains(&is(ZOE, "theirs")), "{by_client:?}");
    assert!(by_client.iter().all(|(_, rule)| rule != "ours"), "{by_client:?}");
}
