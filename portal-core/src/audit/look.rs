//! Looking at the audit log, and taking it out as a table. Only who may see all of it sees any of it: what it tells of one
//! organisation tells of the people of others.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Action, Audit};
use crate::{
    Desk, Refused,
    id::{AccountId, OrganisationId, Reference, RequestId},
    identity::{Bucket, Permission, Verdict, email_key},
    store::{AuditFilter, AuditObject, Cursor, Page},
};

impl Desk<'_> {
    /// Whether the viewer sees the audit log.
    pub fn sees_audit(&self) -> bool {
        self.viewer.scope(Permission::AuditView).is_all()
    }

    /// A page of the audit log, newest first.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `audit.view` over everything.
    pub async fn audit_log(
        &self,
        filter: &AuditFilter,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Audit>, Refused> {
        self.may_see_audit()?;
        Ok(self.store.audit(filter, after, at_most).await?)
    }

    /// Begins an export of the audit log: notes who takes it out, narrowed to what, and how many entries there are
    /// (SECURITY E07). The rows are read page by page with [`Desk::audit_log`], no later ones than the moment that is given
    /// as the filter's end.
    ///
    /// # Errors
    /// As [`Desk::audit_log`]; [`Refused::Wait`] after five exports within an hour (SECURITY §4).
    pub async fn export_audit(&self, filter: &AuditFilter) -> Result<AuditFilter, Refused> {
        self.may_see_audit()?;
        let now = self.now();
        let bucket = Bucket::Exports(self.viewer.account().to_string());
        if let Verdict::Wait(until) = self.parts().engine.throttle(&bucket, now).await? {
            return Err(Refused::wait(until - now));
        }
        let bounded = AuditFilter { until: Some(filter.until.map_or(now, |until| until.min(now))), ..filter.clone() };
        let count = self.store.count_audit(&bounded).await?;
        let detail = format!("{count} {}", told(&bounded));
        let entry = self.entry(Action::AuditExported).of(filter.organisation);
        self.portal.note(entry.with(detail.trim_end())).await?;
        Ok(bounded)
    }

    /// The account with a mail address, for who looks for what somebody did; `None`: nobody has it.
    ///
    /// # Errors
    /// As [`Desk::audit_log`].
    pub async fn audited_person(&self, email: &str) -> Result<Option<AccountId>, Refused> {
        self.may_see_audit()?;
        Ok(self.store.account_by_email(&email_key(email)).await?.map(|account| account.id))
    }

    /// The organisations to choose from, by name; at most 500.
    ///
    /// # Errors
    /// As [`Desk::audit_log`].
    pub async fn audited_organisations(&self) -> Result<Vec<(OrganisationId, String)>, Refused> {
        self.may_see_audit()?;
        let found = self.store.all_organisations(500).await?;
        Ok(found.into_iter().map(|organisation| (organisation.id, organisation.name)).collect())
    }

    /// The names of the organisations that entries are about.
    ///
    /// # Errors
    /// As [`Desk::audit_log`].
    pub async fn organisation_names(&self, ids: &[OrganisationId]) -> Result<HashMap<OrganisationId, String>, Refused> {
        self.may_see_audit()?;
        let found = self.store.organisations(ids).await?;
        Ok(found.into_iter().map(|organisation| (organisation.id, organisation.name)).collect())
    }

    /// The references of those of these requests that the viewer sees: of others an entry shows the bare id.
    pub async fn references(&self, ids: &[Uuid]) -> Result<HashMap<RequestId, Reference>, Refused> {
        let ids: Vec<RequestId> = ids.iter().map(|id| RequestId(*id)).collect();
        Ok(self.store.references(&self.sees(), &ids).await?)
    }

    fn may_see_audit(&self) -> Result<(), Refused> {
        if self.sees_audit() { Ok(()) } else { Err(Refused::Forbidden) }
    }
}

/// A filter in codes.
fn told(filter: &AuditFilter) -> String {
    let AuditFilter { actor, organisation, group, allowed, since, until, about } = filter;
    let about = about.as_ref().map(|about| match about {
        AuditObject::Id(id) => id.to_string(),
        // Only what could be a reference: never a text.
        AuditObject::Reference(text) if is_code(text) => text.clone(),
        AuditObject::Reference(_) => "other".to_owned(),
    });
    let parts = [
        ("person", actor.map(|id| id.to_string())),
        ("organisation", organisation.map(|id| id.to_string())),
        ("group", group.map(|group| group.name().to_owned())),
        ("allowed", allowed.map(|allowed| allowed.to_string())),
        ("since", since.map(|at| at.to_rfc3339())),
        ("until", until.map(|at| at.to_rfc3339())),
        ("about", about),
    ];
    let said = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    said.collect::<Vec<_>>().join(" ")
}

fn is_code(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{audit::Group, fixture::monday};

    #[test]
    fn e07_a_filter_is_told_in_codes_and_never_in_what_was_typed() {
        let filter = AuditFilter {
            group: Some(Group::SignIn),
            allowed: Some(false),
            until: Some(monday()),
            about: Some(AuditObject::Reference("Heating for Mrs Roche".to_owned())),
            ..AuditFilter::default()
        };
        let expected = format!("group=SignIn allowed=false until={} about=other", monday().to_rfc3339());
        assert_eq!(told(&filter), expected);
    }
}
