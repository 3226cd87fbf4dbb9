select id, reference, title, status, since, waits_for, due, activity from portal_request where organisation = bench_id(1, 1) order by activity desc, id desc limit 26;
