//! What must hold between rows: each law is a statement that finds the rows that break it, at most a hundred.

use crate::query::Sql;

/// One law.
pub(super) struct Law {
    /// Its stable name.
    pub code: &'static str,
    /// What is wrong when it does not hold.
    pub sentence: &'static str,
    /// Finds what breaks it.
    pub sql: Sql,
}

/// A law that both databases spell alike.
const fn law(code: &'static str, sentence: &'static str, sql: &'static str) -> Law {
    Law { code, sentence, sql: Sql { postgres: sql, sqlite: sql } }
}

/// The laws that need no definition.
pub(super) const LAWS: [Law; 16] = [
    law("request.history", "A request's status is not the last one of its history.", HISTORY),
    law("request.events", "A request's history has a gap, or does not end where the request says.", EVENTS),
    law("request.closed", "A request is over by its history and not by its row, or the other way round.", CLOSED),
    law("task.outlived", "A task that does not stay is open on a request that is over.", OUTLIVED),
    law("document.version", "A document has no version, so no bytes.", BODILESS),
    law("organisation.differs", "Something belongs to another organisation than its request.", FOREIGN),
    law("storage.counter", "What an organisation keeps is not what its files add up to.", COUNTER),
    Law { code: "booking.counter", sentence: "A time has other places taken than it has bookings.", sql: PLACES },
    Law { code: "job.held", sentence: "A job is held by nobody: its lease ended and nobody took it up.", sql: HELD },
    law("job.act", "A job is to tell of an act that is not in the history.", ACTLESS),
    law("job.delivery", "A job is to send a delivery that does not wait.", IDLE),
    law("job.request", "A job is to wake a request that is not there.", SLEEPLESS),
    law("job.twice", "A delivery has two jobs.", TWICE),
    law("delivery.job", "A delivery waits and no job will send it.", STRANDED),
    law("delivery.state", "A delivery is delivered without a moment, or has one without being delivered.", UNDATED),
    Law { code: "idempotency.effect", sentence: "A person's key is taken by what was never made.", sql: EFFECTLESS },
];

const HISTORY: &str = "select portal_request.id from portal_request \
     where portal_request.status is distinct from (select coalesce(portal_event.data ->> 'to', portal_event.data ->> 'status') \
     from portal_event where portal_event.request = portal_request.id \
     and portal_event.kind in ('request.submitted', 'request.moved') order by portal_event.seq desc limit 1) \
     order by portal_request.id limit 100";
const EVENTS: &str = "select portal_request.id from portal_request \
     left join (select request, count(*) as entries, max(seq) as last from portal_event group by request) as log \
     on log.request = portal_request.id where portal_request.events is distinct from log.entries \
     or portal_request.events is distinct from log.last order by portal_request.id limit 100";
const CLOSED: &str = "select portal_request.id from portal_request \
     where portal_request.ended is distinct from (select case when portal_event.kind = 'request.closed' \
     then portal_event.data ->> 'end' end from portal_event where portal_event.request = portal_request.id \
     and portal_event.kind in ('request.submitted', 'request.moved', 'request.closed') \
     order by portal_event.seq desc limit 1) order by portal_request.id limit 100";
const OUTLIVED: &str = "select portal_task.id from portal_task \
     join portal_request on portal_request.id = portal_task.request \
     where portal_task.state = 'open' and not portal_task.stays and portal_request.ended is not null \
     order by portal_task.id limit 100";
const BODILESS: &str = "select portal_document.id from portal_document where not exists \
     (select 1 from portal_document_version where portal_document_version.document = portal_document.id) \
     order by portal_document.id limit 100";
const FOREIGN: &str = "select found.id from ( \
     select id, request, organisation from portal_task \
     union all select id, request, organisation from portal_event \
     union all select id, request, organisation from portal_message \
     union all select id, request, organisation from portal_document \
     union all select id, request, organisation from portal_delivery \
     union all select id, request, organisation from portal_membership where request is not null \
     union all select id, request, organisation from portal_link where request is not null \
     union all select portal_project.id, portal_request.id, portal_project.organisation from portal_request \
     join portal_project on portal_project.id = portal_request.project \
     union all select portal_blob.id, portal_document.request, portal_blob.organisation from portal_document_version \
     join portal_document on portal_document.id = portal_document_version.document \
     join portal_blob on portal_blob.id = portal_document_version.blob) as found \
     join portal_request on portal_request.id = found.request \
     where portal_request.organisation <> found.organisation order by found.id limit 100";
const COUNTER: &str = "select kept.organisation from ( \
     select organisation, size as bytes from portal_blob \
     union all select key, -taken from portal_counter where kind = 'stored_bytes') as kept \
     group by kept.organisation having sum(kept.bytes) <> 0 order by kept.organisation limit 100";
const PLACES: Sql = Sql {
    postgres: "select portal_place.key from portal_place left join (select counted.place::uuid as place, count(*) as bookings \
        from portal_booking cross join jsonb_array_elements_text(portal_booking.counted) as counted(place) \
        where portal_booking.state <> 'given_back' group by counted.place) as booked on booked.place = portal_place.key \
        where portal_place.taken <> coalesce(booked.bookings, 0) order by portal_place.key limit 100",
    sqlite: "select portal_place.key from portal_place left join (select unhex(counted.value, '-') as place, count(*) as bookings \
        from portal_booking, json_each(portal_booking.counted) as counted \
        where portal_booking.state <> 'given_back' group by counted.value) as booked on booked.place = portal_place.key \
        where portal_place.taken <> coalesce(booked.bookings, 0) order by portal_place.key limit 100",
};
/// What was given up (`failed`) is for the team to see and is held by nobody. A worker looks for work each second; 15 s is the sweep of SECURITY §4.
const HELD: Sql = Sql {
    postgres: "select id from portal_job where failed is null and held_until < now() - interval '15 seconds' order by id limit 100",
    sqlite: "select id from portal_job \
        where failed is null and held_until < cast(unixepoch('subsec') * 1000000 as integer) - 15000000 order by id limit 100",
};
const ACTLESS: &str = "select portal_job.id from portal_job where portal_job.kind = 'notify' and portal_job.failed is null \
     and not exists (select 1 from portal_event where portal_event.act = portal_job.subject) \
     order by portal_job.id limit 100";
const IDLE: &str = "select portal_job.id from portal_job where portal_job.kind = 'deliver' and portal_job.failed is null \
     and not exists (select 1 from portal_delivery where portal_delivery.id = portal_job.subject \
     and portal_delivery.state in ('pending', 'sending')) order by portal_job.id limit 100";
const SLEEPLESS: &str = "select portal_job.id from portal_job where portal_job.kind = 'wake' and portal_job.failed is null \
     and not exists (select 1 from portal_request where portal_request.id = portal_job.subject) \
     order by portal_job.id limit 100";
const TWICE: &str = "select subject from portal_job where kind = 'deliver' \
     group by subject having count(*) > 1 order by subject limit 100";
const STRANDED: &str = "select portal_delivery.id from portal_delivery \
     where portal_delivery.state in ('pending', 'sending') and not exists (select 1 from portal_job \
     where portal_job.kind = 'deliver' and portal_job.subject = portal_delivery.id) \
     order by portal_delivery.id limit 100";
const UNDATED: &str = "select id from portal_delivery \
     where (state = 'delivered') <> (delivered is not null) order by id limit 100";
/// Of what is never removed; a draft or a document may be gone by now.
const EFFECTLESS: Sql = Sql {
    postgres: "select account from (select account, subject_kind as kind, \
        case when length(subject) = 16 then encode(subject, 'hex')::uuid end as subject from portal_idempotency) as taken \
        where (kind = 'request' and not exists (select 1 from portal_request where id = taken.subject)) \
        or (kind = 'message' and not exists (select 1 from portal_message where id = taken.subject)) \
        or (kind = 'task' and not exists (select 1 from portal_task where id = taken.subject)) \
        or (kind = 'delivery' and not exists (select 1 from portal_delivery where id = taken.subject)) \
        order by account limit 100",
    sqlite: "select account from portal_idempotency as taken \
        where (subject_kind = 'request' and not exists (select 1 from portal_request where id = taken.subject)) \
        or (subject_kind = 'message' and not exists (select 1 from portal_message where id = taken.subject)) \
        or (subject_kind = 'task' and not exists (select 1 from portal_task where id = taken.subject)) \
        or (subject_kind = 'delivery' and not exists (select 1 from portal_delivery where id = taken.subject)) \
        order by account limit 100",
};

/// Of whoever is still active: whoever is not gets no mail.
pub(super) const UNCONFIRMED: &str = "select portal_request.id from portal_request \
     join portal_event on portal_event.request = portal_request.id and portal_event.kind = 'request.submitted' \
     join portal_account on portal_account.id = portal_request.opened_by \
     where portal_request.submitted >= $1 and portal_account.state = 'active' \
     and not exists (select 1 from portal_delivery where portal_delivery.act = portal_event.act \
     and portal_delivery.recipient = portal_request.opened_by) \
     and not exists (select 1 from portal_job where portal_job.kind = 'notify' \
     and portal_job.subject = portal_event.act) order by portal_request.id limit 100";
