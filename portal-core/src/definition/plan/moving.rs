//! How what would break is moved, as somebody says it: `quote.missing=processing`, `queue.sales=support`.

use std::{fmt, str::FromStr};

use crate::id::Id;

/// What is moved when a version is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moving {
    /// Open requests of a type in a status go on in a status of the new version, with its form and workflow.
    Requests {
        /// The type.
        request_type: Id,
        /// Where they stand.
        from: Id,
        /// Where they go on.
        to: Id,
    },
    /// Drafts of a type go on with the new form.
    Drafts {
        /// The type.
        request_type: Id,
    },
    /// Open requests wait in another queue.
    Queue {
        /// Where they wait.
        from: Id,
        /// Where they will.
        to: Id,
    },
    /// People get another role of their side.
    Role {
        /// The one they have.
        from: Id,
        /// The one they get.
        to: Id,
    },
    /// Documents of open requests become of another kind.
    Kind {
        /// The one they are of.
        from: Id,
        /// The one they become.
        to: Id,
    },
}

/// A text that says no such thing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` moves nothing: write TYPE.STATUS=STATUS, TYPE.draft=draft, queue.OLD=NEW, role.OLD=NEW or kind.OLD=NEW, \
     as in quote.missing=processing"
)]
pub struct NotAMove(String);

impl FromStr for Moving {
    type Err = NotAMove;

    fn from_str(text: &str) -> Result<Self, NotAMove> {
        let parts = || {
            let (left, to) = text.split_once('=')?;
            let (of, from) = left.split_once('.')?;
            let is_id = |word: &str| {
                word.starts_with(|first: char| first.is_ascii_lowercase())
                    && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            };
            [of, from, to].iter().all(|word| is_id(word)).then(|| (of, Id::from(from), Id::from(to)))
        };
        let (of, from, to) = parts().ok_or_else(|| NotAMove(text.to_owned()))?;
        Ok(match of {
            "queue" => Self::Queue { from, to },
            "role" => Self::Role { from, to },
            "kind" => Self::Kind { from, to },
            _ if from == "draft" && to == "draft" => Self::Drafts { request_type: Id::from(of) },
            _ => Self::Requests { request_type: Id::from(of), from, to },
        })
    }
}

impl fmt::Display for Moving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Requests { request_type, from, to } => write!(f, "{request_type}.{from}={to}"),
            Self::Drafts { request_type } => write!(f, "{request_type}.draft=draft"),
            Self::Queue { from, to } => write!(f, "queue.{from}={to}"),
            Self::Role { from, to } => write!(f, "role.{from}={to}"),
            Self::Kind { from, to } => write!(f, "kind.{from}={to}"),
        }
    }
}

/// Where the open requests of a type in a status go on.
pub fn status_after<'m>(moves: &'m [Moving], of: &Id, status: &Id) -> Option<&'m Id> {
    moves.iter().find_map(|moving| match moving {
        Moving::Requests { request_type, from, to } if request_type == of && from == status => Some(to),
        _ => None,
    })
}

/// Whether the drafts of a type go on with the new form.
pub fn drafts_go_on(moves: &[Moving], of: &Id) -> bool {
    moves.iter().any(|moving| matches!(moving, Moving::Drafts { request_type } if request_type == of))
}

/// The queue after the moves.
pub fn queue_after<'m>(moves: &'m [Moving], id: &'m Id) -> &'m Id {
    let found = moves.iter().find_map(|moving| match moving {
        Moving::Queue { from, to } if from == id => Some(to),
        _ => None,
    });
    found.unwrap_or(id)
}

/// The role after the moves.
pub fn role_after<'m>(moves: &'m [Moving], id: &'m Id) -> &'m Id {
    let found = moves.iter().find_map(|moving| match moving {
        Moving::Role { from, to } if from == id => Some(to),
        _ => None,
    });
    found.unwrap_or(id)
}

/// The kind of document after the moves.
pub fn kind_after<'m>(moves: &'m [Moving], id: &'m Id) -> &'m Id {
    let found = moves.iter().find_map(|moving| match moving {
        Moving::Kind { from, to } if from == id => Some(to),
        _ => None,
    });
    found.unwrap_or(id)
}
