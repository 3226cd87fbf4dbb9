-- Organisations that the team disables: their places are suspended with them. `name_key` is the name in lower case, by which
-- they are listed and searched.
alter table portal_organisation add column state text not null default 'active' check (state in ('active', 'disabled'));
alter table portal_organisation add column name_key text not null default '';
update portal_organisation set name_key = lower(name);
create index portal_organisation_name on portal_organisation (name_key, id);
alter table portal_membership add column state text not null default 'active' check (state in ('active', 'suspended'));

-- A token has an id by which it is named, since its hash is nobody's business, and a scope: how far it goes in which group of
-- permissions, or as far as its person.
alter table portal_token add column id uuid not null unique default gen_random_uuid();
alter table portal_token add column scope text;
