-- What time alone does to a request: the jobs that wake it, and up to when people were told of its deadlines.
alter table portal_job drop constraint portal_job_kind_check;
alter table portal_job add constraint portal_job_kind_check check (kind in ('notify', 'deliver', 'wake'));
alter table portal_request add column reminded timestamptz;
alter table portal_task add column reminded timestamptz;
-- Whatever is open is looked at once: from then on each change leaves the job that wakes it next.
insert into portal_job (id, kind, subject, due, attempts)
select id, 'wake', id, now(), 0 from portal_request
where ended is null or exists (select 1 from portal_task where portal_task.request = portal_request.id
    and portal_task.state = 'open');
