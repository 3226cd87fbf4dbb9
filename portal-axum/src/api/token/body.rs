//! A token as JSON: never its secret.

use chrono::{DateTime, Utc};
use portal_core::identity::{ListedToken, PermissionGroup, TokenAccess, TokenScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A token with which a program comes in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub(crate) struct TokenBody {
    /// What names it; it opens nothing.
    id: Uuid,
    /// What it is called.
    name: String,
    owner: TokenOwner,
    /// How far it goes; none: as far as its owner.
    scope: Option<ScopeBody>,
    created: DateTime<Utc>,
    /// Last use, to the minute.
    used: Option<DateTime<Utc>>,
    /// When it ends.
    expires: DateTime<Utc>,
    /// Whether it is over.
    expired: bool,
}

/// For whom programs come in with a token.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenOwner {
    /// The account.
    id: Uuid,
    name: String,
    email: String,
}

/// How far a token goes in each group of permissions; in one that is not named, nowhere.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TokenScope, examples(json!({"requests": "read"})))]
pub(crate) struct ScopeBody {
    /// Requests, their tasks, messages and times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    requests: Option<Access>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    documents: Option<Access>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    projects: Option<Access>,
    /// People and organisations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    people: Option<Access>,
    /// Running the portal: deliveries, measures, the audit log, tokens, personal data, definitions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    portal: Option<Access>,
}

/// How much of a group a token may: see, or all that its owner may.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TokenAccess)]
pub(crate) enum Access {
    Read,
    Full,
}

impl From<&ListedToken> for TokenBody {
    fn from(ListedToken { token, owner, expired }: &ListedToken) -> Self {
        Self {
            id: token.id.0,
            name: token.name.clone(),
            owner: TokenOwner { id: owner.id.0, name: owner.name.clone(), email: owner.email.clone() },
            scope: token.scope.as_ref().map(ScopeBody::from),
            created: token.created,
            used: token.used,
            expires: token.expires,
            expired: *expired,
        }
    }
}

impl From<&TokenScope> for ScopeBody {
    fn from(scope: &TokenScope) -> Self {
        let access = |group| {
            scope.of(group).map(|access| match access {
                TokenAccess::Read => Access::Read,
                TokenAccess::Full => Access::Full,
            })
        };
        Self {
            requests: access(PermissionGroup::Requests),
            documents: access(PermissionGroup::Documents),
            projects: access(PermissionGroup::Projects),
            people: access(PermissionGroup::People),
            portal: access(PermissionGroup::Portal),
        }
    }
}

impl From<ScopeBody> for TokenScope {
    fn from(ScopeBody { requests, documents, projects, people, portal }: ScopeBody) -> Self {
        let named = [
            (PermissionGroup::Requests, requests),
            (PermissionGroup::Documents, documents),
            (PermissionGroup::Projects, projects),
            (PermissionGroup::People, people),
            (PermissionGroup::Portal, portal),
        ];
        named.into_iter().fold(Self::default(), |scope, (group, access)| match access {
            Some(Access::Read) => scope.with(group, TokenAccess::Read),
            Some(Access::Full) => scope.with(group, TokenAccess::Full),
            None => scope,
        })
    }
}
