-- A portal that is in use: REQUESTS requests of two years, of a hundredth as many organisations. One organisation, the
-- measured client's, has every hundredth request; 20 of its requests are open, whatever REQUESTS is, so that pages show
-- the same. Nothing here is checked against other tables: that would take most of the time.

set session_replication_role = replica;
set synchronous_commit = off;

create sequence bench_number cache 100;

create function bench_id(kind int, number bigint) returns uuid immutable parallel safe return
    ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;

-- Of the requests of other organisations: which one. Number 1 is measured, number 2 is for those who write.
create function bench_organisation(number bigint) returns bigint immutable parallel safe return
    case when number % 100 = 0 then 1 else 3 + hashint8(number)::bigint % (REQUESTS / 200) + REQUESTS / 200 end;

create function bench_answers(number bigint) returns json immutable parallel safe return
    json_build_object(
        'subject', json_build_object('text', 'Cooling for room ' || number),
        'kind', json_build_object('text', 'installation'),
        'details', json_build_object('text', rpad('Two units for room ' || number || ', quiet at night. ', 800,
            'The room has two windows to the south and is used from eight to six. ')),
        'budget', json_build_object('number', '5000'),
        'start', json_build_object('date', '2099-01-31'),
        'visit', json_build_object('bool', false),
        'terms', json_build_object('bool', true));

insert into portal_organisation (id, name, created, version)
select bench_id(1, n), 'Company ' || n, now() - interval '3 years', 1 from generate_series(1, REQUESTS / 100 + 3) as n;

-- Three people an organisation, whose first one administers it; people of the team have no organisation.
insert into portal_account (id, email, email_key, name, locale, state, seen, created, version)
select bench_id(2, n), n || '@company.example', n || '@company.example', 'Person ' || n, 'en', 'active',
    now() - interval '90 minutes', now() - interval '3 years', 1
from generate_series(1, (REQUESTS / 100 + 3) * 3) as n;
insert into portal_membership (id, account, organisation, role, created, version)
select bench_id(3, n), bench_id(2, n), bench_id(1, (n + 2) / 3),
    case when n % 3 = 1 then 'client_admin' else 'client_user' end, now() - interval '3 years', 1
from generate_series(1, (REQUESTS / 100 + 3) * 3) as n;
insert into portal_account (id, email, email_key, name, locale, state, seen, created, version)
select bench_id(4, n), n || '@team.example', n || '@team.example', 'Engineer ' || n, 'en', 'active',
    now() - interval '1 day', now() - interval '3 years', 1
from generate_series(1, 20) as n;
insert into portal_membership (id, account, organisation, role, created, version)
select bench_id(5, n), bench_id(4, n), null, 'team_member', now() - interval '3 years', 1
from generate_series(1, 20) as n;

-- Each is signed in: the hash of a secret of 32 equal bytes. The reader and the writer are clients.
insert into portal_session (hash, account, created, seen, expires, idle_seconds, authenticated, two_step)
select sha256(decode(repeat(lpad(to_hex(n), 2, '0'), 32), 'hex')), account, now(), now(), now() + interval '7 days', 604800, now(), true
from (values (1, bench_id(2, 1)), (2, bench_id(2, 4)), (3, bench_id(4, 1))) as who (n, account);

create temporary table plan as
select n, bench_organisation(n) as organisation, made.at,
    case
        when n % 100 = 0 then n <= REQUESTS - 2000
        when made.at < now() - interval '60 days' then n % 20 > 0
        else n % 3 = 0
    end as ended
from generate_series(1, REQUESTS) as n,
    lateral (select now() - interval '2 years' * (REQUESTS - n + 1)::float8 / REQUESTS as at) as made;

insert into portal_request (id, organisation, reference, request_type, definition, title, title_key, opened_by, queue, owner,
    status, since, waits_for, ended, due, answers, team_answers, events, submitted, activity, version)
select bench_id(6, n), bench_id(1, organisation), 'QUO-' || upper(lpad(to_hex(n), 8, '0')), 'quote', definition.hash,
    'Cooling for room ' || n, 'cooling for room ' || n, bench_id(2, organisation * 3 - n % 3), 'sales',
    bench_id(4, 1 + n % 20), status, at + interval '1 hour', waits_for, case when ended then 'done' end,
    case when not ended then at + interval '30 days' end, bench_answers(n), '{}', case when ended then 4 else 2 end, at,
    at + interval '1 hour' * (1 + n % 24), case when ended then 4 else 2 end
from plan, (select hash from portal_definition order by published desc limit 1) as definition,
    lateral (select
        case when ended then 'completed' when n % 400 = 0 then 'missing' else 'processing' end as status,
        case when ended then 'nobody' when n % 400 = 0 then 'client' else 'team' end as waits_for) as stand
order by n;

insert into portal_event (id, request, seq, act, organisation, actor, audience, kind, data, at)
select bench_id(10 + seq, n), bench_id(6, n), seq, bench_id(20 + seq, n), bench_id(1, organisation), actor, audience,
    data ->> 'kind', data, at + interval '1 hour' * (seq - 1)
from plan, lateral (values
    (1, bench_id(2, organisation * 3 - n % 3), 'client', '{"kind":"request.submitted","status":"received"}'::jsonb),
    (2, bench_id(4, 1 + n % 20), 'client',
        '{"kind":"request.moved","by":"take","from":"received","to":"processing"}'),
    (3, bench_id(4, 1 + n % 20), 'client',
        '{"kind":"request.moved","by":"propose","from":"processing","to":"proposal"}'),
    (4, bench_id(2, organisation * 3 - 2), 'client',
        '{"kind":"request.closed","end":"done","status":"completed"}')) as story (seq, actor, audience, data)
where ended or seq < 3
order by n, seq;

-- What waits for a client is a task; every third request was talked about; every fifth has a document.
insert into portal_task (id, organisation, request, side, action, allowed, reason, items, due, required, stays, state,
    opened, version)
select bench_id(7, n), bench_id(1, organisation), bench_id(6, n), 'client', 'provide', '[]',
    'So that we can size the equipment.', '[{"kind":"site_plan","name":"","documents":[]}]', at + interval '30 days', true,
    false, case when not ended and n % 400 = 0 then 'open' else 'done' end, at + interval '1 hour', 1
from plan where n % 4 = 0 order by n;
insert into portal_message (id, organisation, request, author, audience, body, at)
select bench_id(8, n), bench_id(1, organisation), bench_id(6, n), bench_id(4, 1 + n % 20), 'client',
    'Good morning, we have looked at your plan and shall send our quote on Friday. Have a nice day.', at + interval '1 hour'
from plan where n % 3 = 0 order by n;
insert into portal_blob (id, organisation, sha256, size, media_type, created)
select bench_id(9, n), bench_id(1, organisation), sha256(''), 1048576, 'application/pdf', at
from plan where n % 5 = 0 order by n;
insert into portal_document (id, organisation, request, kind, audience, title, title_key, fields, number, added_by, created,
    shared, version)
select bench_id(10, n), bench_id(1, organisation), bench_id(6, n), 'brief', 'client', 'brief ' || n || '.pdf',
    'brief ' || n || '.pdf', '{}', 1, bench_id(2, organisation * 3 - n % 3), at, at, 1
from plan where n % 5 = 0 order by n;
insert into portal_document_version (document, number, blob, name)
select bench_id(10, n), 1, bench_id(9, n), 'brief ' || n || '.pdf' from plan where n % 5 = 0 order by n;

-- The measured request has been talked about at length: 10 messages, each an event of its own.
insert into portal_message (id, organisation, request, author, audience, body, at)
select bench_id(8, 1 + REQUESTS * 2 + n), bench_id(1, 1), bench_id(6, REQUESTS),
    case when n % 2 = 0 then bench_id(4, 1) else bench_id(2, 1) end, 'client',
    'Thank you. The delivery needs a crane, so please keep the court free on Thursday morning.', now() - interval '1 hour'
from generate_series(1, 10) as n;
insert into portal_event (id, request, seq, act, organisation, actor, audience, kind, data, at)
select bench_id(15, n), bench_id(6, REQUESTS), 2 + n, bench_id(25, n), bench_id(1, 1),
    case when n % 2 = 0 then bench_id(4, 1) else bench_id(2, 1) end, 'client', 'message.posted',
    jsonb_build_object('kind', 'message.posted', 'message', bench_id(8, 1 + REQUESTS * 2 + n)), now() - interval '1 hour'
from generate_series(1, 10) as n;
update portal_request set events = 12, version = 12 where id = bench_id(6, REQUESTS);

-- The reader has begun two forms.
insert into portal_draft (id, account, organisation, request_type, definition, answers, step, created, edited, expires,
    version)
select bench_id(30, n), bench_id(2, 1), bench_id(1, 1), 'quote', hash, bench_answers(n), 'documents', now(), now(),
    now() + interval '90 days', 1
from generate_series(1, 2) as n, (select hash from portal_definition order by published desc limit 1) as definition;

reset session_replication_role;
