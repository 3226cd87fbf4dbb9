//! Reads of projects.

use std::collections::HashMap;

use portal_core::{
    id::ProjectId,
    project::{Progress, Project},
    store::{Cursor, Page, ProjectFilter, StoreError},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    page::page,
    query::{Dialect, Query, literal},
    reach::Sight,
    table::ProjectRow,
};

fn projects_where(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(ProjectRow::COLUMNS).push(" from portal_project where ")
}

/// Projects that a sight reaches: `Scope::admits_project` in the database.
fn in_reach(dialect: Dialect, sight: Sight<'_>) -> Query {
    let query = projects_where(dialect);
    let Sight::Of(scope) = sight else { return query.push("true") };
    if scope.is_all() {
        return query.push("true");
    }
    let whole: Vec<Uuid> = scope.organisations().iter().chain(scope.own()).map(|id| id.0).collect();
    let named: Vec<Uuid> = scope.named_projects().map(|id| id.0).collect();
    match (whole.as_slice(), named.as_slice()) {
        ([one], []) => query.is("portal_project.organisation", *one),
        (_, []) => query.among("portal_project.organisation", whole),
        ([], _) => query.among("portal_project.id", named),
        _ => query
            .push("(")
            .among("portal_project.organisation", whole)
            .push(" or ")
            .among("portal_project.id", named)
            .push(")"),
    }
}

fn by_id(dialect: Dialect, sight: Sight<'_>, id: ProjectId) -> Query {
    in_reach(dialect, sight).push(" and portal_project.id = ").bind(id.0)
}

fn by_ids(dialect: Dialect, ids: &[ProjectId]) -> Query {
    projects_where(dialect)
        .among("portal_project.id", ids.iter().map(|id| id.0))
        .push(" order by portal_project.name, portal_project.id")
}

fn progress(dialect: Dialect, sight: Sight<'_>, ids: &[ProjectId]) -> Query {
    Query::new(
        dialect,
        "select portal_request.project, count(*), count(portal_request.ended) from portal_request where ",
    )
    .reach(sight)
    .push(" and ")
    .among("portal_request.project", ids.iter().map(|id| id.0))
    .push(" group by portal_request.project")
}

fn list(dialect: Dialect, sight: Sight<'_>, filter: &ProjectFilter, after: Option<&Cursor>, at_most: u16) -> Query {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    in_reach(dialect, sight)
        .when(filter.open == Some(true), |query| query.push(" and portal_project.state = 'open'"))
        .when(filter.open == Some(false), |query| query.push(" and portal_project.state = 'closed'"))
        .with(filter.organisation, |query, id| query.push(" and portal_project.organisation = ").bind(id.0))
        .with(text, |query, text| {
            query
                .push(" and portal_project.name_key like ")
                .bind(format!("%{}%", literal(&text.to_lowercase())))
                .push(r" escape '\'")
        })
        .older("portal_project.created", "portal_project.id", after)
        .push(" order by portal_project.created desc, portal_project.id desc")
        .limit(u32::from(at_most) + 1)
}

pub(crate) async fn project(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    id: ProjectId,
) -> Result<Option<Project>, StoreError> {
    if sight.is_nothing() {
        return Ok(None);
    }
    let row: Option<ProjectRow> = conn.one(by_id(conn.dialect(), sight, id)).await?;
    Ok(row.map(Project::from))
}

pub(crate) async fn projects(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    filter: &ProjectFilter,
    after: Option<&Cursor>,
    at_most: u16,
) -> Result<Page<Project>, StoreError> {
    if sight.is_nothing() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let rows: Vec<ProjectRow> = conn.all(list(conn.dialect(), sight, filter, after, at_most)).await?;
    let rows = rows.into_iter().map(Project::from).collect();
    Ok(page(rows, at_most, |project: &Project| Cursor { at: project.created, id: project.id.0 }))
}

pub(crate) async fn project_progress(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Progress>, StoreError> {
    if sight.is_nothing() || ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, i64, i64)> = conn.all(progress(conn.dialect(), sight, ids)).await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let far = |(id, all, over)| (ProjectId(id), Progress { all: number(all), over: number(over) });
    Ok(rows.into_iter().map(far).collect())
}

pub(crate) async fn projects_by_id(conn: &mut Conn<'_>, ids: &[ProjectId]) -> Result<Vec<Project>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<ProjectRow> = conn.all(by_ids(conn.dialect(), ids)).await?;
    Ok(rows.into_iter().map(Project::from).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    use portal_core::id::OrganisationId;

    let id = Uuid::nil();
    let after = Cursor { at: chrono::DateTime::UNIX_EPOCH, id };
    let (one, ids) = (ProjectId(id), [ProjectId(id)]);
    let mut all = vec![by_id(dialect, sight, one), by_ids(dialect, &ids), progress(dialect, sight, &ids)];
    for open in [None, Some(true), Some(false)] {
        let filter = ProjectFilter { open, organisation: open.map(|_| OrganisationId(id)), text: Some("site".into()) };
        all.extend([None, Some(&after)].map(|after| list(dialect, sight, &filter, after, 20)));
    }
    all
}
