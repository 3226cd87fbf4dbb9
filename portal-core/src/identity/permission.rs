//! What a role may do, and how far.

use serde::{Deserialize, Serialize};

/// Declares the permissions with their names in definitions, so that none can lack one.
macro_rules! permissions {
    ($($variant:ident $name:literal $doc:literal)+) => {
        /// A thing a role may do. The names are those of the definition language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $(#[doc = $doc] #[serde(rename = $name)] $variant,)+
        }

        impl Permission {
            /// All permissions, in the order of the language's table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in definitions.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

permissions! {
    RequestView "request.view" "See requests."
    DocumentView "document.view" "See documents."
    RequestOpen "request.open" "Open requests."
    RequestAct "request.act" "Act on requests: provide, answer, make a client's moves."
    RequestMessage "request.message" "Write messages."
    DocumentAdd "document.add" "Add documents."
    PeopleView "people.view" "See who belongs to an organisation."
    RequestApprove "request.approve" "Approve or refuse."
    RequestShare "request.share" "Show a request to somebody who would not see it."
    PeopleManage "people.manage" "Invite people, change their roles, end their access."
    OrganisationEdit "organisation.edit" "Change what is known of an organisation."
    RequestProcess "request.process" "Work requests for the team: moves, tasks, notes."
    RequestAssign "request.assign" "Choose the owner."
    RequestExport "request.export" "Take requests out as a table."
    DocumentRemove "document.remove" "Remove documents."
    ProjectManage "project.manage" "Make and change projects."
    SlotManage "slot.manage" "Open and close times to book."
    DeliveryManage "delivery.manage" "See what was delivered and what failed, and try again."
    MeasureView "measure.view" "See the measures."
    AuditView "audit.view" "See the audit log."
    AccessExplain "access.explain" "Ask why somebody may or may not."
    TokenManage "token.manage" "Make and revoke tokens for programs."
    PrivacyManage "privacy.manage" "Hand out and erase personal data."
    DefinitionPublish "definition.publish" "Put a new version of the definition in force."
}

impl Permission {
    /// What a place at one request can give: to work on it with the others. Whoever has no other place shows it to nobody
    /// else, sees nobody's people and opens nothing.
    pub const AT_ONE_REQUEST: [Self; 6] = [
        Self::RequestView,
        Self::DocumentView,
        Self::RequestAct,
        Self::RequestMessage,
        Self::DocumentAdd,
        Self::RequestApprove,
    ];
}

/// How far a permission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// What I opened, what is asked of me, what I own.
    Own,
    /// The projects that my membership names.
    Projects,
    /// The queues that my membership names; team only.
    Queues,
    /// Everything of my organisation.
    Organisation,
    /// Everything of every organisation; team only.
    All,
}

impl Reach {
    /// The name in definitions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Projects => "projects",
            Self::Queues => "queues",
            Self::Organisation => "organisation",
            Self::All => "all",
        }
    }
}
