//! Whether those who are to approve or read documents of a kind are among those who see it.

use super::{file::Spanned, map::Map, reader::Reader, tasks::Around, who::Named};
use crate::{
    definition::{Action, PersonPath, Who, WhoWord, code},
    id::Id,
    identity::{Permission, Side},
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
    for what in kinds {
        let kind = around.kinds.resources.get(what).map_or(what, |resource| &resource.kind);
        let Some(found) = around.kinds.by_id.get(kind).filter(|found| !found.seen_by.0.is_empty()) else { continue };
        for (word, span) in &named.0 {
            if !sees(&found.seen_by, word, needed, around) {
                let message = format!("`{}` is asked about `{kind}`, whose `seen_by` leaves them out", name(word));
                read.fault(&code::NOT_SEEN, span, message);
            }
        }
    }
}

/// Whether somebody behind a word may be one of those who see a kind.
fn sees(seen_by: &Who, word: &WhoWord, needed: Permission, around: &Around<'_>) -> bool {
    let roles = &around.portal.roles;
    let has = |word: &WhoWord| seen_by.0.contains(word);
    let role =
        |id: &Id| has(&WhoWord::Role(id.clone())) || roles.get(id).is_none_or(|role| has(&WhoWord::Side(role.side)));
    let some = |side: Side| {
        let exception = if side == Side::Client { WhoWord::Requester } else { WhoWord::Owner };
        let mut of_side = roles.iter().filter(|(_, role)| role.side == side && role.can.contains_key(&needed));
        has(&exception) || of_side.any(|(id, _)| role(id))
    };
    match word {
        WhoWord::Role(id) => {
            let requester = roles.get(id).is_some_and(|role| role.side == Side::Client) && has(&WhoWord::Requester);
            let owner = roles.get(id).is_some_and(|role| role.side == Side::Team) && has(&WhoWord::Owner);
            requester || owner || role(id)
        }
        WhoWord::Requester => has(word) || around.openers.iter().all(role),
        WhoWord::Side(side) | WhoWord::Path(PersonPath { side, .. }) => some(*side),
        WhoWord::Owner => some(Side::Team),
        WhoWord::Account(_) => true,
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
