-- What time alone does to a request: the jobs that wake it, and up to when people were told of its deadlines. A check
-- cannot be changed here: the table is made anew.
create table portal_job_new (
    id blob not null primary key,
    kind text not null check (kind in ('notify', 'deliver', 'wake')),
    subject blob not null,
    due integer not null,
    attempts integer not null check (attempts >= 0),
    token blob,
    held_until integer,
    failed integer,
    reason text
) strict;
insert into portal_job_new (id, kind, subject, due, attempts, token, held_until, failed, reason)
select id, kind, subject, due, attempts, token, held_until, failed, reason from portal_job;
drop table portal_job;
alter table portal_job_new rename to portal_job;
create index portal_job_subject on portal_job (subject);
create index portal_job_failed on portal_job (failed desc, id desc) where failed is not null;
create index portal_job_due on portal_job (due, id) where failed is null;
alter table portal_request add column reminded integer;
alter table portal_task add column reminded integer;
-- Whatever is open is looked at once: from then on each change leaves the job that wakes it next.
insert into portal_job (id, kind, subject, due, attempts)
select id, 'wake', id, cast(unixepoch('subsec') * 1000000 as integer), 0 from portal_request
where ended is null or exists (select 1 from portal_task where portal_task.request = portal_request.id
    and portal_task.state = 'open');
