//! To whom a request is given.

use super::Life;
use crate::{
    definition::{Assignee, Cases, condition::Lookup},
    id::AccountId,
    identity::Side,
    request::Happening,
};

/// What the cases of an owner come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    To(AccountId),
    ToNobody,
}

impl Life<'_> {
    /// Gives the request to somebody of the team, or to nobody.
    pub fn assign(&mut self, owner: Option<AccountId>) {
        if self.dossier.request.owner != owner {
            self.dossier.request.owner = owner;
            self.log(Side::Team, Happening::Assigned { owner });
        }
    }

    /// Gives it to whom the first case yields; when none yields anybody, it stays with whom it was.
    pub fn give(&mut self, owner: &Cases<Assignee>) {
        let given = self.given(owner, &self.facts());
        self.hand(given);
    }

    /// Gives it to its first owner, by what was known when it was submitted.
    pub fn give_first(&mut self, known: &dyn Lookup) {
        let given = self.given(&self.moment.workflow.owner, known);
        self.hand(given);
    }

    fn hand(&mut self, given: Option<Given>) {
        match given {
            Some(Given::To(account)) => self.assign(Some(account)),
            Some(Given::ToNobody) => self.assign(None),
            None => {}
        }
    }

    fn given(&self, owner: &Cases<Assignee>, known: &dyn Lookup) -> Option<Given> {
        let staff = self.moment.staff;
        let mut yielded = owner.holding(known).filter_map(|assignee| match assignee {
            Assignee::Nobody => Some(Given::ToNobody),
            Assignee::Actor => self.moment.actor.map(Given::To),
            Assignee::LeastBusy => staff?.least_busy().map(Given::To),
            Assignee::Person(path) => {
                path.person(known).filter(|person| staff.is_none_or(|staff| staff.has(*person))).map(Given::To)
            }
        });
        yielded.next()
    }
}
