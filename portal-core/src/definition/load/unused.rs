//! Permissions that a role is given and nothing in the definition asks for.

use std::{ops::Range, sync::Arc};

use indexmap::IndexMap;

use super::{file::File, portal::Portal};
use crate::{
    definition::{Action, RequestType, Who, WhoWord, code},
    id::Id,
    identity::{Permission, Role, Side},
};

/// A permission written in a role, and where.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub role: Id,
    pub permission: Permission,
    pub span: Range<usize>,
}

/// Reports the permissions that nobody with the role could ever use. What a role has from the one it is like is not
/// the integrator's choice.
pub(super) fn report(file: &File<'_>, portal: &Portal, types: &IndexMap<Id, Arc<RequestType>>) {
    for Given { role: id, permission, span } in &portal.given {
        let Some(role) = portal.roles.get(id).filter(|role| role.can.contains_key(permission)) else { continue };
        let used = types.values().any(|found| used(*permission, id, role, found));
        let slots = *permission != Permission::SlotManage || !portal.slots.is_empty();
        if !used || !slots {
            file.fault(&code::UNUSED, span.clone(), format!("nothing asks `{id}` for `{}`", permission.name()));
        }
    }
}

fn used(permission: Permission, id: &Id, role: &Role, of: &RequestType) -> bool {
    let mut by_hand = of.moves.values().filter_map(|found| found.by.as_ref());
    let mut tasks = of.tasks.values();
    match permission {
        Permission::RequestOpen => concerns(&of.opened_by, id, role),
        Permission::RequestApprove => tasks.any(|task| {
            matches!(task.action, Action::ApproveRequest | Action::ApproveDocument(_)) && concerns(&task.by, id, role)
        }),
        Permission::RequestAct if role.side == Side::Client => {
            by_hand.any(|by| concerns(by, id, role)) || tasks.any(|task| concerns(&task.by, id, role))
        }
        Permission::RequestProcess => {
            by_hand.any(|by| concerns(by, id, role)) || tasks.any(|task| concerns(&task.by, id, role))
        }
        _ => true,
    }
}

/// Whether somebody with the role may be one of these people.
pub(super) fn concerns(who: &Who, id: &Id, role: &Role) -> bool {
    let may_be = |word: &WhoWord| match word {
        WhoWord::Role(named) => named == id,
        WhoWord::Side(side) => *side == role.side,
        WhoWord::Requester => role.can.contains_key(&Permission::RequestOpen),
        WhoWord::Path(path) => path.side == role.side,
        WhoWord::Owner | WhoWord::Account(_) => true,
    };
    who.0.is_empty() || who.0.iter().any(may_be)
}
