//! What is explained is what is admitted, and the reason is the one that holds.

use proptest::{prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{
    definition::{Source, load},
    fixture::monday,
    id::{AccountId, OrganisationId, ProjectId, RequestId, Version},
    identity::{Matter, Paper},
};

const PORTAL: &str = "
portal: test
name: Test
queues: {sales: {label: Sales}, care: {label: Care}}
roles:
  seller: {label: Seller, like: team_member, can: {request.view: queues, document.view: queues}}
  helper: {label: Helper, like: team_member, can: {request.view: own, document.view: own}}
  partner: {label: Partner, like: client_user, can: {request.view: projects, document.view: projects}}
";
const DOCUMENTS: &str = "
kinds:
  plan: {label: Plan, accepts: [pdf]}
  secret: {label: Secret, accepts: [pdf], seen_by: [team_admin, client_admin]}
";
const OPEN: &str = "
request: open
label: Open
fields: [{id: what, label: What}]
";
const QUIET: &str = "
request: quiet
label: Quiet
seen_by: [requester, owner, client_admin, team_admin]
fields: [{id: what, label: What}]
";
const ROLES: [&str; 9] = [
    "client_viewer",
    "client_user",
    "client_admin",
    "partner",
    "team_member",
    "team_admin",
    "seller",
    "helper",
    "gone",
];

fn definition() -> Definition {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources = [
        source("portal.yaml", PORTAL),
        source("documents.yaml", DOCUMENTS),
        source("requests/open.yaml", OPEN),
        source("requests/quiet.yaml", QUIET),
    ];
    match load(&sources) {
        Ok((definition, _)) => definition,
        Err(faults) => panic!("{faults}"),
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn account(state: AccountState) -> Account {
    Account {
        id: AccountId(id(1)),
        email: "somebody@example.test".to_owned(),
        name: "Somebody".to_owned(),
        locale: "en".to_owned(),
        password: None,
        state,
        seen: None,
        created: monday(),
        version: Version::FIRST,
    }
}

fn membership(seat: u128, role: &str, projects: Option<Vec<u128>>, queues: Option<Vec<&str>>) -> Membership {
    Membership {
        id: MembershipId(id(90)),
        account: AccountId(id(1)),
        seat: match seat {
            0 => Seat::Team,
            1..=9 => Seat::Organisation(OrganisationId(id(seat))),
            request => Seat::Request { request: RequestId(id(request)), organisation: OrganisationId(id(1)) },
        },
        role: Id::from(role),
        state: MembershipState::Active,
        limits: SeatLimits {
            projects: projects.map(|named| named.into_iter().map(|number| ProjectId(id(number))).collect()),
            queues: queues.map(|named| named.into_iter().map(Id::from).collect()),
        },
        created: monday(),
        version: Version::FIRST,
    }
}

fn memberships() -> impl Strategy<Value = Vec<Membership>> {
    let projects = proptest::option::weighted(0.3, proptest::collection::vec(50_u128..52, 0..2));
    let queues = proptest::option::weighted(0.3, proptest::collection::vec(select(vec!["sales", "care"]), 0..2));
    let state = prop_oneof![9 => Just(MembershipState::Active), 1 => Just(MembershipState::Suspended)];
    let one = (select(vec![0_u128, 1, 2, 70, 71]), select(ROLES.to_vec()), projects, queues, state).prop_map(
        |(seat, role, projects, queues, state)| Membership { state, ..membership(seat, role, projects, queues) },
    );
    proptest::collection::vec(one, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_explained_is_what_is_admitted(
        memberships in memberships(),
        disabled in proptest::bool::weighted(0.05),
        to in select(vec![Permission::RequestView, Permission::DocumentView, Permission::RequestProcess]),
        (request_type, queue) in (select(vec!["open", "quiet"]), select(vec!["sales", "care"])),
        (organisation, project) in (1_u128..3, proptest::option::of(50_u128..52)),
        request in proptest::option::of(70_u128..72),
        (opened_by, owner) in (1_u128..3, proptest::option::of(1_u128..3)),
        for_team in any::<bool>(),
        kind in proptest::option::of(select(vec!["plan", "secret"])),
    ) {
        let definition = definition_once();
        let account = account(if disabled { AccountState::Disabled } else { AccountState::Active });
        let (request_type, queue, kind) = (Id::from(request_type), Id::from(queue), kind.map(Id::from));
        let facts = Facts {
            organisation: OrganisationId(id(organisation)),
            request: request.map(|number| RequestId(id(number))),
            request_type: Some(&request_type),
            project: project.map(|number| ProjectId(id(number))),
            queue: Some(&queue),
            opened_by: AccountId(id(opened_by)),
            owner: owner.map(|number| AccountId(id(number))),
            audience: if for_team { Side::Team } else { Side::Client },
            paper: kind.as_ref().map(|kind| Paper { kind, added_by: None }),
        };
        let explained = explain(&account, &memberships, definition, to, &facts);
        let admitted = Viewer::new(&account, &memberships, definition).scope(to).admits(&facts);
        prop_assert_eq!(explained.admitted, admitted);
        prop_assert_eq!(explained.grounds.iter().any(|ground| ground.says == Says::Admits), admitted);
        prop_assert_eq!(explained.grounds.len(), memberships.len());
        for (ground, membership) in explained.grounds.iter().zip(&memberships) {
            let mended = mended(ground.says, membership, &facts);
            let again = |facts: &Facts<'_>| explain(&account, std::slice::from_ref(membership), definition, to, facts);
            if let Some(mended) = mended {
                prop_assert_ne!(again(&mended).grounds[0].says, ground.says, "{:?}", mended);
            }
        }
    }
}

fn definition_once() -> &'static Definition {
    static ONCE: std::sync::OnceLock<Definition> = std::sync::OnceLock::new();
    ONCE.get_or_init(definition)
}

/// The thing without what a reason finds wrong with it: that reason must be gone then.
fn mended<'f>(says: Says, membership: &'f Membership, facts: &Facts<'f>) -> Option<Facts<'f>> {
    let me = membership.account;
    match says {
        Says::Elsewhere => {
            let organisation = membership.seat.organisation().expect("the team is elsewhere nowhere");
            Some(Facts { organisation, ..*facts })
        }
        Says::OtherRequest => Some(Facts { request: membership.seat.request(), ..*facts }),
        Says::ForTeam => Some(Facts { audience: Side::Client, ..*facts }),
        Says::OtherProject => {
            let first = membership.limits.projects.as_ref().and_then(|named| named.first())?;
            Some(Facts { project: Some(*first), ..*facts })
        }
        Says::OtherQueue => {
            let first = membership.limits.queues.as_ref().and_then(|named| named.first())?;
            Some(Facts { queue: Some(first), ..*facts })
        }
        Says::NotOpened => Some(Facts { opened_by: me, ..*facts }),
        Says::NotOwned => Some(Facts { owner: Some(me), ..*facts }),
        Says::TypeUnseen => Some(Facts { request_type: None, ..*facts }),
        Says::KindUnseen => Some(Facts { paper: None, ..*facts }),
        Says::Admits | Says::Disabled | Says::Suspended | Says::NoRole | Says::NotGiven | Says::ReachesNothing => None,
    }
}

#[test]
fn each_reason_is_told_where_it_holds() {
    let definition = definition();
    let (open, quiet, sales, secret) = (Id::from("open"), Id::from("quiet"), Id::from("sales"), Id::from("secret"));
    let facts = Facts {
        organisation: OrganisationId(id(1)),
        request: None,
        request_type: Some(&open),
        project: None,
        queue: Some(&sales),
        opened_by: AccountId(id(2)),
        owner: None,
        audience: Side::Client,
        paper: None,
    };
    let hidden = Facts { request_type: Some(&quiet), ..facts };
    let paper = Facts { paper: Some(Paper { kind: &secret, added_by: None }), ..facts };
    let for_team = Facts { audience: Side::Team, ..facts };
    let at_request = Facts { request: Some(RequestId(id(70))), ..facts };
    for (seat, role, projects, queues, facts, want) in [
        (1, "client_admin", None, None, facts, Says::Admits),
        (0, "team_member", None, None, facts, Says::Admits),
        (1, "gone", None, None, facts, Says::NoRole),
        (1, "team_member", None, None, facts, Says::NoRole),
        (2, "client_admin", None, None, facts, Says::Elsewhere),
        (1, "partner", None, None, facts, Says::ReachesNothing),
        (0, "seller", None, None, facts, Says::ReachesNothing),
        (1, "client_admin", None, None, for_team, Says::ForTeam),
        (1, "client_admin", Some(vec![50]), None, facts, Says::OtherProject),
        (0, "seller", None, Some(vec!["care"]), facts, Says::OtherQueue),
        (1, "client_user", None, None, facts, Says::NotOpened),
        (0, "helper", None, None, facts, Says::NotOwned),
        (70, "client_user", None, None, at_request, Says::Admits),
        (71, "client_admin", None, None, at_request, Says::OtherRequest),
        (0, "team_member", None, None, hidden, Says::TypeUnseen),
        (0, "team_member", None, None, paper, Says::KindUnseen),
    ] {
        let memberships = [membership(seat, role, projects, queues)];
        let to = Permission::RequestView;
        let explained = explain(&account(AccountState::Active), &memberships, &definition, to, &facts);
        assert_eq!(explained.grounds[0].says, want, "{role}");
        let disabled = explain(&account(AccountState::Disabled), &memberships, &definition, to, &facts);
        assert!(!disabled.admitted);
    }
    let disabled = account(AccountState::Disabled);
    let admin = [membership(0, "team_admin", None, None)];
    let explained = explain(&disabled, &admin, &definition, Permission::RequestView, &facts);
    assert_eq!(explained.grounds[0].says, Says::Disabled);
    let suspended = Membership { state: MembershipState::Suspended, ..membership(1, "client_admin", None, None) };
    let explained = explain(&account(AccountState::Active), &[suspended], &definition, Permission::RequestView, &facts);
    assert_eq!(explained.grounds[0].says, Says::Suspended);
    let viewer = [membership(1, "client_viewer", None, None)];
    let act = explain(&account(AccountState::Active), &viewer, &definition, Permission::RequestAct, &facts);
    assert_eq!(act.grounds[0].says, Says::NotGiven);
}

#[test]
fn t10_a_place_at_one_request_opens_nothing_shows_it_to_nobody_and_manages_nobody() {
    let definition = definition();
    let open = Id::from("open");
    let facts = Facts {
        organisation: OrganisationId(id(1)),
        request: Some(RequestId(id(70))),
        request_type: Some(&open),
        project: None,
        queue: None,
        opened_by: AccountId(id(2)),
        owner: None,
        audience: Side::Client,
        paper: None,
    };
    let viewer =
        Viewer::new(&account(AccountState::Active), &[membership(70, "client_admin", None, None)], &definition);
    for to in Permission::ALL {
        let given = Permission::AT_ONE_REQUEST.contains(to);
        assert_eq!(viewer.scope(*to).admits(&facts), given, "{}", to.name());
        assert_eq!(viewer.scope(*to).is_nothing(), !given, "{}", to.name());
    }
    let here = Matter::from(&facts);
    assert!(viewer.is_on(Side::Client, here) && viewer.has_role(&Id::from("client_admin"), here));
    let beside = Matter { request: Some(RequestId(id(71))), ..here };
    for matter in [beside, Matter::from(facts.organisation)] {
        assert!(!viewer.is_on(Side::Client, matter) && !viewer.has_role(&Id::from("client_admin"), matter));
    }
    assert_eq!(viewer.organisations().count(), 0);
}
