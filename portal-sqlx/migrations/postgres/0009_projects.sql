-- Projects: what groups the requests of an organisation. `fields` are those of its kind in portal.yaml.
create table portal_project (
    id uuid primary key,
    organisation uuid not null references portal_organisation,
    kind text not null,
    name text not null,
    name_key text not null,
    fields json not null,
    state text not null check (state in ('open', 'closed')),
    created timestamptz not null,
    version bigint not null check (version > 0)
);
create index portal_project_organisation on portal_project (organisation, created desc, id desc);
create index portal_project_created on portal_project (created desc, id desc);

-- What a seat is narrowed to, such as the projects that it names.
alter table portal_membership add column limits jsonb not null default '{}';
alter table portal_draft add column project uuid references portal_project;
create index portal_draft_project on portal_draft (project) where project is not null;
alter table portal_request add column project uuid references portal_project;
create index portal_request_project on portal_request (project, activity desc, id desc) where project is not null;

-- A line of a client's list says its project, too.
drop index portal_request_organisation;
create index portal_request_organisation on portal_request (organisation, activity desc, id desc)
    include (project, reference, request_type, definition, title, opened_by, owner, status, since, waits_for, ended, due);
drop index portal_request_open;
create index portal_request_open on portal_request (organisation, activity desc, id desc)
    include (project, reference, request_type, definition, title, opened_by, owner, status, since, waits_for, ended, due)
    where ended is null;
