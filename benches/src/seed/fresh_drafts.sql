-- Filled-in forms of the writer's, to be used up.
insert into portal_draft (id, account, organisation, request_type, definition, answers, step, visited, created,
    edited, expires, version)
select bench_id(31, n), bench_id(2, 4), bench_id(1, 2), 'quote', hash, bench_answers(n), 'documents',
    '{"need": "saved", "project": "saved", "documents": "reached"}', now(), now(), now() + interval '90 days', 1
from generate_series($1, $2) as n, (select hash from portal_definition order by published desc limit 1) as definition
