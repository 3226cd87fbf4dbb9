-- Identifiers and hashes are blobs, times are microseconds since 1970, structured values are JSON.

create table portal_organisation (
    id blob not null primary key,
    name text not null,
    created integer not null,
    version integer not null check (version > 0)
) strict;

create table portal_account (
    id blob not null primary key,
    email text not null,
    email_key text not null unique,
    name text not null,
    locale text not null,
    password text,
    state text not null check (state in ('active', 'disabled')),
    seen integer,
    created integer not null,
    version integer not null check (version > 0)
) strict;

-- A membership without an organisation is a seat in the team.
create table portal_membership (
    id blob not null primary key,
    account blob not null references portal_account (id) on delete cascade,
    organisation blob references portal_organisation (id),
    role text not null,
    created integer not null,
    version integer not null check (version > 0)
) strict;
create index portal_membership_organisation on portal_membership (organisation);
create index portal_membership_account on portal_membership (account);

create table portal_session (
    hash blob not null primary key check (length(hash) = 32),
    account blob not null references portal_account (id) on delete cascade,
    created integer not null,
    seen integer not null,
    expires integer not null,
    idle_seconds integer not null check (idle_seconds >= 0)
) strict;
create index portal_session_account on portal_session (account);
create index portal_session_expires on portal_session (expires);

-- `checks` holds the moments of an account's last guesses, at most 25, as microseconds since 1970.
create table portal_throttle (
    bucket blob not null primary key check (length(bucket) = 32),
    failures integer not null check (failures >= 0),
    last integer not null,
    checks text not null
) strict;
create index portal_throttle_last on portal_throttle (last);

create table portal_definition (
    hash text not null primary key,
    files text not null,
    published integer not null
) strict;

create table portal_draft (
    id blob not null primary key,
    account blob not null references portal_account (id),
    organisation blob not null references portal_organisation (id),
    request_type text not null,
    definition text not null references portal_definition (hash),
    answers text not null,
    step text,
    created integer not null,
    edited integer not null,
    expires integer not null,
    version integer not null check (version > 0)
) strict;
create index portal_draft_account on portal_draft (account, edited desc, id desc);

create table portal_request (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    reference text not null unique,
    request_type text not null,
    definition text not null references portal_definition (hash),
    title text not null,
    title_key text not null,
    opened_by blob not null references portal_account (id),
    queue text not null,
    owner blob references portal_account (id),
    status text not null,
    since integer not null,
    waits_for text not null check (waits_for in ('client', 'team', 'third_party', 'nobody')),
    ended text check (ended in ('done', 'refused', 'withdrawn')),
    due integer,
    answers text not null,
    team_answers text not null,
    events integer not null check (events >= 0),
    submitted integer not null,
    activity integer not null,
    version integer not null check (version > 0)
) strict;
create index portal_request_organisation on portal_request (organisation, activity desc, id desc);
create index portal_request_opened_by on portal_request (organisation, opened_by, activity desc, id desc);
create index portal_request_activity on portal_request (activity desc, id desc);
create index portal_request_waits on portal_request (waits_for, due, id) where ended is null;
create index portal_request_owner on portal_request (owner, due, id) where ended is null;

create table portal_task (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    request blob not null references portal_request (id),
    template text,
    side text not null check (side in ('client', 'team')),
    action text not null check (action in ('provide', 'approve_document', 'approve_request')),
    allowed text not null,
    reason text not null,
    items text not null,
    due integer,
    required integer not null check (required in (0, 1)),
    stays integer not null check (stays in (0, 1)),
    state text not null check (state in ('open', 'done', 'refused', 'ended')),
    outcome text,
    opened integer not null,
    closed integer,
    closed_by blob references portal_account (id),
    version integer not null check (version > 0)
) strict;
create index portal_task_request on portal_task (request);
create index portal_task_open on portal_task (organisation, side, due, id) where state = 'open';

create table portal_message (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    request blob not null references portal_request (id),
    author blob not null references portal_account (id),
    audience text not null check (audience in ('client', 'team')),
    body text not null,
    at integer not null
) strict;
create index portal_message_request on portal_message (request, at, id);

create table portal_event (
    id blob not null unique,
    request blob not null references portal_request (id),
    seq integer not null check (seq > 0),
    act blob not null,
    organisation blob not null references portal_organisation (id),
    actor blob references portal_account (id),
    audience text not null check (audience in ('client', 'team')),
    kind text not null,
    data text not null,
    at integer not null,
    primary key (request, seq)
) strict;
create index portal_event_act on portal_event (act);
create index portal_event_organisation on portal_event (organisation, at desc);
create index portal_event_at on portal_event (at desc);

-- The log outlives what it names, so nothing here refers to another table.
create table portal_audit (
    id blob not null primary key,
    at integer not null,
    actor blob,
    organisation blob,
    action text not null,
    object blob,
    allowed integer not null check (allowed in (0, 1))
) strict;
create index portal_audit_at on portal_audit (at desc);

create table portal_blob (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    sha256 blob not null check (length(sha256) = 32),
    size integer not null check (size >= 0),
    media_type text not null,
    draft blob references portal_draft (id) on delete set null,
    created integer not null
) strict;
create index portal_blob_draft on portal_blob (draft);
create index portal_blob_loose on portal_blob (created) where draft is null;

create table portal_document (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    request blob not null references portal_request (id),
    kind text not null,
    audience text not null check (audience in ('client', 'team')),
    title text not null,
    title_key text not null,
    fields text not null,
    number integer not null check (number > 0),
    added_by blob not null references portal_account (id),
    created integer not null,
    shared integer,
    version integer not null check (version > 0)
) strict;
create index portal_document_organisation on portal_document (organisation, created desc, id desc);
create index portal_document_created on portal_document (created desc, id desc);
create index portal_document_request on portal_document (request);

create table portal_document_version (
    document blob not null references portal_document (id) on delete cascade,
    number integer not null check (number > 0),
    blob blob not null references portal_blob (id),
    name text not null,
    primary key (document, number)
) strict;
create index portal_document_version_blob on portal_document_version (blob);

create table portal_job (
    id blob not null primary key,
    kind text not null check (kind in ('notify', 'deliver')),
    subject blob not null,
    due integer not null,
    attempts integer not null check (attempts >= 0),
    token blob,
    held_until integer
) strict;
create index portal_job_due on portal_job (due, id);

-- One act, one message per person and channel.
create table portal_delivery (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    request blob not null references portal_request (id),
    act blob not null,
    event blob not null references portal_event (id),
    rule text not null,
    recipient blob not null references portal_account (id),
    channel text not null,
    state text not null check (state in ('pending', 'sending', 'delivered', 'failed', 'suppressed')),
    reason text,
    attempts integer not null check (attempts >= 0),
    created integer not null,
    delivered integer,
    version integer not null check (version > 0),
    unique (act, recipient, channel)
) strict;
create index portal_delivery_organisation on portal_delivery (organisation, created desc, id desc);
create index portal_delivery_created on portal_delivery (created desc, id desc);
create index portal_delivery_failed on portal_delivery (created desc, id desc) where state = 'failed';
create index portal_delivery_request on portal_delivery (request);

create table portal_counter (
    kind text not null check (kind in ('stored_bytes')),
    key blob not null,
    taken integer not null check (taken >= 0),
    primary key (kind, key)
) strict;

create table portal_idempotency (
    account blob not null references portal_account (id) on delete cascade,
    key text not null check (length(key) <= 255),
    route text not null,
    body blob not null check (length(body) = 32),
    subject_kind text not null,
    subject blob not null,
    expires integer not null,
    primary key (account, key, route)
) strict;
create index portal_idempotency_expires on portal_idempotency (expires);
