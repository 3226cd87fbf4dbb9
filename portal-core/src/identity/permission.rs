//! What a role may do, and how far.

use serde::{Deserialize, Serialize};

/// A thing a role may do. The names are those of the definition language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// See requests.
    #[serde(rename = "request.view")]
    RequestView,
    /// See documents.
    #[serde(rename = "document.view")]
    DocumentView,
    /// Open requests.
    #[serde(rename = "request.open")]
    RequestOpen,
    /// Act on requests: provide, answer, make a client's moves.
    #[serde(rename = "request.act")]
    RequestAct,
    /// Write messages.
    #[serde(rename = "request.message")]
    RequestMessage,
    /// Add documents.
    #[serde(rename = "document.add")]
    DocumentAdd,
    /// Approve or refuse.
    #[serde(rename = "request.approve")]
    RequestApprove,
    /// Work requests for the team: moves, tasks, notes.
    #[serde(rename = "request.process")]
    RequestProcess,
    /// Choose the owner.
    #[serde(rename = "request.assign")]
    RequestAssign,
    /// See what was delivered and what failed, and try again.
    #[serde(rename = "delivery.manage")]
    DeliveryManage,
}

impl Permission {
    /// All permissions, in the order of the language's table.
    pub const ALL: [Self; 10] = [
        Self::RequestView,
        Self::DocumentView,
        Self::RequestOpen,
        Self::RequestAct,
        Self::RequestMessage,
        Self::DocumentAdd,
        Self::RequestApprove,
        Self::RequestProcess,
        Self::RequestAssign,
        Self::DeliveryManage,
    ];

    /// The name in definitions.
    pub fn name(self) -> &'static str {
        match self {
            Self::RequestView => "request.view",
            Self::DocumentView => "document.view",
            Self::RequestOpen => "request.open",
            Self::RequestAct => "request.act",
            Self::RequestMessage => "request.message",
            Self::DocumentAdd => "document.add",
            Self::RequestApprove => "request.approve",
            Self::RequestProcess => "request.process",
            Self::RequestAssign => "request.assign",
            Self::DeliveryManage => "delivery.manage",
        }
    }
}

/// How far a permission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// What I opened.
    Own,
    /// Everything of my organisation.
    Organisation,
    /// Everything of every organisation; team only.
    All,
}
