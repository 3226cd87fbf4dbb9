//! Reads of the audit log.

use std::collections::HashMap;

use portal_core::{
    audit::Audit,
    id::{Reference, RequestId},
    store::{AuditFilter, AuditObject, Cursor, Page, StoreError},
};

use crate::{
    conn::Conn,
    page::page,
    query::{Dialect, Query},
    reach::Sight,
    requests::with_summaries,
    table::AuditRow,
};

/// What belongs to a request beside itself: its entries name these.
const OF_REQUEST: &str = " union all select portal_document.id from portal_document join named on named.id = portal_document.request \
     union all select portal_task.id from portal_task join named on named.id = portal_task.request)";

fn list(dialect: Dialect, filter: &AuditFilter, after: Option<&Cursor>, at_most: u16) -> Query {
    Query::new(dialect, "select ")
        .push(AuditRow::COLUMNS)
        .push(" from portal_audit where ")
        .looked_at(filter)
        .older("portal_audit.at", "portal_audit.id", after)
        .push(" order by portal_audit.at desc, portal_audit.id desc")
        .limit(u32::from(at_most) + 1)
}

fn number(dialect: Dialect, filter: &AuditFilter) -> Query {
    Query::new(dialect, "select count(*) from portal_audit where ").looked_at(filter)
}

impl Query {
    fn looked_at(self, filter: &AuditFilter) -> Self {
        let query = self
            .push("portal_audit.times > 0")
            .with(filter.actor, |query, id| query.push(" and portal_audit.actor = ").bind(id.0))
            .with(filter.organisation, |query, id| query.push(" and portal_audit.organisation = ").bind(id.0))
            .with(filter.allowed, |query, allowed| match allowed {
                true => query.push(" and portal_audit.allowed"),
                false => query.push(" and not portal_audit.allowed"),
            })
            .with(filter.since, |query, at| query.push(" and portal_audit.at >= ").bind(at))
            .with(filter.until, |query, at| query.push(" and portal_audit.at < ").bind(at));
        let query = query.with(filter.group, |query, group| {
            let begun = query.push(" and portal_audit.action in ('none'");
            group.actions().fold(begun, |query, name| query.push(", '").push(name).push("'")).push(")")
        });
        query.with(filter.about.as_ref(), |query, about| {
            let query = query.push(" and portal_audit.object in (with named as (select ");
            let query = match about {
                AuditObject::Id(id) => match query.dialect {
                    Dialect::Postgres => query.bind(*id).push("::uuid as id)"),
                    Dialect::Sqlite => query.bind(*id).push(" as id)"),
                },
                AuditObject::Reference(text) => {
                    let text = text.replace('\0', "\u{fffd}");
                    query
                        .push("portal_request.id from portal_request where portal_request.reference = ")
                        .bind(text)
                        .push(")")
                }
            };
            query.push(" select named.id from named").push(OF_REQUEST)
        })
    }
}

pub(crate) async fn audit(
    conn: &mut Conn<'_>,
    filter: &AuditFilter,
    after: Option<&Cursor>,
    at_most: u16,
) -> Result<Page<Audit>, StoreError> {
    let rows: Vec<AuditRow> = conn.all(list(conn.dialect(), filter, after, at_most)).await?;
    let page = page(rows, at_most, |row| Cursor { at: row.at.0, id: row.id });
    Ok(Page { rows: page.rows.into_iter().map(Audit::from).collect(), next: page.next })
}

pub(crate) async fn count(conn: &mut Conn<'_>, filter: &AuditFilter) -> Result<u64, StoreError> {
    let found: Option<(i64,)> = conn.one(number(conn.dialect(), filter)).await?;
    Ok(found.map_or(0, |(count,)| count.unsigned_abs()))
}

pub(crate) async fn references(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    ids: &[RequestId],
) -> Result<HashMap<RequestId, Reference>, StoreError> {
    let found = with_summaries(conn, sight, ids.to_vec(), |id| *id).await?;
    Ok(found.into_iter().map(|(id, summary)| (id, summary.reference)).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    use portal_core::{audit::Group, id};
    let (nil, now) = (uuid::Uuid::nil(), chrono::DateTime::UNIX_EPOCH);
    let after = Cursor { at: now, id: nil };
    let about = [AuditObject::Id(nil), AuditObject::Reference("REQ-1".to_owned())];
    let narrowed = about.map(|about| AuditFilter {
        actor: Some(id::AccountId(nil)),
        organisation: Some(id::OrganisationId(nil)),
        group: Some(Group::SignIn),
        allowed: Some(false),
        since: Some(now),
        until: Some(now),
        about: Some(about),
    });
    let all = [AuditFilter::default(), AuditFilter { allowed: Some(true), ..AuditFilter::default() }];
    let of = |filter: &AuditFilter| {
        [list(dialect, filter, None, 20), list(dialect, filter, Some(&after), 20), number(dialect, filter)]
    };
    all.iter().chain(&narrowed).flat_map(of).collect()
}
