-- Projects: what groups the requests of an organisation. `fields` are those of its kind in portal.yaml.
create table portal_project (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    kind text not null,
    name text not null,
    name_key text not null,
    fields text not null,
    state text not null check (state in ('open', 'closed')),
    created integer not null,
    version integer not null check (version > 0)
) strict;
create index portal_project_organisation on portal_project (organisation, created desc, id desc);
create index portal_project_created on portal_project (created desc, id desc);

-- What a seat is narrowed to, such as the projects that it names.
alter table portal_membership add column limits text not null default '{}';
alter table portal_draft add column project blob references portal_project (id);
create index portal_draft_project on portal_draft (project) where project is not null;
alter table portal_request add column project blob references portal_project (id);
create index portal_request_project on portal_request (project, activity desc, id desc) where project is not null;
