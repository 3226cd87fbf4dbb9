\startpipeline
select id, reference, title, status, since, waits_for, due, activity, owner, opened_by, answers from portal_request where id = bench_id(6, REQUESTS) and organisation = bench_id(1, 1);
select id, seq, actor, kind, data, at from portal_event where request = bench_id(6, REQUESTS) order by seq;
select id, author, body, at from portal_message where request = bench_id(6, REQUESTS) order by at, id;
select id, title, kind, created from portal_document where request = bench_id(6, REQUESTS) order by created desc, id desc;
select id, action, reason, items, due, state from portal_task where request = bench_id(6, REQUESTS) order by opened, id;
\endpipeline
