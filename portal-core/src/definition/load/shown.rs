//! Whether those who are asked for something are among those who see it: documents of a kind, and the request itself.

use indexmap::IndexMap;

use super::{
    file::Spanned,
    map::Map,
    portal::Portal,
    reader::Reader,
    tasks::Around,
    who::{Named, People},
    yaml::Node,
};
use crate::{
    definition::{Action, PersonPath, Who, WhoWord, code},
    id::Id,
    identity::{Permission, Role, Side},
};

/// Reports each word of `by` behind which nobody sees what the task shows.
pub(super) fn read(
    read: Reader<'_>,
    map: &Map<'_>,
    id: &Spanned<Id>,
    action: &Action,
    by: &Named,
    side: Side,
    around: &Around<'_>,
) {
    let (kinds, needed): (&[Id], _) = match (action, side) {
        (Action::ApproveDocument(kind), _) => (std::slice::from_ref(kind), Permission::RequestApprove),
        (Action::Read(kinds), Side::Client) => (kinds, Permission::RequestAct),
        (Action::Read(kinds), Side::Team) => (kinds, Permission::RequestProcess),
        _ => return,
    };
    let everybody = Named(vec![(WhoWord::Side(side), id.span.clone())]);
    let named = if map.has("by") { by } else { &everybody };
    let sight = Sight { roles: &around.portal.roles, openers: around.openers };
    for what in kinds {
        let kind = around.kinds.resources.get(what).map_or(what, |resource| &resource.kind);
        let Some(found) = around.kinds.by_id.get(kind).filter(|found| !found.seen_by.0.is_empty()) else { continue };
        for (word, span) in &named.0 {
            if !sight.sees(&found.seen_by, word, needed) {
                let message = format!("`{}` is asked about `{kind}`, whose `seen_by` leaves them out", name(word));
                read.fault(&code::NOT_SEEN, span, message);
            }
        }
    }
}

/// Who sees requests of a type, of those who may: whoever opens them, and somebody who works them, among these.
pub(super) fn seen_by<'a>(
    read: Reader<'a>,
    node: Option<&'a Node>,
    portal: &Portal,
    people: People<'_>,
    openers: &[Id],
) -> Who {
    let Some(node) = node else { return Who::default() };
    let named = read.who(node, people);
    read.no_paths(&named, "requests of a type");
    let who = named.who();
    if !portal.read || who.0.is_empty() {
        return who;
    }
    read.permitted(&named, &portal.roles, openers, |_| Permission::RequestView);
    let sight = Sight { roles: &portal.roles, openers };
    let left_out = |id: &&Id| !sight.role(&who, id) && !who.0.contains(&WhoWord::Requester);
    for id in openers.iter().filter(left_out) {
        read.fault(&code::UNSEEN, &node.span, format!("`{id}` may open these requests, and would not see them"));
    }
    let works = |(id, role): (&Id, &Role)| {
        role.side == Side::Team && role.can.contains_key(&Permission::RequestProcess) && sight.role(&who, id)
    };
    if !portal.roles.iter().any(works) {
        let message = "nobody of the team who works requests would see these while nobody owns them";
        read.fault(&code::UNSEEN, &node.span, message);
    }
    who
}

/// Reports each word behind which nobody sees requests of a type.
pub(super) fn of_type(
    read: Reader<'_>,
    named: &Named,
    seen_by: &Who,
    needed: impl Fn(Side) -> Permission,
    sight: Sight<'_>,
) {
    if seen_by.0.is_empty() {
        return;
    }
    for (word, span) in &named.0 {
        let side = word.side(sight.roles).unwrap_or(Side::Client);
        if !sight.sees(seen_by, word, needed(side)) {
            let message = format!("`{}` does not see these requests: the type's `seen_by` leaves them out", name(word));
            read.fault(&code::NOT_SEEN, span, message);
        }
    }
}

/// Who there is, to be asked whether they see something.
#[derive(Clone, Copy)]
pub(super) struct Sight<'r> {
    pub roles: &'r IndexMap<Id, Role>,
    /// The roles that may open the request type.
    pub openers: &'r [Id],
}

impl Sight<'_> {
    /// Whether somebody behind a word may be one of those who see a kind, or a type.
    pub fn sees(self, seen_by: &Who, word: &WhoWord, needed: Permission) -> bool {
        let has = |word: &WhoWord| seen_by.0.contains(word);
        let role = |id: &Id| self.role(seen_by, id);
        let some = |side: Side| {
            let exception = if side == Side::Client { WhoWord::Requester } else { WhoWord::Owner };
            let mut of_side = self.roles.iter().filter(|(_, role)| role.side == side && role.can.contains_key(&needed));
            has(&exception) || of_side.any(|(id, _)| role(id))
        };
        match word {
            WhoWord::Role(id) => {
                let is_of = |side: Side| self.roles.get(id).is_some_and(|role| role.side == side);
                let requester = is_of(Side::Client) && has(&WhoWord::Requester);
                let owner = is_of(Side::Team) && has(&WhoWord::Owner);
                requester || owner || role(id)
            }
            WhoWord::Requester => has(word) || self.openers.iter().all(role),
            WhoWord::Side(side) | WhoWord::Path(PersonPath { side, .. }) => some(*side),
            WhoWord::Owner => some(Side::Team),
            WhoWord::Account(_) => true,
        }
    }

    /// Whether a role sees it, whoever holds it. What is not known was reported elsewhere.
    pub fn role(self, Who(seen_by): &Who, id: &Id) -> bool {
        seen_by.is_empty()
            || seen_by.contains(&WhoWord::Role(id.clone()))
            || self.roles.get(id).is_none_or(|role| seen_by.contains(&WhoWord::Side(role.side)))
    }
}

/// A word as the integrator writes it.
fn name(word: &WhoWord) -> &str {
    match word {
        WhoWord::Role(id) => id.as_str(),
        WhoWord::Requester => "requester",
        WhoWord::Owner => "owner",
        WhoWord::Path(path) => &path.path,
        WhoWord::Side(Side::Client) => "client",
        WhoWord::Side(Side::Team) | WhoWord::Account(_) => "team",
    }
}
