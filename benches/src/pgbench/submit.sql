\startpipeline
begin;
insert into portal_request (id, organisation, reference, request_type, definition, title, title_key, opened_by, queue, status, since, waits_for, answers, team_answers, events, submitted, activity, version)
select bench_id(40, number), bench_id(1, 2), 'PGB-' || number, 'quote', (select hash from portal_definition limit 1), 'Cooling', 'cooling', bench_id(2, 4), 'sales', 'received', now(), 'team', json_build_object('details', json_build_object('text', repeat('The room has two windows. ', 40))), '{}', 1, now(), now(), 1
from (select nextval('bench_number') as number offset 0) as made;
insert into portal_event (id, request, seq, act, organisation, actor, audience, kind, data, at)
select gen_random_uuid(), bench_id(40, currval('bench_number')), 1, gen_random_uuid(), bench_id(1, 2), bench_id(2, 4), 'client', 'request.submitted', '{"kind":"request.submitted","status":"received"}', now();
insert into portal_job (id, kind, subject, due, attempts) values (gen_random_uuid(), 'notify', gen_random_uuid(), now(), 0);
commit;
\endpipeline
