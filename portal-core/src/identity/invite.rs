//! Inviting somebody, sending the invitation again, taking it back.

use chrono::{DateTime, Utc};

use super::{
    Account, Bucket, Link, LinkPurpose, LinkState, Membership, People, Permission, Seat, SeatLimits, Side, Verdict,
    Viewer, change_seat::wrong_projects, email_key,
};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    form::{FieldFault, Reason, is_email, one_line},
    id::{Id, JobId, LinkId, OrganisationId, ProjectId, Version},
    notification::DeliveryState,
    store::{Change, Changes, Expect, Job, JobKind, Record, Subject},
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
    /// The projects their place is narrowed to; `None`: it goes as far as the place of whoever invites.
    pub projects: Option<Vec<ProjectId>>,
    /// Their language, one of the portal's.
    pub locale: String,
}

impl Desk<'_> {
    /// Invites somebody: they get a letter with a link that counts for a week. The link of an earlier
    /// invitation of the same address to the same place is worthless from then on. To one request those may invite who have
    /// `request.share` on it: somebody from outside, or a colleague who would not see it.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a place whose people the viewer does not see, [`Refused::Forbidden`] when they may not
    /// invite there, or nobody may since it is disabled; [`Refused::Answers`] with what will not do: a name, an address, a
    /// role above their own, projects that they do not hold;
    /// [`Refused::NotHere`] when somebody with the address belongs there, or sees the request, already; [`Refused::Wait`] after three letters to
    /// the address within an hour (SECURITY R07).
    pub async fn invite(&self, input: &Invite) -> Result<LinkId, Refused> {
        let people = self.people_to_invite(input.seat).await?;
        let (name, email) = (one_line(&input.name), input.email.trim().to_owned());
        let roles = self.roles_to_give(input.seat);
        let role = roles.iter().find(|(id, _)| **id == *input.role.as_str()).map(|(id, _)| (*id).clone());
        let limits = self.limits_to_give(input.seat, input.projects.clone()).await?;
        let faults: Vec<FieldFault> = [
            fault_of_name(&name),
            (!is_email(&email)).then(|| fault("email", Reason::NotAnEmail)),
            role.is_none().then(|| fault("role", Reason::NotAnOption)),
            limits.is_none().then(|| fault("projects", wrong_projects(input.projects.as_deref()))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let Some((role, limits)) = role.zip(limits).filter(|_| faults.is_empty()) else {
            return Err(Refused::Answers(faults));
        };
        if self.belongs(&people, &email).await? {
            return Err(Refused::NotHere);
        }
        let organisation = people.organisation.as_ref().map(|found| (found.id, found.version));
        let open = self.store.invitations_to(input.seat).await?;
        let same = open.into_iter().find(|link| email_key(&link.email) == email_key(&email));
        let purpose = self.invitation(input.seat, role, limits);
        let locale = self.definition().locale(&input.locale).to_owned();
        match same {
            Some(link) => {
                let loaded = Expect::Loaded(link.version);
                self.send_link(Link { purpose, email, name, locale, ..link }, loaded, organisation).await
            }
            None => {
                let id = LinkId(self.portal.uuid(self.now()));
                let link = new_link(id, purpose, (name, email, locale), self.now());
                self.send_link(link, Expect::New, organisation).await
            }
        }
    }

    /// Sends an invitation again: a new link, which counts for a week from now; the one before is worthless.
    ///
    /// # Errors
    /// As [`Desk::invite`]; [`Refused::NotFound`] when there is no such open invitation.
    pub async fn invite_again(&self, seat: Seat, id: LinkId) -> Result<LinkId, Refused> {
        let (people, link) = self.invitation_to(seat, id).await?;
        let LinkPurpose::Invitation { role, limits, .. } = link.purpose.clone() else { return Err(Refused::NotFound) };
        if !people.invites() || !self.roles_to_give(seat).iter().any(|(given, _)| **given == role) {
            return Err(Refused::Forbidden);
        }
        let organisation = people.organisation.as_ref().map(|found| (found.id, found.version));
        let purpose = self.invitation(seat, role, limits);
        let loaded = Expect::Loaded(link.version);
        self.send_link(Link { purpose, ..link }, loaded, organisation).await
    }

    /// Takes an invitation back: its link is worthless from then on.
    ///
    /// # Errors
    /// As [`Desk::invite_again`].
    pub async fn revoke_invitation(&self, seat: Seat, id: LinkId) -> Result<(), Refused> {
        let (_, mut link) = self.invitation_to(seat, id).await?;
        let loaded = link.version;
        link.state = LinkState::Revoked;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::InvitationRevoked).at_seat(seat).on(id.0));
        changes.write(Record::Link(link), Expect::Loaded(loaded));
        self.commit(Subject::Link(id), changes, &mut Tries::once()).await.map(|_| ())
    }

    async fn invitation_to(&self, seat: Seat, id: LinkId) -> Result<(People, Link), Refused> {
        let people = self.people(seat).await?;
        if !people.manages {
            return Err(Refused::Forbidden);
        }
        let found = people.invited.iter().find(|invitee| invitee.link.id == id).map(|invitee| invitee.link.clone());
        Ok((people, found.ok_or(Refused::NotFound)?))
    }

    /// The people of a place to which the viewer may invite now.
    async fn people_to_invite(&self, seat: Seat) -> Result<People, Refused> {
        let people = self.people(seat).await?;
        if people.invites() { Ok(people) } else { Err(Refused::Forbidden) }
    }

    /// Whether whoever has an address belongs to a place; or is a colleague who sees the request that it is. Of others
    /// nothing is told (SECURITY T17).
    async fn belongs(&self, people: &People, email: &str) -> Result<bool, Refused> {
        let key = email_key(email);
        let is_they = |account: &Account| email_key(&account.email) == key;
        if people.seated.iter().any(|seated| is_they(&seated.account)) {
            return Ok(true);
        }
        let (Some(request), Some(organisation)) = (&people.request, people.seat.organisation()) else {
            return Ok(self.store.seated(people.seat).await?.iter().any(|(account, _)| is_they(account)));
        };
        let facts = request.facts(Side::Client);
        let colleagues = self.store.seated(Seat::Organisation(organisation)).await?;
        let sees = |(account, mut seats): (Account, Vec<Membership>)| {
            seats.retain(|found| found.seat == Seat::Organisation(organisation));
            let viewer = Viewer::new(&account, &seats, self.definition());
            is_they(&account) && viewer.scope(Permission::RequestView).admits(&facts)
        };
        Ok(colleagues.into_iter().any(sees))
    }

    fn invitation(&self, seat: Seat, role: Id, limits: SeatLimits) -> LinkPurpose {
        LinkPurpose::Invitation { seat, role, limits, sender: self.viewer.account() }
    }

    /// Writes an invitation, new or again, with the job that sends its letter; it counts on the organisation being as it
    /// was, so that none is left over when it is disabled.
    async fn send_link(
        &self,
        link: Link,
        expect: Expect,
        organisation: Option<(OrganisationId, Version)>,
    ) -> Result<LinkId, Refused> {
        let (now, id) = (self.now(), link.id);
        let LinkPurpose::Invitation { seat, .. } = link.purpose else { return Err(Refused::NotFound) };
        let bucket = Bucket::Letters(email_key(&link.email));
        if let Verdict::Wait(until) = self.parts().engine.throttle(&bucket, now).await? {
            return Err(Refused::wait(until - now));
        }
        let mut changes = Changes::new();
        if let Some((organisation, version)) = organisation {
            changes.push(Change::Require(Subject::Organisation(organisation), version));
        }
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
