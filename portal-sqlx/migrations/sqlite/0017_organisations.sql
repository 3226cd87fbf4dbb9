-- Organisations that the team disables: their places are suspended with them. `name_key` is the name in lower case, by which
-- they are listed and searched.
alter table portal_organisation add column state text not null default 'active' check (state in ('active', 'disabled'));
alter table portal_organisation add column name_key text not null default '';
update portal_organisation set name_key = lower(name);
create index portal_organisation_name on portal_organisation (name_key, id);
alter table portal_membership add column state text not null default 'active' check (state in ('active', 'suspended'));

-- A token has an id by which it is named, since its hash is nobody's business, and a scope: how far it goes in which group of
-- permissions, or as far as its person. The table is made anew: a column that is added cannot draw its own values.
create table portal_token_new (
    hash blob not null primary key check (length(hash) = 32),
    id blob not null unique default (randomblob(16)),
    account blob not null references portal_account (id) on delete cascade,
    purpose text not null,
    name text not null,
    scope text,
    created integer not null,
    expires integer not null,
    used integer
) strict;
insert into portal_token_new (hash, account, purpose, name, created, expires, used)
select hash, account, purpose, name, created, expires, used from portal_token;
drop table portal_token;
alter table portal_token_new rename to portal_token;
create index portal_token_account on portal_token (account);
create index portal_token_expires on portal_token (expires);
