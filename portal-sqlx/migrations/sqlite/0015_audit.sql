-- From where, a code more, and how often; and what seals the logs: a batch has the next number, the count of its entries and
-- a hash over them and over the batch before. A batch of the audit log that has outlived its time is `purged` as a whole.
alter table portal_audit add column origin text;
alter table portal_audit add column detail text check (length(detail) <= 500);
alter table portal_audit add column times integer not null default 1 check (times > 0);
alter table portal_audit add column seal integer;
alter table portal_event add column seal integer;

create table portal_seal (
    log text not null check (log in ('audit', 'event')),
    number integer not null check (number > 0),
    entries integer not null check (entries > 0),
    first integer not null,
    last integer not null,
    hash blob not null check (length(hash) = 32),
    sealed integer not null,
    purged integer,
    primary key (log, number)
) strict;

drop index portal_audit_at;
create index portal_audit_list on portal_audit (at desc, id desc);
create index portal_audit_actor on portal_audit (actor, at desc, id desc);
create index portal_audit_organisation on portal_audit (organisation, at desc, id desc);
create index portal_audit_object on portal_audit (object, at desc, id desc);
create index portal_audit_seal on portal_audit (seal, at, id);
create index portal_event_seal on portal_event (seal, at, id);
