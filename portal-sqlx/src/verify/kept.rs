//! Requests and the workflow of the definition that they keep: the status is one of it, and who must act is what the status
//! and the open tasks say.

use std::collections::HashMap;

use portal_core::{
    definition::{Definition, End, WaitsFor},
    id::Id,
    request::waits_for,
    store::StoreError,
    verify::Broken,
};
use uuid::Uuid;

use super::load;
use crate::{
    conn::Conn,
    definitions,
    query::{Dialect, Query},
    value::{Word, word},
};

/// Few rows, however many requests there are: one for each way to stand somewhere.
const STANDINGS: &str = "select standing.definition, standing.request_type, standing.status, standing.waits_for, \
     standing.ended, standing.client from (select definition, request_type, status, waits_for, ended, \
     cast(case when exists (select 1 from portal_task where portal_task.request = portal_request.id \
     and portal_task.state = 'open' and portal_task.required and portal_task.side = 'client') then 1 else 0 end as bigint) \
     as client from portal_request) as standing group by 1, 2, 3, 4, 5, 6";
const STAND_SO: &str = "select standing.id from (select id, definition, request_type, status, waits_for, \
     coalesce(ended, '') as ended, case when exists (select 1 from portal_task \
     where portal_task.request = portal_request.id and portal_task.state = 'open' and portal_task.required \
     and portal_task.side = 'client') then 1 else 0 end as client from portal_request) as standing \
     where standing.definition = $1 and standing.request_type = $2 and standing.status = $3 and standing.waits_for = $4 \
     and standing.ended = $5 and standing.client = $6 order by standing.id limit 100";

/// How some requests stand.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Standing {
    definition: String,
    request_type: String,
    status: String,
    waits_for: Word<WaitsFor>,
    ended: Option<Word<End>>,
    client: i64,
}

pub(super) async fn check(conn: &mut Conn<'_>) -> Result<Vec<Broken>, StoreError> {
    let standings: Vec<Standing> = conn.all(Query::new(conn.dialect(), STANDINGS)).await?;
    let mut definitions: HashMap<String, Option<Definition>> = HashMap::new();
    let mut found: HashMap<&'static str, (&'static str, Vec<Uuid>)> = HashMap::new();
    for standing in &standings {
        if !definitions.contains_key(&standing.definition) {
            let stored = definitions::definition(conn, &standing.definition).await?;
            definitions.insert(standing.definition.clone(), stored.map(load).transpose()?);
        }
        let kept = definitions[&standing.definition].as_ref();
        if let Some((code, sentence)) = standing.fault(kept) {
            let ids: Vec<(Uuid,)> = conn.all(standing.requests(conn.dialect())).await?;
            found.entry(code).or_insert((sentence, Vec::new())).1.extend(ids.into_iter().map(|(id,)| id));
        }
    }
    let mut found: Vec<Broken> =
        found.into_iter().filter_map(|(code, (sentence, ids))| Broken::among(code, sentence, ids)).collect();
    found.sort_by_key(|broken| broken.code);
    Ok(found)
}

impl Standing {
    fn fault(&self, kept: Option<&Definition>) -> Option<(&'static str, &'static str)> {
        let workflow = kept.and_then(|definition| definition.requests.get(&Id::from(self.request_type.as_str())));
        let status = workflow.and_then(|workflow| workflow.statuses.get(&Id::from(self.status.as_str())));
        let Some(status) = status else {
            return Some(("request.workflow", "A request is in a status that its workflow does not have."));
        };
        if self.ended.map(|end| end.0) != status.ends {
            return Some(("request.ended", "A request is over and its status is not, or the other way round."));
        }
        let differs = waits_for(status, self.client == 1) != self.waits_for.0;
        differs.then_some(("request.waits_for", "Who must act is not what a request's status and open tasks say."))
    }

    fn requests(&self, dialect: Dialect) -> Query {
        Query::new(dialect, STAND_SO)
            .arg(self.definition.as_str())
            .arg(self.request_type.as_str())
            .arg(self.status.as_str())
            .arg(word(self.waits_for.0))
            .arg(self.ended.map_or_else(String::new, |end| word(end.0)))
            .arg(self.client)
    }
}

#[cfg(test)]
pub(super) fn statements(dialect: Dialect) -> Vec<Query> {
    vec![Query::new(dialect, STANDINGS), Query::new(dialect, STAND_SO)]
}
