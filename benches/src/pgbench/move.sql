\set number random(1, 1000)
\startpipeline
begin;
update portal_request set status = case status when 'received' then 'processing' else 'received' end, owner = bench_id(4, 1), since = now(), activity = now(), events = events + 1, version = version + 1 where id = bench_id(32, :number);
insert into portal_event (id, request, seq, act, organisation, actor, audience, kind, data, at)
select gen_random_uuid(), bench_id(32, :number), 1000 + nextval('bench_number'), gen_random_uuid(), bench_id(1, 2), bench_id(4, 1), 'client', 'request.moved', '{"kind":"request.moved","by":"take","from":"received","to":"processing"}', now();
insert into portal_job (id, kind, subject, due, attempts) values (gen_random_uuid(), 'notify', gen_random_uuid(), now(), 0);
commit;
\endpipeline
