//! What was just done, as it travels in the address of the page that says so.

/// Something a page can report after a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A message was sent.
    MessageSent,
    /// A draft was saved.
    DraftSaved,
    /// A draft was begun anew with a newer form.
    DraftRenewed,
    /// A draft was thrown away.
    DraftDiscarded,
    /// What was asked for was handed in.
    Provided,
    /// Something was ticked or answered.
    Ticked,
    /// What was handed in was accepted, or given back.
    Checked,
    /// The answers of a request were changed.
    Changed,
    /// Something was approved.
    Approved,
    /// Something was refused.
    Refused,
    /// A move was made.
    Moved,
    /// The language was changed.
    LanguageChanged,
    /// A note was kept.
    NoteKept,
    /// A document was added.
    DocumentAdded,
    /// Fields of the team were written down.
    FieldsKept,
    /// A request has an owner.
    Assigned,
    /// A failed message is sent again.
    Retried,
    /// Work that was given up is taken up again.
    WorkRetried,
    /// A project was made.
    ProjectMade,
    /// A project was changed.
    ProjectChanged,
    /// A project was closed.
    ProjectClosed,
    /// A project was opened again.
    ProjectReopened,
    /// An invitation is on its way.
    Invited,
    /// An invitation was taken back.
    InvitationRevoked,
    /// Somebody has another role.
    RoleChanged,
    /// Somebody's place was ended.
    PersonRemoved,
    /// One's name was changed.
    Renamed,
    /// One's password was changed.
    PasswordChanged,
    /// Another address waits to be confirmed.
    AddressAsked,
    /// One's address stays as it is.
    AddressRevoked,
    /// Another address counts from now on.
    AddressChanged,
    /// One is signed out somewhere.
    SessionEnded,
    /// One is signed out everywhere else.
    SessionsEnded,
    /// A link to a new password is on its way to somebody.
    ResetSent,
    /// An account was disabled.
    AccountDisabled,
    /// An account was enabled again.
    AccountEnabled,
    /// An organisation was made.
    OrganisationMade,
    /// An organisation was changed.
    OrganisationChanged,
    /// An organisation was disabled.
    OrganisationDisabled,
    /// An organisation was enabled again.
    OrganisationEnabled,
    /// A token was revoked.
    TokenRevoked,
    /// The second factor was taken away.
    FactorRemoved,
}

impl Done {
    const ALL: [(Self, &'static str); 42] = [
        (Self::MessageSent, "message-sent"),
        (Self::DraftSaved, "draft-saved"),
        (Self::DraftRenewed, "draft-renewed"),
        (Self::DraftDiscarded, "draft-discarded"),
        (Self::Provided, "provided"),
        (Self::Ticked, "ticked"),
        (Self::Checked, "checked"),
        (Self::Changed, "changed"),
        (Self::Approved, "approved"),
        (Self::Refused, "refused"),
        (Self::Moved, "moved"),
        (Self::LanguageChanged, "language-changed"),
        (Self::NoteKept, "note-kept"),
        (Self::DocumentAdded, "document-added"),
        (Self::FieldsKept, "fields-kept"),
        (Self::Assigned, "assigned"),
        (Self::Retried, "retried"),
        (Self::WorkRetried, "work-retried"),
        (Self::ProjectMade, "project-made"),
        (Self::ProjectChanged, "project-changed"),
        (Self::ProjectClosed, "project-closed"),
        (Self::ProjectReopened, "project-reopened"),
        (Self::Invited, "invited"),
        (Self::InvitationRevoked, "invitation-revoked"),
        (Self::RoleChanged, "role-changed"),
        (Self::PersonRemoved, "person-removed"),
        (Self::Renamed, "renamed"),
        (Self::PasswordChanged, "password-changed"),
        (Self::AddressAsked, "address-asked"),
        (Self::AddressRevoked, "address-revoked"),
        (Self::AddressChanged, "address-changed"),
        (Self::SessionEnded, "session-ended"),
        (Self::SessionsEnded, "sessions-ended"),
        (Self::ResetSent, "reset-sent"),
        (Self::AccountDisabled, "account-disabled"),
        (Self::AccountEnabled, "account-enabled"),
        (Self::OrganisationMade, "organisation-made"),
        (Self::OrganisationChanged, "organisation-changed"),
        (Self::OrganisationDisabled, "organisation-disabled"),
        (Self::OrganisationEnabled, "organisation-enabled"),
        (Self::TokenRevoked, "token-revoked"),
        (Self::FactorRemoved, "factor-removed"),
    ];

    /// Reads what [`Done::at`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(done, _)| *done)
    }

    /// The address of a page that reports this.
    pub fn at(self, address: &str) -> String {
        let name = Self::ALL.iter().find(|(done, _)| *done == self).map_or("", |(_, name)| name);
        format!("{address}?done={name}")
    }

    /// The message that says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::MessageSent => "done-message-sent",
            Self::DraftSaved => "done-draft-saved",
            Self::DraftRenewed => "done-draft-renewed",
            Self::DraftDiscarded => "done-draft-discarded",
            Self::Provided => "done-provided",
            Self::Ticked => "done-ticked",
            Self::Checked => "done-checked",
            Self::Changed => "done-changed",
            Self::Approved => "done-approved",
            Self::Refused => "done-refused",
            Self::Moved => "done-moved",
            Self::LanguageChanged => "done-language-changed",
            Self::NoteKept => "done-note-kept",
            Self::DocumentAdded => "done-document-added",
            Self::FieldsKept => "done-fields-kept",
            Self::Assigned => "done-assigned",
            Self::Retried => "done-retried",
            Self::WorkRetried => "done-work-retried",
            Self::ProjectMade => "done-project-made",
            Self::ProjectChanged => "done-project-changed",
            Self::ProjectClosed => "done-project-closed",
            Self::ProjectReopened => "done-project-reopened",
            Self::Invited => "done-invited",
            Self::InvitationRevoked => "done-invitation-revoked",
            Self::RoleChanged => "done-role-changed",
            Self::PersonRemoved => "done-person-removed",
            Self::Renamed => "done-renamed",
            Self::PasswordChanged => "done-password-changed",
            Self::AddressAsked => "done-address-asked",
            Self::AddressRevoked => "done-address-revoked",
            Self::AddressChanged => "done-address-changed",
            Self::SessionEnded => "done-session-ended",
            Self::SessionsEnded => "done-sessions-ended",
            Self::ResetSent => "done-reset-sent",
            Self::AccountDisabled => "done-account-disabled",
            Self::AccountEnabled => "done-account-enabled",
            Self::OrganisationMade => "done-organisation-made",
            Self::OrganisationChanged => "done-organisation-changed",
            Self::OrganisationDisabled => "done-organisation-disabled",
            Self::OrganisationEnabled => "done-organisation-enabled",
            Self::TokenRevoked => "done-token-revoked",
            Self::FactorRemoved => "done-factor-removed",
        }
    }
}
