-- What is known of an organisation beside its name: the attributes that portal.yaml names, by id.
alter table portal_organisation add column attributes json not null default '{}';
