-- Places at one request of an organisation, and invitations to them: somebody from outside sees that request and nothing else.
alter table portal_membership add column request uuid references portal_request;
create unique index portal_membership_request on portal_membership (request, account) where request is not null;
alter table portal_link add column request uuid references portal_request;
create index portal_link_request on portal_link (request) where request is not null;
drop index portal_link_invitation;
create unique index portal_link_invitation on portal_link (coalesce(request, organisation, '00000000-0000-0000-0000-000000000000'), email_key)
    where purpose = 'invitation' and state = 'open';
