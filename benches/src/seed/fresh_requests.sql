-- Requests that were just sent, to be taken.
with sent as (
    insert into portal_request (id, organisation, reference, request_type, definition, title, title_key, opened_by, queue,
        status, since, waits_for, due, answers, team_answers, events, submitted, activity, version)
    select bench_id(32, n), bench_id(1, 2), 'NEW-' || upper(lpad(to_hex(n), 8, '0')), 'quote', hash,
        'Cooling for room ' || n, 'cooling for room ' || n, bench_id(2, 4), 'sales', 'received', now(), 'team',
        now() + interval '1 day', bench_answers(n), '{}', 1, now(), now(), 1
    from generate_series($1, $2) as n, (select hash from portal_definition order by published desc limit 1) as definition
    returning id)
insert into portal_event (id, request, seq, act, organisation, actor, audience, kind, data, at)
select gen_random_uuid(), id, 1, gen_random_uuid(), bench_id(1, 2), bench_id(2, 4), 'client', 'request.submitted',
    '{"kind":"request.submitted","status":"received"}', now()
from sent
