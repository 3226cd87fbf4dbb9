//! How far a token goes: less than its person, never more (SECURITY T10).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Permission;

/// Permissions that a token has or lacks together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionGroup {
    /// Requests, their tasks, messages and times.
    Requests,
    /// Documents.
    Documents,
    /// Projects.
    Projects,
    /// People and organisations.
    People,
    /// Running the portal: deliveries, measures, the audit log, tokens, personal data, definitions.
    Portal,
}

/// How much of a group a token may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenAccess {
    /// See.
    Read,
    /// All that its person may.
    Full,
}

/// What a token may of each group; what is not named, nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenScope(BTreeMap<PermissionGroup, TokenAccess>);

impl PermissionGroup {
    /// All groups, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Requests, Self::Documents, Self::Projects, Self::People, Self::Portal];

    /// The name in forms, in the command and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Documents => "documents",
            Self::Projects => "projects",
            Self::People => "people",
            Self::Portal => "portal",
        }
    }

    /// Reads what [`PermissionGroup::name`] gives; anything else is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

impl Permission {
    /// Where a token has it, and what it takes there.
    pub fn for_tokens(self) -> (PermissionGroup, TokenAccess) {
        use PermissionGroup::{Documents, People, Portal, Projects, Requests};
        use TokenAccess::{Full, Read};
        match self {
            Self::RequestView | Self::RequestExport => (Requests, Read),
            Self::RequestOpen
            | Self::RequestAct
            | Self::RequestMessage
            | Self::RequestApprove
            | Self::RequestShare
            | Self::RequestProcess
            | Self::RequestAssign
            | Self::SlotManage => (Requests, Full),
            Self::DocumentView => (Documents, Read),
            Self::DocumentAdd | Self::DocumentRemove => (Documents, Full),
            Self::ProjectManage => (Projects, Full),
            Self::PeopleView => (People, Read),
            Self::PeopleManage | Self::OrganisationEdit => (People, Full),
            Self::MeasureView | Self::AuditView | Self::AccessExplain => (Portal, Read),
            Self::DeliveryManage | Self::TokenManage | Self::PrivacyManage | Self::DefinitionPublish => (Portal, Full),
        }
    }
}

impl TokenScope {
    /// Everything that the person may.
    pub fn full() -> Self {
        Self(PermissionGroup::ALL.map(|group| (group, TokenAccess::Full)).into())
    }

    /// Everything that the person sees, and nothing that changes anything.
    pub fn read_only() -> Self {
        Self(PermissionGroup::ALL.map(|group| (group, TokenAccess::Read)).into())
    }

    /// The same scope with this much of a group.
    #[must_use]
    pub fn with(mut self, group: PermissionGroup, access: TokenAccess) -> Self {
        self.0.insert(group, access);
        self
    }

    /// How much of a group is in it; `None`: nothing.
    pub fn of(&self, group: PermissionGroup) -> Option<TokenAccess> {
        self.0.get(&group).copied()
    }

    /// Whether there is nothing in it.
    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        self.0.values().any(|access| *access == TokenAccess::Full)
    }

    /// Whether a permission of the person is in it.
    pub fn includes(&self, permission: Permission) -> bool {
        let (group, needed) = permission.for_tokens();
        self.of(group).is_some_and(|access| access >= needed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t10_a_token_that_reads_has_no_permission_that_changes_anything() {
        let (reads, full) = (TokenScope::read_only(), TokenScope::full());
        let in_scope: Vec<&str> =
            Permission::ALL.iter().filter(|it| reads.includes(**it)).map(|it| it.name()).collect();
        let seeing = [
            "request.view",
            "document.view",
            "people.view",
            "request.export",
            "measure.view",
            "audit.view",
            "access.explain",
        ];
        assert_eq!(in_scope, seeing);
        assert!(!reads.writes() && full.writes());
        assert!(Permission::ALL.iter().all(|permission| full.includes(*permission)));
        assert!(!Permission::ALL.iter().any(|permission| TokenScope::default().includes(*permission)));
    }

    #[test]
    fn t10_a_group_that_is_not_named_is_not_in_it() {
        let scope = TokenScope::default().with(PermissionGroup::Requests, TokenAccess::Full);
        assert!(scope.includes(Permission::RequestProcess) && scope.includes(Permission::RequestView));
        assert!(!scope.includes(Permission::DocumentView) && !scope.includes(Permission::PeopleView));
        let text = serde_json::to_string(&scope).unwrap();
        assert_eq!(text, r#"{"requests":"full"}"#);
        assert_eq!(serde_json::from_str::<TokenScope>(&text).unwrap(), scope);
    }
}
