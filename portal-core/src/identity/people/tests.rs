//! Whom a place must keep.

use super::*;
use crate::fixture::{definition, person};

/// Somebody with a number, a place and a role.
fn seated(number: u128, seat: u128, role: &str) -> Seated {
    let (account, mut seats) = person(number, seat, role);
    Seated { account, membership: seats.remove(0), can_change: true, can_disable: true }
}

fn people(seated: &[Seated]) -> People {
    let seat = seated[0].membership.seat;
    People { seat, organisation: None, request: None, seated: seated.to_vec(), invited: Vec::new(), manages: true }
}

fn decide(all: &[Seated], changed: &Seated, role: Option<&str>) -> Result<usize, Refused> {
    let becomes = role.map(|role| Membership { role: Id::from(role), ..changed.membership.clone() });
    let decided = keeps_an_administrator(&people(all), changed.membership.id, becomes.as_ref(), &definition());
    decided.map(|changes| changes.as_slice().len())
}

#[test]
fn t12_the_last_administrator_of_a_place_is_neither_lowered_nor_removed() {
    for (seat, admin, less) in [(1, "client_admin", "client_user"), (0, "team_admin", "team_member")] {
        let (one, other) = (seated(1, seat, admin), seated(2, seat, less));
        let all = [one.clone(), other.clone()];
        assert!(matches!(decide(&all, &one, None), Err(Refused::LastAdministrator)), "{admin}");
        assert!(matches!(decide(&all, &one, Some(less)), Err(Refused::LastAdministrator)), "{admin}");
        assert_eq!(decide(&all, &one, Some(admin)).ok(), Some(0), "the same role");
        assert_eq!(decide(&all, &other, None).ok(), Some(0), "somebody else");
    }
}

#[test]
fn t12_of_two_administrators_one_may_go_while_the_other_stays() {
    let all = [seated(1, 1, "client_admin"), seated(2, 1, "client_admin")];
    assert_eq!(decide(&all, &all[0], None).ok(), Some(1), "it counts on the other");
}

#[test]
fn t12_somebody_disabled_suspended_or_narrowed_is_no_administrator() {
    let one = seated(1, 1, "client_admin");
    let mut disabled = seated(2, 1, "client_admin");
    disabled.account.state = crate::identity::AccountState::Disabled;
    let mut suspended = seated(2, 1, "client_admin");
    suspended.membership.state = MembershipState::Suspended;
    let mut narrowed = seated(2, 1, "client_admin");
    narrowed.membership.limits.projects = Some(Vec::new());
    for other in [disabled, suspended, narrowed] {
        let all = [one.clone(), other];
        assert!(matches!(decide(&all, &one, None), Err(Refused::LastAdministrator)));
    }
}
