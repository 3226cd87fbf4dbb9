//! The desk: every use case of one viewer. The methods themselves live in the rooms, one file each.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use crate::{
    Once, Portal, Refused, audit,
    definition::Definition,
    form::{self, Environment, Field, Person, Value},
    id::{AccountId, RequestId, Version},
    identity::{Matter, Organisation, Permission, Scope, Seat, Side, Viewer},
    play::Acts,
    portal::Parts,
    store::{Change, Changes, Conflict, Store, StoreError, Subject},
};

/// Every use case of one viewer: one method each, found in the room it is about.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub(crate) portal: &'a Portal,
    pub(crate) store: &'a dyn Store,
    pub(crate) viewer: &'a Viewer,
    pub(crate) once: Option<&'a Once>,
    seen: Option<Version>,
    retries: bool,
    acts: Option<&'a Acts>,
}

/// How often a decision may still be made again because something moved between load and commit.
pub(crate) struct Tries(u8);

impl Tries {
    /// For what a person decided on a version they saw: it is never tried again.
    pub(crate) fn once() -> Self {
        Self(1)
    }
}

impl<'a> Desk<'a> {
    pub(crate) fn new(portal: &'a Portal, store: &'a dyn Store, viewer: &'a Viewer, retries: bool) -> Self {
        Self { portal, store, viewer, once: None, seen: None, retries, acts: None }
    }

    /// The portal this desk stands in.
    pub fn portal(&self) -> &'a Portal {
        self.portal
    }

    /// Whose desk this is.
    pub fn viewer(&self) -> &'a Viewer {
        self.viewer
    }

    /// What is done next counts on the version that the person saw of the thing it changes: when that has moved on,
    /// nothing is done and they are told ([`Refused::Stale`]). `None`: they did not say what they saw.
    pub fn seeing(self, version: Option<Version>) -> Self {
        Self { seen: version, ..self }
    }

    /// Nobody is told of what is done next by the worker: whoever plays the past tells of its acts.
    pub(crate) fn aside(self, acts: &'a Acts) -> Self {
        Self { acts: Some(acts), ..self }
    }

    /// What is done next is done under this key, or under none.
    pub(crate) fn under<'b>(&self, once: Option<&'b Once>) -> Desk<'b>
    where
        'a: 'b,
    {
        Desk { once, ..*self }
    }

    /// Refuses unless the person saw this version, or did not say what they saw.
    pub(crate) fn saw(&self, version: Version) -> Result<(), Refused> {
        if self.seen.is_none_or(|seen| seen == version) { Ok(()) } else { Err(Refused::Stale) }
    }

    /// The version that the person saw, if they said so.
    pub(crate) fn seen(&self) -> Option<Version> {
        self.seen
    }

    /// Names by account, for showing who did what.
    pub async fn names(&self, ids: impl IntoIterator<Item = AccountId>) -> Result<HashMap<AccountId, String>, Refused> {
        let mut ids: Vec<AccountId> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.store.names(&ids).await?)
    }

    pub(crate) fn parts(&self) -> &'a Parts {
        self.portal.parts()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.portal.now()
    }

    pub(crate) fn definition(&self) -> &'a Definition {
        self.portal.definition()
    }

    pub(crate) fn sees(&self) -> Scope {
        self.viewer.scope(Permission::RequestView)
    }

    pub(crate) fn reads(&self) -> Scope {
        self.viewer.scope(Permission::DocumentView)
    }

    /// The side whose things the viewer is shown.
    pub fn side(&self) -> Side {
        self.viewer.side()
    }

    pub(crate) fn tries(&self) -> Tries {
        Tries(if self.retries { 3 } else { 1 })
    }

    /// Commits what a person decided and `made`, under the caller's key if there is one. It also requires that they
    /// still are who they were when they were let in, so that somebody who was removed meanwhile changes nothing
    /// (SECURITY T09), and adds the entry of the audit log unless the use case has its own (SECURITY P08). `false`: something moved since it was loaded; load and decide again.
    pub(crate) async fn commit(&self, made: Subject, mut changes: Changes, tries: &mut Tries) -> Result<bool, Refused> {
        if let Some(once) = self.once {
            changes.push(Change::Once(self.key(once), made));
        }
        if !changes.is_audited() {
            let entry = self.entry(audit::derived(made, &changes)).about(made, &changes);
            changes.audit(entry);
        }
        for (membership, version) in self.viewer.memberships() {
            changes.push(Change::Require(Subject::Membership(membership), version));
        }
        if let Some(acts) = self.acts {
            acts.take_from(&mut changes);
        }
        tries.0 = tries.0.saturating_sub(1);
        match self.store.commit(&changes).await {
            Ok(()) => {
                self.parts().bell.ring();
                Ok(true)
            }
            // Of the viewer's own places: they are no longer who they were. Of others' it is a change like any other.
            Err(StoreError::Conflict(Conflict::Moved(Subject::Membership(moved))))
                if self.viewer.memberships().any(|(own, _)| own == moved) =>
            {
                Err(Refused::Forbidden)
            }
            Err(StoreError::Conflict(Conflict::Moved(_) | Conflict::Taken(_))) if tries.0 > 0 => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// What is known around a form, with the people whom its fields may name: of the organisation, of the team.
    pub(crate) async fn environment_for<'f>(
        &self,
        organisation: &Organisation,
        at: Option<RequestId>,
        fields: impl IntoIterator<Item = &'f Field>,
    ) -> Result<Environment, Refused> {
        let mut environment = self.environment(organisation, at);
        let sides = form::sides(fields);
        let mut people = Vec::new();
        for (side, seat) in [(Side::Client, Seat::Organisation(organisation.id)), (Side::Team, Seat::Team)] {
            if !sides.contains(&side) {
                continue;
            }
            let seated = self.store.seated(seat).await?;
            let active = seated.into_iter().map(|(account, _)| account).filter(|account| account.state.is_active());
            people.extend(active.map(|account| (side, Person { account: account.id, name: account.name })));
        }
        environment.people = (!sides.is_empty()).then_some(people);
        Ok(environment)
    }

    /// What is known around a form: who fills it in, for whom, at which request if there is one already, and when.
    pub(crate) fn environment(&self, organisation: &Organisation, at: Option<RequestId>) -> Environment {
        let (now, matter) = (self.now(), Matter { organisation: organisation.id, request: at });
        let account = ["account", "account.name", "account.first_name", "account.email", "account.role"];
        let account = account.map(|name| (name, self.viewer.fact(name, matter)));
        let mut facts: BTreeMap<String, Value> =
            account.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        facts.insert("organisation.name".to_owned(), Value::Text(organisation.name.clone()));
        let attributes = organisation.attributes.iter();
        facts.extend(attributes.map(|(id, value)| (format!("organisation.{id}"), value.clone())));
        let today = now.with_timezone(&self.definition().time_zone).date_naive();
        let zone = self.definition().time_zone;
        Environment { now, today, zone, facts, people: None, openings: None }
    }
}
