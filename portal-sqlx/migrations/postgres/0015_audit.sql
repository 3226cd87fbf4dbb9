-- From where, a code more, and how often; and what seals the logs: a batch has the next number, the count of its entries and
-- a hash over them and over the batch before. A batch of the audit log that has outlived its time is `purged` as a whole.
alter table portal_audit add column origin text;
alter table portal_audit add column detail text check (length(detail) <= 500);
alter table portal_audit add column times bigint not null default 1 check (times > 0);
alter table portal_audit add column seal bigint;
alter table portal_event add column seal bigint;

create table portal_seal (
    log text not null check (log in ('audit', 'event')),
    number bigint not null check (number > 0),
    entries bigint not null check (entries > 0),
    first timestamptz not null,
    last timestamptz not null,
    hash bytea not null check (length(hash) = 32),
    sealed timestamptz not null,
    purged timestamptz,
    primary key (log, number)
);

drop index portal_audit_at;
create index portal_audit_list on portal_audit (at desc, id desc);
create index portal_audit_actor on portal_audit (actor, at desc, id desc);
create index portal_audit_organisation on portal_audit (organisation, at desc, id desc);
create index portal_audit_object on portal_audit (object, at desc, id desc);
create index portal_audit_seal on portal_audit (seal, at, id);
create index portal_event_seal on portal_event (seal, at, id);
