-- Answers are `json`, not `jsonb`: their order is the form's and must survive.

create table portal_organisation (
    id uuid primary key,
    name text not null,
    created timestamptz not null,
    version bigint not null check (version > 0)
);

create table portal_account (
    id uuid primary key,
    email text not null,
    email_key text not null constraint portal_account_email_key unique,
    name text not null,
    locale text not null,
    password text,
    state text not null check (state in ('active', 'disabled')),
    seen timestamptz,
    created timestamptz not null,
    version bigint not null check (version > 0)
);

-- A membership without an organisation is a seat in the team.
create table portal_membership (
    id uuid primary key,
    account uuid not null references portal_account on delete cascade,
    organisation uuid references portal_organisation,
    role text not null,
    created timestamptz not null,
    version bigint not null check (version > 0)
);
create index portal_membership_organisation on portal_membership (organisation);
create index portal_membership_account on portal_membership (account);

create table portal_session (
    hash bytea primary key check (length(hash) = 32),
    account uuid not null references portal_account on delete cascade,
    created timestamptz not null,
    seen timestamptz not null,
    expires timestamptz not null,
    idle_seconds bigint not null check (idle_seconds >= 0)
);
create index portal_session_account on portal_session (account);
create index portal_session_expires on portal_session (expires);

-- `checks` holds the moments of an account's last guesses, at most 25, as microseconds since 1970.
create table portal_throttle (
    bucket bytea primary key check (length(bucket) = 32),
    failures bigint not null check (failures >= 0),
    last timestamptz not null,
    checks jsonb not null
);
create index portal_throttle_last on portal_throttle (last);

create table portal_definition (
    hash text primary key,
    files jsonb not null,
    published timestamptz not null
);

create table portal_draft (
    id uuid primary key,
    account uuid not null references portal_account,
    organisation uuid not null references portal_organisation,
    request_type text not null,
    definition text not null references portal_definition,
    answers json not null,
    step text,
    created timestamptz not null,
    edited timestamptz not null,
    expires timestamptz not null,
    version bigint not null check (version > 0)
);
create index portal_draft_account on portal_draft (account, edited desc, id desc);

create table portal_request (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    reference text not null constraint portal_request_reference unique,
    request_type text not null,
    definition text not null references portal_definition,
    title text not null,
    title_key text not null,
    opened_by uuid not null references portal_account,
    queue text not null,
    owner uuid references portal_account,
    status text not null,
    since timestamptz not null,
    waits_for text not null check (waits_for in ('client', 'team', 'third_party', 'nobody')),
    ended text check (ended in ('done', 'refused', 'withdrawn')),
    due timestamptz,
    answers json not null,
    team_answers json not null,
    events bigint not null check (events >= 0),
    submitted timestamptz not null,
    activity timestamptz not null,
    version bigint not null check (version > 0)
);
create index portal_request_organisation on portal_request (organisation, activity desc, id desc);
create index portal_request_opened_by on portal_request (organisation, opened_by, activity desc, id desc);
create index portal_request_activity on portal_request (activity desc, id desc);
create index portal_request_waits on portal_request (waits_for, due, id) where ended is null;
create index portal_request_owner on portal_request (owner, due, id) where ended is null;

create table portal_task (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    request uuid not null references portal_request,
    template text,
    side text not null check (side in ('client', 'team')),
    action text not null check (action in ('provide', 'approve_document', 'approve_request')),
    allowed jsonb not null,
    reason text not null,
    items jsonb not null,
    due timestamptz,
    required boolean not null,
    stays boolean not null,
    state text not null check (state in ('open', 'done', 'refused', 'ended')),
    outcome text,
    opened timestamptz not null,
    closed timestamptz,
    closed_by uuid references portal_account,
    version bigint not null check (version > 0)
);
create index portal_task_request on portal_task (request);
create index portal_task_open on portal_task (organisation, side, due, id) where state = 'open';

create table portal_message (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    request uuid not null references portal_request,
    author uuid not null references portal_account,
    audience text not null check (audience in ('client', 'team')),
    body text not null,
    at timestamptz not null
);
create index portal_message_request on portal_message (request, at, id);

create table portal_event (
    id uuid not null constraint portal_event_id unique,
    request uuid not null references portal_request,
    seq bigint not null check (seq > 0),
    act uuid not null,
    organisation uuid not null references portal_organisation,
    actor uuid references portal_account,
    audience text not null check (audience in ('client', 'team')),
    kind text not null,
    data jsonb not null,
    at timestamptz not null,
    primary key (request, seq)
);
create index portal_event_act on portal_event (act);
create index portal_event_organisation on portal_event (organisation, at desc);
create index portal_event_at on portal_event (at desc);

-- The log outlives what it names, so nothing here refers to another table.
create table portal_audit (
    id uuid primary key,
    at timestamptz not null,
    actor uuid,
    organisation uuid,
    action text not null,
    object uuid,
    allowed boolean not null
);
create index portal_audit_at on portal_audit (at desc);

create table portal_blob (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    sha256 bytea not null check (length(sha256) = 32),
    size bigint not null check (size >= 0),
    media_type text not null,
    draft uuid references portal_draft on delete set null,
    created timestamptz not null
);
create index portal_blob_draft on portal_blob (draft);
create index portal_blob_loose on portal_blob (created) where draft is null;

create table portal_document (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    request uuid not null references portal_request,
    kind text not null,
    audience text not null check (audience in ('client', 'team')),
    title text not null,
    title_key text not null,
    fields json not null,
    number bigint not null check (number > 0),
    added_by uuid not null references portal_account,
    created timestamptz not null,
    shared timestamptz,
    version bigint not null check (version > 0)
);
create index portal_document_organisation on portal_document (organisation, created desc, id desc);
create index portal_document_created on portal_document (created desc, id desc);
create index portal_document_request on portal_document (request);

create table portal_document_version (
    document uuid not null references portal_document on delete cascade,
    number bigint not null check (number > 0),
    blob uuid not null references portal_blob,
    name text not null,
    primary key (document, number)
);
create index portal_document_version_blob on portal_document_version (blob);

create table portal_job (
    id uuid primary key,
    kind text not null check (kind in ('notify', 'deliver')),
    subject uuid not null,
    due timestamptz not null,
    attempts bigint not null check (attempts >= 0),
    token uuid,
    held_until timestamptz
);
create index portal_job_due on portal_job (due, id);

-- One act, one message per person and channel.
create table portal_delivery (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    request uuid not null references portal_request,
    act uuid not null,
    event uuid not null references portal_event (id),
    rule text not null,
    recipient uuid not null references portal_account,
    channel text not null,
    state text not null check (state in ('pending', 'sending', 'delivered', 'failed', 'suppressed')),
    reason text,
    attempts bigint not null check (attempts >= 0),
    created timestamptz not null,
    delivered timestamptz,
    version bigint not null check (version > 0),
    constraint portal_delivery_once unique (act, recipient, channel)
);
create index portal_delivery_organisation on portal_delivery (organisation, created desc, id desc);
create index portal_delivery_created on portal_delivery (created desc, id desc);
create index portal_delivery_failed on portal_delivery (created desc, id desc) where state = 'failed';
create index portal_delivery_request on portal_delivery (request);

create table portal_counter (
    kind text not null check (kind in ('stored_bytes')),
    key uuid not null,
    taken bigint not null check (taken >= 0),
    primary key (kind, key)
);

create table portal_idempotency (
    account uuid not null references portal_account on delete cascade,
    key text not null check (length(key) <= 255),
    route text not null,
    body bytea not null check (length(body) = 32),
    subject_kind text not null,
    subject bytea not null,
    expires timestamptz not null,
    primary key (account, key, route)
);
create index portal_idempotency_expires on portal_idempotency (expires);
