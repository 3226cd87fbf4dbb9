//! Whoever looks: seats of any kind, narrowed in any way, and requests that they were invited to.

use super::{
    dice::Dice,
    scenery::{KINDS, QUEUES, Scenery, TYPES},
};
use crate::{
    conformance::fixtures,
    id::{AccountId, Id, RequestId},
    identity::{Exceptions, Reach, Scope, Seat, SeatLimits, Unseen},
};

const REACHES: [Reach; 5] = [Reach::Own, Reach::Projects, Reach::Queues, Reach::Organisation, Reach::All];

/// A seat with one reach for requests and one for documents.
#[derive(Clone, Debug)]
struct Place {
    seat: Seat,
    sees: Reach,
    reads: Reach,
    limits: SeatLimits,
    unseen: Unseen,
}

/// Somebody with all their seats and invitations.
#[derive(Clone, Debug)]
pub(super) struct Somebody {
    account: AccountId,
    places: Vec<Place>,
    invited: Vec<(RequestId, Unseen)>,
}

impl Somebody {
    /// Anybody.
    pub fn draw(scenery: &Scenery, dice: &mut Dice) -> Self {
        let account = dice.one(&scenery.accounts);
        let places = (0..dice.below(4)).map(|_| Place::draw(scenery, dice)).collect();
        let invited = (0..dice.below(6).saturating_sub(3))
            .map(|_| (scenery.requests[dice.below(scenery.requests.len())].id, unseen(dice)))
            .collect();
        Self { account, places, invited }
    }

    /// Everybody who has one seat that is narrowed in the plainest ways, and hides nothing.
    pub fn plain(scenery: &Scenery, dice: &mut Dice) -> Vec<Self> {
        let project = || Some(vec![scenery.projects[0].id, scenery.projects[2].id]);
        let queue = || Some(vec![Id::from(QUEUES[0])]);
        let limits = [(None, None), (project(), None), (None, queue()), (project(), queue())];
        let mut everybody = Vec::new();
        for seat in [Seat::Team, Seat::Organisation(scenery.organisations[0])] {
            for sees in REACHES {
                for (projects, queues) in limits.clone() {
                    let limits = SeatLimits { projects, queues };
                    let places = vec![Place { seat, sees, reads: sees, limits, unseen: Unseen::default() }];
                    everybody.push(Self { account: dice.one(&scenery.accounts), places, invited: Vec::new() });
                }
            }
        }
        everybody
    }

    pub fn sees(&self) -> Scope {
        self.scope(|place| place.sees)
    }

    pub fn reads(&self) -> Scope {
        self.scope(|place| place.reads)
    }

    fn scope(&self, reach: impl Fn(&Place) -> Reach) -> Scope {
        let of = |place: &Place| (place.seat, reach(place), place.limits.clone(), place.unseen.clone());
        fixtures::sight(self.account, &self.places.iter().map(of).collect::<Vec<_>>(), &self.invited)
    }

    /// The same person with a little less to them, each way in which that is possible.
    pub fn smaller(&self) -> Vec<Self> {
        let without_place = (0..self.places.len()).map(|at| {
            let mut less = self.clone();
            less.places.remove(at);
            less
        });
        let without_invitation = (0..self.invited.len()).map(|at| {
            let mut less = self.clone();
            less.invited.remove(at);
            less
        });
        let plainer = (0..self.places.len()).flat_map(|at| {
            self.places[at].plainer().into_iter().map(move |place| {
                let mut less = self.clone();
                less.places[at] = place;
                less
            })
        });
        let seeing_all = (0..self.invited.len()).filter(|at| !self.invited[*at].1.is_empty()).map(|at| {
            let mut less = self.clone();
            less.invited[at].1 = Unseen::default();
            less
        });
        without_place.chain(without_invitation).chain(plainer).chain(seeing_all).collect()
    }
}

impl Place {
    fn draw(scenery: &Scenery, dice: &mut Dice) -> Self {
        let [alpha, beta] = scenery.organisations.map(Seat::Organisation);
        let sees = dice.one(&REACHES);
        let projects: Vec<_> = scenery.projects.iter().map(|project| project.id).collect();
        let queues = QUEUES.map(Id::from);
        Self {
            seat: dice.one(&[alpha, beta, Seat::Team]),
            sees,
            reads: if dice.once_in(3) { dice.one(&REACHES) } else { sees },
            limits: SeatLimits {
                projects: dice.once_in(3).then(|| dice.some(&projects)),
                queues: dice.once_in(4).then(|| dice.some(&queues)),
            },
            unseen: unseen(dice),
        }
    }

    fn plainer(&self) -> Vec<Self> {
        let SeatLimits { projects, queues } = &self.limits;
        let mut plainer = Vec::new();
        if projects.is_some() {
            plainer.push(Self { limits: SeatLimits { projects: None, queues: queues.clone() }, ..self.clone() });
        }
        if queues.is_some() {
            plainer.push(Self { limits: SeatLimits { projects: projects.clone(), queues: None }, ..self.clone() });
        }
        if !self.unseen.is_empty() {
            plainer.push(Self { unseen: Unseen::default(), ..self.clone() });
        }
        if self.reads != self.sees {
            plainer.push(Self { reads: self.sees, ..self.clone() });
        }
        plainer
    }
}

/// What a role does not see; most see everything.
fn unseen(dice: &mut Dice) -> Unseen {
    let mut hidden = |of: [&'static str; 3]| -> Vec<(&'static str, Exceptions)> {
        if !dice.once_in(3) {
            return Vec::new();
        }
        dice.some(&of).into_iter().map(|id| (id, dice.one(&Exceptions::ALL))).collect()
    };
    let (types, kinds) = (hidden(TYPES), hidden(KINDS));
    Unseen::these(&types, &kinds)
}
