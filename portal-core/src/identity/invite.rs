//! Inviting somebody, sending the invitation again, taking it back.

use chrono::{DateTime, Utc};

use super::{Bucket, Link, LinkPurpose, LinkState, Seat, Verdict, email_key};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    form::{FieldFault, Reason, is_email, one_line},
    id::{Id, JobId, LinkId, Version},
    notification::DeliveryState,
    store::{Changes, Expect, Job, JobKind, Record, Subject},
};

/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 120;

/// Whom somebody invites.
#[derive(Clone, Debug)]
pub struct Invite {
    /// To where.
    pub seat: Seat,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role.
    pub role: String,
    /// Their language, one of the portal's.
    pub locale: String,
}

impl Desk<'_> {
    /// Invites somebody: they get a letter with a link that counts for a week. The link of an earlier
    /// invitation of the same address to the same place is worthless from then on.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a place whose people the viewer does not see, [`Refused::Forbidden`] when they may not
    /// invite there; [`Refused::Answers`] with what will not do: a name, an address, a role above their own;
    /// [`Refused::NotHere`] when somebody with the address belongs there already; [`Refused::Wait`] after three letters to
    /// the address within an hour (SECURITY R07).
    pub async fn invite(&self, input: &Invite) -> Result<LinkId, Refused> {
        self.may_invite(input.seat)?;
        let (name, email) = (one_line(&input.name), input.email.trim().to_owned());
        let roles = self.roles_to_give(input.seat);
        let role = roles.iter().find(|(id, _)| **id == *input.role.as_str()).map(|(id, _)| (*id).clone());
        let faults: Vec<FieldFault> = [
            fault_of_name(&name),
            (!is_email(&email)).then(|| fault("email", Reason::NotAnEmail)),
            role.is_none().then(|| fault("role", Reason::NotAnOption)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let Some(role) = role.filter(|_| faults.is_empty()) else { return Err(Refused::Answers(faults)) };
        if self.belongs(input.seat, &email).await? {
            return Err(Refused::NotHere);
        }
        let open = self.store.invitations_to(input.seat).await?;
        let same = open.into_iter().find(|link| email_key(&link.email) == email_key(&email));
        let purpose = self.invitation(input.seat, role);
        let locale = self.definition().locale(&input.locale).to_owned();
        match same {
            Some(link) => {
                let loaded = Expect::Loaded(link.version);
                self.send_link(Link { purpose, email, name, locale, ..link }, loaded).await
            }
            None => {
                let id = LinkId(self.portal.uuid(self.now()));
                self.send_link(new_link(id, purpose, (name, email, locale), self.now()), Expect::New).await
            }
        }
    }

    /// Sends an invitation again: a new link, which counts for a week from now; the one before is worthless.
    ///
    /// # Errors
    /// As [`Desk::invite`]; [`Refused::NotFound`] when there is no such open invitation.
    pub async fn invite_again(&self, seat: Seat, id: LinkId) -> Result<LinkId, Refused> {
        let link = self.invitation_to(seat, id).await?;
        let LinkPurpose::Invitation { role, .. } = link.purpose.clone() else { return Err(Refused::NotFound) };
        if !self.roles_to_give(seat).iter().any(|(given, _)| **given == role) {
            return Err(Refused::Forbidden);
        }
        let purpose = self.invitation(seat, role);
        let loaded = Expect::Loaded(link.version);
        self.send_link(Link { purpose, ..link }, loaded).await
    }

    /// Takes an invitation back: its link is worthless from then on.
    ///
    /// # Errors
    /// As [`Desk::invite_again`].
    pub async fn revoke_invitation(&self, seat: Seat, id: LinkId) -> Result<(), Refused> {
        let mut link = self.invitation_to(seat, id).await?;
        let loaded = link.version;
        link.state = LinkState::Revoked;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::InvitationRevoked).at_seat(seat).on(id.0));
        changes.write(Record::Link(link), Expect::Loaded(loaded));
        self.commit(Subject::Link(id), changes, &mut Tries::once()).await.map(|_| ())
    }

    async fn invitation_to(&self, seat: Seat, id: LinkId) -> Result<Link, Refused> {
        self.may_invite(seat)?;
        let found = self.store.invitations_to(seat).await?;
        found.into_iter().find(|link| link.id == id).ok_or(Refused::NotFound)
    }

    fn may_invite(&self, seat: Seat) -> Result<(), Refused> {
        match (self.sees_people(seat), self.manages_people(seat)) {
            (_, true) => Ok(()),
            (true, false) => Err(Refused::Forbidden),
            (false, false) => Err(Refused::NotFound),
        }
    }

    async fn belongs(&self, seat: Seat, email: &str) -> Result<bool, Refused> {
        let key = email_key(email);
        let seated = self.store.seated(seat).await?;
        Ok(seated.iter().any(|(account, _)| email_key(&account.email) == key))
    }

    fn invitation(&self, seat: Seat, role: Id) -> LinkPurpose {
        LinkPurpose::Invitation { seat, role, limits: self.viewer.limits_at(seat), sender: self.viewer.account() }
    }

    /// Writes an invitation, new or again, with the job that sends its letter.
    async fn send_link(&self, link: Link, expect: Expect) -> Result<LinkId, Refused> {
        let (now, id) = (self.now(), link.id);
        let LinkPurpose::Invitation { seat, .. } = link.purpose else { return Err(Refused::NotFound) };
        let bucket = Bucket::Letters(email_key(&link.email));
        if let Verdict::Wait(until) = self.parts().engine.throttle(&bucket, now).await? {
            return Err(Refused::Wait(u32::try_from((until - now).num_seconds().max(1)).unwrap_or(u32::MAX)));
        }
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::PersonInvited).at_seat(seat).on(id.0));
        changes.write(Record::Link(link.anew(now)), expect);
        changes.create(Record::Job(self.portal.link_job(id, now)));
        self.commit(Subject::Link(id), changes, &mut Tries::once()).await.map(|_| id)
    }
}

/// What is wrong with the name of a person.
pub(super) fn fault_of_name(name: &str) -> Option<FieldFault> {
    match name.chars().count() {
        0 => Some(fault("name", Reason::Required)),
        length if length > LONGEST_NAME => Some(fault("name", Reason::TooLong { max: LONGEST_NAME })),
        _ => None,
    }
}

pub(super) fn fault(field: &str, reason: Reason) -> FieldFault {
    FieldFault { step: Id::from(""), field: Id::from(field), reason }
}

/// A link whose letter is still to be sent.
pub(super) fn new_link(
    id: LinkId,
    purpose: LinkPurpose,
    (name, email, locale): (String, String, String),
    now: DateTime<Utc>,
) -> Link {
    let link = Link {
        id,
        purpose,
        email,
        name,
        locale,
        hash: None,
        state: LinkState::Open,
        letter: DeliveryState::Pending,
        reason: None,
        attempts: 0,
        created: now,
        expires: now,
        version: Version::FIRST,
    };
    link.anew(now)
}

impl crate::Portal {
    /// The job that sends the letter of a link.
    pub(super) fn link_job(&self, id: LinkId, now: DateTime<Utc>) -> Job {
        Job { id: JobId(self.uuid(now)), kind: JobKind::Link, subject: id.0, due: now, attempts: 0 }
    }
}
