//! Lists of organisations.

use std::collections::HashMap;

use portal_core::{
    id::OrganisationId,
    identity::Organisation,
    store::{OrganisationActivity, OrganisationFilter, StoreError},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    query::{Dialect, Query, literal},
    reach::Sight,
    table::OrganisationRow,
    value::{Time, word},
};

/// A page of the list. It goes on after a row as it stands now, so that its name is nowhere in an address.
fn list(dialect: Dialect, filter: &OrganisationFilter, after: Option<OrganisationId>, at_most: u16) -> Query {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    Query::new(dialect, "select ")
        .push(OrganisationRow::COLUMNS)
        .push(" from portal_organisation where true")
        .with(filter.state, |query, state| query.push(" and portal_organisation.state = ").bind(word(state)))
        .with(text, |query, text| {
            query
                .push(" and portal_organisation.name_key like ")
                .bind(format!("%{}%", literal(&text.to_lowercase())))
                .push(r" escape '\'")
        })
        .with(after, |query, after| {
            query
                .push(" and (portal_organisation.name_key, portal_organisation.id) > ")
                .push("(select name_key, id from portal_organisation where id = ")
                .bind(after.0)
                .push(")")
        })
        .push(" order by portal_organisation.name_key, portal_organisation.id")
        .limit(at_most.into())
}

fn activity(dialect: Dialect, sight: Sight<'_>, ids: &[OrganisationId]) -> Query {
    Query::new(
        dialect,
        "select portal_request.organisation, count(*) - count(portal_request.ended), max(portal_request.activity) \
         from portal_request where ",
    )
    .reach(sight)
    .push(" and ")
    .among("portal_request.organisation", ids.iter().map(|id| id.0))
    .push(" group by portal_request.organisation")
}

pub(crate) async fn organisations_after(
    conn: &mut Conn<'_>,
    filter: &OrganisationFilter,
    after: Option<OrganisationId>,
    at_most: u16,
) -> Result<Vec<Organisation>, StoreError> {
    let rows: Vec<OrganisationRow> = conn.all(list(conn.dialect(), filter, after, at_most)).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

pub(crate) async fn organisation_activity(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, OrganisationActivity>, StoreError> {
    if sight.is_nothing() || ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, i64, Time)> = conn.all(activity(conn.dialect(), sight, ids)).await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let goes_on = |(id, open, last): (_, _, Time)| {
        (OrganisationId(id), OrganisationActivity { open: number(open), last: last.0 })
    };
    Ok(rows.into_iter().map(goes_on).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    use portal_core::identity::OrganisationState;

    let id = OrganisationId(Uuid::nil());
    let mut all = vec![activity(dialect, sight, &[id])];
    for state in [None, Some(OrganisationState::Active)] {
        let filter = OrganisationFilter { state, text: state.map(|_| "alpha".into()) };
        all.extend([None, Some(id)].map(|after| list(dialect, &filter, after, 20)));
    }
    all
}
