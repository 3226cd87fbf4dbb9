-- What a round left over: forms that were not sent, work for the worker, files.
delete from portal_job;
update portal_blob set draft = null where draft in (select id from portal_draft where account = bench_id(2, 4));
delete from portal_draft where account = bench_id(2, 4);
delete from portal_counter;
