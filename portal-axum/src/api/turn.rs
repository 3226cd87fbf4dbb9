//! Disabling somebody's account or a client, and enabling it again: the same words for both.

use portal_core::identity::DisableReason;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{caller::Caller, code::Code, problem::Problem};

/// Whether somebody may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AccessState)]
pub(crate) enum State {
    Active,
    Disabled,
}

/// Why something is disabled: a word for the audit log.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    /// They left, or the contract is over.
    Left,
    /// Somebody else may be using it.
    Security,
    /// What they did.
    Conduct,
    Other,
}

/// Whether somebody may come in from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccessTurn)]
pub(crate) struct Turn {
    #[schema(inline)]
    state: State,
    /// Why, with `disabled` alone; usually `other`.
    #[schema(inline)]
    reason: Option<Reason>,
}

/// What a turn asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked {
    Enable,
    Disable(DisableReason),
}

impl State {
    pub(crate) fn active(is: bool) -> Self {
        if is { Self::Active } else { Self::Disabled }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

impl Turn {
    /// What it asks for. Nothing is enabled for a reason.
    pub(crate) fn asked(&self, caller: &Caller) -> Result<Asked, Problem> {
        match (self.state, self.reason) {
            (State::Disabled, why) => Ok(Asked::Disable(why.map_or(DisableReason::Other, Reason::into))),
            (State::Active, None) => Ok(Asked::Enable),
            (State::Active, Some(_)) => {
                Err(Problem::with(Code::InvalidInput, vec![caller.fault("/reason", "unknown_member")]))
            }
        }
    }
}

impl From<Reason> for DisableReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Left => Self::Left,
            Reason::Security => Self::Security,
            Reason::Conduct => Self::Conduct,
            Reason::Other => Self::Other,
        }
    }
}
