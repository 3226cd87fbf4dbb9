//! What the audit log knows of: a closed list, so that every entry has words.

/// Declares the actions with their names in the log, so that none can lack one.
macro_rules! actions {
    ($($group:ident { $($variant:ident $name:literal)+ })+) => {
        /// Something that was done, or tried. The names are those in the table and in the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the name says it, and the locale files have words for each")]
        pub enum Action {
            $($($variant,)+)+
        }

        /// What belongs together when somebody looks for it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the name says it, and the locale files have words for each")]
        pub enum Group {
            $($group,)+
        }

        impl Action {
            /// All actions, group by group.
            pub const ALL: &[Self] = &[$($(Self::$variant),+),+];

            /// The name in the log.
            pub fn name(self) -> &'static str {
                match self {
                    $($(Self::$variant => $name,)+)+
                }
            }

            /// Where it belongs.
            pub fn group(self) -> Group {
                match self {
                    $($(Self::$variant)|+ => Group::$group,)+
                }
            }
        }

        impl Group {
            /// All groups.
            pub const ALL: &[Self] = &[$(Self::$group),+];

            /// The name in addresses.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$group => stringify!($group),)+
                }
            }
        }
    };
}

actions! {
    SignIn {
        SessionBegin "session.begin"
        SessionBeginAs "session.begin_as"
        SessionBeginIntroduced "session.begin_introduced"
        SessionBeginByLink "session.begin_by_link"
        SessionLinkAsked "session.link_asked"
        SessionPending "session.pending"
        SessionCode "session.code"
        SessionRecoveryCode "session.recovery_code"
        SessionConfirm "session.confirm"
        SessionEnded "session.ended"
        SessionsEnded "sessions.ended"
        SessionEnd "session.end"
        PasswordResetAsked "password.reset_asked"
        PasswordResetSent "password.reset_sent"
        PasswordReset "password.reset"
        PasswordChange "password.change"
        PasswordHashed "password.hashed"
        AddressAsked "address.asked"
        AddressRevoked "address.revoked"
        AddressChange "address.change"
        IdentityConnected "identity.connected"
        IdentityDisconnected "identity.disconnected"
        FactorSet "factor.set"
        FactorRemove "factor.remove"
        FactorRenewCodes "factor.renew_codes"
        FactorReset "factor.reset"
    }
    People {
        PersonAdded "person.added"
        PersonInvited "person.invited"
        InvitationRevoked "invitation.revoked"
        PersonJoined "person.joined"
        PersonAdmitted "person.admitted"
        IdentityAdded "identity.added"
        IdentityLinked "identity.linked"
        IdentityChanged "identity.changed"
        AccountChanged "account.changed"
        AccountDisabled "account.disabled"
        AccountEnabled "account.enabled"
        MembershipRole "membership.role"
        MembershipLimited "membership.limited"
        MembershipChanged "membership.changed"
        MembershipRemoved "membership.removed"
        OrganisationAdded "organisation.added"
        OrganisationChanged "organisation.changed"
        OrganisationDisabled "organisation.disabled"
        OrganisationEnabled "organisation.enabled"
        LinkChanged "link.changed"
        TokenMade "token.make"
        TokenRevoked "token.revoked"
        TokenChanged "token.changed"
    }
    Requests {
        DraftBegun "draft.begun"
        DraftSaved "draft.saved"
        DraftDiscarded "draft.discarded"
        RequestSubmitted "request.submitted"
        RequestMoved "request.moved"
        RequestAssigned "request.assigned"
        RequestNoted "request.noted"
        RequestClosed "request.closed"
        RequestDueSoon "request.due_soon"
        RequestLate "request.late"
        RequestMigrated "request.migrated"
        RequestChanged "request.changed"
        TaskOpened "task.opened"
        TaskDueSoon "task.due_soon"
        TaskLate "task.late"
        TaskDone "task.done"
        TaskRefused "task.refused"
        TaskHandedIn "task.handed_in"
        TaskReturned "task.returned"
        TaskWaived "task.waived"
        TaskEnded "task.ended"
        TaskSaved "task.saved"
        MessagePosted "message.posted"
        NotePosted "note.posted"
        BookingChanged "booking.changed"
    }
    Documents {
        DocumentDownload "document.download"
        DocumentAdded "document.added"
        DocumentShared "document.shared"
        DocumentChanged "document.changed"
    }
    Projects {
        ProjectMade "project.made"
        ProjectChanged "project.changed"
        ProjectClosed "project.closed"
        ProjectReopened "project.reopened"
    }
    Portal {
        DefinitionPublished "definition.published"
        DeliveryRetry "delivery.retry"
        JobRetry "job.retry"
        AuditExported "audit.exported"
        AuditPurged "audit.purged"
    }
    Refusals {
        AccessUnknown "access.unknown"
        AccessForbidden "access.forbidden"
        AccessNotFound "access.not_found"
        AccessThrottled "access.throttled"
        AccessForeignForm "access.foreign_form"
        AccessMore "access.more"
    }
}

impl Action {
    /// An action by its name in the log; `None`: one that this program does not know, as when a newer one wrote it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

impl Group {
    /// A group by its name in addresses.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|group| group.name() == name)
    }

    /// The names of its actions in the log.
    pub fn actions(self) -> impl Iterator<Item = &'static str> {
        Action::ALL.iter().filter(move |action| action.group() == self).map(|action| action.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_name_of_its_own() {
        for action in Action::ALL {
            assert_eq!(Action::parse(action.name()), Some(*action));
        }
        assert_eq!(Group::ALL.iter().flat_map(|group| group.actions()).count(), Action::ALL.len());
    }
}
