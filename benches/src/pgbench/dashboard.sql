\startpipeline
select id, request, action, reason, items, due from portal_task where organisation = bench_id(1, 1) and side = 'client' and state = 'open' order by due, id limit 100;
select id, reference, title, status, since, waits_for, due, activity from portal_request where organisation = bench_id(1, 1) and ended is null order by activity desc, id desc limit 51;
select id, request, actor, kind, data, at from portal_event where organisation = bench_id(1, 1) and at > now() - interval '1 day' order by at desc, id desc limit 20;
select id, title, kind, created, request from portal_document where organisation = bench_id(1, 1) order by created desc, id desc limit 5;
select id, request_type, answers, step, edited, expires from portal_draft where account = bench_id(2, 1) order by edited desc, id desc limit 100;
\endpipeline
