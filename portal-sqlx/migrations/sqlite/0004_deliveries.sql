-- Work that was given up stays, with the reason, until somebody tries it again.
alter table portal_job add column failed integer;
alter table portal_job add column reason text;
create index portal_job_subject on portal_job (subject);
create index portal_job_failed on portal_job (failed desc, id desc) where failed is not null;
drop index portal_job_due;
create index portal_job_due on portal_job (due, id) where failed is null;

-- When a message was last tried.
alter table portal_delivery add column tried integer;
