-- Every kind of task, and the states between open and done. A check cannot be changed here: the table is made anew.
create table portal_task_new (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    request blob not null references portal_request (id),
    template text,
    side text not null check (side in ('client', 'team')),
    action text not null check (action in ('provide', 'answer', 'correct', 'approve_document', 'approve_request', 'read',
        'reply', 'book', 'do')),
    allowed text not null,
    reason text not null,
    items text not null,
    due integer,
    required integer not null check (required in (0, 1)),
    stays integer not null check (stays in (0, 1)),
    state text not null check (state in ('waiting', 'open', 'checking', 'done', 'refused', 'waived', 'ended')),
    outcome text,
    opened integer not null,
    closed integer,
    closed_by blob references portal_account (id),
    version integer not null check (version > 0)
) strict;
insert into portal_task_new (id, organisation, request, template, side, action, allowed, reason, items, due, required,
    stays, state, outcome, opened, closed, closed_by, version)
select id, organisation, request, template, side, action, allowed, reason, items, due, required, stays, state, outcome,
    opened, closed, closed_by, version
from portal_task;
drop table portal_task;
alter table portal_task_new rename to portal_task;
create index portal_task_request on portal_task (request);
create index portal_task_open on portal_task (organisation, side, due, id) where state = 'open';
